//! The affiliate program's rules: from a product and an order to an estimate with its reasons. Pure.
//!
//! The rules are data (`programs/*.toml`), each number with its source and date. What is unknown stays unknown: it
//! widens the estimate and never becomes a guess. No I/O, no clock (the day of the order is part of the [`EstimateRequest`]).

mod answer;
mod by_class;
mod card;
mod case;
mod class_rate;
mod conduct;
mod consequence;
mod estimate;
mod file;
mod file_error;
mod names;
mod read;
mod region;
mod request;
mod rules;
mod shop_categories;
mod terms;
mod value;
mod worth;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use answer::{Basis, Estimate, RateUsed, Reason, ReasonCode, Warning, WarningCode};
pub use card::{CardPart, TableSpan};
pub use conduct::{ConductRule, Indicator, IndicatorKind};
pub use consequence::Consequence;
pub use file::FigureKind;
pub use file_error::{FileProblem, ProgramFileError};
pub use names::{
    Affiliation, Buyer, Category, Permission, RateSource, Severity, StoreList, TrafficClass, TrafficSource,
    UnknownName,
};
pub use region::{Country, NotACountry, Region};
pub use request::{EstimateRequest, HotOffer, LiveRate};
pub use rules::{Citation, Program};
pub use shop_categories::map_shop_category;
pub use terms::{ListedRate, Terms};
pub use worth::{Amounts, Clicks, Epc, Expected, Payout, Worth};

use dealink_core::message::{Argument, Message};
use dealink_core::money::{Currency, Money, Percent};
use file::OverrideCondition;
use rules::{ClassRules, RateTable};

const ALIEXPRESS_TR: &str = include_str!("../../../programs/aliexpress-tr.toml");
const ALIEXPRESS_WW: &str = include_str!("../../../programs/aliexpress-ww.toml");
const ALIEXPRESS_RU_CIS: &str = include_str!("../../../programs/aliexpress-ru-cis.toml");

/// A figure of the program, such as its approval rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Which figure it is.
    pub kind: FigureKind,
    /// Money, a percentage, or a number of days.
    pub value: Argument,
    /// The figure with its label; the value is the argument `value`.
    pub sentence: Message,
    /// Where it was read, and when.
    pub citation: Citation,
}

impl Program {
    /// AliExpress TR, from the file that is compiled in.
    pub fn builtin() -> Program {
        Program::parse(ALIEXPRESS_TR).expect("the built-in program file is read by a test")
    }

    /// The programs that are compiled in: AliExpress TR, WW, and RU&CIS.
    pub fn builtins() -> Vec<Program> {
        let read = |text| Program::parse(text).expect("the built-in program files are read by a test");
        [ALIEXPRESS_TR, ALIEXPRESS_WW, ALIEXPRESS_RU_CIS].map(read).into()
    }

    /// The built-in program of this number at Admitad.
    pub fn by_network_id(admitad_id: u32) -> Option<Program> {
        Program::builtins().into_iter().find(|program| program.network_id == admitad_id)
    }

    /// The name in file names and settings, such as `aliexpress-tr`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The program's number at Admitad.
    pub fn network_id(&self) -> u32 {
        self.network_id
    }

    /// The name for people.
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

    /// The program's figures, in the order of the program page: the network's where `terms` have one, else the file's.
    pub fn figures(&self, terms: Option<&Terms>) -> Vec<Figure> {
        let figure = |kind: &FigureKind| {
            let live = terms.and_then(|terms| terms.figure(*kind));
            let (number, citation) = live.or_else(|| self.figures.get(kind).cloned())?;
            let value: Argument = match kind {
                FigureKind::Epc | FigureKind::OrderCap => Money::new(number, self.currency).rounded().into(),
                FigureKind::Cr | FigureKind::Cr48h | FigureKind::Approval | FigureKind::HotUpTo => {
                    Percent(number).into()
                }
                FigureKind::CookieDays | FigureKind::HoldDays | FigureKind::PaymentDays => number.into(),
            };
            let sentence = Message::new(kind.key()).with("value", value.clone());
            Some(Figure { kind: *kind, value, sentence, citation })
        };
        FigureKind::ALL.iter().filter_map(figure).collect()
    }

    /// Notes that hold for every order and are therefore in no estimate: cookie, payment window, returns, deductions, region.
    pub fn standing_notes(&self) -> Vec<Warning> {
        let standing = &self.standing_rules;
        let note = |code, args, source: &Citation| Warning::new(code, Severity::Note, args, source);
        let mut notes = Vec::new();
        if let Some((days, source)) = &standing.cookie {
            notes.push(note(WarningCode::CookieLifetime, vec![("days", (*days).into())], source));
        }
        if let Some(source) = &standing.one_session {
            notes.push(note(WarningCode::OneSession, Vec::new(), source));
        }
        if let Some((hours, source)) = &standing.payment_window {
            notes.push(note(WarningCode::PaymentWindow, vec![("hours", (*hours).into())], source));
        }
        if let Some(source) = &standing.returned_orders {
            notes.push(note(WarningCode::ReturnedOrders, Vec::new(), source));
        }
        if let Some((low, high, source)) = &standing.antispam {
            let args = vec![("low", (*low).into()), ("high", (*high).into())];
            notes.push(note(WarningCode::AntispamDeduction, args, source));
        }
        if let Some((_, source)) = &self.region {
            notes.push(note(WarningCode::Region, Vec::new(), source));
        }
        // The country of delivery is known only after the order, so the rule is told in advance.
        if let Some(rule) = self.overrides.iter().find(|rule| rule.when == OverrideCondition::CisDelivery) {
            notes.push(note(WarningCode::CisDelivery, Vec::new(), &rule.source));
        }
        if let Some(source) = &standing.similar_product {
            notes.push(note(WarningCode::SimilarProduct, Vec::new(), source));
        }
        notes
    }

    /// The rules of a class; `parse` has checked that every class has rules.
    fn class(&self, class: TrafficClass) -> &ClassRules {
        &self.classes[&class]
    }

    /// The table of this name that is valid on a day.
    fn table(&self, name: &str, day: Date) -> Option<&RateTable> {
        let valid = |t: &&RateTable| t.valid_from <= day && t.valid_until.is_none_or(|until| day <= until);
        self.tables.iter().filter(|table| table.name == name).find(valid)
    }

    /// The last day of the last table of this name that had ended by a day.
    fn last_day(&self, name: &str, day: Date) -> Option<Date> {
        let named = self.tables.iter().filter(|table| table.name == name);
        named.filter_map(|table| table.valid_until).filter(|until| *until < day).max()
    }
}
