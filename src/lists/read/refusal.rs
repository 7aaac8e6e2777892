//! Why a file or a row is refused. Only `message` knows the keys of the texts.

use dealink_core::message::Message;

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// The most rows that a list may have.
pub const MOST_ROWS: usize = 200_000;
/// The longest keyword, in characters.
pub(super) const LONGEST_KEYWORD: usize = 100;

/// The reason why a whole file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
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
            Self::BrokenWorkbook => Message::new("lists-refused-workbook"),
            Self::Binary => Message::new("lists-refused-binary"),
            Self::OpenQuote { line } => Message::new("lists-refused-quote").with("line", line.to_string()),
            Self::NoKeywordColumn => Message::new("lists-refused-columns"),
            Self::Empty => Message::new("lists-refused-empty"),
        }
    }
}

/// A row that is not a valid entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line of the text or row of the sheet, from 1.
    pub line: usize,
    pub problem: EntryProblem,
    /// The start of the entry's cell.
    pub quote: String,
}

/// Why a cell is not an entry of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
