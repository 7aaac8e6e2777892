//! Rows and offers that are left out, and why.

use dealink_core::message::Message;

/// Faults that are kept with their words; of more, only their number.
const KEPT: usize = 300;

/// A row or an offer that was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct RowError {
    /// The line on which it begins, from 1, in the unpacked text.
    pub line: u64,
    /// What is wrong with it.
    pub message: Message,
}

/// What can be wrong. Nothing of the row itself is told: it is somebody's text, and may be anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowErrorKind {
    NoId,
    NoLink,
    Link,
    Price,
    Columns,
    Quote,
    Long,
    Encoding,
    Markup,
    Unclosed,
}

impl RowErrorKind {
    fn message(self) -> Message {
        Message::new(match self {
            RowErrorKind::NoId => "feeds-fault-id",
            RowErrorKind::NoLink => "feeds-fault-no-link",
            RowErrorKind::Link => "feeds-fault-link",
            RowErrorKind::Price => "feeds-fault-price",
            RowErrorKind::Columns => "feeds-fault-columns",
            RowErrorKind::Quote => "feeds-fault-quote",
            RowErrorKind::Long => "feeds-fault-long",
            RowErrorKind::Encoding => "feeds-fault-encoding",
            RowErrorKind::Markup => "feeds-fault-markup",
            RowErrorKind::Unclosed => "feeds-fault-unclosed",
        })
    }
}

/// The first faults, and how many there are.
#[derive(Debug, Default)]
pub(super) struct RowErrors {
    pub(super) kept: Vec<RowError>,
    pub(super) count: u64,
}

impl RowErrors {
    pub(super) fn push(&mut self, line: u64, why: RowErrorKind) {
        self.count += 1;
        if self.kept.len() < KEPT {
            self.kept.push(RowError { line, message: why.message() });
        }
    }
}
