//! The clean address of a link: the same page without tracking and without anything that identifies the sender.

use url::Url;

use crate::link::{Link, LinkKind};
use crate::page::{PagePath, short_path};
use crate::query::parameters;

/// Query keys that decide which page is shown, in any case; every other key is tracking or personal.
const KEPT_KEYS: [&str; 4] = [
    // A short link of aliexpress.ru.
    "key",
    // The search words and filters.
    "SearchText keywords text q CatId minPrice maxPrice SortType page",
    // The store and the product group in it.
    "sellerAdminSeq sellerId ownerMemberId storeId shopId productGroupId",
    // The part of a sale, and the product that it features.
    "wh_pid categoryTab pid",
];

impl Link {
    /// The item page, or the page without tracking; `None` for pages that should not be linked.
    pub fn canonical_url(&self) -> Option<Url> {
        if let Some(product) = self.products.first() {
            return Some(product.id.canonical_url());
        }
        match self.target? {
            LinkKind::Short
            | LinkKind::Store
            | LinkKind::Search
            | LinkKind::Campaign
            | LinkKind::Home
            | LinkKind::Virtual => clean_url(&self.url),
            LinkKind::Product
            | LinkKind::Affiliate
            | LinkKind::OtherAliexpress
            | LinkKind::OtherSite
            | LinkKind::Lookalike => None,
        }
    }
}

/// A page of a genuine host without tracking.
fn clean_url(url: &Url) -> Option<Url> {
    let mut clean = url.clone();
    clean.set_scheme("https").ok()?;
    clean.set_fragment(None);
    clean.set_query(None);
    if let Some((lead, code)) = short_path(url.host_str()?, &PagePath::new(url).parts(), url) {
        clean.set_path(&[lead, code].concat());
    }
    let is_kept = |name: &str| {
        KEPT_KEYS.iter().flat_map(|keys| keys.split(' ')).any(|key| key.eq_ignore_ascii_case(name))
    };
    for one in parameters(url).filter(|one| !one.value.is_empty() && is_kept(&one.name)) {
        clean.query_pairs_mut().append_pair(&one.name, &one.decoded());
    }
    Some(clean)
}
