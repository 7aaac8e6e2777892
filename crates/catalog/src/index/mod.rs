//! The index file of a feed: written once as a whole, and never changed. `docs/CATALOG.md` describes it.
//!
//! A process that has it open can go on reading it after it was replaced. Everything in it is covered by checksums, so a reader
//! gets what was written, or an error.

mod attributes;
mod block;
mod categories;
mod error;
mod header;
mod inverted;
mod key_sort;
mod keys;
mod packed_row;
mod pages;
mod postings;
mod reader;
mod row_codec;
mod search;
mod spill;
mod varint;
mod vocabulary;
mod words;
mod worker;
mod writer;

pub(super) use attributes::{Attributes, CURRENCY_NUMBERS, Record, currency_number, pack_last_day};
pub use error::IndexError;
pub(super) use packed_row::days_since_epoch;
pub use reader::Index;
#[cfg(test)]
pub(crate) use words::LONGEST_WORD;
pub use writer::{FinishedIndex, IndexWriter};

/// The most rows of an index.
const MOST_ROWS: u32 = i32::MAX as u32;
