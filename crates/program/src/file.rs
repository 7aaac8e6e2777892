//! The program file as it is written: its shape, and where in it something stands.
//!
//! Every value that can be wrong keeps its place in the text, so that an error names a line and a key. Unknown keys
//! are refused. Percentages and amounts are texts, never floats.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, de::Error as _};
use toml::Spanned;

use super::conduct::{ConductRule, IndicatorKind};
use super::names::{Category, Permission, StoreList, TrafficClass, TrafficSource, names};
use super::region::Country;
use super::value::{Cell, Day, Known, Number};
use dealink_core::money::Currency;

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
    #[serde(default)]
    pub(super) tables: Vec<Table>,
    pub(super) classes: Spanned<BTreeMap<TrafficClass, Class>>,
    #[serde(default)]
    pub(super) overrides: Vec<Override>,
    pub(super) hot: Option<Hot>,
    pub(super) review: Option<Review>,
    pub(super) extension_conduct: Option<Cited>,
    #[serde(default)]
    pub(super) conduct: BTreeMap<ConductRule, Cited>,
    #[serde(default)]
    pub(super) indicators: BTreeMap<IndicatorKind, Indicator>,
    pub(super) region: Option<Region>,
    pub(super) traffic: Option<Traffic>,
    #[serde(default)]
    pub(super) standing: Standing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) title: String,
    pub(super) date: Option<Day>,
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
    /// For every category that `percent` does not name.
    pub(super) every: Option<Spanned<Cell>>,
    pub(super) percent: Option<Spanned<BTreeMap<Category, Spanned<Cell>>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Class {
    pub(super) since: Option<Day>,
    pub(super) affiliate: Spanned<String>,
    pub(super) non_affiliate: Spanned<String>,
    /// Orders of non-affiliate products appear in no statistics.
    #[serde(default)]
    pub(super) non_affiliate_unseen: bool,
    pub(super) new_buyer: Option<Spanned<String>>,
    pub(super) hot: Known,
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
    /// The program does not say.
    Unknown,
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
pub(super) struct Hot {
    /// Whether the increase needs the product's own Hot link, or any link to it will do.
    pub(super) special_link: bool,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

/// The countries of the program: `only` these, or all `except` these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Region {
    pub(super) only: Option<BTreeSet<Country>>,
    pub(super) except: Option<BTreeSet<Country>>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Indicator {
    pub(super) clicks_above: u32,
    pub(super) cr_below: Option<Spanned<Number>>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
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
    pub(super) cookie: Option<Cookie>,
    pub(super) one_session: Option<Cited>,
    pub(super) returned_orders: Option<Cited>,
    pub(super) antispam: Option<Antispam>,
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
pub(super) struct Cookie {
    pub(super) days: u32,
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
