//! The figures of a program: approval rate, hold time, earnings per click and the like.

use dealink_core::message::{Argument, Message};
use dealink_core::money::{Money, Percent};

use crate::file::FigureKind;
use crate::rules::{Citation, Program};
use crate::terms::Terms;

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
}
