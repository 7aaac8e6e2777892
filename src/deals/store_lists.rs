//! On which of the operator's lists a store stands.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Deals;
use super::deal::NonProductLink;
use dealink_links::{Link, LinkKind, store_number};
use dealink_program::StoreList;

/// The store that a link's address names.
pub(super) fn store_of_link(link: &Link) -> Option<u64> {
    store_number(&link.url)
}

impl Deals {
    /// The lists on which a store stands, each with its date.
    pub(super) fn store_lists(&self, store: Option<u64>) -> BTreeMap<StoreList, Date> {
        let lists = self.lists.current();
        store.into_iter().flat_map(|store| lists.lists_of_store(store)).collect()
    }

    /// Notes on pages of stores on which lists these stand.
    pub(super) fn add_store_lists(&self, asides: &mut [NonProductLink]) {
        for aside in asides.iter_mut().filter(|aside| aside.link.target == Some(LinkKind::Store)) {
            aside.store_lists = self.store_lists(store_of_link(&aside.link));
        }
    }
}
