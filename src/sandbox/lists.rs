//! The operator's lists for the sandbox's invented products and stores.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::lists::{List, ListEntries, ListKind};
use dealink_sandbox::admitad::SeedProduct;

const BANNED_KEYWORDS: [&str; 4] = ["free gift", "bedava hediye", "aliexpress coupon", "aliexpress kupon"];

/// The stores of the seed by the lists they are on, and some banned keywords; all lists have this date.
pub(super) fn sample_lists(products: &[SeedProduct], date: Date) -> Vec<(ListKind, List)> {
    let mut stores: BTreeMap<ListKind, BTreeMap<u64, Option<String>>> = BTreeMap::new();
    for product in products {
        if let Some(kind) = product.store_list.as_ref().and_then(|name| name.parse().ok()) {
            stores.entry(kind).or_default().insert(product.store, None);
        }
    }
    let stores = stores.into_iter().map(|(kind, stores)| (kind, ListEntries::Stores(stores)));
    let words = BANNED_KEYWORDS.map(str::to_owned).to_vec();
    let all = stores.chain([(ListKind::BannedKeywords, ListEntries::Keywords(words))]);
    all.map(|(kind, entries)| (kind, List { date, entries })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_something_on_it() {
        let date = jiff::civil::date(2026, 11, 20);
        let lists = sample_lists(&dealink_sandbox::admitad::products(), date);
        assert_eq!(
            lists.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(),
            ListKind::all().collect::<Vec<_>>()
        );
        assert!(lists.iter().all(|(_, list)| !list.entries.is_empty() && list.date == date));
    }
}
