//! Downloads: conditional requests, interruptions, and servers that misbehave.

use std::io::Write;

use axum::http::header;

use super::server::{FeedServer, SECRETS, STEADY, ServerFault};
use super::*;

pub(super) const TAG: Option<&str> = Some("\"one\"");

pub(super) async fn world(body: impl Into<Vec<u8>>) -> (tempfile::TempDir, FeedServer, Feed) {
    let data = tempfile::tempdir().unwrap();
    let server = FeedServer::with(body).await;
    let feed = added(data.path(), &server.url("/export/"));
    (data, server, feed)
}

#[tokio::test]
async fn what_did_not_change_is_not_loaded_again() {
    let (_data, server, feed) = world("").await;
    server.serve(table(1..=20), TAG);
    server.modified("Thu, 19 Nov 2026 10:00:00 GMT");
    let digest = expect_imported(&feed, pull_context()).await;
    assert_eq!((digest.index.products, digest.index.date.to_string()), (20, "2026-11-19".to_owned()));
    assert_eq!(server.asked()[0].header(header::ACCEPT_ENCODING), Some("gzip"));
    assert_eq!(run_pull(&feed, PullOptions::default(), pull_context()).await, Ok(PullOutcome::Unchanged));
    let asked = server.asked();
    assert_eq!(asked[0].header(header::IF_NONE_MATCH), TAG);
    assert_eq!(asked[0].header(header::IF_MODIFIED_SINCE), Some("Thu, 19 Nov 2026 10:00:00 GMT"));
    let whole = PullOptions { full: true, ..PullOptions::default() };
    assert!(matches!(run_pull(&feed, whole, pull_context()).await, Ok(PullOutcome::Imported(_))));
    assert_eq!(server.asked()[0].header(header::IF_NONE_MATCH), None);
}

#[tokio::test]
async fn gzip_is_taken_as_it_is_sent_and_goes_on_too() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(table(1..=5_000).as_bytes()).unwrap();
    let (_data, server, feed) = world("").await;
    server.serve(packed.finish().unwrap(), TAG);
    server.gzip();
    server.misbehave([ServerFault::Cut(10_000)]);
    assert_eq!(expect_imported(&feed, pull_context()).await.index.products, 5_000);
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn a_server_that_always_breaks_off_is_given_up() {
    let (_data, server, feed) = world(table(1..=500)).await;
    server.misbehave(vec![ServerFault::Cut(0); 40]);
    assert_eq!(expect_refusal_key(&feed, pull_context()).await, "feeds-refused-broken-off");
    assert!(server.asked().len() < 10);
    assert_eq!(feed.pull_state().failures, 1);
}

/// Fault: a feed without an end.
/// Behaviour: the download ends at its limit and is deleted.
#[tokio::test]
async fn a_feed_without_an_end_ends_at_the_limit() {
    let (_data, server, feed) = world("").await;
    server.misbehave([ServerFault::TooMuch]);
    let mut small = pull_context();
    small.limits.download = 3 * MIB;
    assert_eq!(expect_refusal_key(&feed, small).await, "feeds-refused-download");
    assert_eq!(files(&feed), ["feed.toml", "lock", "state.toml"], "nothing is left on the disk");
    server.serve(vec![b'x'; 4 * MIB as usize], None);
    let mut small = pull_context();
    small.limits.download = 3 * MIB;
    assert_eq!(expect_refusal_key(&feed, small).await, "feeds-refused-download");
}

#[tokio::test]
async fn a_full_disk_is_told_before_it_is_full() {
    let (_data, _server, feed) = world(table(1..=20)).await;
    let mut greedy = pull_context();
    greedy.limits.min_free_bytes = u64::MAX;
    assert_eq!(expect_refusal_key(&feed, greedy).await, "feeds-refused-room");
}

#[tokio::test]
async fn silence_is_not_waited_for_long() {
    let (_data, server, feed) = world(table(1..=500)).await;
    server.misbehave(vec![ServerFault::Silent(100); 9]);
    let mut hasty = pull_context();
    hasty.limits.silence_timeout = Duration::from_millis(50);
    assert_eq!(expect_refusal_key(&feed, hasty).await, "feeds-refused-silent");
}

#[tokio::test]
async fn dripping_is_silence_too() {
    let (_data, server, feed) = world("").await;
    server.serve(table(1..=500), TAG);
    server.misbehave(vec![ServerFault::Drip { bytes: 1, pause: Duration::from_millis(10) }; 9]);
    let mut hasty = pull_context();
    hasty.limits.silence_timeout = Duration::from_millis(60);
    assert_eq!(expect_refusal_key(&feed, hasty).await, "feeds-refused-silent");
}

