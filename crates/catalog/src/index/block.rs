//! Blocks of some dozen rows, in the order of the feed.

use std::io::{self, Write};

use super::error::damage_error;
use super::keys::{MOST_IN_BLOCK, RowLocation, UNIT};
use super::pages::PageWriter;
use super::varint::u32_at;

/// A block with so many bytes or more is full.
pub(super) const BLOCK_TARGET_BYTES: usize = 8 * 1024;
/// No block has more: the last row may begin just below [`BLOCK_TARGET_BYTES`].
pub(super) const MAX_BLOCK_BYTES: usize = 64 * 1024;
/// Bytes before the rows: the length of the rows, the number of the first one, and the number of rows.
pub(super) const BLOCK_HEADER_BYTES: usize = 12;

#[derive(Clone, Copy, Debug)]
pub(super) struct BlockHeader {
    /// Bytes of the rows.
    bytes: usize,
    /// The number of the first row in the index.
    pub(super) first: u32,
    pub(super) rows: u32,
}

/// Writes a block that begins with [`BLOCK_HEADER_BYTES`] bytes to be filled, and says where its first row is.
pub(super) fn write_block(
    block: &mut Vec<u8>,
    first: u32,
    rows: u32,
    into: &mut PageWriter,
) -> io::Result<RowLocation> {
    let bytes = block.len() - BLOCK_HEADER_BYTES;
    for (place, number) in block.chunks_exact_mut(4).zip([bytes as u32, first, rows]) {
        place.copy_from_slice(&number.to_le_bytes());
    }
    block.resize(block.len().next_multiple_of(UNIT), 0);
    let at = into.position();
    into.write_all(block)?;
    Ok(RowLocation::of_block(at, block.len()))
}

impl BlockHeader {
    pub(super) fn parse(block: &[u8]) -> io::Result<BlockHeader> {
        let head =
            BlockHeader { bytes: u32_at(block, 0) as usize, first: u32_at(block, 4), rows: u32_at(block, 8) };
        let fits = head.bytes <= MAX_BLOCK_BYTES && head.rows <= MOST_IN_BLOCK;
        if fits { Ok(head) } else { Err(damage_error("blocks")) }
    }

    /// Bytes of the block with its header and padding.
    pub(super) fn block_length(self) -> usize {
        (BLOCK_HEADER_BYTES + self.bytes).next_multiple_of(UNIT)
    }

    /// The bytes of the rows; `block` begins with its header.
    pub(super) fn rows(self, block: &[u8]) -> io::Result<&[u8]> {
        block.get(BLOCK_HEADER_BYTES..BLOCK_HEADER_BYTES + self.bytes).ok_or_else(|| damage_error("blocks"))
    }
}
