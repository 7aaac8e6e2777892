//! The first page: what the file is, and where its parts stand.

use super::IndexFault;
use super::number::{u32_at, u64_at};
use super::pages::PAGE;

/// What an index begins with.
const MAGIC: [u8; 8] = *b"DEALIDX\n";
/// The format that this program writes and reads.
pub(super) const FORMAT: u32 = 1;
/// Where the parts' places begin.
const PARTS_AT: usize = 64;

/// A part of the file. All of them begin with a page.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// Rows as they came, in compressed blocks.
    Blocks,
    /// Id and place of each product, by id.
    Keys,
    /// What is searched in numbers, one record for each row.
    Attributes,
    /// Which rows a word stands in.
    Postings,
    /// The words.
    Words,
    /// The first id of each page of keys.
    KeyIndex,
    /// The first word of each page of words.
    WordIndex,
    /// The categories' names.
    Categories,
    /// The feed, as JSON.
    About,
}

/// How many parts there are.
const PARTS: usize = Part::About as usize + 1;

/// Where a part stands, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: u64,
    pub(super) length: u64,
}

/// The first page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    /// Products that can be found.
    pub(super) products: u64,
    /// Rows in the blocks.
    pub(super) rows: u64,
    /// Hot products among the products.
    pub(super) hot: u64,
    /// Where the pages end and their checksums begin.
    pub(super) sums_at: u64,
    /// The checksum of the checksums.
    pub(super) sums: u32,
    parts: [Place; PARTS],
}

impl Header {
    /// Where a part stands.
    pub(super) fn place(&self, part: Part) -> Place {
        self.parts[part as usize]
    }

    /// Says where a part stands.
    pub(super) fn set(&mut self, part: Part, place: Place) {
        self.parts[part as usize] = place;
    }

    /// The page.
    pub(super) fn page(&self) -> Vec<u8> {
        let mut page = Vec::with_capacity(PAGE);
        page.extend_from_slice(&MAGIC);
        page.extend_from_slice(&FORMAT.to_le_bytes());
        page.extend_from_slice(&self.sums.to_le_bytes());
        let numbers = [self.products, self.rows, self.hot, self.sums_at];
        page.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        page.resize(PARTS_AT, 0);
        page.extend(self.parts.iter().flat_map(|part| [part.at, part.length]).flat_map(u64::to_le_bytes));
        page.resize(PAGE - 4, 0);
        let sum = crc32fast::hash(&page);
        page.extend_from_slice(&sum.to_le_bytes());
        page
    }

    /// Reads the page of a file of this size.
    pub(super) fn read(page: &[u8; PAGE], size: u64) -> Result<Header, IndexFault> {
        if !page.starts_with(&MAGIC) {
            return Err(IndexFault::NoIndex);
        }
        if u32_at(page, PAGE - 4) != crc32fast::hash(&page[..PAGE - 4]) {
            return Err(IndexFault::Damaged("header"));
        }
        if u32_at(page, 8) != FORMAT {
            return Err(IndexFault::Format(u32_at(page, 8)));
        }
        let mut header = Header {
            sums: u32_at(page, 12),
            products: u64_at(page, 16),
            rows: u64_at(page, 24),
            hot: u64_at(page, 32),
            sums_at: u64_at(page, 40),
            parts: [Place::default(); PARTS],
        };
        for (nth, part) in header.parts.iter_mut().enumerate() {
            let at = PARTS_AT + nth * 16;
            *part = Place { at: u64_at(page, at), length: u64_at(page, at + 8) };
        }
        if !header.fits(size) {
            return Err(IndexFault::Damaged("lengths"));
        }
        Ok(header)
    }

    /// Whether all parts stand where a file of this size has room for them.
    fn fits(&self, size: u64) -> bool {
        let page = PAGE as u64;
        let sums = self.sums_at / page * 4;
        let inside = |part: &Place| {
            let end = part.at.checked_add(part.length);
            part.at.is_multiple_of(page) && end.is_some_and(|end| end <= self.sums_at)
        };
        let holds =
            |part, count: u64, each: usize| Some(self.place(part).length) == count.checked_mul(each as u64);
        self.sums_at.is_multiple_of(page)
            && self.sums_at.checked_add(sums) == Some(size)
            && self.parts.iter().all(inside)
            && holds(Part::Keys, self.products, super::keys::KEY)
            && holds(Part::Attributes, self.rows, super::attributes::RECORD)
            && self.products <= self.rows
            && self.rows <= u64::from(super::MOST_ROWS)
    }
}
