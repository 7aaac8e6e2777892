//! The checked rules of a program, as `reader.rs` makes them.

use std::collections::BTreeMap;

use dealink_core::money::{Currency, Decimal, Money, Percent};
use jiff::civil::Date;
use serde::Serialize;

use super::file::{Attribution, FigureKind, OverrideCondition};
use super::names::{Category, Permission, TrafficClass, TrafficSource};
use super::region::Region;
use super::value::Tristate;
use crate::codes::{ConductRule, IndicatorKind};

/// The source of a rule or number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    pub document: String,
    pub section: String,
    /// The day on which that section was changed or read; `None` where it has no date.
    pub date: Option<Date>,
}

impl Citation {
    /// Document and section in one line.
    pub fn text(&self) -> String {
        format!("{}: {}", self.document, self.section)
    }
}

/// The rules of one affiliate program.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) id: String,
    pub(super) network_id: u32,
    pub(super) name: String,
    pub(super) currency: Currency,
    pub(super) figures: BTreeMap<FigureKind, (Decimal, Citation)>,
    pub(super) tables: Vec<RateTable>,
    pub(super) classes: BTreeMap<TrafficClass, ClassRules>,
    pub(super) overrides: Vec<OverrideRule>,
    pub(super) hot: Option<HotRule>,
    pub(super) review: Option<(u32, Citation)>,
    pub(super) extension_conduct: Option<Citation>,
    pub(super) conduct: BTreeMap<ConductRule, Citation>,
    pub(super) indicators: Vec<Indicator>,
    pub(super) region: Option<(Region, Citation)>,
    pub(super) traffic: Option<(BTreeMap<TrafficSource, Permission>, Citation)>,
    pub(super) standing_rules: StandingRules,
}

impl Program {
    /// The name in file names and settings, such as `aliexpress-tr`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The number under which the affiliate network lists the program. Only the network's client interprets it.
    pub fn network_id(&self) -> u32 {
        self.network_id
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The currency of the program's payments and caps.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether the program allows a source. A source that it does not name is [`Permission::NotNamed`]; without a table of sources in
    /// the file every source is [`Permission::Unknown`].
    pub fn permission(&self, source: TrafficSource) -> Permission {
        match &self.traffic {
            Some((named, _)) => named.get(&source).copied().unwrap_or(Permission::NotNamed),
            None => Permission::Unknown,
        }
    }

    /// Every source with its permission, in the order of the program page.
    pub fn traffic_sources(&self) -> impl Iterator<Item = (TrafficSource, Permission)> {
        TrafficSource::ALL.iter().map(|source| (*source, self.permission(*source)))
    }

    /// The program's countries and their source; `None` where the file does not name them.
    pub fn region(&self) -> Option<(&Region, &Citation)> {
        self.region.as_ref().map(|(region, source)| (region, source))
    }

    /// `parse` has checked that every class has rules.
    pub(crate) fn class(&self, class: TrafficClass) -> &ClassRules {
        &self.classes[&class]
    }

    pub(crate) fn table(&self, name: &str, day: Date) -> Option<&RateTable> {
        let valid = |t: &&RateTable| t.valid_from <= day && t.valid_until.is_none_or(|until| day <= until);
        self.tables.iter().filter(|table| table.name == name).find(valid)
    }

    /// The last day of the last table of this name that had ended by a day.
    pub(crate) fn last_day(&self, name: &str, day: Date) -> Option<Date> {
        let named = self.tables.iter().filter(|table| table.name == name);
        named.filter_map(|table| table.valid_until).filter(|until| *until < day).max()
    }
}

/// Rates by category for a period.
#[derive(Clone, Debug)]
pub struct RateTable {
    pub name: String,
    pub valid_from: Date,
    /// The last day; `None` while it holds.
    pub valid_until: Option<Date>,
    /// The most that this table may add to the standard commission, in the program's currency.
    pub increase_cap: Option<Money>,
    /// Has every category.
    pub(super) percent: BTreeMap<Category, TableRate>,
    pub source: Citation,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TableRate {
    Exact(Percent),
    /// Between two rates, depending on seller and product.
    Between(Percent, Percent),
    Unknown,
}

impl TableRate {
    /// The rate, or the lower end of a span.
    pub(super) fn low(self) -> Option<Percent> {
        match self {
            TableRate::Exact(percent) | TableRate::Between(percent, _) => Some(percent),
            TableRate::Unknown => None,
        }
    }

    /// The rate, or the upper end of a span.
    pub(super) fn high(self) -> Option<Percent> {
        match self {
            TableRate::Exact(percent) | TableRate::Between(_, percent) => Some(percent),
            TableRate::Unknown => None,
        }
    }
}

impl RateTable {
    /// The lowest and the highest rate, without the special category; `None` when no rate is known.
    pub fn span(&self) -> Option<(Percent, Percent)> {
        let rates = || self.percent.iter().filter(|(c, _)| **c != Category::Special).map(|(_, rate)| *rate);
        let low = rates().filter_map(TableRate::low).min();
        low.zip(rates().filter_map(TableRate::high).max())
    }
}

#[derive(Clone, Debug)]
pub(super) struct HotRule {
    pub(super) special_link: bool,
    pub(super) source: Citation,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Pay {
    Nothing,
    Unknown,
    /// Tables of this name; the day of the order picks one.
    Table(String),
}

#[derive(Clone, Debug)]
pub(super) struct ClassRules {
    pub(super) since: Option<Date>,
    pub(super) affiliate: Pay,
    pub(super) non_affiliate: Pay,
    pub(super) non_affiliate_unseen: bool,
    pub(super) new_buyer: Option<String>,
    pub(super) hot: Tristate,
    pub(super) attribution: Attribution,
    pub(super) source: Citation,
}

#[derive(Clone, Debug)]
pub(super) struct OverrideRule {
    pub(super) when: OverrideCondition,
    pub(super) affiliate: Option<Percent>,
    pub(super) non_affiliate: Option<Percent>,
    pub(super) source: Citation,
}

/// A critical traffic indicator, on days with more clicks than `clicks_above`.
#[derive(Clone, Debug)]
pub struct Indicator {
    pub kind: IndicatorKind,
    pub clicks_above: u32,
    /// It applies below this conversion; `None`: when there is no order at all.
    pub cr_below: Option<Percent>,
    pub source: Citation,
}

#[derive(Clone, Debug)]
pub(super) struct StandingRules {
    pub(super) payment_window: Option<(u32, Citation)>,
    pub(super) cookie: Option<(u32, Citation)>,
    pub(super) one_session: Option<Citation>,
    pub(super) returned_orders: Option<Citation>,
    pub(super) antispam: Option<(Percent, Percent, Citation)>,
    pub(super) similar_product: Option<Citation>,
}
