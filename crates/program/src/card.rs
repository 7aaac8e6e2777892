//! The parts of a program's card, which shows everything that its file says, as messages without a language.

use dealink_core::message::Message;
use dealink_core::money::{Money, Percent};
use jiff::civil::Date;

use super::names::names;
use super::region::Region;
use super::rules::{Citation, Program, RateTable};

names! { "card",
    /// A part of the card.
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

/// A table of rates, as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct TableSpan {
    pub name: String,
    pub valid_from: Date,
    /// The last day; `None` while it holds.
    pub valid_until: Option<Date>,
    /// The lowest and the highest rate, without the special category; `None` if no rate is known.
    pub span: Option<(Percent, Percent)>,
    /// The most that it may add to the standard commission.
    pub increase_cap: Option<Money>,
    /// Where it was read.
    pub citation: Citation,
}

impl Program {
    /// The rate tables, in the order of the file.
    pub fn tables(&self) -> Vec<TableSpan> {
        let table = |table: &RateTable| TableSpan {
            name: table.name.clone(),
            valid_from: table.valid_from,
            valid_until: table.valid_until,
            span: table.span(),
            increase_cap: table.increase_cap,
            citation: table.source.clone(),
        };
        self.tables.iter().map(table).collect()
    }

    /// The number of overrides, which replace the rates of the classes: stores, virtual products, delivery.
    pub fn override_count(&self) -> usize {
        self.overrides.len()
    }
}

impl TableSpan {
    /// The table as a message.
    pub fn message(&self) -> Message {
        let key = if self.span.is_some() { CardPart::Table } else { CardPart::TableUnknown };
        let message = Message::new(key.key()).with("name", self.name.clone()).with("date", self.valid_from);
        match self.span {
            Some((low, high)) => message.with("low", low).with("high", high),
            None => message,
        }
    }

    /// The table's last day as a message, where it has one.
    pub fn until_message(&self) -> Option<Message> {
        Some(Message::new(CardPart::Until.key()).with("date", self.valid_until?))
    }
}

impl Region {
    /// The region as a message.
    pub fn message(&self) -> Message {
        let (part, countries) = match self {
            Region::Only(countries) => (CardPart::RegionOnly, countries),
            Region::AllExcept(countries) => (CardPart::RegionExcept, countries),
        };
        let countries: Vec<&str> = countries.iter().map(|country| country.code()).collect();
        Message::new(part.key()).with("countries", countries.join(", "))
    }
}
