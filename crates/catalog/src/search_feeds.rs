//! Searching all feeds. Each is searched by itself; a product in several feeds is counted and shown once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashSet};

use dealink_links::ProductId;

use super::index::{Attributes, Record};
use super::open_feeds::OpenFeed;
use super::ranking::{CategoryFilter, Ranker, Score};
use super::{Catalog, CategoryCount, CategoryKey, FeedProduct, SearchQuery, SearchResults};

impl Catalog {
    /// Products by words and filters, the highest earning first. Blocks for some milliseconds: not for an async thread.
    ///
    /// If a product is in several feeds, the row with the highest score is shown; with equal scores, the row of the youngest feed.
    pub fn search(&self, search: &SearchQuery) -> SearchResults {
        let open = self.0.current();
        let shared = open.shared_ids();
        let ranker = Ranker::new(search);
        let wanted = search.skip.saturating_add(search.take);
        let mut total = 0;
        let mut in_several = Vec::new();
        let mut places = Vec::new();
        for (nth, feed) in open.feeds.iter().enumerate() {
            let mut best = TopK::new(wanted);
            total += feed.count_matches(search, &ranker, search.category, |product, earning| {
                best.insert(earning, product.id());
                match shared {
                    None => best.lowest_wanted(),
                    Some(shared) => {
                        if shared.may_contain(product.id()) {
                            in_several.push(product.id());
                        }
                        Score::UNKNOWN
                    }
                }
            });
            places.extend(best.into_ranked().map(|(earning, id)| (Reverse(earning), id, nth)));
        }
        let total = total - count_repeated(in_several);
        places.sort_unstable();
        let mut shown = HashSet::new();
        let first_of_each = places.into_iter().filter(|(_, id, _)| shown.insert(*id));
        let products = first_of_each.skip(search.skip).take(search.take).filter_map(|(_, id, nth)| {
            let feed = &open.feeds[nth];
            let product = feed.ok_or_log(feed.index.get(ProductId::try_from(id).ok()?)).flatten()?;
            Some(FeedProduct { product: product.seen_on(search.ranking.today), feed: feed.metadata.clone() })
        });
        SearchResults { total, products: products.collect() }
    }

    /// The categories of the products that a search finds without its filter on a category; those with most products first.
    pub fn categories(&self, search: &SearchQuery) -> Vec<CategoryCount> {
        let open = self.0.current();
        let shared = open.shared_ids();
        let ranker = Ranker::new(search);
        let mut counts: BTreeMap<CategoryKey, CategoryCount> = BTreeMap::new();
        let mut in_several: BTreeMap<CategoryKey, Vec<u64>> = BTreeMap::new();
        for feed in &open.feeds {
            let mut by_number = vec![0; feed.categories().len()];
            feed.count_matches(search, &ranker, None, |product, _| {
                let number = usize::from(product.category());
                if let Some(count) = by_number.get_mut(number) {
                    *count += 1;
                    if shared.is_some_and(|shared| shared.may_contain(product.id())) {
                        in_several.entry(feed.categories()[number].0).or_default().push(product.id());
                    }
                }
                Score::UNKNOWN
            });
            let named = feed.categories().iter().zip(feed.index.categories()).zip(by_number);
            for (((key, _), name), count) in named.filter(|(_, count)| *count > 0) {
                let empty = || CategoryCount { key: *key, name: name.to_string(), count: 0 };
                counts.entry(*key).or_insert_with(empty).count += count;
            }
        }
        for (key, ids) in in_several {
            if let Some(counted) = counts.get_mut(&key) {
                counted.count -= count_repeated(ids);
            }
        }
        let mut counted: Vec<CategoryCount> = counts.into_values().collect();
        counted.sort_by(|a, b| (Reverse(a.count), &a.name).cmp(&(Reverse(b.count), &b.name)));
        counted
    }
}

impl OpenFeed {
    /// Calls `each` with every product that a search finds, and returns their number. `each` returns the lowest score that it
    /// still needs. Products that cannot be read are not found, and the error is logged.
    fn count_matches(
        &self,
        search: &SearchQuery,
        ranker: &Ranker,
        category: Option<CategoryKey>,
        mut each: impl FnMut(Attributes, Score) -> Score,
    ) -> u64 {
        if search.hot && self.index.hot() == 0 {
            return 0;
        }
        let of =
            |(key, group): &_| ranker.category_filter(category.is_none_or(|wanted| wanted == *key), *group);
        let categories: Vec<CategoryFilter> = self.categories().iter().map(of).collect();
        let without = ranker.category_filter(category.is_none(), None);
        if categories.iter().all(|category| !category.wanted) && !without.wanted {
            return 0;
        }
        let Some(rows) = self.ok_or_log(self.index.rows_matching(&search.words)) else { return 0 };
        let mut found = 0;
        let in_search =
            |product: Attributes| categories.get(usize::from(product.category())).copied().unwrap_or(without);
        let scanned = if ranker.has_filters() {
            self.index.scan(rows.as_ref(), |records| {
                found += score_all(records, |it| ranker.score::<true>(it, in_search(it)), &mut each);
            })
        } else {
            self.index.scan(rows.as_ref(), |records| {
                found += score_all(records, |it| ranker.score::<false>(it, in_search(it)), &mut each);
            })
        };
        self.ok_or_log(scanned);
        found
    }
}

/// How many products pass; see [`Feed::count_matches`].
#[inline(always)]
fn score_all(
    records: &[Record],
    judge: impl Fn(Attributes) -> (bool, Score),
    each: &mut impl FnMut(Attributes, Score) -> Score,
) -> u64 {
    let (mut found, mut least) = (0, Score::UNKNOWN);
    for product in records.iter().map(Attributes::parse) {
        let (passes, earning) = judge(product);
        found += u64::from(passes);
        if passes & (least <= earning) {
            least = each(product, earning);
        }
    }
    found
}

/// How many of these ids are repetitions.
fn count_repeated(mut ids: Vec<u64>) -> u64 {
    let all = ids.len();
    ids.sort();
    ids.dedup();
    (all - ids.len()) as u64
}

/// A product in the order of results: the highest score first, then the lowest id.
type Ranked = (Score, Reverse<u64>);

/// Keeps the first `limit` products.
#[derive(Debug)]
pub(super) struct TopK {
    limit: usize,
    /// The worst of them is on top.
    heap: BinaryHeap<Reverse<Ranked>>,
    /// A product with a lower score is not among them.
    lowest_wanted: Score,
}

impl TopK {
    pub(super) fn new(limit: usize) -> TopK {
        TopK { limit, heap: BinaryHeap::new(), lowest_wanted: Score::UNKNOWN }
    }

    pub(super) fn insert(&mut self, earning: Score, id: u64) {
        let place = (earning, Reverse(id));
        if self.heap.len() < self.limit {
            self.heap.push(Reverse(place));
        } else if let Some(mut worst) = self.heap.peek_mut().filter(|worst| worst.0 < place) {
            *worst = Reverse(place);
        }
        if let Some(Reverse((worst, _))) = self.heap.peek().filter(|_| self.heap.len() == self.limit) {
            self.lowest_wanted = *worst;
        }
    }

    /// A product with a lower score need not be inserted.
    #[inline]
    pub(super) fn lowest_wanted(&self) -> Score {
        self.lowest_wanted
    }

    /// Scores and ids, in no order.
    pub(super) fn into_ranked(self) -> impl Iterator<Item = (Score, u64)> {
        self.heap.into_iter().map(|Reverse((earning, Reverse(id)))| (earning, id))
    }
}
