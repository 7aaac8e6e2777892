mod addresses;
mod fetching;
mod kept;
mod pulling;
mod server;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::*;
use crate::index::Index;
use dealink_core::clock::Clock;

const HEADER: &str = "id;name;url;category;currencyId;price\n";

/// A table with the products of these numbers.
fn table(numbers: impl IntoIterator<Item = u64>) -> String {
    let row = |number: u64| {
        format!("{};Cup {number};https://shop.example/g/abc/?n={number};Cups;USD;{number}.50\n", id(number))
    };
    HEADER.to_owned() + &numbers.into_iter().map(row).collect::<String>()
}

fn id(number: u64) -> String {
    format!("1005009{number:09}")
}

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn means() -> Means {
    let limits = Limits { keep_free: 0, patience: Duration::from_secs(5), ..Limits::default() };
    Means { limits, clock: Clock::fixed(now()), first_wait: Duration::from_millis(1) }
}

fn at(time: &str) -> Means {
    Means { clock: Clock::fixed(time.parse().unwrap()), ..means() }
}

fn added(data: &Path, source: &str) -> Feed {
    let definition =
        Definition { source: Source::given(source).unwrap(), every: None, read: Manner::default() };
    Feeds::below(data).add("feed".parse().ok(), definition).unwrap()
}

async fn pulled(feed: &Feed, how: How, means: Means) -> Result<Outcome, Refusal> {
    pull_apart(feed.clone(), how, means, Arc::default(), false).await
}

/// Pulls it and expects it in force.
async fn imported(feed: &Feed, means: Means) -> Digest {
    match pulled(feed, How::default(), means).await.unwrap() {
        Outcome::Imported(digest) => digest,
        other => panic!("{other:?}"),
    }
}

/// The key of what a pull ends with.
async fn refused(feed: &Feed, means: Means) -> &'static str {
    pulled(feed, How::default(), means).await.unwrap_err().0.key
}

/// The titles of these products, where the index in force has them.
fn held(feed: &Feed, numbers: impl IntoIterator<Item = u64>) -> Vec<Option<String>> {
    let index = Index::open(&feed.index()).unwrap();
    let title =
        |number| index.get(id(number).parse().unwrap()).unwrap().map(|product| product.title.unwrap());
    numbers.into_iter().map(title).collect()
}

/// What stands in a feed's directory.
fn files(feed: &Feed) -> Vec<String> {
    let entries = std::fs::read_dir(&feed.dir).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
