//! Why a file or a row is refused. Only `message` knows the keys of the texts.

use dealink_core::message::Message;
use serde::{Deserialize, Serialize};

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// The most rows that a list may have.
pub const MOST_ROWS: usize = 200_000;
/// The most sheets of a workbook.
pub(super) const MOST_SHEETS: usize = 250;
/// The longest keyword, in characters.
pub(super) const LONGEST_KEYWORD: usize = 100;

/// The reason why a whole file is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListRefusal {
    /// More than [`MOST_BYTES`].
    TooLarge,
    /// More than [`MOST_ROWS`].
    TooManyRows,
    /// Too much memory when unpacked.
    TooLargeUnpacked,
    /// A workbook of an old format, or one with a password.
    OldWorkbook,
    /// A workbook that cannot be read.
    BrokenWorkbook,
    /// A part of a workbook that names more entries than it has bytes.
    ImpossibleCount,
    /// More than [`MOST_SHEETS`].
    TooManySheets,
    /// Reading took longer than it may.
    TooSlow,
    /// The process that reads could not be started, or it failed in a way that is not the file's fault.
    NoReader,
    /// The bot was stopped while the file was read.
    Stopped,
    Binary,
    /// A quotation mark in this line is not closed.
    OpenQuote {
        /// The line, from 1.
        line: usize,
    },
    /// Several columns, none of which is named as that of the keywords.
    NoKeywordColumn,
    Empty,
}

impl ListRefusal {
    pub fn message(&self) -> Message {
        match self {
            Self::TooLarge => Message::new("lists-refused-size").with("most", MOST_BYTES / 1024 / 1024),
            Self::TooManyRows => Message::new("lists-refused-rows").with("most", MOST_ROWS),
            Self::TooLargeUnpacked => Message::new("lists-refused-unpacked"),
            Self::OldWorkbook => Message::new("lists-refused-old-workbook"),
            Self::BrokenWorkbook | Self::ImpossibleCount => Message::new("lists-refused-workbook"),
            Self::TooManySheets => Message::new("lists-refused-sheets").with("most", MOST_SHEETS),
            Self::TooSlow => Message::new("lists-refused-slow"),
            Self::NoReader => Message::new("lists-refused-reader"),
            Self::Stopped => Message::new("lists-refused-stopped"),
            Self::Binary => Message::new("lists-refused-binary"),
            Self::OpenQuote { line } => Message::new("lists-refused-quote").with("line", line.to_string()),
            Self::NoKeywordColumn => Message::new("lists-refused-columns"),
            Self::Empty => Message::new("lists-refused-empty"),
        }
    }
}

/// A row that is not a valid entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFault {
    /// The line of the text or row of the sheet, from 1.
    pub line: usize,
    pub problem: EntryProblem,
    /// The start of the entry's cell.
    pub quote: String,
}

/// Why a cell is not an entry of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryProblem {
    /// Empty instead of a store.
    NoStore,
    /// Neither a store's number nor an address.
    NotAStore,
    /// A number with too few or too many digits.
    StoreLength,
    /// A number without all its digits.
    RoundedStore,
    NoStoreInAddress,
    /// Empty instead of a keyword.
    NoKeyword,
    /// Longer than a keyword may be.
    KeywordLength,
    /// Not words in one line.
    NotAKeyword,
}

impl RowFault {
    /// The fault as a message, without its line.
    pub fn message(&self) -> Message {
        let quoting = |key| Message::new(key).with("value", self.quote.as_str());
        match self.problem {
            EntryProblem::NoStore => Message::new("lists-fault-no-store"),
            EntryProblem::NotAStore => quoting("lists-fault-store"),
            EntryProblem::StoreLength => quoting("lists-fault-store-length"),
            EntryProblem::RoundedStore => quoting("lists-fault-rounded"),
            EntryProblem::NoStoreInAddress => quoting("lists-fault-address"),
            EntryProblem::NoKeyword => Message::new("lists-fault-no-keyword"),
            EntryProblem::KeywordLength => {
                quoting("lists-fault-keyword-length").with("longest", LONGEST_KEYWORD)
            }
            EntryProblem::NotAKeyword => quoting("lists-fault-keyword"),
        }
    }
}
