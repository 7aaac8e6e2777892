//! From an id to the location of its row: all ids in order, in pages that are found by their first ids.

use std::io::{self, Write};

use super::pages::PAGE;
use super::varint::u64_at;

/// Bytes of a key: id and location.
pub(super) const KEY_BYTES: usize = 16;
/// Keys of a page.
const EACH_PAGE: usize = PAGE / KEY_BYTES;

/// Where a row is: the block's position and length in units of 64 bytes, and the row's number in the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RowLocation(pub(super) u64);

/// Blocks are padded to a multiple of so many bytes.
pub(super) const UNIT: usize = 64;
const SLOT_BITS: u32 = 10;
const LENGTH_BITS: u32 = 11;
pub(super) const MOST_IN_BLOCK: u32 = 1 << SLOT_BITS;

impl RowLocation {
    /// The first row of the block at `at` with this length; both are multiples of [`UNIT`].
    pub(super) fn of_block(at: u64, length: usize) -> RowLocation {
        let (at, length) = (at / UNIT as u64, (length / UNIT) as u64);
        RowLocation(at << (SLOT_BITS + LENGTH_BITS) | length << SLOT_BITS)
    }

    /// The row of this number in the same block.
    pub(super) fn in_block(self, slot: u32) -> RowLocation {
        RowLocation(self.0 & !u64::from(MOST_IN_BLOCK - 1) | u64::from(slot))
    }

    pub(super) fn at(self) -> u64 {
        (self.0 >> (SLOT_BITS + LENGTH_BITS)) * UNIT as u64
    }

    pub(super) fn length(self) -> usize {
        (self.0 >> SLOT_BITS & ((1 << LENGTH_BITS) - 1)) as usize * UNIT
    }

    pub(super) fn slot(self) -> u32 {
        (self.0 & u64::from(MOST_IN_BLOCK - 1)) as u32
    }
}

/// Writes keys; their ids must rise.
#[derive(Debug, Default)]
pub(super) struct KeyWriter {
    written: u64,
    first_ids: Vec<u8>,
}

impl KeyWriter {
    pub(super) fn push(&mut self, id: u64, location: RowLocation, into: &mut impl Write) -> io::Result<()> {
        if self.written.is_multiple_of(EACH_PAGE as u64) {
            self.first_ids.extend_from_slice(&id.to_le_bytes());
        }
        self.written += 1;
        let mut key = [0; KEY_BYTES];
        key[..8].copy_from_slice(&id.to_le_bytes());
        key[8..].copy_from_slice(&location.0.to_le_bytes());
        into.write_all(&key)
    }

    /// The number of keys, and the first id of each page.
    pub(super) fn finish(self) -> (u64, Vec<u8>) {
        (self.written, self.first_ids)
    }
}

/// The keys of one page, or of several in a row.
#[derive(Clone, Copy)]
pub(super) struct Keys<'a>(pub(super) &'a [u8]);

impl Keys<'_> {
    pub(super) fn id(self, nth: usize) -> u64 {
        u64_at(self.0, nth * KEY_BYTES)
    }

    pub(super) fn location(self, nth: usize) -> RowLocation {
        RowLocation(u64_at(self.0, nth * KEY_BYTES + 8))
    }

    pub(super) fn find(self, id: u64) -> Option<RowLocation> {
        let keys = self.0.as_chunks::<KEY_BYTES>().0;
        let nth = keys.binary_search_by_key(&id, |key| u64_at(key, 0)).ok()?;
        Some(self.location(nth))
    }
}

/// The first id of each page.
#[derive(Debug)]
pub(super) struct KeyIndex(Vec<u64>);

impl KeyIndex {
    /// Reads what [`KeyWriter::finish`] gave.
    pub(super) fn parse(bytes: &[u8]) -> KeyIndex {
        KeyIndex((0..bytes.len() / 8).map(|nth| u64_at(bytes, nth * 8)).collect())
    }

    /// The position, within the keys, of the page that would have this id.
    pub(super) fn page(&self, id: u64) -> Option<u64> {
        let after = self.0.partition_point(|first| *first <= id);
        Some((after.checked_sub(1)? * PAGE) as u64)
    }
}
