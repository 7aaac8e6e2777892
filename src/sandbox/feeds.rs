//! Adds the sandbox's feeds to a bot's registry and pulls them.

use url::Url;

use dealink_catalog::feeds::{
    FIRST_RETRY_WAIT, FeedAddress, FeedDefinition, FeedLimits, FeedName, FeedSource, Feeds, Progress,
    PullContext, PullOptions, PullOutcome, ReadOptions, Refusal, pull,
};
use dealink_core::clock::Clock;

/// Adds the feeds that are not in the registry yet, and pulls all of them. Blocks.
///
/// # Errors
/// When one of them could not be pulled.
pub(super) fn pull_all(feeds: &Feeds, urls: Vec<(&str, Url)>, clock: Clock) -> Result<(), Refusal> {
    // Independent of the free space of the disk: these feeds are small.
    let limits = FeedLimits { min_free_bytes: 0, ..FeedLimits::default() };
    let context = PullContext { limits, clock, first_retry_wait: FIRST_RETRY_WAIT };
    for (name, url) in urls {
        let name: FeedName =
            name.to_ascii_lowercase().replace(' ', "-").parse().map_err(|_| Refusal::NoName)?;
        let feed = match feeds.get(&name)? {
            Some(feed) => feed,
            None => {
                let address: FeedAddress = String::from(url).parse().map_err(|_| Refusal::NoName)?;
                let definition = FeedDefinition {
                    source: FeedSource::Url(address),
                    every_hours: None,
                    read_options: ReadOptions::default(),
                };
                feeds.add(Some(name), definition)?
            }
        };
        let outcome = pull(&feed, PullOptions::default(), &context, &Progress::default())?;
        if let PullOutcome::Rejected(report, reasons) = outcome {
            tracing::error!(feed = %report.index.name, ?reasons, "a feed of the sandbox was rejected");
            return Err(Refusal::NoProducts);
        }
    }
    Ok(())
}
