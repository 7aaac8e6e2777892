//! Searching all feeds: each by itself, and a product of several feeds counted and shown once.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use super::best::Best;
use super::index::{Attributes, Record};
use super::open::Feed;
use super::reckon::{Earning, InSearch, Reckoner};
use super::{Catalog, CategoryKey, Counted, Held, Results, Search};
use dealink_links::ProductId;

impl Catalog {
    /// Products by words and filters, those that bring most first. May take some milliseconds: not for an async thread.
    ///
    /// A product of several feeds is shown as it brings most, and as the youngest feed has it where that is the same.
    pub fn search(&self, search: &Search) -> Results {
        let open = self.0.open();
        let shared = open.shared();
        let reckoner = Reckoner::of(search);
        let wanted = search.skip.saturating_add(search.take);
        let mut total = 0;
        let mut in_several = Vec::new();
        let mut places = Vec::new();
        for (nth, feed) in open.feeds.iter().enumerate() {
            let mut best = Best::new(wanted);
            total += feed.matches(search, &reckoner, search.category, |product, earning| {
                best.put(earning, product.id());
                match shared {
                    None => best.least(),
                    Some(shared) => {
                        if shared.may_have(product.id()) {
                            in_several.push(product.id());
                        }
                        Earning::UNKNOWN
                    }
                }
            });
            places.extend(best.places().map(|(earning, id)| (Reverse(earning), id, nth)));
        }
        let total = total - repeated(in_several);
        places.sort_unstable();
        let mut shown = HashSet::new();
        let first_of_each = places.into_iter().filter(|(_, id, _)| shown.insert(*id));
        let held = first_of_each.skip(search.skip).take(search.take).filter_map(|(_, id, nth)| {
            let feed = &open.feeds[nth];
            let product = feed.read(feed.index.get(ProductId::try_from(id).ok()?)).flatten()?;
            Some(Held { product: product.on(search.reckoning.today), feed: feed.about.clone() })
        });
        Results { total, held: held.collect() }
    }

    /// The categories of the products that a search finds (its own category left aside), those with most products first.
    pub fn categories(&self, search: &Search) -> Vec<Counted> {
        let open = self.0.open();
        let shared = open.shared();
        let reckoner = Reckoner::of(search);
        let mut counts: BTreeMap<CategoryKey, Counted> = BTreeMap::new();
        let mut in_several: BTreeMap<CategoryKey, Vec<u64>> = BTreeMap::new();
        for feed in &open.feeds {
            let mut by_number = vec![0; feed.categories().len()];
            feed.matches(search, &reckoner, None, |product, _| {
                let number = usize::from(product.category());
                if let Some(count) = by_number.get_mut(number) {
                    *count += 1;
                    if shared.is_some_and(|shared| shared.may_have(product.id())) {
                        in_several.entry(feed.categories()[number].0).or_default().push(product.id());
                    }
                }
                Earning::UNKNOWN
            });
            let named = feed.categories().iter().zip(feed.index.categories()).zip(by_number);
            for (((key, _), name), count) in named.filter(|(_, count)| *count > 0) {
                let empty = || Counted { key: *key, name: name.to_string(), count: 0 };
                counts.entry(*key).or_insert_with(empty).count += count;
            }
        }
        for (key, ids) in in_several {
            if let Some(counted) = counts.get_mut(&key) {
                counted.count -= repeated(ids);
            }
        }
        let mut counted: Vec<Counted> = counts.into_values().collect();
        counted.sort_by(|a, b| (Reverse(a.count), &a.name).cmp(&(Reverse(b.count), &b.name)));
        counted
    }
}

impl Feed {
    /// How many products a search finds. Each is given to `each`, which says from what earning on it wants the next ones. What cannot
    /// be read is not found, and told in the log.
    fn matches(
        &self,
        search: &Search,
        reckoner: &Reckoner,
        category: Option<CategoryKey>,
        mut each: impl FnMut(Attributes, Earning) -> Earning,
    ) -> u64 {
        if search.hot && self.index.hot() == 0 {
            return 0;
        }
        let of = |(key, group): &_| reckoner.category(category.is_none_or(|wanted| wanted == *key), *group);
        let categories: Vec<InSearch> = self.categories().iter().map(of).collect();
        let without = reckoner.category(category.is_none(), None);
        if categories.iter().all(|category| !category.wanted) && !without.wanted {
            return 0;
        }
        let Some(rows) = self.read(self.index.rows_with(&search.words)) else { return 0 };
        let mut found = 0;
        let in_search =
            |product: Attributes| categories.get(usize::from(product.category())).copied().unwrap_or(without);
        let scanned = if reckoner.has_filters() {
            self.index.scan(rows.as_ref(), |records| {
                found += judge_all(records, |it| reckoner.judge::<true>(it, in_search(it)), &mut each);
            })
        } else {
            self.index.scan(rows.as_ref(), |records| {
                found += judge_all(records, |it| reckoner.judge::<false>(it, in_search(it)), &mut each);
            })
        };
        self.read(scanned);
        found
    }
}

/// How many products pass; see [`Feed::matches`].
#[inline(always)]
fn judge_all(
    records: &[Record],
    judge: impl Fn(Attributes) -> (bool, Earning),
    each: &mut impl FnMut(Attributes, Earning) -> Earning,
) -> u64 {
    let (mut found, mut least) = (0, Earning::UNKNOWN);
    for product in records.iter().map(Attributes::read) {
        let (passes, earning) = judge(product);
        found += u64::from(passes);
        if passes & (least <= earning) {
            least = each(product, earning);
        }
    }
    found
}

/// How many of these came before.
fn repeated(mut ids: Vec<u64>) -> u64 {
    let all = ids.len();
    ids.sort();
    ids.dedup();
    (all - ids.len()) as u64
}
