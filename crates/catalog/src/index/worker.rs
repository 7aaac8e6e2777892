//! The thread of a writer: it writes blocks, sorts ids and collects the rows of words while the feed is being read.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::attributes::Attributes;
use super::block;
use super::inverted::InvertedIndexBuilder;
use super::key_sort::{KeyEntry, KeySorter, SequenceNumber};
use super::keys::RowLocation;
use super::pages::PageWriter;
use super::spill::SpillWriter;

/// The most batches that may wait for the thread; then the writer waits.
const WAITING: usize = 32;

/// A block of rows, with their records and their texts for the search.
#[derive(Debug, Default)]
pub(super) struct IndexBatch {
    /// The number of the first row.
    pub(super) first: u32,
    /// The block, which begins with space for its header.
    pub(super) block: Vec<u8>,
    /// For each row its record, and the length of its text in `texts`.
    searched: Vec<(Attributes, u32)>,
    texts: String,
    /// Deletions between the rows.
    pub(super) deletions: Vec<(SequenceNumber, u64)>,
    /// The names of categories that are new since the last batch.
    pub(super) categories: Vec<Box<str>>,
}

impl IndexBatch {
    /// An empty batch, with as much capacity as this one needed.
    pub(super) fn new_like(&self, first: u32) -> IndexBatch {
        let mut block = Vec::with_capacity(self.block.len() + 1024);
        block.resize(block::BLOCK_HEADER_BYTES, 0);
        let searched = Vec::with_capacity(self.searched.len() + 16);
        let texts = String::with_capacity(self.texts.len() + 1024);
        IndexBatch { first, block, searched, texts, ..IndexBatch::default() }
    }

    pub(super) fn rows(&self) -> u32 {
        self.searched.len() as u32
    }

    /// Adds the record and the searched texts of a row.
    pub(super) fn push_searched(&mut self, attributes: Attributes, title: &str, category: &str) {
        let begin = self.texts.len();
        self.texts.push_str(title);
        if !category.is_empty() {
            self.texts.push(' ');
            self.texts.push_str(category);
        }
        self.searched.push((attributes, (self.texts.len() - begin) as u32));
    }
}

/// The state of the thread; the result when all rows have come.
#[derive(Debug)]
pub(super) struct IndexWorker {
    pub(super) pages: PageWriter,
    pub(super) entries: KeySorter,
    pub(super) attributes: SpillWriter,
    pub(super) inverted: InvertedIndexBuilder,
}

/// The channel for batches, and the thread that takes them.
pub(super) type WorkerHandle = (SyncSender<IndexBatch>, JoinHandle<io::Result<IndexWorker>>);

impl IndexWorker {
    /// Starts a thread that takes batches until the sender is dropped.
    pub(super) fn spawn(self) -> io::Result<WorkerHandle> {
        let (send, receive) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("index".to_owned());
        Ok((send, thread.spawn(move || self.run(&receive))?))
    }

    fn run(mut self, batches: &Receiver<IndexBatch>) -> io::Result<IndexWorker> {
        for mut batch in batches {
            for (sequence, id) in &batch.deletions {
                self.entries.push(KeyEntry { id: *id, sequence: *sequence, location: RowLocation(0) })?;
            }
            batch.categories.iter().for_each(|name| self.inverted.push_category(name));
            if !batch.searched.is_empty() {
                let rows = batch.rows();
                let location = block::write_block(&mut batch.block, batch.first, rows, &mut self.pages)?;
                self.add_rows(&batch, location)?;
            }
        }
        Ok(self)
    }

    fn add_rows(&mut self, batch: &IndexBatch, first: RowLocation) -> io::Result<()> {
        let mut texts = batch.texts.as_str();
        for (slot, (attributes, length)) in (0..).zip(&batch.searched) {
            let (text, rest) = texts.split_at_checked(*length as usize).unwrap_or_default();
            texts = rest;
            let sequence = SequenceNumber::of_row(batch.first + slot);
            self.entries.push(KeyEntry { id: attributes.id(), sequence, location: first.in_block(slot) })?;
            self.attributes.write_all(&attributes.to_bytes())?;
            self.inverted.push_row(attributes.category(), text)?;
        }
        Ok(())
    }
}
