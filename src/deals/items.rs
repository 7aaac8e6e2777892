//! What has to be looked up for a message: its products, each once, and pages that are not products.

use std::collections::BTreeMap;
use std::ops::Range;

use dealink_links::{Link, LinkKind, ProductId, store_number};
use url::Url;

use super::deal::{LinkReplacement, NonProductLink, ShortLinkFailure};
use super::pasted_links::{LinkAction, PastedLink};

/// Once a message has so many products, a page with several products adds only its first. Otherwise a message could have a hundred
/// addresses with a hundred products each. The other products can be reached through the link to the page.
const PRODUCTS_FROM_PAGES_AT_MOST: usize = 100;

/// One product to be looked up.
pub(super) struct MessageProduct {
    /// The first link that names it.
    pub(super) link: Link,
    /// `None` if a short link hides it.
    pub(super) product: Option<ProductId>,
    /// The page that its affiliate link leads to.
    pub(super) target: Url,
    /// Whether the link is the publisher's own.
    pub(super) is_own: bool,
    /// Whether the link was another publisher's.
    pub(super) replaces_foreign_link: bool,
    pub(super) short_link_failure: Option<ShortLinkFailure>,
    /// The number of the store, by the first link that names it.
    pub(super) store: Option<u64>,
}

pub(super) struct PageLookup {
    pub(super) target: Url,
    /// Its index in [`MessageItems::non_product_links`].
    pub(super) non_product_index: usize,
}

/// The products, pages and other links of a message.
#[derive(Default)]
pub(super) struct MessageItems {
    pub(super) products: Vec<MessageProduct>,
    pub(super) pages: Vec<PageLookup>,
    pub(super) replacements: Vec<(Range<usize>, LinkReplacement)>,
    pub(super) non_product_links: Vec<NonProductLink>,
    pub(super) withheld: Vec<Link>,
}

impl MessageItems {
    pub(super) fn from_links(pasted: Vec<PastedLink>) -> MessageItems {
        let mut all = MessageItems::default();
        for pasted in pasted {
            match pasted.action {
                LinkAction::Withhold => all.withheld.push(pasted.link),
                LinkAction::Describe => all.add_non_product(pasted, None),
                LinkAction::MakePageLink => {
                    let target = pasted.link.canonical_url();
                    all.add_non_product(pasted, target);
                }
                LinkAction::MakeProductLink | LinkAction::CheckOwnLink => all.add_link(pasted),
            }
        }
        all
    }

    fn add_link(&mut self, pasted: PastedLink) {
        let hidden_in_short = pasted.link.target == Some(LinkKind::Short);
        if pasted.link.products.is_empty() && !hidden_in_short {
            // An own link to a page, or to the program's front page.
            return self.add_non_product(pasted, None);
        }
        let first = self.add_products(&pasted);
        let span = pasted.link.span.clone();
        if pasted.action != LinkAction::CheckOwnLink && pasted.link.products.len() > 1 {
            // A link to the first product only would lose the others.
            let page = multi_product_page(&pasted.link.url);
            self.replacements.push((span, LinkReplacement::NonProductLink(self.non_product_links.len())));
            self.add_non_product(pasted, Some(page));
        } else {
            self.replacements.push((span, LinkReplacement::Deal(first)));
        }
    }

    /// Adds the products of a link, each once, and returns the index of the first.
    fn add_products(&mut self, pasted: &PastedLink) -> usize {
        let PastedLink { link, action, short_link_failure, is_foreign } = pasted;
        let is_own = *action == LinkAction::CheckOwnLink;
        let products = link.products.iter().map(|product| (Some(product.id), product.id.canonical_url()));
        let mut named: Vec<(Option<ProductId>, Url)> = products.collect();
        if named.is_empty() {
            named.extend(link.canonical_url().map(|target| (None, target)));
        }
        let mut first = None;
        for (product, target) in named {
            if first.is_some() && self.products.len() >= PRODUCTS_FROM_PAGES_AT_MOST {
                break;
            }
            let known = self.products.iter().position(|item| {
                item.target == target
                    && item.is_own == is_own
                    && (!is_own || item.link.wrapper == link.wrapper)
            });
            let index = known.unwrap_or_else(|| {
                self.products.push(MessageProduct {
                    link: link.clone(),
                    product,
                    target,
                    is_own,
                    replaces_foreign_link: *is_foreign,
                    short_link_failure: *short_link_failure,
                    store: None,
                });
                self.products.len() - 1
            });
            let store = &mut self.products[index].store;
            *store = store.or_else(|| store_number(&pasted.link.url));
            first = first.or(Some(index));
        }
        first.unwrap_or_default()
    }

    fn add_non_product(&mut self, pasted: PastedLink, target: Option<Url>) {
        if let Some(target) = target {
            self.pages.push(PageLookup { target, non_product_index: self.non_product_links.len() });
        }
        let PastedLink { link, action, short_link_failure, .. } = pasted;
        self.non_product_links.push(NonProductLink {
            link,
            page_link: None,
            is_own: action == LinkAction::CheckOwnLink,
            short_link_failure,
            store_lists: BTreeMap::new(),
        });
    }
}

/// A page that names several products, without tracking.
fn multi_product_page(url: &Url) -> Url {
    const KEPT: [&str; 4] = ["productIds", "productId", "itemId", "sourceType"];
    let mut page = url.clone();
    page.set_fragment(None);
    page.set_query(None);
    for (key, value) in url.query_pairs().filter(|(key, _)| KEPT.contains(&key.as_ref())) {
        page.query_pairs_mut().append_pair(&key, &value);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pasted(address: &str) -> PastedLink {
        let link = dealink_links::parse_address(address).unwrap();
        PastedLink { link, action: LinkAction::MakeProductLink, is_foreign: false, short_link_failure: None }
    }

    fn page(first: u64) -> PastedLink {
        let ids: Vec<String> = (first..first + 90).map(|id| id.to_string()).collect();
        pasted(&format!("https://m.aliexpress.com/p/coin-index/index.html?productIds={}", ids.join(",")))
    }

    #[test]
    fn the_store_is_known_by_whichever_link_names_it() {
        let item = pasted("https://www.aliexpress.com/item/1005009000000038.html");
        let named =
            pasted("https://www.aliexpress.com/store/product/A-Cooker/1100900001_1005009000000038.html");
        let stores = |pasted: Vec<PastedLink>| {
            MessageItems::from_links(pasted).products.iter().map(|item| item.store).collect::<Vec<_>>()
        };
        assert_eq!(stores(vec![item, named]), [Some(1_100_900_001)]);
        assert_eq!(
            stores(vec![pasted("https://www.aliexpress.com/item/1005009000000038.html?shopId=1100900001")]),
            [None]
        );
    }

    #[test]
    fn pages_that_name_many_products_do_not_flood_the_network() {
        let pages = (0..50).map(|n| page(1_005_009_000_000_000 + n * 100));
        let single = pasted("https://www.aliexpress.com/item/1005009111111111.html");
        let all = MessageItems::from_links(pages.chain([single]).collect());
        assert_eq!(all.products.len(), 100 + 48 + 1);
        assert_eq!((all.pages.len(), all.replacements.len()), (50, 51));
        assert_eq!(all.products.last().unwrap().target.path(), "/item/1005009111111111.html");
    }
}
