//! The registry, the state of feeds, and when they are due.

use super::*;

fn source(text: &str) -> FeedSource {
    FeedSource::parse(text).unwrap()
}

fn plain(text: &str) -> FeedDefinition {
    FeedDefinition { source: source(text), every_hours: None, read_options: ReadOptions::default() }
}

#[test]
fn what_was_said_of_a_feed_is_kept() {
    let data = tempfile::tempdir().unwrap();
    let feeds = Feeds::new(data.path());
    assert!(feeds.load_all().is_empty());
    let read = ReadOptions {
        format: Some(FeedFormat::Csv),
        delimiter: "tab".parse().ok(),
        encoding: "windows-1254".parse().ok(),
        currency: Some(dealink_core::money::Currency::TRY),
        hot: true,
    };
    let definition = FeedDefinition {
        source: source("https://a.example/?code=x"),
        every_hours: Some(12),
        read_options: read,
    };
    let feed = feeds.add(None, definition.clone()).unwrap();
    assert_eq!(feeds.get(&feed.name).unwrap().unwrap().definition, definition);
    assert_eq!(feeds.load_all(), std::slice::from_ref(&feed));
    feeds.remove(&feed).unwrap();
    assert!(feeds.load_all().is_empty() && !feed.dir.exists());
    assert_eq!(feeds.get(&feed.name), Ok(None));
}

#[test]
fn names_come_from_the_feeds_number_or_its_file() {
    let data = tempfile::tempdir().unwrap();
    let feeds = Feeds::new(data.path());
    let path = data.path().join("Ürün Feed_2026.csv.gz");
    std::fs::write(&path, "").unwrap();
    for (given, name) in [
        ("https://a.example/export/?user=u&feed_id=14107", "feed-14107"),
        ("https://a.example/export/?user=u&feed_id=14107", "feed-14107-2"),
        ("https://a.example/hot.csv.gz?code=x", "hot"),
        ("https://a.example/", "feed"),
        ("https://a.example/8f3a7b2c9d1e4f5a6b7c", "feed-2"),
        (path.to_str().unwrap(), "r-n-feed-2026"),
    ] {
        assert_eq!(feeds.add(None, plain(given)).unwrap().name.as_str(), name, "{given}");
    }
    let taken = feeds.add("hot".parse().ok(), plain("https://a.example/"));
    assert_eq!(taken.unwrap_err().message().key, "feeds-refused-taken");
    for wrong in ["", "-a", "A", "a b", "../x", "ş", &"a".repeat(41)] {
        assert!(wrong.parse::<FeedName>().is_err(), "{wrong}");
    }
}

