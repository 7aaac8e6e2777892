//! The first page: the format, and where each section of the file is.

use super::IndexError;
use super::pages::PAGE;
use super::varint::{u32_at, u64_at};

/// What an index begins with.
const MAGIC: [u8; 8] = *b"DEALIDX\n";
/// The format that this program writes and reads. Every change of the file needs a new number, also a new flag or field of a
/// row. An index of another format is not read: it has to be made again from its feed.
pub(super) const FORMAT: u32 = 2;
/// Where the extents of the sections begin.
const SECTIONS_AT: usize = 64;

/// A section of the file. Every section begins with a page.
#[derive(Clone, Copy, Debug)]
pub(super) enum IndexSection {
    /// Rows in the order of the feed, in blocks.
    Blocks,
    /// Id and location of each product, by id.
    Keys,
    /// A record of numbers for each row.
    Attributes,
    /// The rows of each word.
    Postings,
    Words,
    /// The first id of each page of keys.
    KeyIndex,
    /// The first word of each page of words.
    WordIndex,
    Categories,
    /// The feed, as JSON.
    Metadata,
}

const SECTIONS: usize = IndexSection::Metadata as usize + 1;

/// Where a section is, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) at: u64,
    pub(super) length: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct IndexHeader {
    /// Products that can be found.
    pub(super) products: u64,
    pub(super) rows: u64,
    /// Hot products among the products.
    pub(super) hot: u64,
    /// Where the checksums begin, after the last page.
    pub(super) sums_at: u64,
    /// The checksum of the checksums.
    pub(super) sums: u32,
    sections: [Extent; SECTIONS],
}

impl IndexHeader {
    pub(super) fn extent(&self, part: IndexSection) -> Extent {
        self.sections[part as usize]
    }

    pub(super) fn set_extent(&mut self, part: IndexSection, place: Extent) {
        self.sections[part as usize] = place;
    }

    pub(super) fn to_page(&self) -> Vec<u8> {
        let mut page = Vec::with_capacity(PAGE);
        page.extend_from_slice(&MAGIC);
        page.extend_from_slice(&FORMAT.to_le_bytes());
        page.extend_from_slice(&self.sums.to_le_bytes());
        let numbers = [self.products, self.rows, self.hot, self.sums_at];
        page.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        page.resize(SECTIONS_AT, 0);
        page.extend(self.sections.iter().flat_map(|part| [part.at, part.length]).flat_map(u64::to_le_bytes));
        page.resize(PAGE - 4, 0);
        let sum = crc32fast::hash(&page);
        page.extend_from_slice(&sum.to_le_bytes());
        page
    }

    /// Reads the first page of a file of this size.
    pub(super) fn parse(page: &[u8; PAGE], size: u64) -> Result<IndexHeader, IndexError> {
        if !page.starts_with(&MAGIC) {
            return Err(IndexError::NotAnIndex);
        }
        if u32_at(page, PAGE - 4) != crc32fast::hash(&page[..PAGE - 4]) {
            return Err(IndexError::Damaged("header"));
        }
        if let Some(format) = IndexHeader::other_format(page) {
            return Err(IndexError::OtherFormat(format));
        }
        let mut header = IndexHeader {
            sums: u32_at(page, 12),
            products: u64_at(page, 16),
            rows: u64_at(page, 24),
            hot: u64_at(page, 32),
            sums_at: u64_at(page, 40),
            sections: [Extent::default(); SECTIONS],
        };
        for (nth, part) in header.sections.iter_mut().enumerate() {
            let at = SECTIONS_AT + nth * 16;
            *part = Extent { at: u64_at(page, at), length: u64_at(page, at + 8) };
        }
        if !header.fits_file(size) {
            return Err(IndexError::Damaged("lengths"));
        }
        Ok(header)
    }

    /// The format that the beginning of an index names, if it is not [`FORMAT`].
    pub(super) fn other_format(start: &[u8]) -> Option<u32> {
        (start.starts_with(&MAGIC) && u32_at(start, 8) != FORMAT).then(|| u32_at(start, 8))
    }

    /// Whether all sections lie within a file of this size.
    fn fits_file(&self, size: u64) -> bool {
        let page = PAGE as u64;
        let sums = self.sums_at / page * 4;
        let inside = |part: &Extent| {
            let end = part.at.checked_add(part.length);
            part.at.is_multiple_of(page) && end.is_some_and(|end| end <= self.sums_at)
        };
        let holds =
            |part, count: u64, each: usize| Some(self.extent(part).length) == count.checked_mul(each as u64);
        self.sums_at.is_multiple_of(page)
            && self.sums_at.checked_add(sums) == Some(size)
            && self.sections.iter().all(inside)
            && holds(IndexSection::Keys, self.products, super::keys::KEY_BYTES)
            && holds(IndexSection::Attributes, self.rows, super::attributes::RECORD_BYTES)
            && self.products <= self.rows
            && self.rows <= u64::from(super::MOST_ROWS)
    }
}
