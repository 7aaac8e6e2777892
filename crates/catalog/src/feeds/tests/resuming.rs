//! Downloads that broke off: which are continued, and that two versions of a file are never mixed.

use axum::http::header;

use super::fetching::{TAG, world};
use super::server::{STEADY, ServerFault};
use super::*;

#[tokio::test]
async fn a_download_that_breaks_off_goes_on_where_it_was() {
    let body = table(1..=500);
    let (_data, server, feed) = world("").await;
    server.serve(body.clone(), TAG);
    server.misbehave([ServerFault::Cut(1_000), ServerFault::Cut(2_000)]);
    assert_eq!(expect_imported(&feed, pull_context()).await.index.products, 500);
    let ranges: Vec<_> =
        server.asked().iter().map(|asked| asked.header(header::RANGE).map(str::to_owned)).collect();
    assert_eq!(ranges.len(), 3);
    // Bytes that were in flight at the interruption may be lost, but no byte is loaded twice.
    assert!(ranges[1].is_some() && ranges[2].is_some(), "{ranges:?}");
    assert_eq!(files(&feed), ["feed.toml", "index", "lock", "state.toml"]);
}

#[tokio::test]
async fn a_crash_in_a_download_or_behind_it_loses_nothing() {
    let body = table(1..=500);
    let (_data, server, feed) = world("").await;
    server.serve(body.clone(), TAG);
    for (length, is_whole) in [(700, false), (body.len(), true)] {
        std::fs::write(feed.download(), &body.as_bytes()[..length]).unwrap();
        let note = format!("etag = '\"one\"'\ntotal = {}\nis_whole = {is_whole}\n", body.len());
        std::fs::write(feed.download_state(), note).unwrap();
        assert_eq!(expect_imported(&feed, pull_context()).await.index.products, 500);
        let asked = server.asked();
        let (range, tag) = (asked[0].header(header::RANGE), asked[0].header(header::IF_NONE_MATCH));
        assert_eq!((range, tag), if is_whole { (None, TAG) } else { (Some("bytes=700-"), None) });
        std::fs::remove_file(feed.index_file()).unwrap();
    }
}

#[tokio::test]
async fn a_file_that_changed_in_between_is_begun_anew() {
    let (_data, server, feed) = world("").await;
    server.serve(table(1..=30), TAG);
    for note in ["etag = '\"old\"'\ntotal = 9000\n", "etag = 'W/\"one\"'\n", "total = 9000\n", "nonsense"] {
        std::fs::write(feed.download(), "id;url\nrubbish").unwrap();
        std::fs::write(feed.download_state(), note).unwrap();
        let whole = PullOptions { full: true, ..PullOptions::default() };
        let Ok(PullOutcome::Imported(digest)) = run_pull(&feed, whole, pull_context()).await else {
            panic!("{note}")
        };
        assert_eq!((digest.index.products, digest.index.broken), (30, 0), "{note}");
    }
}

/// A download that broke off after 700 bytes, with this description of the file.
fn left_off(feed: &Feed, body: &str, description: &str) {
    std::fs::write(feed.download(), &body.as_bytes()[..700]).unwrap();
    std::fs::write(feed.download_state(), format!("{description}\ntotal = {}\n", body.len())).unwrap();
}

/// Fault: a feed changes while its download is broken off.
/// Behaviour: it is loaded anew, and the two versions are never mixed.
#[tokio::test]
async fn two_versions_of_a_file_are_never_mixed() {
    let (_data, server, feed) = world("").await;
    let (old, new) = (table(1..=500), table(1..=500).replace("Cup", "Mug"));
    assert_eq!(old.len(), new.len(), "only the tag tells them apart");
    left_off(&feed, &old, "etag = '\"old\"'");
    server.serve(new, Some("\"new\""));
    let digest = expect_imported(&feed, pull_context()).await;
    assert_eq!((digest.index.products, digest.index.broken), (500, 0));
    assert_eq!(titles_in_index(&feed, [1, 500]), [Some("Mug 1".to_owned()), Some("Mug 500".to_owned())]);
    assert_eq!(server.asked()[0].header(header::IF_RANGE), Some("\"old\""));
}

#[tokio::test]
async fn a_part_of_another_file_is_not_put_behind_what_is_there() {
    for fault in [ServerFault::OtherTotal, ServerFault::OtherStart, ServerFault::OtherTag] {
        let body = table(1..=500);
        let (_data, server, feed) = world("").await;
        server.serve(body.clone(), TAG);
        left_off(&feed, &body, "etag = '\"one\"'");
        server.misbehave([fault.clone()]);
        let digest = expect_imported(&feed, pull_context()).await;
        assert_eq!((digest.index.products, digest.index.broken), (500, 0), "{fault:?}");
        let ranges: Vec<bool> =
            server.asked().iter().map(|asked| asked.header(header::RANGE).is_some()).collect();
        assert_eq!(ranges, [true, false], "{fault:?}: begun anew");
    }
}

#[tokio::test]
async fn only_what_names_the_exact_bytes_continues_a_download() {
    let day = "Thu, 19 Nov 2026 10:00:00 GMT";
    let within_the_minute = "Thu, 19 Nov 2026 10:00:59 GMT";
    let after_a_minute = "Thu, 19 Nov 2026 10:01:00 GMT";
    for (tag, modified, sent, condition) in [
        (Some("\"one\""), Some(day), after_a_minute, Some("\"one\"")),
        (Some("W/\"one\""), None, after_a_minute, None),
        (Some("W/\"one\""), Some(day), after_a_minute, None),
        (None, Some(day), after_a_minute, Some(day)),
        (None, Some(day), within_the_minute, None),
        (None, None, after_a_minute, None),
    ] {
        let (_data, server, feed) = world("").await;
        server.serve(table(1..=500), tag);
        modified.iter().for_each(|day| server.modified(day));
        server.sent(sent);
        server.misbehave([ServerFault::Cut(4_000)]);
        assert_eq!(expect_imported(&feed, pull_context()).await.index.products, 500);
        let asked = server.asked();
        let headers = (asked[1].header(header::RANGE).is_some(), asked[1].header(header::IF_RANGE));
        assert_eq!(headers, (condition.is_some(), condition), "{tag:?} {modified:?} {sent}");
    }
}

/// Fault: a feed's server is so slow that a pull would take days, with or without pauses.
/// Behaviour: the pull ends after its time, and the next one goes on with the download.
#[tokio::test]
async fn a_pull_that_takes_too_long_ends_and_its_download_goes_on_at_the_next() {
    for fault in [ServerFault::Silent(4_000), STEADY] {
        let (_data, server, feed) = world("").await;
        server.serve(table(1..=500), TAG);
        server.misbehave([fault.clone()]);
        let mut hasty = pull_context();
        hasty.limits.pull_time = Duration::from_millis(300);
        assert_eq!(expect_refusal_key(&feed, hasty).await, "feeds-refused-slow");
        assert_eq!(feed.pull_state().failures, 1);
        server.asked();
        assert_eq!(expect_imported(&feed, pull_context()).await.index.products, 500);
        assert!(server.asked()[0].header(header::RANGE).is_some(), "{fault:?}: goes on in the middle");
    }
}