#[test]
fn a_source_is_an_address_or_a_file_that_is_there() {
    let data = tempfile::tempdir().unwrap();
    for wrong in ["nothing.csv", "", data.path().to_str().unwrap()] {
        assert!(FeedSource::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_broken_definition_is_no_end_of_the_others_and_quotes_nothing() {
    let data = tempfile::tempdir().unwrap();
    let feeds = Feeds::new(data.path());
    let good = feeds.add(None, plain("https://a.example/good.csv")).unwrap();
    let bad = feeds.add(None, plain("https://a.example/bad.csv")).unwrap();
    std::fs::write(bad.dir.join("feed.toml"), "url = \"https://a.example/?code=geheim\n").unwrap();
    assert_eq!(feeds.load_all(), [good]);
    let refusal = feeds.get(&bad.name).unwrap_err();
    assert_eq!(refusal.message().key, "feeds-refused-definition");
    assert!(!format!("{refusal:?}").contains("geheim"));
    std::fs::write(bad.dir.join("feed.toml"), "url = \"https://a.example/\"\nfile = \"/x\"\n").unwrap();
    assert!(feeds.get(&bad.name).is_err());
}

#[test]
fn a_feed_is_due_after_its_interval_and_after_failures_less_and_less_often() {
    let data = tempfile::tempdir().unwrap();
    let feeds = Feeds::new(data.path());
    let mut definition = plain("https://a.example/");
    let hour = Duration::from_secs(3_600);
    let schedule = Schedule { feeds: feeds.clone(), default_interval: 6 * hour, context: pull_context() };
    let feed = feeds.add(None, definition.clone()).unwrap();
    assert!(schedule.next_pull(&feed) < now(), "a new feed is due at once");
    let wait = |feed: &Feed, failures| {
        PullState { tried: Some(now()), current: None, failures }.save(&feed.state_file());
        Duration::try_from(schedule.next_pull(feed).duration_since(now())).unwrap()
    };
    let six = wait(&feed, 0);
    assert!((6 * hour..=6 * hour + 36 * Duration::from_secs(60)).contains(&six), "{six:?}");
    let minutes = |count: u64| Duration::from_secs(count * 60);
    assert_eq!([1, 2, 3, 7, 40].map(|failures| wait(&feed, failures)), [5, 10, 20, 320, 360].map(minutes));
    definition.every_hours = Some(1);
    let often = feeds.add(None, definition).unwrap();
    assert!(wait(&often, 0) < 2 * hour);
    PullState { tried: Some(Timestamp::MAX), current: None, failures: 0 }.save(&feed.state_file());
    assert!(
        schedule.next_pull(&feed) <= now() + 7 * hour,
        "a clock that was wrong once does no lasting harm"
    );
}

#[tokio::test]
async fn the_schedule_pulls_what_is_due_and_stops_when_it_is_dropped() {
    let data = tempfile::tempdir().unwrap();
    let path = data.path().join("cups.csv");
    std::fs::write(&path, table(1..=10)).unwrap();
    let feed = added(data.path(), path.to_str().unwrap());
    let schedule = Schedule {
        feeds: Feeds::new(data.path()),
        default_interval: Duration::from_secs(3_600),
        context: pull_context(),
    };
    let running = tokio::spawn(schedule.run());
    while metadata(&feed).is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    assert_eq!(metadata(&feed).unwrap().products, 10);
}

/// Makes an index look as if an older version had written it: the format is part of the header, which has a checksum.
fn set_format(path: &Path, format: u32) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[8..12].copy_from_slice(&format.to_le_bytes());
    let sum = crc32fast::hash(&bytes[..4092]);
    bytes[4092..4096].copy_from_slice(&sum.to_le_bytes());
    std::fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn an_index_of_an_older_format_is_made_again_at_once() {
    let data = tempfile::tempdir().unwrap();
    let path = data.path().join("cups.csv");
    std::fs::write(&path, table(1..=10)).unwrap();
    let feed = added(data.path(), path.to_str().unwrap());
    let feeds = Feeds::new(data.path());
    let schedule = Schedule {
        feeds: feeds.clone(),
        default_interval: Duration::from_secs(3_600),
        context: pull_context(),
    };
    expect_imported(&feed, pull_context()).await;
    assert!(schedule.next_pull(&feed) > now());
    set_format(&feed.index_file(), 1);
    assert_eq!(feed.index_status(), IndexStatus::OtherFormat);
    let catalog = crate::Catalog::new(feeds.dir());
    assert!(catalog.feeds().is_empty());
    PullState { tried: Some(now()), current: None, failures: 1 }.save(&feed.state_file());
    assert!(schedule.next_pull(&feed) > now(), "a try that failed is not repeated without end");
    PullState { tried: Some(now()), current: None, failures: 0 }.save(&feed.state_file());
    assert!(schedule.next_pull(&feed) < now());
    let running = tokio::spawn(schedule.run());
    while metadata(&feed).is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    running.abort();
    assert_eq!(catalog.feeds().iter().map(|feed| feed.products).collect::<Vec<_>>(), [10]);
    assert_eq!(titles_in_index(&feed, [3]), [Some("Cup 3".to_owned())]);
}
