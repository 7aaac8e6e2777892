mod addresses;
mod fetching;
mod pulling;
mod registered;
mod resuming;
mod server;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::*;
use crate::IndexMetadata;
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

fn pull_context() -> PullContext {
    let limits =
        FeedLimits { min_free_bytes: 0, silence_timeout: Duration::from_secs(5), ..FeedLimits::default() };
    PullContext { limits, clock: Clock::fixed(now()), first_retry_wait: Duration::from_millis(1) }
}

fn pull_context_at(time: &str) -> PullContext {
    PullContext { clock: Clock::fixed(time.parse().unwrap()), ..pull_context() }
}

fn added(data: &Path, source: &str) -> Feed {
    let definition = FeedDefinition {
        source: FeedSource::parse(source).unwrap(),
        every_hours: None,
        read_options: ReadOptions::default(),
    };
    Feeds::new(data).add("feed".parse().ok(), definition).unwrap()
}

async fn run_pull(feed: &Feed, options: PullOptions, context: PullContext) -> Result<PullOutcome, Refusal> {
    pull_on_thread(feed.clone(), options, context, Arc::default(), Priority::Normal).await
}

/// Pulls a feed and asserts that it was imported.
async fn expect_imported(feed: &Feed, context: PullContext) -> ImportReport {
    match run_pull(feed, PullOptions::default(), context).await.unwrap() {
        PullOutcome::Imported(digest) => digest,
        other => panic!("{other:?}"),
    }
}

/// The message key of the refusal that a pull ends with.
async fn expect_refusal_key(feed: &Feed, context: PullContext) -> &'static str {
    run_pull(feed, PullOptions::default(), context).await.unwrap_err().message().key
}

/// The titles of these products, where the index in force has them.
fn titles_in_index(feed: &Feed, numbers: impl IntoIterator<Item = u64>) -> Vec<Option<String>> {
    let index = Index::open(&feed.index_file()).unwrap();
    let title =
        |number| index.get(id(number).parse().unwrap()).unwrap().map(|product| product.title.unwrap());
    numbers.into_iter().map(title).collect()
}

/// The metadata of a feed's index, if it can be read.
fn metadata(feed: &Feed) -> Option<IndexMetadata> {
    feed.index_status().metadata().cloned()
}

/// The names of the files in a feed's directory.
fn files(feed: &Feed) -> Vec<String> {
    let entries = std::fs::read_dir(&feed.dir).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
