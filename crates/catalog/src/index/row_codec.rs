//! The rows of a block as bytes. Texts are written as they differ from the row before, because the addresses of one feed are nearly
//! alike.

use super::categories::NO_CATEGORY;
use super::packed_row::PackedRow;
use super::varint::{read_length, read_varint, split_bytes, write_varint};
use crate::RowTexts;

/// A text of the row before, from which the next one is written as a difference.
#[derive(Debug, Default)]
struct DeltaText {
    text: Vec<u8>,
    spare: Vec<u8>,
}

impl DeltaText {
    /// Writes the lengths of the shared beginning and the shared end, and what is between.
    fn write(&mut self, text: &[u8], block: &mut Vec<u8>) {
        let start = shared_start(&self.text, text);
        let (before, rest) = (&self.text[start..], &text[start..]);
        let end = before.iter().rev().zip(rest.iter().rev()).take_while(|(a, b)| a == b).count();
        let middle = &rest[..rest.len() - end];
        for number in [start, end, middle.len()] {
            write_varint(number as u64, block);
        }
        block.extend_from_slice(middle);
        self.text.clear();
        self.text.extend_from_slice(text);
    }

    fn read(&mut self, bytes: &mut &[u8]) -> Option<()> {
        let (start, end) = (read_varint(bytes)?, read_varint(bytes)?);
        let length = read_length(bytes)?;
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        self.spare.clear();
        self.spare.extend_from_slice(self.text.get(..start)?);
        self.spare.extend_from_slice(split_bytes(bytes, length)?);
        self.spare.extend_from_slice(self.text.get(self.text.len().checked_sub(end)?..)?);
        std::mem::swap(&mut self.text, &mut self.spare);
        Some(())
    }

    fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.text).ok()
    }
}

/// Bytes that two texts share at their beginnings.
fn shared_start(one: &[u8], other: &[u8]) -> usize {
    let chunks = one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0).take_while(|(a, b)| a == b);
    let whole = chunks.count() * 8;
    whole + one[whole..].iter().zip(&other[whole..]).take_while(|(a, b)| a == b).count()
}

/// Writes and reads the rows of a block, one after the other.
#[derive(Debug, Default)]
pub(super) struct RowCodec {
    title: DeltaText,
    link: DeltaText,
    picture: DeltaText,
    category: DeltaText,
}

impl RowCodec {
    /// Begins a block: its first row does not refer to another.
    pub(super) fn begin_block(&mut self) {
        for text in [&mut self.title, &mut self.link, &mut self.picture, &mut self.category] {
            text.text.clear();
        }
    }

    /// Appends a row. A category is written by its name only if it has no number.
    pub(super) fn write(&mut self, row: &PackedRow<'_>, category: u16, block: &mut Vec<u8>) {
        row.write_numbers(category, block);
        self.title.write(row.texts.title.as_bytes(), block);
        self.link.write(row.texts.link.as_bytes(), block);
        self.picture.write(row.texts.picture.as_bytes(), block);
        if category == NO_CATEGORY {
            self.category.write(row.texts.category.as_bytes(), block);
        }
    }

    /// Reads a row off the front of a block; `None` if it is damaged.
    pub(super) fn read<'a>(
        &'a mut self,
        block: &mut &[u8],
        categories: &'a [Box<str>],
    ) -> Option<PackedRow<'a>> {
        let (row, category) = self.skip(block)?;
        let category = match category {
            NO_CATEGORY => self.category.text()?,
            numbered => categories.get(usize::from(numbered))?,
        };
        let (title, link, picture) = (self.title.text()?, self.link.text()?, self.picture.text()?);
        Some(PackedRow { texts: RowTexts { title, link, picture, category }, ..row })
    }

    /// Reads a row for its numbers alone, with the number of its category. The next row may refer to its texts.
    pub(super) fn skip(&mut self, block: &mut &[u8]) -> Option<(PackedRow<'static>, u16)> {
        let (row, category) = PackedRow::read_numbers(block)?;
        self.title.read(block)?;
        self.link.read(block)?;
        self.picture.read(block)?;
        if category == NO_CATEGORY {
            self.category.read(block)?;
        }
        Some((row, category))
    }
}
