//! The rows that contain a word: their numbers as differences, or one bit for each row if more than an eighth of the rows contain it.

use super::error::damage_error;
use super::varint::read_varint;
use std::io;

/// Whether the postings of a word with `count` rows are bits.
pub(super) fn is_dense(count: u64, rows: u64) -> bool {
    count > rows / 8
}

/// A set of row numbers, with one bit for each row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowSet(Vec<u64>);

impl RowSet {
    pub(super) fn empty(rows: u64) -> RowSet {
        RowSet(vec![0; rows.div_ceil(64) as usize])
    }

    /// `None` for a number that no row has.
    #[inline]
    pub(super) fn insert(&mut self, number: u64) -> Option<()> {
        *self.0.get_mut((number / 64) as usize)? |= 1 << (number % 64);
        Some(())
    }

    pub(super) fn contains(&self, number: u64) -> bool {
        self.word((number / 64) as usize) >> (number % 64) & 1 == 1
    }

    /// The bits of the numbers from `64 * nth` on.
    #[inline]
    pub(super) fn word(&self, nth: usize) -> u64 {
        self.0.get(nth).copied().unwrap_or_default()
    }

    /// Whether any of the `count` rows from `from` on is in it; both are multiples of 64.
    pub(super) fn any(&self, from: usize, count: usize) -> bool {
        let words = from / 64..((from + count) / 64).min(self.0.len());
        self.0.get(words).is_some_and(|words| words.iter().any(|word| *word != 0))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The numbers from `from`, a multiple of 64, to before `end`.
    pub(super) fn between(&self, from: usize, end: usize) -> impl Iterator<Item = usize> {
        let words = self.0.get(from / 64..end.div_ceil(64).min(self.0.len())).unwrap_or_default();
        let numbers = (from..).step_by(64).zip(words).flat_map(|(base, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let lowest = base + left.trailing_zeros() as usize;
                (left != 0).then(|| {
                    left &= left - 1;
                    lowest
                })
            })
        });
        numbers.take_while(move |number| *number < end)
    }

    /// The numbers that are in both sets; `None` is all numbers.
    pub(super) fn intersect(mut self, other: Option<&RowSet>) -> RowSet {
        for (word, other) in self.0.iter_mut().zip(other.iter().flat_map(|other| &other.0)) {
            *word &= other;
        }
        self
    }

    /// The lowest number is the lowest bit of the first byte.
    pub(super) fn to_bytes(&self) -> impl Iterator<Item = u8> {
        self.0.iter().flat_map(|word| word.to_le_bytes())
    }

    /// Bytes that [`RowSet::to_bytes`] gives for so many rows.
    pub(super) fn length(rows: u64) -> u64 {
        rows.div_ceil(64) * 8
    }

    pub(super) fn insert_postings(&mut self, count: u64, rows: u64, mut postings: &[u8]) -> io::Result<()> {
        let fault = || damage_error("postings");
        if is_dense(count, rows) {
            if postings.len() as u64 != RowSet::length(rows) {
                return Err(fault());
            }
            for (word, bytes) in self.0.iter_mut().zip(postings.as_chunks().0) {
                *word |= u64::from_le_bytes(*bytes);
            }
            return Ok(());
        }
        let mut number = 0_u64;
        for _ in 0..count {
            number =
                read_varint(&mut postings).and_then(|step| number.checked_add(step)).ok_or_else(fault)?;
            self.insert(number).ok_or_else(fault)?;
        }
        Ok(())
    }
}
