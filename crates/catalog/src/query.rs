//! A search of the catalogue: its filters, how products are ranked, and its results.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use dealink_core::fold::fold_words;
use jiff::civil::Date;

use super::FeedProduct;
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_program::Category;

/// The default finds every product.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchQuery {
    /// Words that must all be in the title or the category, compared in folded form. The last may be the beginning of a word.
    pub words: String,
    pub category: Option<CategoryKey>,
    /// In the currency of the ranking.
    pub price: Option<RangeInclusive<Decimal>>,
    /// The lowest rate.
    pub rate: Option<Percent>,
    /// The lowest discount, in percent.
    pub discount: Option<u8>,
    /// The least that an order must bring, in the currency of the ranking.
    pub earning: Option<Decimal>,
    pub hot: bool,
    /// How many of the first results are skipped.
    pub skip: usize,
    /// How many results are wanted.
    pub take: usize,
    pub ranking: Ranking,
}

/// How products are ranked for one publisher: simple rules that are the same for all products.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// The value of one unit of a currency in the currency of the ranking. A product in another currency has no score.
    pub exchange: BTreeMap<Currency, Decimal>,
    /// The most that an order can bring.
    pub cap: Option<Decimal>,
    /// Whether the publisher's traffic is paid Hot rates.
    pub hot_paid: bool,
    /// The standard rate of a category: for rows without a rate, and for Hot products if Hot rates are not paid.
    pub standard: BTreeMap<Category, Percent>,
    /// A Hot product after its last day is an ordinary one.
    pub today: Date,
}

/// A hash of a category's folded name. It fits into a button and stays the same from import to import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CategoryKey(pub u32);

impl CategoryKey {
    pub fn from_name(name: &str) -> CategoryKey {
        CategoryKey(crc32fast::hash(fold_words(name).as_bytes()))
    }
}

/// A category and the number of found products in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryCount {
    pub key: CategoryKey,
    /// The name as the feed writes it.
    pub name: String,
    pub count: u64,
}

/// A product that is in several feeds is found once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchResults {
    /// All products that were found.
    pub total: u64,
    /// The wanted ones, the highest earning first.
    pub products: Vec<FeedProduct>,
}
