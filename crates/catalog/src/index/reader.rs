//! Reading an index: a product by its id, and all rows.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;

use super::IndexError;
use super::attributes::{Attributes, RECORD_BYTES};
use super::block::{self, BlockHeader};
use super::categories;
use super::error::damage_error;
use super::header::{Extent, IndexHeader, IndexSection};
use super::keys::{KeyIndex, Keys, RowLocation};
use super::pages::{PAGE, Pages};
use super::row_codec::RowCodec;
use super::varint::u32_at;
use super::words::WordIndex;
use crate::{FeedRow, IndexMetadata, Product};
use dealink_links::ProductId;

/// Bytes that are read at once when all rows are read.
const STRIDE: u64 = 256 * 1024;

/// An open index. Many threads may read at once. In memory it has the names of the categories and the tables for finding pages,
/// which take about a third of a byte for each product.
#[derive(Debug)]
pub struct Index {
    pub(super) pages: Pages,
    pub(super) header: IndexHeader,
    pub(super) words: WordIndex,
    categories: Vec<Box<str>>,
    keys: KeyIndex,
    metadata: IndexMetadata,
}

impl Index {
    /// Opens an index and checks its header and lengths; pages are checked when they are read.
    pub fn open(path: &Path) -> Result<Index, IndexError> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        if size < PAGE as u64 {
            return Err(IndexError::NotAnIndex);
        }
        let mut page = [0; PAGE];
        (&file).read_exact(&mut page)?;
        let header = IndexHeader::parse(&page, size)?;
        // The header was checked against the size of the file, so this allocates no more than the file has.
        let mut sums = vec![0; (header.sums_at / PAGE as u64 * 4) as usize];
        std::os::unix::fs::FileExt::read_exact_at(&file, &mut sums, header.sums_at)?;
        if crc32fast::hash(&sums) != header.sums {
            return Err(IndexError::Damaged("checksums"));
        }
        let pages = Pages::new(file, (0..sums.len() / 4).map(|nth| u32_at(&sums, nth * 4)).collect());
        let mut buffer = Vec::new();
        let mut part = |part| {
            let Extent { at, length } = header.extent(part);
            pages.read(at, length as usize, &mut buffer).map(<[u8]>::to_vec)
        };
        let keys = KeyIndex::parse(&part(IndexSection::KeyIndex)?);
        let words = WordIndex::parse(&part(IndexSection::WordIndex)?).ok_or(IndexError::Damaged("words"))?;
        let categories = categories::parse_category_names(&part(IndexSection::Categories)?)
            .ok_or(IndexError::Damaged("categories"))?;
        let metadata = serde_json::from_slice(&part(IndexSection::Metadata)?);
        let metadata = metadata.map_err(|_| IndexError::Damaged("description"))?;
        Ok(Index { pages, header, words, categories, keys, metadata })
    }

    /// Whether the file is an index of another format. Reads its first bytes only.
    pub fn has_other_format(path: &Path) -> bool {
        let mut start = [0; 12];
        let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
        read.is_ok() && IndexHeader::other_format(&start).is_some()
    }

    pub fn metadata(&self) -> &IndexMetadata {
        &self.metadata
    }

    /// The names of the categories, by number.
    pub(crate) fn categories(&self) -> &[Box<str>] {
        &self.categories
    }

    /// # Errors
    /// When the disk fails or the index is damaged.
    pub fn get(&self, id: ProductId) -> io::Result<Option<Product>> {
        let Some(from) = self.keys.page(id.value()) else { return Ok(None) };
        let Extent { at, length } = self.header.extent(IndexSection::Keys);
        let length = length.saturating_sub(from).min(PAGE as u64) as usize;
        let mut buffer = Vec::new();
        let found = Keys(self.pages.read(at + from, length, &mut buffer)?).find(id.value());
        found.map(|location| self.product(location, &mut buffer)).transpose()
    }

    fn product(&self, location: RowLocation, buffer: &mut Vec<u8>) -> io::Result<Product> {
        let block = self.pages.read(location.at(), location.length(), buffer)?;
        let mut bytes = BlockHeader::parse(block)?.rows(block)?;
        let mut rows = RowCodec::default();
        let fault = || damage_error("rows");
        for _ in 0..location.slot() {
            rows.skip(&mut bytes).ok_or_else(fault)?;
        }
        rows.read(&mut bytes, &self.categories)
            .and_then(|row| row.to_row())
            .map(|row| Product::from_row(&row))
            .ok_or_else(fault)
    }

    /// Gives all rows that were not replaced to `each`, in the order of the feed, until it breaks.
    pub fn rows(&self, mut each: impl FnMut(&FeedRow<'_>) -> ControlFlow<()>) -> io::Result<()> {
        let Extent { mut at, length } = self.header.extent(IndexSection::Blocks);
        let attributes = self.header.extent(IndexSection::Attributes).at;
        let end = at + length;
        let (mut buffer, mut records) = (Vec::new(), Vec::new());
        while at < end {
            let stride = (end - at).min(STRIDE) as usize;
            let mut blocks = self.pages.read(at, stride, &mut buffer)?;
            while blocks.len() >= block::BLOCK_HEADER_BYTES {
                let head = BlockHeader::parse(blocks)?;
                let Some((block, rest)) = blocks.split_at_checked(head.block_length()) else { break };
                let from = attributes + u64::from(head.first) * RECORD_BYTES as u64;
                let records = self.pages.read(from, head.rows as usize * RECORD_BYTES, &mut records)?;
                let mut bytes = head.rows(block)?;
                let mut rows = RowCodec::default();
                for record in records.as_chunks().0 {
                    let row = rows.read(&mut bytes, &self.categories).and_then(|row| row.to_row());
                    let row = row.ok_or_else(|| damage_error("rows"))?;
                    if !Attributes::parse(record).is_replaced() && each(&row).is_break() {
                        return Ok(());
                    }
                }
                at += head.block_length() as u64;
                blocks = rest;
            }
            if blocks.len() == stride {
                return Err(damage_error("blocks"));
            }
        }
        Ok(())
    }
}
