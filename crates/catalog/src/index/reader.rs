//! Reading an index: by id, and all of it.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use super::IndexFault;
use super::attributes::{Attributes, RECORD};
use super::block::{self, Head};
use super::categories;
use super::fault::damaged;
use super::header::{Header, Part, Place};
use super::keys::{KeyIndex, Keys, Spot};
use super::number::u32_at;
use super::pages::{PAGE, Pages};
use super::row::Rows;
use super::words::WordIndex;
use crate::{About, Product, Row};
use dealink_links::ProductId;

/// Bytes that are read at once where all is read.
const STRIDE: u64 = 256 * 1024;

/// An open index. Many threads may read at once. Kept in memory is what leads to the pages: about a third of a byte for each product,
/// and the categories' names.
#[derive(Debug)]
pub struct Index {
    pub(super) pages: Pages,
    pub(super) header: Header,
    pub(super) words: WordIndex,
    categories: Vec<Box<str>>,
    keys: KeyIndex,
    about: About,
}

impl Index {
    /// Opens an index and checks that it is whole; its pages are checked when they are read.
    pub fn open(path: &Path) -> Result<Index, IndexFault> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        if size < PAGE as u64 {
            return Err(IndexFault::NoIndex);
        }
        let mut page = [0; PAGE];
        (&file).read_exact(&mut page)?;
        let header = Header::read(&page, size)?;
        // The header was checked against the file's size, so this is no more than is there.
        let mut sums = vec![0; (header.sums_at / PAGE as u64 * 4) as usize];
        std::os::unix::fs::FileExt::read_exact_at(&file, &mut sums, header.sums_at)?;
        if crc32fast::hash(&sums) != header.sums {
            return Err(IndexFault::Damaged("checksums"));
        }
        let pages = Pages::new(file, (0..sums.len() / 4).map(|nth| u32_at(&sums, nth * 4)).collect());
        let mut buffer = Vec::new();
        let mut part = |part| {
            let Place { at, length } = header.place(part);
            pages.read(at, length as usize, &mut buffer).map(<[u8]>::to_vec)
        };
        let keys = KeyIndex::read(&part(Part::KeyIndex)?);
        let words = WordIndex::read(&part(Part::WordIndex)?).ok_or(IndexFault::Damaged("words"))?;
        let categories =
            categories::read(&part(Part::Categories)?).ok_or(IndexFault::Damaged("categories"))?;
        let about = serde_json::from_slice(&part(Part::About)?);
        let about = about.map_err(|_| IndexFault::Damaged("description"))?;
        Ok(Index { pages, header, words, categories, keys, about })
    }

    /// What it says of itself.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The names of the categories, by number.
    pub(crate) fn categories(&self) -> &[Box<str>] {
        &self.categories
    }

    /// The product with this id. A fault is one of the disk, or damage.
    pub fn get(&self, id: ProductId) -> io::Result<Option<Product>> {
        let Some(from) = self.keys.page(id.value()) else { return Ok(None) };
        let Place { at, length } = self.header.place(Part::Keys);
        let length = length.saturating_sub(from).min(PAGE as u64) as usize;
        let mut buffer = Vec::new();
        let found = Keys(self.pages.read(at + from, length, &mut buffer)?).find(id.value());
        found.map(|spot| self.product(spot, &mut buffer)).transpose()
    }

    /// The product that stands there.
    fn product(&self, spot: Spot, buffer: &mut Vec<u8>) -> io::Result<Product> {
        let block = self.pages.read(spot.at(), spot.length(), buffer)?;
        let mut bytes = Head::read(block)?.rows(block)?;
        let mut rows = Rows::default();
        let fault = || damaged("rows");
        for _ in 0..spot.slot() {
            rows.pass(&mut bytes).ok_or_else(fault)?;
        }
        rows.take(&mut bytes, &self.categories).and_then(|row| row.product()).ok_or_else(fault)
    }

    /// All products as they were put in, in their order, until `each` breaks off.
    pub fn rows(&self, mut each: impl FnMut(&Row<'_>) -> ControlFlow<()>) -> io::Result<()> {
        let Place { mut at, length } = self.header.place(Part::Blocks);
        let attributes = self.header.place(Part::Attributes).at;
        let end = at + length;
        let (mut buffer, mut records) = (Vec::new(), Vec::new());
        while at < end {
            let stride = (end - at).min(STRIDE) as usize;
            let mut blocks = self.pages.read(at, stride, &mut buffer)?;
            while blocks.len() >= block::HEAD {
                let head = Head::read(blocks)?;
                let Some((block, rest)) = blocks.split_at_checked(head.length()) else { break };
                let from = attributes + u64::from(head.first) * RECORD as u64;
                let records = self.pages.read(from, head.rows as usize * RECORD, &mut records)?;
                let mut bytes = head.rows(block)?;
                let mut rows = Rows::default();
                for record in records.as_chunks().0 {
                    let row = rows.take(&mut bytes, &self.categories).and_then(|row| row.row());
                    let row = row.ok_or_else(|| damaged("rows"))?;
                    if !Attributes::read(record).is_replaced() && each(&row).is_break() {
                        return Ok(());
                    }
                }
                at += head.length() as u64;
                blocks = rest;
            }
            if blocks.len() == stride {
                return Err(damaged("blocks"));
            }
        }
        Ok(())
    }
}
