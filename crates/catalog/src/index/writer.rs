//! Writing an index: rows in any order, in bounded memory, into a temporary file that replaces the old index at the end.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use super::MOST_ROWS;
use super::attributes::{Attributes, RECORD_BYTES, mark_replaced};
use super::block;
use super::categories::{CategoryNumbers, NO_CATEGORY};
use super::header::{Extent, IndexHeader, IndexSection};
use super::inverted::InvertedIndexBuilder;
use super::key_sort::{KeyEntry, KeySorter, SequenceNumber};
use super::keys::{KeyWriter, MOST_IN_BLOCK};
use super::packed_row::PackedRow;
use super::pages::{PAGE, PageWriter};
use super::postings::RowSet;
use super::row_codec::RowCodec;
use super::spill::{SpillFile, SpillWriter};
use super::worker::{IndexBatch, IndexWorker, WorkerHandle};
use crate::{FeedRow, IndexMetadata};
use dealink_core::atomic_file;
use dealink_links::ProductId;

/// Writes an index to a temporary file beside the old one, until [`FinishedIndex::swap`]. Dropping it deletes the file.
#[derive(Debug)]
pub struct IndexWriter {
    temporary: TemporaryIndex,
    batch: IndexBatch,
    encoder: RowCodec,
    categories: CategoryNumbers,
    /// How many categories the worker knows.
    known: usize,
    rows: u32,
    worker: Option<WorkerHandle>,
}

/// An index that is written and has not replaced the old one yet. Dropping it deletes the file.
#[derive(Debug)]
pub struct FinishedIndex {
    /// Products that can be found.
    pub products: u64,
    /// Rows that a later row of the same product replaced.
    pub duplicates: u64,
    pub deleted: u64,
    /// The size of the file without its metadata.
    pub bytes: u64,
    temporary: TemporaryIndex,
    pages: PageWriter,
    header: IndexHeader,
}

/// The temporary file beside the index, deleted on drop.
#[derive(Debug)]
struct TemporaryIndex {
    path: PathBuf,
    index: PathBuf,
    is_swapped: bool,
}

impl IndexWriter {
    /// Begins an index that is to replace `path`. The temporary file of an interrupted import is overwritten.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] while another import of this index is running.
    pub fn create(path: &Path) -> io::Result<IndexWriter> {
        let beside = path.with_extension("new");
        let file = open_locked(&beside)?;
        let temporary = TemporaryIndex { path: beside, index: path.to_owned(), is_swapped: false };
        file.set_len(0)?;
        let spill = || SpillWriter::new(&temporary.path);
        let worker = IndexWorker {
            pages: PageWriter::new(file),
            entries: KeySorter::new(spill()?),
            attributes: spill()?,
            inverted: InvertedIndexBuilder::new(spill()?),
        };
        Ok(IndexWriter {
            batch: IndexBatch::default().new_like(0),
            encoder: RowCodec::default(),
            categories: CategoryNumbers::default(),
            known: 0,
            rows: 0,
            worker: Some(worker.spawn()?),
            temporary,
        })
    }

    /// Adds a row. Of several rows with one id the last one counts.
    ///
    /// A negative price, a rate or discount above 100 % and an address of more than 8 KiB are left out. Titles and categories are cut
    /// after 2 KiB, numbers rounded to hundredths.
    pub fn push(&mut self, row: &FeedRow<'_>) -> io::Result<()> {
        if self.rows == MOST_ROWS {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "an index holds no more rows"));
        }
        let row = PackedRow::from_row(row);
        let category = self.categories.number_of(row.texts.category);
        self.encoder.write(&row, category, &mut self.batch.block);
        let unnumbered = if category == NO_CATEGORY { row.texts.category } else { "" };
        self.batch.push_searched(Attributes::from_row(&row, category), row.texts.title, unnumbered);
        self.rows += 1;
        if self.batch.block.len() >= block::BLOCK_TARGET_BYTES || self.batch.rows() == MOST_IN_BLOCK {
            self.send_batch()
        } else {
            Ok(())
        }
    }

    /// Deletes a product that earlier rows described.
    pub fn delete(&mut self, id: ProductId) -> io::Result<()> {
        self.batch.deletions.push((SequenceNumber::of_deletion(self.rows), id.value()));
        if self.batch.deletions.len() >= 1024 { self.send_batch() } else { Ok(()) }
    }

    fn send_batch(&mut self) -> io::Result<()> {
        self.batch.categories.extend_from_slice(self.categories.names_from(self.known));
        self.known = self.categories.len();
        self.encoder.begin_block();
        let next = self.batch.new_like(self.rows);
        let batch = std::mem::replace(&mut self.batch, next);
        let (batches, _) = self.worker.as_ref().ok_or_else(|| io::Error::other("the index failed before"))?;
        match batches.send(batch) {
            Ok(()) => Ok(()),
            // The thread takes batches until it fails.
            Err(_) => self.join_worker().and(Err(io::Error::other("the index ended early"))),
        }
    }

    fn join_worker(&mut self) -> io::Result<IndexWorker> {
        let (batches, thread) =
            self.worker.take().ok_or_else(|| io::Error::other("the index failed before"))?;
        drop(batches);
        thread.join().map_err(|_| io::Error::other("the index's thread ended abruptly"))?
    }

    /// Writes the other sections. Takes about a third of the time that the rows took.
    pub fn finish(mut self) -> io::Result<FinishedIndex> {
        self.send_batch()?;
        let IndexWorker { pages, entries, attributes, inverted: inversion } = self.join_worker()?;
        let temporary = std::mem::take(&mut self.temporary);
        let mut parts = SectionWriter { pages, header: IndexHeader::default() };
        parts.header.rows = self.rows.into();
        parts.end_section(IndexSection::Blocks, PAGE as u64)?;

        let begin = parts.pages.position();
        let mut keys = KeyWriter::default();
        let mut replaced = RowSet::empty(self.rows.into());
        let (merged, words) = std::thread::scope(|scope| {
            let words = scope.spawn(|| inversion.finish());
            let live = |entry: KeyEntry| keys.push(entry.id, entry.location, &mut parts.pages);
            let merged =
                entries.finish()?.merge(live, |row| replaced.insert(row.into()).unwrap_or_default())?;
            let words = words.join().map_err(|_| io::Error::other("the index's thread ended abruptly"))?;
            Ok::<_, io::Error>((merged, words?))
        })?;
        parts.end_section(IndexSection::Keys, begin)?;
        let (products, first_ids) = keys.finish();
        parts.header.products = products;
        parts.write_section(IndexSection::KeyIndex, &first_ids)?;

        let begin = parts.pages.position();
        parts.header.hot = write_attributes(&attributes.finish()?, &replaced, &mut parts.pages)?;
        parts.end_section(IndexSection::Attributes, begin)?;

        let begin = parts.pages.position();
        let mut dictionary = SpillWriter::new(&temporary.path)?;
        let first_words = words.merge(&mut parts.pages, &mut dictionary)?;
        parts.end_section(IndexSection::Postings, begin)?;
        let begin = parts.pages.position();
        dictionary.finish()?.for_each_chunk(PAGE, |piece| parts.pages.write_all(piece))?;
        parts.end_section(IndexSection::Words, begin)?;
        parts.write_section(IndexSection::WordIndex, &first_words)?;
        parts.write_section(IndexSection::Categories, &self.categories.to_bytes())?;
        Ok(FinishedIndex {
            products,
            duplicates: merged.duplicates,
            deleted: merged.deleted,
            bytes: parts.pages.position(),
            temporary,
            pages: parts.pages,
            header: parts.header,
        })
    }
}

