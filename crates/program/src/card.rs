//! The parts of a program's card, which shows everything that its file says, as messages without a language: tables, figures,
//! conduct, indicators, and the notes that hold for every order.

use dealink_core::message::{Argument, Message};
use dealink_core::money::{Money, Percent};

use crate::codes::{ConductRule, WarningCode};
use crate::estimate_result::Warning;
use crate::file::{FigureKind, OverrideCondition};
use crate::names::{Severity, names};
use crate::region::Region;
use crate::rules::{Citation, Indicator, Program, RateTable};
use crate::terms::Terms;

names! { "card",
    CardPart {
        Figures = "figures",
        Tables = "tables",
        /// What each class of traffic is paid.
        Classes = "classes",
        Traffic = "traffic",
        /// Notes that hold for every order.
        Standing = "standing",
        Conduct = "conduct",
        Indicators = "indicators",
        /// The program's countries, all named.
        RegionOnly = "region_only",
        /// All countries but those named.
        RegionExcept = "region_except",
        /// A table's line.
        Table = "table",
        /// A table's line without any known rate.
        TableUnknown = "table_unknown",
        Until = "until",
        /// A part that the file leaves out.
        NotKnown = "not_known",
    }
}

impl RateTable {
    pub fn message(&self) -> Message {
        let of_table = |part: CardPart| {
            Message::new(part.key()).with("name", self.name.as_str()).with("date", self.valid_from)
        };
        match self.span() {
            Some((low, high)) => of_table(CardPart::Table).with("low", low).with("high", high),
            None => of_table(CardPart::TableUnknown),
        }
    }

    /// The table's last day as a message, where it has one.
    pub fn until_message(&self) -> Option<Message> {
        Some(Message::new(CardPart::Until.key()).with("date", self.valid_until?))
    }
}

impl Region {
    pub fn message(&self) -> Message {
        let (part, countries) = match self {
            Region::Only(countries) => (CardPart::RegionOnly, countries),
            Region::AllExcept(countries) => (CardPart::RegionExcept, countries),
        };
        let countries: Vec<&str> = countries.iter().map(|country| country.code()).collect();
        Message::new(part.key()).with("countries", countries.join(", "))
    }
}

/// A figure of the program, such as its approval rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub kind: FigureKind,
    /// Money, a percentage, or a number of days.
    pub value: Argument,
    /// The figure with its label; the value is the argument `value`.
    pub message: Message,
    /// Where it was read, and when.
    pub citation: Citation,
}

impl Program {
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
            let message = Message::new(kind.key()).with("value", value.clone());
            Some(Figure { kind: *kind, value, message, citation })
        };
        FigureKind::ALL.iter().filter_map(figure).collect()
    }

    pub fn tables(&self) -> &[RateTable] {
        &self.tables
    }

    /// The number of overrides, which replace the rates of the classes: stores, virtual products, delivery.
    pub fn override_count(&self) -> usize {
        self.overrides.len()
    }

    /// The rules of conduct in the program file, as messages with their sources.
    pub fn conduct(&self) -> Vec<(ConductRule, Message, Citation)> {
        let rule =
            |(rule, source): (&ConductRule, &Citation)| (*rule, Message::new(rule.key()), source.clone());
        self.conduct.iter().map(rule).collect()
    }

    /// The critical traffic indicators in the program file.
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
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
        // The country of delivery is known only after the order, so the rule is a note in advance.
        if let Some(rule) = self.overrides.iter().find(|rule| rule.when == OverrideCondition::CisDelivery) {
            notes.push(note(WarningCode::CisDelivery, Vec::new(), &rule.source));
        }
        if let Some(source) = &standing.similar_product {
            notes.push(note(WarningCode::SimilarProduct, Vec::new(), source));
        }
        notes
    }
}

impl Indicator {
    pub fn message(&self) -> Message {
        let message = Message::new(self.kind.key()).with("clicks", self.clicks_above);
        match self.cr_below {
            Some(cr) => message.with("cr", cr),
            None => message,
        }
    }
}
