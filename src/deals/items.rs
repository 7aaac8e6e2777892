//! What a message asks the network for: its products, each once, and pages that are no product.

use std::collections::BTreeMap;
use std::ops::Range;

use url::Url;

use super::deal::{Aside, Blind, Place};
use super::reading::{Course, Pasted};
use super::stores::named_by;
use dealink_links::{Kind, Link, ProductId};

/// From so many products on, a page that names several adds its first one alone: an address has room for a hundred, and a
/// message for a hundred addresses. The page's own link stands for the others.
const NAMED_BY_PAGES: usize = 100;

/// One product to be looked up.
pub(super) struct Item {
    /// The first link that names it.
    pub(super) link: Link,
    /// None for a short link that hides it.
    pub(super) product: Option<ProductId>,
    /// The page that its affiliate link leads to.
    pub(super) target: Url,
    /// Whether the link is the publisher's own.
    pub(super) own: bool,
    /// Whether the link was somebody else's affiliate link.
    pub(super) replaced: bool,
    pub(super) blind: Option<Blind>,
    /// The number of the store, by the first link that names it.
    pub(super) store: Option<u64>,
}

/// A page to be looked up that is no product.
pub(super) struct Page {
    pub(super) target: Url,
    /// Its index among the asides.
    pub(super) aside: usize,
}

/// All that a message holds.
#[derive(Default)]
pub(super) struct Items {
    pub(super) items: Vec<Item>,
    pub(super) pages: Vec<Page>,
    pub(super) places: Vec<(Range<usize>, Place)>,
    pub(super) asides: Vec<Aside>,
    pub(super) withheld: Vec<Link>,
}

impl Items {
    pub(super) fn of(pasted: Vec<Pasted>) -> Items {
        let mut all = Items::default();
        for pasted in pasted {
            match pasted.course {
                Course::Withhold => all.withheld.push(pasted.link),
                Course::Name => all.aside(pasted, None),
                Course::Page => {
                    let target = pasted.link.canonical();
                    all.aside(pasted, target);
                }
                Course::Product | Course::Own => all.products(pasted),
            }
        }
        all
    }

    fn products(&mut self, pasted: Pasted) {
        let hidden_in_short = pasted.link.target == Some(Kind::Short);
        if pasted.link.products.is_empty() && !hidden_in_short {
            // An own link to a page, or to the program's front page: it is what it is.
            return self.aside(pasted, None);
        }
        let first = self.item(&pasted);
        let span = pasted.link.span.clone();
        if pasted.course != Course::Own && pasted.link.products.len() > 1 {
            // A link to the first product alone would lose the others.
            let page = several_products(&pasted.link.url);
            self.places.push((span, Place::Aside(self.asides.len())));
            self.aside(pasted, Some(page));
        } else {
            self.places.push((span, Place::Deal(first)));
        }
    }

    /// Adds what a link names, each product once, and returns the index of the first.
    fn item(&mut self, pasted: &Pasted) -> usize {
        let Pasted { link, course, blind, anothers } = pasted;
        let own = *course == Course::Own;
        let products = link.products.iter().map(|product| (Some(product.id), product.id.canonical()));
        let mut named: Vec<(Option<ProductId>, Url)> = products.collect();
        if named.is_empty() {
            named.extend(link.canonical().map(|target| (None, target)));
        }
        let mut first = None;
        for (product, target) in named {
            if first.is_some() && self.items.len() >= NAMED_BY_PAGES {
                break;
            }
            let known = self.items.iter().position(|item| {
                item.target == target && item.own == own && (!own || item.link.wrapper == link.wrapper)
            });
            let index = known.unwrap_or_else(|| {
                let (link, blind, replaced) = (link.clone(), *blind, *anothers);
                self.items.push(Item { link, product, target, own, replaced, blind, store: None });
                self.items.len() - 1
            });
            let store = &mut self.items[index].store;
            *store = store.or_else(|| named_by(&pasted.link));
            first = first.or(Some(index));
        }
        first.unwrap_or_default()
    }

    fn aside(&mut self, pasted: Pasted, target: Option<Url>) {
        if let Some(target) = target {
            self.pages.push(Page { target, aside: self.asides.len() });
        }
        let Pasted { link, course, blind, .. } = pasted;
        self.asides.push(Aside {
            link,
            page: None,
            own: course == Course::Own,
            blind,
            store_lists: BTreeMap::new(),
        });
    }
}

/// A page that names several products, without tracking.
fn several_products(url: &Url) -> Url {
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

    fn pasted(address: &str) -> Pasted {
        let link = dealink_links::read_address(address).unwrap();
        Pasted { link, course: Course::Product, anothers: false, blind: None }
    }

    fn page(first: u64) -> Pasted {
        let ids: Vec<String> = (first..first + 90).map(|id| id.to_string()).collect();
        pasted(&format!("https://m.aliexpress.com/p/coin-index/index.html?productIds={}", ids.join(",")))
    }

    #[test]
    fn the_store_is_known_by_whichever_link_names_it() {
        let item = pasted("https://www.aliexpress.com/item/1005009000000038.html");
        let named =
            pasted("https://www.aliexpress.com/store/product/A-Cooker/1100900001_1005009000000038.html");
        let stores =
            |pasted: Vec<Pasted>| Items::of(pasted).items.iter().map(|item| item.store).collect::<Vec<_>>();
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
        let all = Items::of(pages.chain([single]).collect());
        assert_eq!(all.items.len(), 100 + 48 + 1);
        assert_eq!((all.pages.len(), all.places.len()), (50, 51));
        assert_eq!(all.items.last().unwrap().target.path(), "/item/1005009111111111.html");
    }
}
