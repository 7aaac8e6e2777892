//! Rows by id: sorted in memory run by run, written aside, and merged. Of several rows with one id the last one is left.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::{self, Write};

use super::keys::Spot;
use super::number::{u32_at, u64_at};
use super::spill::{Reader, Spill, Spilled, Stretch};

/// Entries of a run; in tests few, so that there are many runs.
const RUN: usize = if cfg!(test) { 32 } else { 256 * 1024 };
/// Bytes that the readers of all runs hold together.
const MERGE_BYTES: usize = 8 << 20;
/// Bytes of an entry.
const ENTRY: usize = 8 + 4 + 8;

/// When something was put in: rows and removals in the order in which they came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn(u32);

impl Turn {
    /// The turn of the row of this number.
    pub(super) fn of_row(row: u32) -> Turn {
        Turn(row * 2 + 1)
    }

    /// A removal after this many rows.
    pub(super) fn of_gone(rows: u32) -> Turn {
        Turn(rows * 2)
    }

    /// The row's number; `None` for a removal.
    pub(super) fn row(self) -> Option<u32> {
        (self.0 % 2 == 1).then_some(self.0 / 2)
    }
}

/// A row or a removal, in the order in which they are merged. Where a removal stands does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) id: u64,
    pub(super) turn: Turn,
    pub(super) spot: Spot,
}

/// Collects entries, and writes them aside in sorted runs.
#[derive(Debug)]
pub(super) struct Entries {
    entries: Vec<Entry>,
    spill: Spill,
    runs: Vec<Stretch>,
}

impl Entries {
    pub(super) fn new(spill: Spill) -> Entries {
        Entries { entries: Vec::new(), spill, runs: Vec::new() }
    }

    /// Adds an entry.
    pub(super) fn put(&mut self, entry: Entry) -> io::Result<()> {
        self.entries.push(entry);
        if self.entries.len() == RUN { self.write_run() } else { Ok(()) }
    }

    fn write_run(&mut self) -> io::Result<()> {
        self.entries.sort_unstable();
        let from = self.spill.at();
        for entry in self.entries.drain(..) {
            let mut bytes = [0; ENTRY];
            bytes[..8].copy_from_slice(&entry.id.to_le_bytes());
            bytes[8..12].copy_from_slice(&entry.turn.0.to_le_bytes());
            bytes[12..].copy_from_slice(&entry.spot.0.to_le_bytes());
            self.spill.write_all(&bytes)?;
        }
        self.runs.push(Stretch { from, to: self.spill.at() });
        Ok(())
    }

    /// All entries are there.
    pub(super) fn end(mut self) -> io::Result<Runs> {
        self.write_run()?;
        Ok(Runs { spilled: self.spill.end()?, runs: self.runs })
    }
}

/// Sorted runs of entries.
#[derive(Debug)]
pub(super) struct Runs {
    spilled: Spilled,
    runs: Vec<Stretch>,
}

/// What merging found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Merged {
    /// Rows that said again what a later one says.
    pub(super) doubled: u64,
    /// Rows that were taken away.
    pub(super) gone: u64,
}

impl Runs {
    /// Gives each id's last row to `live`, by id, and every other row's number to `replaced`.
    pub(super) fn merge(
        &self,
        mut live: impl FnMut(Entry) -> io::Result<()>,
        mut replaced: impl FnMut(u32),
    ) -> io::Result<Merged> {
        let piece = (MERGE_BYTES / self.runs.len().max(1)).max(4096);
        let mut runs: Vec<_> = self.runs.iter().map(|run| self.spilled.read(*run, piece)).collect();
        let mut heap = BinaryHeap::with_capacity(runs.len());
        for (nth, run) in runs.iter_mut().enumerate() {
            heap.extend(next(run)?.map(|entry| Reverse((entry, nth))));
        }
        let mut merged = Merged::default();
        // The last entry that was seen, which the next one may replace.
        let mut last: Option<Entry> = None;
        while let Some(mut first) = heap.peek_mut() {
            let Reverse((entry, nth)) = *first;
            match next(&mut runs[nth])? {
                Some(entry) => *first = Reverse((entry, nth)),
                None => drop(PeekMut::pop(first)),
            }
            match last.and_then(|last| Some((last, last.turn.row()?))) {
                Some((last, row)) if last.id == entry.id => {
                    replaced(row);
                    let is_row = entry.turn.row().is_some();
                    *(if is_row { &mut merged.doubled } else { &mut merged.gone }) += 1;
                }
                Some((last, _)) => live(last)?,
                None => {}
            }
            last = Some(entry);
        }
        last.filter(|last| last.turn.row().is_some()).map_or(Ok(()), live)?;
        Ok(merged)
    }
}

/// The next entry of a run; `None` at its end.
fn next(run: &mut Reader<'_>) -> io::Result<Option<Entry>> {
    if run.is_over() {
        return Ok(None);
    }
    let bytes = run.take(ENTRY)?;
    Ok(Some(Entry { id: u64_at(bytes, 0), turn: Turn(u32_at(bytes, 8)), spot: Spot(u64_at(bytes, 12)) }))
}
