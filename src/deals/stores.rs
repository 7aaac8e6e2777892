//! On which of the operator's lists a store stands.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Deals;
use super::deal::Aside;
use dealink_links::{Kind, Link, store_number};
use dealink_program::StoreList;

/// The store that a link's address names.
pub(super) fn named_by(link: &Link) -> Option<u64> {
    store_number(&link.url)
}

impl Deals {
    /// The lists on which a store stands, each with its date.
    pub(super) fn lists_of(&self, store: Option<u64>) -> BTreeMap<StoreList, Date> {
        let lists = self.lists.now();
        store.into_iter().flat_map(|store| lists.of_store(store)).collect()
    }

    /// Notes on pages of stores on which lists these stand.
    pub(super) fn look_up_stores(&self, asides: &mut [Aside]) {
        for aside in asides.iter_mut().filter(|aside| aside.link.target == Some(Kind::Store)) {
            aside.store_lists = self.lists_of(named_by(&aside.link));
        }
    }
}
