//! A simple search straight from the description, in decimals and row by row.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rust_decimal::RoundingStrategy;

use super::model::CatalogModel;
use super::rows::OwnedRow;
use crate::index::LONGEST_WORD;
use crate::{CategoryKey, SearchQuery};
use dealink_core::fold::fold_words;
use dealink_core::money::{Decimal, Percent};
use dealink_program::map_shop_category;

/// Feeds by name, each with its day.
pub(super) type NaiveFeeds = BTreeMap<String, (Date, CatalogModel)>;

/// The commission and the other compared values of a row; `None` if the search does not find it.
fn judge(row: &OwnedRow, search: &SearchQuery) -> Option<Option<Decimal>> {
    let ranking = &search.ranking;
    let hot = row.offer.hot && row.offer.hot_until.is_none_or(|last| ranking.today <= last);
    let standard = map_shop_category(&row.texts[3]).and_then(|group| ranking.standard.get(&group).copied());
    let rate = match row.offer.hot {
        true if hot && ranking.hot_paid => row.offer.rate.or(standard),
        true => standard,
        false => row.offer.rate.or(standard),
    };
    let exchange = row
        .offer
        .currency
        .and_then(|currency| ranking.exchange.get(&currency))
        .map(|exchange| exchange.round_dp_with_strategy(12, RoundingStrategy::MidpointAwayFromZero));
    let price = row.offer.price.zip(exchange.filter(|exchange| !exchange.is_zero()));
    let price = price.map(|(price, exchange)| price * exchange);
    let earning = price.zip(rate).map(|(price, Percent(rate))| {
        let earning = price * rate * Decimal::new(1, 2);
        ranking.cap.map_or(earning, |cap| earning.min(cap))
    });
    let is_in =
        |category: CategoryKey| !row.texts[3].is_empty() && CategoryKey::from_name(&row.texts[3]) == category;
    let passes = has_words(row, &search.words)
        && search.category.is_none_or(is_in)
        && search.price.as_ref().is_none_or(|range| price.is_some_and(|price| range.contains(&price)))
        && search.rate.is_none_or(|least| rate.is_some_and(|rate| least <= rate))
        && search.discount.is_none_or(|least| row.offer.discount.is_some_and(|discount| least <= discount))
        && search.earning.is_none_or(|least| earning.is_some_and(|earning| least <= earning))
        && (hot || !search.hot);
    passes.then_some(earning)
}

fn has_words(row: &OwnedRow, words: &str) -> bool {
    fn cut(word: &str) -> &[u8] {
        &word.as_bytes()[..word.len().min(LONGEST_WORD)]
    }
    let (title, category, words) = (fold_words(&row.texts[0]), fold_words(&row.texts[3]), fold_words(words));
    let stand: Vec<&[u8]> = title.split(' ').chain(category.split(' ')).map(cut).collect();
    let mut words: Vec<&[u8]> = words.split(' ').filter(|word| !word.is_empty()).map(cut).collect();
    let Some(last) = words.pop() else { return true };
    words.iter().all(|word| stand.contains(word)) && stand.iter().any(|word| word.starts_with(last))
}

/// How many products there are, and the wanted ones with the feed that each comes from.
pub(super) fn search(feeds: &NaiveFeeds, search: &SearchQuery) -> (u64, Vec<(u64, String)>) {
    let mut found = Vec::new();
    for (name, (date, model)) in feeds {
        for (_, row) in model.rows.values() {
            let Some(earning) = judge(row, search) else { continue };
            found.push((Reverse(earning), row.id, Reverse(*date), name));
        }
    }
    found.sort();
    let mut seen = BTreeSet::new();
    found.retain(|(_, id, _, _)| seen.insert(*id));
    let wanted = found.iter().skip(search.skip).take(search.take);
    (found.len() as u64, wanted.map(|(_, id, _, name)| (*id, name.to_string())).collect())
}

/// How many products of each category a search finds, its own category left aside.
pub(super) fn categories(feeds: &NaiveFeeds, search: &SearchQuery) -> BTreeMap<CategoryKey, u64> {
    let search = SearchQuery { category: None, ..search.clone() };
    let rows = feeds.values().flat_map(|(_, model)| model.rows.values());
    let found = rows.filter(|(_, row)| !row.texts[3].is_empty() && judge(row, &search).is_some());
    let found: BTreeSet<_> = found.map(|(_, row)| (CategoryKey::from_name(&row.texts[3]), row.id)).collect();
    let mut counts = BTreeMap::new();
    for (key, _) in found {
        *counts.entry(key).or_default() += 1;
    }
    counts
}