/// Writes the records and marks those that were replaced; returns how many of the others are Hot.
fn write_attributes(records: &SpillFile, replaced: &RowSet, into: &mut PageWriter) -> io::Result<u64> {
    let (mut row, mut hot) = (0, 0);
    records.for_each_chunk(RECORD_BYTES, |piece| {
        for record in piece.as_chunks_mut().0 {
            if replaced.contains(row) {
                mark_replaced(record);
            } else {
                hot += u64::from(Attributes::parse(record).hot());
            }
            row += 1;
        }
        into.write_all(piece)
    })?;
    Ok(hot)
}

impl Drop for IndexWriter {
    fn drop(&mut self) {
        if self.worker.is_some() {
            let _ = self.join_worker();
        }
    }
}

/// Writes the sections of the file, one after the other.
struct SectionWriter {
    pages: PageWriter,
    header: IndexHeader,
}

impl SectionWriter {
    fn end_section(&mut self, part: IndexSection, at: u64) -> io::Result<()> {
        self.header.set_extent(part, Extent { at, length: self.pages.position() - at });
        self.pages.end_page().map(drop)
    }

    fn write_section(&mut self, part: IndexSection, bytes: &[u8]) -> io::Result<()> {
        let at = self.pages.position();
        self.pages.write_all(bytes)?;
        self.end_section(part, at)
    }
}

impl FinishedIndex {
    /// Replaces the old index. The new one is durable when this returns.
    pub fn swap(self, metadata: &IndexMetadata) -> io::Result<()> {
        let FinishedIndex { mut temporary, pages, header, .. } = self;
        let mut parts = SectionWriter { pages, header };
        parts.write_section(IndexSection::Metadata, &serde_json::to_vec(metadata)?)?;
        let SectionWriter { pages, mut header } = parts;
        let (mut file, sums) = pages.finish()?;
        header.sums_at = (sums.len() * PAGE) as u64;
        let sums: Vec<u8> = sums.iter().flat_map(|sum| sum.to_le_bytes()).collect();
        header.sums = crc32fast::hash(&sums);
        file.write_all(&sums)?;
        // Everything is on the disk before the header makes it an index.
        file.sync_data()?;
        file.write_all_at(&header.to_page(), 0)?;
        file.sync_all()?;
        temporary.replace_index()
    }
}

impl TemporaryIndex {
    fn replace_index(&mut self) -> io::Result<()> {
        atomic_file::rename(&self.path, &self.index)?;
        self.is_swapped = true;
        Ok(())
    }
}

impl Default for TemporaryIndex {
    /// No file.
    fn default() -> Self {
        TemporaryIndex { path: PathBuf::new(), index: PathBuf::new(), is_swapped: true }
    }
}

impl Drop for TemporaryIndex {
    fn drop(&mut self) {
        if !self.is_swapped {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn open_locked(path: &Path) -> io::Result<File> {
    loop {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
            Err(TryLockError::Error(fault)) => return Err(fault),
        }
        // Between opening and locking, another import may have renamed this file.
        let (ours, named) = (file.metadata()?, fs::metadata(path));
        if named.is_ok_and(|named| (named.dev(), named.ino()) == (ours.dev(), ours.ino())) {
            return Ok(file);
        }
    }
}
