//! The file that a feed becomes: written once, whole, and never changed; described in `docs/CATALOG.md`.
//!
//! Whoever has it open goes on reading it after another took its place. Everything in it is under checksums, so what comes out
//! is what was put in, or a fault.

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

/// Rows of an index, at most.
const MOST_ROWS: u32 = i32::MAX as u32;
