//! Which rows a word stands in: their numbers, either as differences or, for a word of every eighth row and more, as one bit for
//! each row.

use super::error::damage_error;
use super::varint::read_varint;
use std::io;

/// Whether a word that stands in `count` of all rows is written as bits.
pub(super) fn is_dense(count: u64, rows: u64) -> bool {
    count > rows / 8
}

/// A set of numbers: one bit for each row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RowSet(Vec<u64>);

impl RowSet {
    /// None of so many rows.
    pub(super) fn empty(rows: u64) -> RowSet {
        RowSet(vec![0; rows.div_ceil(64) as usize])
    }

    /// Puts a number in; one that no row has is a fault.
    #[inline]
    pub(super) fn insert(&mut self, number: u64) -> Option<()> {
        *self.0.get_mut((number / 64) as usize)? |= 1 << (number % 64);
        Some(())
    }

    /// Whether a number is in it.
    pub(super) fn contains(&self, number: u64) -> bool {
        self.word((number / 64) as usize) >> (number % 64) & 1 == 1
    }

    /// Sixty-four numbers from this multiple of 64 on.
    #[inline]
    pub(super) fn word(&self, nth: usize) -> u64 {
        self.0.get(nth).copied().unwrap_or_default()
    }

    /// Whether any of so many rows from this one on is in it; both are multiples of 64.
    pub(super) fn any(&self, from: usize, count: usize) -> bool {
        let words = from / 64..((from + count) / 64).min(self.0.len());
        self.0.get(words).is_some_and(|words| words.iter().any(|word| *word != 0))
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Its numbers from a multiple of 64 up to, and without, another number.
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

    /// What is in the other as well.
    pub(super) fn intersect(mut self, other: Option<&RowSet>) -> RowSet {
        for (word, other) in self.0.iter_mut().zip(other.iter().flat_map(|other| &other.0)) {
            *word &= other;
        }
        self
    }

    /// As bytes, the lowest number in the lowest bit of the first.
    pub(super) fn to_bytes(&self) -> impl Iterator<Item = u8> {
        self.0.iter().flat_map(|word| word.to_le_bytes())
    }

    /// Bytes that [`RowSet::to_bytes`] gives for so many rows.
    pub(super) fn length(rows: u64) -> u64 {
        rows.div_ceil(64) * 8
    }

    /// Puts in what the postings of a word say.
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
