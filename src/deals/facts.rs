//! Facts about a product, each with its source, and the statements of other sources that differ.

use dealink_core::money::Percent;
use dealink_links::Price;
use jiff::civil::Date;
use serde::Serialize;
use url::Url;

/// The source of a statement about a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FactOrigin {
    /// The message, or the address in it.
    Message,
    /// The affiliate network, asked for this answer.
    Network,
    Feed,
    /// The shop itself, through AliExpress' Open Platform.
    #[serde(rename = "open_platform")]
    Shop,
}

impl FactOrigin {
    pub fn text_key(self) -> &'static str {
        match self {
            FactOrigin::Message => "facts-source-message",
            FactOrigin::Network => "facts-source-network",
            FactOrigin::Feed => "facts-source-feed",
            FactOrigin::Shop => "facts-source-shop",
        }
    }
}

/// A statement with its source.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced<T> {
    pub value: T,
    pub source: FactOrigin,
    /// The day on which it was true.
    pub date: Date,
}

/// A fact: the statement that is used, and statements that differ from it.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedFact<T> {
    pub best: Sourced<T>,
    /// Statements of other sources that differ, in the order of precedence.
    pub others: Vec<Sourced<T>>,
}

impl<T: PartialEq> ResolvedFact<T> {
    /// Makes a fact of statements in the order of precedence.
    pub(super) fn resolve(
        statements: impl IntoIterator<Item = Option<Sourced<T>>>,
    ) -> Option<ResolvedFact<T>> {
        let mut statements = statements.into_iter().flatten();
        let best = statements.next()?;
        let mut others: Vec<Sourced<T>> = Vec::new();
        for other in statements {
            if other.value != best.value && others.iter().all(|known| known.value != other.value) {
                others.push(other);
            }
        }
        Some(ResolvedFact { best, others })
    }
}

/// All facts about a product except the verdict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    pub title: Option<ResolvedFact<String>>,
    /// The title in Turkish, if the source of the title has a Turkish title.
    pub title_tr: Option<String>,
    pub picture: Option<Url>,
    /// A price without a currency has the lowest precedence.
    pub price: Option<ResolvedFact<Price>>,
    /// The price before the discount, from the source of `price.best`.
    pub old_price: Option<Price>,
    /// The discount in percent, from the same source.
    pub discount: Option<u8>,
    /// The price in lira, if the same source has it beside a price in another currency.
    pub price_in_lira: Option<Price>,
    /// The shop's category.
    pub category: Option<ResolvedFact<String>>,
    /// The store's number.
    pub store: Option<ResolvedFact<u64>>,
    pub rate: Option<ResolvedFact<Percent>>,
    /// The rate as a Hot product; zero if a feed calls it Hot and the network says that it is not.
    pub hot_rate: Option<ResolvedFact<Percent>>,
    /// The Hot product's special link, without SubIDs.
    pub special_link: Option<Url>,
    /// The feed's own link of an ordinary product.
    pub feed_link: Option<Url>,
    /// The date of the newest feed that holds the product.
    pub feed: Option<Date>,
}