#[tokio::test]
async fn whoever_is_told_to_stop_stops_and_goes_on_later() {
    for fault in [ServerFault::Silent(4_000), STEADY] {
        let (_data, server, feed) = world("").await;
        server.serve(table(1..=500), TAG);
        server.misbehave([fault.clone()]);
        let progress = Arc::new(Progress::default());
        let pulling = tokio::spawn(pull_on_thread(
            feed.clone(),
            PullOptions::default(),
            pull_context(),
            progress.clone(),
            Priority::Normal,
        ));
        while progress.bytes() < 4_000 {
            tokio::task::yield_now().await;
        }
        progress.stop();
        assert_eq!(pulling.await.unwrap().unwrap_err(), Refusal::Stopped);
        assert_eq!(feed.pull_state(), PullState::default(), "being stopped is no failure");
        let have = std::fs::metadata(feed.download()).unwrap().len();
        server.asked();
        assert_eq!(expect_imported(&feed, pull_context()).await.index.products, 500);
        let range = format!("bytes={have}-");
        assert_eq!(server.asked()[0].header(header::RANGE), Some(range.as_str()), "{fault:?}");
    }
}

#[tokio::test]
async fn redirects_stay_at_home() {
    let (_data, server, feed) = world(table(1..=20)).await;
    server.misbehave([ServerFault::Redirect("/moved/?code=geheim-code".into())]);
    assert_eq!(expect_imported(&feed, pull_context()).await.index.products, 20);
    assert_eq!(server.asked()[1].path, "/moved/?code=geheim-code");
    let elsewhere = FeedServer::with(table(1..=20)).await;
    for to in [
        elsewhere.url("/"),
        "https://127.0.0.1/x".into(),
        "ftp://127.0.0.1/".into(),
        "http://localhost/".into(),
    ] {
        server.misbehave([ServerFault::Redirect(to.clone())]);
        let whole = PullOptions { full: true, ..PullOptions::default() };
        let refusal = run_pull(&feed, whole, pull_context()).await.unwrap_err();
        assert_eq!(refusal.message().key, "feeds-refused-redirect", "{to}");
    }
    assert!(elsewhere.asked().is_empty());
    server.misbehave(vec![ServerFault::Redirect("/round".into()); 20]);
    assert_eq!(expect_refusal_key(&feed, pull_context()).await, "feeds-refused-redirects");
}

#[tokio::test]
async fn nothing_that_is_said_has_a_secret_in_it() {
    let (_data, server, feed) = world(table(1..=20)).await;
    let mut said = format!("{feed:?} {}", feed.definition.source);
    for status in [401, 403, 404, 410, 429, 500] {
        server.misbehave(vec![ServerFault::Status(status); 9]);
        let refusal = run_pull(&feed, PullOptions::default(), pull_context()).await.unwrap_err();
        assert_eq!(refusal.message().key, "feeds-refused-status");
        let text = format!("{:?}", refusal);
        assert!(text.contains(&status.to_string()) && text.contains("feed_id=14107"), "{text}");
        said.push_str(&format!("{refusal} {refusal:?}"));
    }
    for fault in [ServerFault::Redirect("http://other.example/".into()), ServerFault::Cut(0)] {
        server.misbehave(vec![fault; 9]);
        said.push_str(&format!(
            "{:?}",
            run_pull(&feed, PullOptions::default(), pull_context()).await.unwrap_err()
        ));
    }
    drop(server);
    let refusal = run_pull(&feed, PullOptions::default(), pull_context()).await.unwrap_err();
    assert_eq!(refusal.message().key, "feeds-refused-connect");
    said.push_str(&format!("{refusal:?}"));
    for secret in SECRETS {
        assert!(!said.contains(secret), "{said}");
    }
}

#[tokio::test]
async fn no_file_but_the_feeds_own_has_a_secret_in_it() {
    use std::os::unix::fs::PermissionsExt;
    let (_data, server, feed) = world("").await;
    server.serve(table(1..=20), TAG);
    expect_imported(&feed, pull_context()).await;
    server.misbehave([ServerFault::Status(500), ServerFault::Cut(10), ServerFault::Status(404)]);
    let whole = PullOptions { full: true, ..PullOptions::default() };
    server.serve(table(1..=30), TAG);
    run_pull(&feed, whole, pull_context()).await.unwrap_err();
    let kept = files(&feed);
    assert!(kept.contains(&"download.part".to_owned()) && kept.contains(&"download.toml".to_owned()));
    for name in ["download.part", "download.toml"] {
        let mode = std::fs::metadata(feed.dir.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} is for the bot alone");
    }
    for name in files(&feed) {
        let path = feed.dir.join(&name);
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let has = SECRETS.iter().any(|secret| text.contains(secret));
        assert_eq!(has, name == "feed.toml", "{name}");
        if has {
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
