//! The format of a program file.
//!
//! Every value that may be wrong keeps its span, so that an error can name line and key. Unknown keys are errors. Percentages and
//! amounts are texts, never floats.

use std::collections::{BTreeMap, BTreeSet};

use dealink_core::money::Currency;
use serde::{Deserialize, Deserializer, de::Error as _};
use toml::Spanned;

use super::names::{Category, Permission, StoreList, TrafficClass, TrafficSource, names};
use super::region::Country;
use super::value::{DecimalText, RateCell, TomlDate, Tristate};
use crate::codes::{ConductRule, IndicatorKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProgramFile {
    pub(super) id: String,
    #[serde(alias = "admitad_id")]
    pub(super) network_id: u32,
    pub(super) name: String,
    pub(super) currency: Currency,
    pub(super) sources: BTreeMap<String, RuleSource>,
    #[serde(default)]
    pub(super) figures: BTreeMap<FigureKind, FigureValue>,
    #[serde(default)]
    pub(super) tables: Vec<TableSection>,
    pub(super) classes: Spanned<BTreeMap<TrafficClass, ClassSection>>,
    #[serde(default)]
    pub(super) overrides: Vec<OverrideSection>,
    pub(super) hot: Option<HotSection>,
    pub(super) review: Option<DaysSection>,
    pub(super) extension_conduct: Option<Cited>,
    #[serde(default)]
    pub(super) conduct: BTreeMap<ConductRule, Cited>,
    #[serde(default)]
    pub(super) indicators: BTreeMap<IndicatorKind, IndicatorSection>,
    pub(super) region: Option<RegionSection>,
    pub(super) traffic: Option<TrafficSection>,
    #[serde(default)]
    pub(super) standing: StandingSection,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSource {
    pub(super) title: String,
    pub(super) date: Option<TomlDate>,
}

/// A rule without a number: the file gives only its source.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cited {
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FigureValue {
    pub(super) value: Spanned<DecimalText>,
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
        /// Share of clicks of the last 48 hours that become an order.
        Cr48h = "cr_48h",
        /// Share of orders that are confirmed.
        Approval = "approval",
        /// Days for which a click counts.
        CookieDays = "cookie_days",
        /// Average days until an order is confirmed or rejected.
        HoldDays = "hold_days",
        /// Average days until an order is paid.
        PaymentDays = "payment_days",
        /// The highest commission of one order.
        OrderCap = "order_cap",
        /// The highest Hot rate.
        HotUpTo = "hot_up_to",
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableSection {
    pub(super) name: Spanned<String>,
    pub(super) valid_from: TomlDate,
    pub(super) valid_until: Option<TomlDate>,
    pub(super) increase_cap: Option<Spanned<DecimalText>>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
    /// The rate of every category that `percent` does not name.
    pub(super) every: Option<Spanned<RateCell>>,
    pub(super) percent: Option<Spanned<BTreeMap<Category, Spanned<RateCell>>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassSection {
    pub(super) since: Option<TomlDate>,
    pub(super) affiliate: Spanned<String>,
    pub(super) non_affiliate: Spanned<String>,
    /// Orders of non-affiliate products do not appear in statistics.
    #[serde(default)]
    pub(super) non_affiliate_unseen: bool,
    pub(super) new_buyer: Option<Spanned<String>>,
    pub(super) hot: Tristate,
    pub(super) attribution: Attribution,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

/// How an order is attributed to a link.
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
pub(super) struct OverrideSection {
    pub(super) when: OverrideCondition,
    pub(super) affiliate: Option<Spanned<DecimalText>>,
    pub(super) non_affiliate: Option<Spanned<DecimalText>>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OverrideCondition {
    Virtual,
    CisDelivery,
    Store(StoreList),
}

impl<'de> Deserialize<'de> for OverrideCondition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "virtual" => Ok(OverrideCondition::Virtual),
            "cis_delivery" => Ok(OverrideCondition::CisDelivery),
            list => list.parse().map(OverrideCondition::Store).map_err(D::Error::custom),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HotSection {
    /// Whether the increase needs the product's own Hot link.
    pub(super) special_link: bool,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

/// The countries of the program: `only` these, or all `except` these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionSection {
    pub(super) only: Option<BTreeSet<Country>>,
    pub(super) except: Option<BTreeSet<Country>>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndicatorSection {
    pub(super) clicks_above: u32,
    pub(super) cr_below: Option<Spanned<DecimalText>>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DaysSection {
    pub(super) days: u32,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrafficSection {
    pub(super) source: Spanned<String>,
    pub(super) section: String,
    pub(super) permission: BTreeMap<TrafficSource, Permission>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StandingSection {
    pub(super) payment_window: Option<PaymentWindowSection>,
    pub(super) cookie: Option<DaysSection>,
    pub(super) one_session: Option<Cited>,
    pub(super) returned_orders: Option<Cited>,
    pub(super) antispam: Option<AntispamSection>,
    pub(super) similar_product: Option<Cited>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaymentWindowSection {
    pub(super) hours: u32,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AntispamSection {
    pub(super) low: Spanned<DecimalText>,
    pub(super) high: Spanned<DecimalText>,
    pub(super) source: Spanned<String>,
    pub(super) section: String,
}
