//! The catalogue: what the product feeds say of a product, on this machine's disk.
//!
//! Each feed is one index file that is written apart and swapped in whole; reading never waits for writing, and never sees half
//! of a feed. Feeds hold affiliate products only, so a product that stands in one is an affiliate product of that feed's day.

pub mod feeds;
pub mod index;
mod listing;
mod metadata;
mod open_feeds;
mod product;
mod query;
mod ranking;
mod search_feeds;
mod shared_ids;
#[cfg(test)]
mod tests;
mod top_k;

use std::path::Path;
use std::sync::Arc;

pub use listing::{FeedProduct, Listing};
pub use metadata::IndexMetadata;
pub use product::{FeedRow, OfferFields, Product, RowTexts};
pub use query::{CategoryCount, CategoryKey, Ranking, SearchQuery, SearchResults};

/// Where the feeds stand in the data directory.
pub const DIRECTORY: &str = "feeds";

/// All feeds that are in force. Cheap to clone; clones are one. Sees it by itself when a feed is swapped, added or removed, also
/// by another process. A feed whose index cannot be read is left out, and the log says so once.
#[derive(Clone, Debug)]
pub struct Catalog(Arc<open_feeds::IndexWatcher>);

impl Catalog {
    /// The catalogue below a directory of feeds, each a directory with a file `index`; there may be none yet.
    pub fn new(feeds: &Path) -> Catalog {
        Catalog(Arc::new(open_feeds::IndexWatcher::new(feeds)))
    }

    /// The feeds in force, by name.
    pub fn feeds(&self) -> Vec<Arc<IndexMetadata>> {
        let mut feeds: Vec<_> = self.0.current().feeds.iter().map(|feed| feed.metadata.clone()).collect();
        feeds.sort_by(|a, b| a.name.cmp(&b.name));
        feeds
    }
}
