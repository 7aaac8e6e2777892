//! The program file as it is written: its shape, and where in it something stands.
//!
//! Every value that can be wrong keeps its place in the text, so that an error names a line and a key. Unknown keys
//! are refused. Percentages and amounts are texts, never floats.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::Error as _};
use toml::Spanned;

use super::names::{Category, Permission, StoreList, TrafficClass, TrafficSource, names};
use crate::money::{Currency, Decimal};

/// The program file cannot be used; whoever wrote it has to change this place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {key}: {problem}")]
pub struct ProgramFileError {
    /// Counted from 1.
    pub line: usize,
    /// The key with its table, such as `tables.percent.mobile_phone`; of a table as a whole, the table.
    pub key: String,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong in a program file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Not TOML, an unknown or missing key, or a value of another kind.
    #[error("{0}")]
    Shape(String),
    /// A percentage outside of 0 to 100.
    #[error("a percentage is between 0 and 100, not {0}")]
    NotAPercentage(Decimal),
    /// An amount or a count below zero.
    #[error("not below zero, and this is {0}")]
    Negative(Decimal),
    /// A rate table without a rate for this category.
    #[error("no rate for the category {0}")]
    MissingCategory(Category),
    /// A class of publishers without rules.
    #[error("no rules for the class {0}")]
    MissingClass(TrafficClass),
    /// A date that is not in the calendar, or is no date but a time.
    #[error("a date is written like 2022-05-30")]
    NotADate,
    /// Ends before it begins.
    #[error("valid_until is before valid_from")]
    EndsBeforeItBegins,
    /// Two tables of one name are valid on the same day.
    #[error("another table `{0}` is valid on the same day")]
    Overlap(String),
    /// A source that does not stand under `[sources]`.
    #[error("there is no [sources.{0}]")]
    NoSuchSource(String),
    /// A table that is not in the file.
    #[error("there is no table `{0}`")]
    NoSuchTable(String),
    /// The lower end is above the upper one.
    #[error("low is above high")]
    LowAboveHigh,
}

impl ProgramFileError {
    /// The problem at this place (a byte offset) of the text.
    pub(super) fn at(text: &str, offset: usize, problem: Problem) -> Self {
        let mut table = String::new();
        let (mut start, mut line) = (0, 0);
        for row in text.split_inclusive('\n') {
            line += 1;
            let row_starts = start;
            start += row.len();
            let content = row.trim();
            if let Some(header) = content.strip_prefix('[') {
                let name: String = header.trim_start_matches('[').chars().take_while(|c| *c != ']').collect();
                table = name.trim().to_owned();
            }
            if offset < start {
                // A span that begins before the row's text (in its blank start) still belongs to the row.
                debug_assert!(offset >= row_starts);
                let key = match content.split_once('=') {
                    Some((key, _)) if !content.starts_with(['[', '#']) => {
                        format!("{table}{}{}", if table.is_empty() { "" } else { "." }, key.trim())
                    }
                    _ => table,
                };
                return ProgramFileError { line, key, problem };
            }
        }
        ProgramFileError { line: line.max(1), key: table, problem }
    }
}

/// A number that is written as a text.
#[derive(Clone, Copy)]
pub(super) struct Number(pub(super) Decimal);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // `from_str_exact` refuses what would have to be rounded.
        Decimal::from_str_exact(&text)
            .map(Number)
            .map_err(|_| D::Error::custom(format!("`{text}` is not a decimal number")))
    }
}

/// A date as TOML writes it; checked later, where its line is known.
pub(super) type Day = Spanned<toml::value::Datetime>;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) id: String,
    pub(super) admitad_id: u32,
    pub(super) name: String,
    pub(super) currency: Currency,
    pub(super) sources: BTreeMap<String, Source>,
    #[serde(default)]
    pub(super) figures: BTreeMap<FigureKind, FigureValue>,
    pub(super) tables: Vec<Table>,
    pub(super) classes: Spanned<BTreeMap<TrafficClass, Class>>,
    #[serde(default)]
    pub(super) overrides: Vec<Override>,
    pub(super) hot: Option<Cited>,
    pub(super) review: Option<Review>,
    pub(super) extension_conduct: Option<Cited>,
    pub(super) traffic: Traffic,
    #[serde(default)]
    pub(super) standing: Standing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) title: String,
    pub(super) date: Day,
}

/// A rule that needs no number: its source is all that stands in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cited {
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureValue {
    pub(super) value: Spanned<Number>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

names! { "figure",
    /// A number that the program is known by.
    FigureKind {
        /// Earnings per 100 clicks.
        Epc = "epc",
        /// Share of clicks that become an order.
        Cr = "cr",
        /// The same over the last 48 hours.
        Cr48h = "cr_48h",
        /// Share of orders that are confirmed.
        Approval = "approval",
        /// Days for which a click counts.
        CookieDays = "cookie_days",
        /// Average days until an order is confirmed or rejected.
        HoldDays = "hold_days",
        /// Average days until an order is paid.
        PaymentDays = "payment_days",
        /// The most that one order brings.
        OrderCap = "order_cap",
        /// The highest Hot rate.
        HotUpTo = "hot_up_to",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub(super) name: Spanned<String>,
    pub(super) valid_from: Day,
    pub(super) valid_until: Option<Day>,
    pub(super) increase_cap: Option<Spanned<Number>>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
    pub(super) percent: Spanned<BTreeMap<Category, Spanned<Number>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Class {
    pub(super) since: Option<Day>,
    pub(super) affiliate: Spanned<String>,
    pub(super) non_affiliate: Spanned<String>,
    pub(super) new_buyer: Option<Spanned<String>>,
    pub(super) hot: bool,
    pub(super) attribution: Attribution,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

/// Whose link an order is counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Attribution {
    /// Links to individual products come first.
    Priority,
    /// Only orders from the store that the link led to.
    SameStore,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Override {
    pub(super) when: When,
    pub(super) affiliate: Option<Spanned<Number>>,
    pub(super) non_affiliate: Option<Spanned<Number>>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

/// What an override asks of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Virtual,
    CisDelivery,
    Store(StoreList),
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "virtual" => Ok(When::Virtual),
            "cis_delivery" => Ok(When::CisDelivery),
            list => list.parse().map(When::Store).map_err(D::Error::custom),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Review {
    pub(super) days: u32,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Traffic {
    pub(super) source: Spanned<String>,
    pub(super) section: String,
    pub(super) permission: BTreeMap<TrafficSource, Permission>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Standing {
    pub(super) payment_window: Option<PaymentWindow>,
    pub(super) returned_orders: Option<Cited>,
    pub(super) antispam: Option<Antispam>,
    pub(super) region: Option<Cited>,
    pub(super) similar_product: Option<Cited>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaymentWindow {
    pub(super) hours: u32,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Antispam {
    pub(super) low: Spanned<Number>,
    pub(super) high: Spanned<Number>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}
