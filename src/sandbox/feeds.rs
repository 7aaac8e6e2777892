//! The sandbox's feeds, added to a bot's registry and pulled.

use url::Url;

use dealink_catalog::feeds::{
    Address, Definition, FIRST_WAIT, FeedName, Feeds, How, Limits, Manner, Means, Outcome, Progress, Refusal,
    Source, pull,
};
use dealink_core::clock::Clock;
use dealink_core::message::Sentence;

/// Adds the feeds that are not there yet, and pulls them all. Blocks.
///
/// # Errors
/// Why one of them could not be pulled.
pub(super) fn pull_all(feeds: &Feeds, urls: Vec<(&str, Url)>, clock: Clock) -> Result<(), Refusal> {
    // However full the disk is: these feeds are small.
    let limits = Limits { keep_free: 0, ..Limits::default() };
    let means = Means { limits, clock, first_wait: FIRST_WAIT };
    for (name, url) in urls {
        let name: FeedName = name
            .to_ascii_lowercase()
            .replace(' ', "-")
            .parse()
            .map_err(|_| Sentence::new("feeds-refused-name"))?;
        let feed = match feeds.get(&name)? {
            Some(feed) => feed,
            None => {
                let address: Address =
                    String::from(url).parse().map_err(|_| Sentence::new("feeds-refused-name"))?;
                let definition =
                    Definition { source: Source::Url(address), every: None, read: Manner::default() };
                feeds.add(Some(name), definition)?
            }
        };
        if let Outcome::Held(_, reasons) = pull(&feed, How::default(), &means, &Progress::default())? {
            return Err(reasons
                .into_iter()
                .next()
                .unwrap_or(Sentence::new("feeds-refused-no-products"))
                .into());
        }
    }
    Ok(())
}
