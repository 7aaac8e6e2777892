//! Rows as they came, some dozen at a time.

use std::io::{self, Write};

use super::fault::damaged;
use super::keys::{MOST_IN_BLOCK, Spot, UNIT};
use super::number::u32_at;
use super::pages::PageWriter;

/// A block is full when it has this many bytes or more.
pub(super) const FULL: usize = 8 * 1024;
/// No block has more: the last row may begin just below [`FULL`].
pub(super) const LONGEST: usize = 64 * 1024;
/// Bytes before the rows: their length, the number of the first one, and how many there are.
pub(super) const HEAD: usize = 12;

/// A block's head.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// Bytes of the rows.
    bytes: usize,
    /// The number of the first row.
    pub(super) first: u32,
    /// How many rows there are.
    pub(super) rows: u32,
}

/// Writes a block that begins with [`HEAD`] bytes to be filled, and says where its first row is.
pub(super) fn write(block: &mut Vec<u8>, first: u32, rows: u32, into: &mut PageWriter) -> io::Result<Spot> {
    let bytes = block.len() - HEAD;
    for (place, number) in block.chunks_exact_mut(4).zip([bytes as u32, first, rows]) {
        place.copy_from_slice(&number.to_le_bytes());
    }
    block.resize(block.len().next_multiple_of(UNIT), 0);
    let at = into.at();
    into.write_all(block)?;
    Ok(Spot::first(at, block.len()))
}

impl Head {
    /// Reads the head that a block begins with.
    pub(super) fn read(block: &[u8]) -> io::Result<Head> {
        let head = Head { bytes: u32_at(block, 0) as usize, first: u32_at(block, 4), rows: u32_at(block, 8) };
        let fits = head.bytes <= LONGEST && head.rows <= MOST_IN_BLOCK;
        if fits { Ok(head) } else { Err(damaged("blocks")) }
    }

    /// Bytes of the block with its head and padding.
    pub(super) fn length(self) -> usize {
        (HEAD + self.bytes).next_multiple_of(UNIT)
    }

    /// The rows of the block, which is given with its head.
    pub(super) fn rows(self, block: &[u8]) -> io::Result<&[u8]> {
        block.get(HEAD..HEAD + self.bytes).ok_or_else(|| damaged("blocks"))
    }
}
