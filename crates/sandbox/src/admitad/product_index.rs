//! Finds the product that a URL leads to, as the network would.

use std::collections::HashMap;

use url::Url;

use super::seed::{SeedProduct, US_OFFSET};

/// Hosts of the network's short links.
const SHORTENERS: [&str; 2] = ["fas.st", "ali.ski"];
/// Hosts whose tracking links are unwrapped.
const TRACKERS: [&str; 5] = ["rzekl.com", "alitems.com", "alitems.co", "alitems.site", "ad.admitad.com"];
/// How many URLs may be nested in each other.
const DEPTH: usize = 5;

pub(super) struct ProductIndex {
    products: Vec<SeedProduct>,
    by_id: HashMap<u64, usize>,
    by_code: HashMap<String, usize>,
}

impl ProductIndex {
    pub(super) fn new(products: Vec<SeedProduct>) -> Self {
        let by_id = products.iter().enumerate().map(|(at, product)| (product.id, at)).collect();
        let codes = |(at, product): (usize, &SeedProduct)| {
            product.codes.iter().map(move |code| (code.clone(), at)).collect::<Vec<_>>()
        };
        let by_code = products.iter().enumerate().flat_map(codes).collect();
        ProductIndex { products, by_id, by_code }
    }

    pub(super) fn products(&self) -> &[SeedProduct] {
        &self.products
    }

    /// The product that a URL leads to, through short links and tracking links.
    pub(super) fn product(&self, short_links: &HashMap<String, String>, link: &Url) -> Option<&SeedProduct> {
        let mut link = link.clone();
        for _ in 0..DEPTH {
            let host = link.host_str()?.to_owned();
            let path: Vec<&str> = link.path().trim_matches('/').split('/').collect();
            let inside = if SHORTENERS.contains(&host.as_str()) {
                short_links.get(path[0]).cloned()
            } else if is_tracker(&link) {
                parameter(&link, "ulp")
            } else {
                match (host.as_str(), path.as_slice()) {
                    ("a.aliexpress.com", [code]) | ("s.click.aliexpress.com", ["e", code]) => {
                        return self.by_code.get(*code).map(|at| &self.products[*at]);
                    }
                    ("s.click.aliexpress.com", ["deep_link.htm"]) => parameter(&link, "dl_target_url"),
                    (_, ["item" | "i", page]) if is_aliexpress(&link) => {
                        let id: u64 = page.trim_end_matches(".html").parse().ok()?;
                        let id = if (US_OFFSET..2 * US_OFFSET).contains(&id) { id - US_OFFSET } else { id };
                        return self.by_id.get(&id).map(|at| &self.products[*at]);
                    }
                    _ => None,
                }
            };
            link = Url::parse(&inside?).ok()?;
        }
        None
    }
}

/// Whether the network makes deeplinks to this host in an AliExpress program.
pub(super) fn is_aliexpress(link: &Url) -> bool {
    let host = link.host_str().unwrap_or_default();
    ["aliexpress.com", "aliexpress.us", "aliexpress.ru"]
        .iter()
        .any(|shop| host == *shop || host.strip_suffix(shop).is_some_and(|rest| rest.ends_with('.')))
}

pub(super) fn is_tracker(link: &Url) -> bool {
    link.host_str().is_some_and(|host| TRACKERS.contains(&host))
}

/// A query parameter, decoded.
pub(super) fn parameter(link: &Url, name: &str) -> Option<String> {
    link.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
