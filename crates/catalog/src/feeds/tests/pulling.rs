//! Whole pulls: which replace the index, which do not, and pulls of changes.

use super::server::{FeedServer, ServerFault};
use super::*;

fn file(data: &Path, name: &str, text: &str) -> String {
    let path = data.join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[tokio::test]
async fn a_file_is_imported_where_it_lies_and_once() {
    let data = tempfile::tempdir().unwrap();
    let path = file(data.path(), "cups.csv", &table(1..=50));
    let feed = added(data.path(), &path);
    let digest = expect_imported(&feed, pull_context()).await;
    assert_eq!(
        (digest.index.rows, digest.index.products, digest.index.broken, digest.before),
        (50, 50, 0, None)
    );
    assert_eq!(titles_in_index(&feed, [1, 50, 51]), [Some("Cup 1".into()), Some("Cup 50".into()), None]);
    assert_eq!(run_pull(&feed, PullOptions::default(), pull_context()).await, Ok(PullOutcome::Unchanged));
    file(data.path(), "cups.csv", &table(2..=52));
    let digest = expect_imported(&feed, pull_context()).await;
    assert_eq!((digest.index.products, digest.before.map(|(count, _)| count)), (51, Some(50)));
    assert_eq!(titles_in_index(&feed, [1, 52]), [None, Some("Cup 52".into())]);
    assert!(Path::new(&path).exists());
    assert_eq!(feed.pull_state().failures, 0);
}

#[tokio::test]
async fn what_looks_broken_is_held_back_unless_somebody_insists() {
    let data = tempfile::tempdir().unwrap();
    let path = file(data.path(), "cups.csv", &table(1..=100));
    let feed = added(data.path(), &path);
    expect_imported(&feed, pull_context()).await;
    let xml = |offers: &str| format!("<rss><channel>{offers}</channel>");
    let item = "<item><id>1005009000000001</id><link>https://a.example/</link></item>".repeat(60);
    let broken = |count: usize| table(1..=100 - count as u64) + &"1;no;id\n".repeat(count);
    for (text, reasons) in [
        (broken(6), vec!["feeds-held-broken"]),
        (table(1..=49), vec!["feeds-held-shrunk"]),
        (xml(&item), vec!["feeds-held-cut-off", "feeds-held-shrunk"]),
    ] {
        file(data.path(), "cups.csv", &text);
        let held_back = run_pull(&feed, PullOptions::default(), pull_context()).await;
        let Ok(PullOutcome::Rejected(_, why)) = held_back else { panic!("{held_back:?}") };
        assert_eq!(why.iter().map(|why| why.message().key).collect::<Vec<_>>(), reasons);
        assert_eq!(metadata(&feed).unwrap().products, 100, "the old index serves");
        assert!(feed.pull_state().failures > 0);
    }
    let force = PullOptions { force: true, ..PullOptions::default() };
    assert!(matches!(run_pull(&feed, force, pull_context()).await, Ok(PullOutcome::Imported(_))));
    assert_eq!((metadata(&feed).unwrap().products, feed.pull_state().failures), (1, 0));
    file(data.path(), "cups.csv", &table(1..=100));
    expect_imported(&feed, pull_context()).await;
    for fine in [broken(5), table(1..=50)] {
        file(data.path(), "cups.csv", &fine);
        expect_imported(&feed, pull_context()).await;
        file(data.path(), "cups.csv", &table(1..=100));
        expect_imported(&feed, pull_context()).await;
    }
    file(data.path(), "cups.csv", HEADER);
    let refusal = run_pull(&feed, force, pull_context()).await.unwrap_err();
    assert_eq!(refusal.message().key, "feeds-refused-no-products", "nobody can insist on nothing");
    assert_eq!(metadata(&feed).unwrap().products, 100);
}

#[tokio::test]
async fn after_a_refusal_nothing_is_left_and_the_old_index_serves() {
    let data = tempfile::tempdir().unwrap();
    let path = file(data.path(), "cups.csv", &table(1..=100));
    let feed = added(data.path(), &path);
    expect_imported(&feed, pull_context()).await;
    let before = files(&feed);
    for (text, why) in
        [("", "feeds-refused-empty"), ("<html>", "feeds-refused-page"), ("no", "feeds-refused-header")]
    {
        file(data.path(), "cups.csv", text);
        assert_eq!(expect_refusal_key(&feed, pull_context()).await, why);
    }
    let mut few = pull_context();
    few.limits.rows = 10;
    file(data.path(), "cups.csv", &table(1..=99));
    assert_eq!(expect_refusal_key(&feed, few).await, "feeds-refused-rows");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(expect_refusal_key(&feed, pull_context()).await, "feeds-refused-file");
    assert_eq!((files(&feed), metadata(&feed).unwrap().products), (before, 100));
}

#[tokio::test]
async fn a_damaged_index_is_made_anew() {
    let data = tempfile::tempdir().unwrap();
    let feed = added(data.path(), &file(data.path(), "cups.csv", &table(1..=10)));
    std::fs::write(feed.index_file(), "rubbish").unwrap();
    assert_eq!(expect_imported(&feed, pull_context()).await.before, None);
    assert_eq!(titles_in_index(&feed, [10]), [Some("Cup 10".into())]);
}

#[tokio::test]
async fn one_at_a_time() {
    let data = tempfile::tempdir().unwrap();
    let feed = added(data.path(), &file(data.path(), "cups.csv", &table(1..=10)));
    let lock = registry::lock_feed(&feed).unwrap();
    assert_eq!(expect_refusal_key(&feed, pull_context()).await, "feeds-refused-busy");
    assert_eq!(Feeds::new(data.path()).remove(&feed).unwrap_err().message().key, "feeds-refused-busy");
    assert_eq!(feed.pull_state(), PullState::default(), "that is no failure of the feed");
    drop(lock);
    expect_imported(&feed, pull_context()).await;
}

#[tokio::test]
async fn changes_are_asked_for_and_put_on_top() {
    let data = tempfile::tempdir().unwrap();
    let server = FeedServer::with(table(1..=100)).await;
    let feed = added(data.path(), &server.url("/en/webmaster/websites/1/products/export_adv_products/"));
    expect_imported(&feed, pull_context()).await;
    assert!(!server.asked()[0].path.contains("last_import"));
    let changes = "id;name;url;available;price\n1005009000000001;New 1;https://a.example/;true;9\n\
                   1005009000000002;;;false;\n1005009000000200;Cup 200;https://a.example/;true;9\n";
    server.serve(changes, Some("\"changes\""));
    let digest = expect_imported(&feed, pull_context_at("2026-11-20T18:00:00Z")).await;
    let asked = server.asked();
    assert!(asked[0].path.contains("last_import=2026.11.20.11.00"), "{}", asked[0].path);
    assert!(asked[0].path.contains("code=geheim-code"));
    assert_eq!(
        (digest.is_increment, digest.index.rows, digest.index.products, digest.index.deleted),
        (true, 3, 100, 1)
    );
    assert_eq!(
        titles_in_index(&feed, [1, 2, 3, 200]),
        [Some("New 1".into()), None, Some("Cup 3".into()), Some("Cup 200".into())]
    );
    let about = metadata(&feed).unwrap();
    assert_eq!((about.whole, about.imported), (now(), "2026-11-20T18:00:00Z".parse().unwrap()));
    assert_eq!(about.etag, None, "the mark of the changes is not that of the whole");

    for nothing in ["", "id;name;url;available;price\n"] {
        server.serve(nothing, None);
        assert_eq!(
            run_pull(&feed, PullOptions::default(), pull_context_at("2026-11-21T00:00:00Z")).await,
            Ok(PullOutcome::Unchanged)
        );
        assert!(server.asked()[0].path.contains("last_import=2026.11.20.17.00"));
    }

    server.serve(table(1..=90), None);
    let digest = expect_imported(&feed, pull_context_at("2026-11-27T12:00:01Z")).await;
    assert!(!server.asked()[0].path.contains("last_import"), "after a week all of it is loaded");
    assert_eq!((digest.is_increment, digest.index.products), (false, 90));
    let whole = PullOptions { full: true, ..PullOptions::default() };
    run_pull(&feed, whole, pull_context_at("2026-11-27T13:00:00Z")).await.unwrap();
    assert!(!server.asked()[0].path.contains("last_import"));
}

#[tokio::test]
async fn changes_that_cannot_be_used_are_replaced_by_the_whole() {
    let data = tempfile::tempdir().unwrap();
    let server = FeedServer::with(table(1..=100)).await;
    let feed = added(data.path(), &server.url("/products/export_adv_products/"));
    expect_imported(&feed, pull_context()).await;
    server.serve(table(1..=95) + &"1;no;id\n".repeat(5), None);
    server.misbehave([ServerFault::Cut(0), ServerFault::Status(503)]);
    let digest = expect_imported(&feed, pull_context_at("2026-11-20T13:00:00Z")).await;
    assert!(digest.is_increment, "five of a hundred are not too many");
    server.serve(table(1..=90) + &"1;no;id\n".repeat(10), None);
    server.asked();
    let ended = run_pull(&feed, PullOptions::default(), pull_context_at("2026-11-20T14:00:00Z")).await;
    assert!(matches!(ended, Ok(PullOutcome::Rejected(digest, _)) if !digest.is_increment));
    let asked = server.asked();
    assert!(asked[0].path.contains("last_import") && !asked[1].path.contains("last_import"), "{asked:?}");
}
