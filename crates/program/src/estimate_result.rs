//! The result of an estimate: figures, the rate behind them, the rules that were applied, and warnings.

use dealink_core::message::{Argument, Message};
use dealink_core::money::{Money, Percent};
use jiff::civil::Date;

use crate::codes::{ReasonCode, WarningCode};
use crate::names::{RateSource, Severity};
use crate::rules::Citation;

/// The commission for one order, as far as it can be known.
///
/// Amounts are in the price's currency, rounded to its minor unit. Without a price they are `None` and only the rates are given;
/// where a needed rate is unknown, everything is `None`. A forbidden traffic source does not change the amounts: they are what
/// the rules would pay, and a [`Severity::Stop`] warning says that it will not be paid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The lowest amount that the unknowns allow.
    pub low: Option<Money>,
    /// The highest amount that the unknowns allow.
    pub high: Option<Money>,
    /// The most probable amount of an approved order: an unknown buyer counts as one who has ordered before. `None` where an unknown
    /// product, category or seller's rate makes a difference.
    pub likely: Option<Money>,
    /// The rate, where the unknowns make no difference to it; before caps.
    pub rate: Option<RateUsed>,
    /// The sources of the possible rates, each once.
    pub bases: Vec<Basis>,
    pub low_rate: Option<Percent>,
    pub high_rate: Option<Percent>,
    /// The rules that were applied, in their order.
    pub reasons: Vec<Reason>,
    /// The most severe first.
    pub warnings: Vec<Warning>,
}

/// A rate before any cap, and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct RateUsed {
    pub percent: Percent,
    pub basis: Basis,
}

/// The source of a rate, or of each rate of a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// What kind of source; `source.key()` is its text.
    pub source: RateSource,
    /// The day on which the rate was read or came into force; `None` for a Hot rate.
    pub date: Option<Date>,
    /// The document and section of a rate from the program file.
    pub citation: Option<String>,
}

/// A rule that was applied, or considered and not applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    pub code: ReasonCode,
    pub message: Message,
}

/// Why the commission may be less, or another thing to know about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    pub code: WarningCode,
    pub severity: Severity,
    /// The warning, worded as a rule, so that it is true however an unknown turns out.
    pub message: Message,
    pub source: Citation,
}

impl Reason {
    pub(super) fn new(code: ReasonCode, args: Vec<(&'static str, Argument)>) -> Self {
        Reason { code, message: Message { key: code.key(), args } }
    }
}

impl Warning {
    pub(super) fn new(
        code: WarningCode,
        severity: Severity,
        args: Vec<(&'static str, Argument)>,
        source: &Citation,
    ) -> Self {
        let message = Message { key: code.key(), args };
        Warning { code, severity, message, source: source.clone() }
    }
}
