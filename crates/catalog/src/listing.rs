//! What the feeds say of single products.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Catalog, IndexMetadata, Product};
use dealink_core::money::Currency;
use dealink_links::ProductId;

#[derive(Clone, Debug, PartialEq)]
pub struct FeedProduct {
    pub product: Product,
    pub feed: Arc<IndexMetadata>,
}

/// What the feeds say of one product.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// From the youngest feed that has it as an ordinary product.
    pub ordinary: Option<FeedProduct>,
    /// From the youngest feed that has it as a Hot product: the rate is the Hot rate, the link the special link.
    pub hot: Option<FeedProduct>,
}

impl Listing {
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.ordinary.iter().chain(&self.hot).filter_map(|held| held.product.offer.currency)
    }
}

impl Catalog {
    /// What the feeds say of these products. A product that is in no feed is not in the map. Reads a few pages of each index. `today`
    /// is the day in UTC: a Hot product after its last day is an ordinary one without a rate.
    pub fn find(&self, ids: &[ProductId], today: Date) -> HashMap<ProductId, Listing> {
        let open = self.0.current();
        let mut listings: HashMap<ProductId, Listing> = HashMap::new();
        for id in ids {
            if listings.contains_key(id) {
                continue;
            }
            // The youngest feeds come first.
            for feed in &open.feeds {
                let Some(product) = feed.ok_or_log(feed.index.get(*id)).flatten() else { continue };
                let product = product.seen_on(today);
                let listing = listings.entry(*id).or_default();
                let place = if product.offer.hot { &mut listing.hot } else { &mut listing.ordinary };
                place.get_or_insert_with(|| FeedProduct { product, feed: feed.metadata.clone() });
            }
        }
        listings
    }
}
