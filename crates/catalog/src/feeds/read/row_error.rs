//! Errors of single rows and offers, which are left out of the import.

use dealink_core::message::Message;

/// The most errors that are kept; further errors are only counted.
const KEPT: usize = 300;

/// A row or an offer that was left out, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct RowError {
    /// The line on which it begins, from 1, in the unpacked text.
    pub line: u64,
    pub kind: RowErrorKind,
}

/// What is wrong with a row. Contains nothing of the row's text, because the text is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowErrorKind {
    NoId,
    NoLink,
    /// The link is no web address.
    Link,
    /// A price is no number.
    Price,
    /// More fields than columns.
    Columns,
    /// A quotation mark out of place.
    Quote,
    /// Longer than a row may be.
    Long,
    /// No valid UTF-8.
    Encoding,
    /// XML that is not well-formed.
    Markup,
    /// An element that is not closed.
    Unclosed,
}

impl RowErrorKind {
    pub fn message(self) -> Message {
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

/// The first errors, and how many there are.
#[derive(Debug, Default)]
pub(super) struct RowErrors {
    pub(super) kept: Vec<RowError>,
    pub(super) count: u64,
}

impl RowErrors {
    pub(super) fn push(&mut self, line: u64, kind: RowErrorKind) {
        self.count += 1;
        if self.kept.len() < KEPT {
            self.kept.push(RowError { line, kind });
        }
    }
}
