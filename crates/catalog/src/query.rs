//! What can be searched for, and how what a product brings is reckoned.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use dealink_core::fold::fold_words;
use jiff::civil::Date;

use super::FeedProduct;
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_program::Category;

/// A question to the catalogue. Empty, it finds everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchQuery {
    /// Words that all have to stand in title or category, folded for Turkish and English; the last may be the beginning of one.
    pub words: String,
    /// One category alone.
    pub category: Option<CategoryKey>,
    /// Prices in the currency of the reckoning.
    pub price: Option<RangeInclusive<Decimal>>,
    /// The lowest rate.
    pub rate: Option<Percent>,
    /// The lowest discount, in percent.
    pub discount: Option<u8>,
    /// The least that an order has to bring, in the currency of the reckoning.
    pub earning: Option<Decimal>,
    /// Hot products alone.
    pub hot: bool,
    /// How many of the first are passed over.
    pub skip: usize,
    /// How many are wanted.
    pub take: usize,
    /// How money is compared.
    pub ranking: Ranking,
}

/// How prices and earnings are compared: cheap, the same for all products, for one publisher.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// What one unit of a currency is in the reckoning's own; products in a currency that is not here have no earning.
    pub exchange: BTreeMap<Currency, Decimal>,
    /// The most that an order brings.
    pub cap: Option<Decimal>,
    /// Whether the publisher's traffic is paid Hot rates.
    pub hot_paid: bool,
    /// The standard rate of a category, for rows without a rate and for Hot products where their rate is not paid.
    pub standard: BTreeMap<Category, Percent>,
    /// The day it is: a Hot product whose last day is over is none.
    pub today: Date,
}

/// A category's name, folded, as a number that fits into a button and stays the same from import to import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CategoryKey(pub u32);

impl CategoryKey {
    /// The key of a category's name or path.
    pub fn from_name(name: &str) -> CategoryKey {
        CategoryKey(crc32fast::hash(fold_words(name).as_bytes()))
    }
}

/// A category, and how many of the products found are in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryCount {
    /// Its key.
    pub key: CategoryKey,
    /// Its name, as the feed writes it.
    pub name: String,
    /// Products.
    pub count: u64,
}

/// What a search found. A product that several feeds hold is found once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchResults {
    /// How many there are in all.
    pub total: u64,
    /// The wanted ones, what brings most first.
    pub products: Vec<FeedProduct>,
}
