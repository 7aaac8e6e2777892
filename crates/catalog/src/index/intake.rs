//! The thread behind a writer: it writes blocks, sorts ids and turns words over, while the feed is being read.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use super::attributes::Attributes;
use super::block;
use super::inversion::Inversion;
use super::keys::Spot;
use super::order::{Entries, Entry, Turn};
use super::pages::PageWriter;
use super::spill::Spill;

/// Batches that may wait; whoever fills them waits then.
const WAITING: usize = 32;

/// A block of rows, and what else is to be done with them.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// The number of the first row.
    pub(super) first: u32,
    /// The block, which begins with room for its head.
    pub(super) block: Vec<u8>,
    /// What is searched of the rows, and how long each row's text is.
    searched: Vec<(Attributes, u32)>,
    /// The rows' texts.
    texts: String,
    /// What was taken away between the rows.
    pub(super) gone: Vec<(Turn, u64)>,
    /// Names of categories that have got their numbers.
    pub(super) categories: Vec<Box<str>>,
}

impl Batch {
    /// An empty one, with as much room as this one needed.
    pub(super) fn next(&self, first: u32) -> Batch {
        let mut block = Vec::with_capacity(self.block.len() + 1024);
        block.resize(block::HEAD, 0);
        let searched = Vec::with_capacity(self.searched.len() + 16);
        let texts = String::with_capacity(self.texts.len() + 1024);
        Batch { first, block, searched, texts, ..Batch::default() }
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> u32 {
        self.searched.len() as u32
    }

    /// Adds what is searched of a row.
    pub(super) fn put_searched(&mut self, attributes: Attributes, title: &str, category: &str) {
        let begin = self.texts.len();
        self.texts.push_str(title);
        if !category.is_empty() {
            self.texts.push(' ');
            self.texts.push_str(category);
        }
        self.searched.push((attributes, (self.texts.len() - begin) as u32));
    }
}

/// What is there when the last row came.
#[derive(Debug)]
pub(super) struct Intake {
    pub(super) pages: PageWriter,
    pub(super) entries: Entries,
    pub(super) attributes: Spill,
    pub(super) inversion: Inversion,
}

/// Where batches go, and the thread that takes them.
pub(super) type Running = (SyncSender<Batch>, JoinHandle<io::Result<Intake>>);

impl Intake {
    /// Begins a thread that takes batches until their sender is dropped.
    pub(super) fn begin(self) -> io::Result<Running> {
        let (send, receive) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("index".to_owned());
        Ok((send, thread.spawn(move || self.run(&receive))?))
    }

    fn run(mut self, batches: &Receiver<Batch>) -> io::Result<Intake> {
        for mut batch in batches {
            for (turn, id) in &batch.gone {
                self.entries.put(Entry { id: *id, turn: *turn, spot: Spot(0) })?;
            }
            batch.categories.iter().for_each(|name| self.inversion.put_category(name));
            if !batch.searched.is_empty() {
                let rows = batch.rows();
                let spot = block::write(&mut batch.block, batch.first, rows, &mut self.pages)?;
                self.take_rows(&batch, spot)?;
            }
        }
        Ok(self)
    }

    fn take_rows(&mut self, batch: &Batch, first: Spot) -> io::Result<()> {
        let mut texts = batch.texts.as_str();
        for (slot, (attributes, length)) in (0..).zip(&batch.searched) {
            let (text, rest) = texts.split_at_checked(*length as usize).unwrap_or_default();
            texts = rest;
            let turn = Turn::of_row(batch.first + slot);
            self.entries.put(Entry { id: attributes.id(), turn, spot: first.in_block(slot) })?;
            self.attributes.write_all(&attributes.bytes())?;
            self.inversion.put(attributes.category(), text)?;
        }
        Ok(())
    }
}
