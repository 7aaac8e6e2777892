//! The catalogue: products of the product feeds, read from index files on this machine's disk.
//!
//! Each feed has one index file, which is replaced as a whole: reading never waits for writing and never sees a part of a feed. Feeds
//! contain affiliate products only, so every product in a feed is an affiliate product on the day of the feed.

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

use std::path::Path;
use std::sync::Arc;

pub use listing::{FeedProduct, Listing};
pub use metadata::IndexMetadata;
pub use product::{FeedRow, OfferFields, Product, RowTexts};
pub use query::{CategoryCount, CategoryKey, Ranking, SearchQuery, SearchResults};

/// The directory of the feeds below the data directory.
pub const DIRECTORY: &str = "feeds";

/// All feeds that have an index. Cheap to clone; clones share their state. Notices by itself when a feed is replaced, added or removed,
/// also by another process. A feed with an unreadable index is left out and logged once.
#[derive(Clone, Debug)]
pub struct Catalog(Arc<open_feeds::IndexWatcher>);

impl Catalog {
    /// `feeds` has a directory with a file `index` for each feed. It need not exist yet.
    pub fn new(feeds: &Path) -> Catalog {
        Catalog(Arc::new(open_feeds::IndexWatcher::new(feeds)))
    }

    /// The feeds that have an index, by name.
    pub fn feeds(&self) -> Vec<Arc<IndexMetadata>> {
        let mut feeds: Vec<_> = self.0.current().feeds.iter().map(|feed| feed.metadata.clone()).collect();
        feeds.sort_by(|a, b| a.name.cmp(&b.name));
        feeds
    }
}
