//! Sorts rows by id: run by run in memory, then by merging the runs from temporary files. Of several rows with one id the last remains.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::{self, Write};
use std::ops::Range;

use super::keys::RowLocation;
use super::spill::{SpillFile, SpillReader, SpillWriter};
use super::varint::{u32_at, u64_at};

/// Entries of a run; few in tests, so that there are many runs.
const RUN_ENTRIES: usize = if cfg!(test) { 32 } else { 256 * 1024 };
/// Memory of the readers of all runs together.
const MERGE_BYTES: usize = 8 << 20;
const ENTRY_BYTES: usize = 8 + 4 + 8;

/// The order of rows and deletions in the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SequenceNumber(u32);

impl SequenceNumber {
    pub(super) fn of_row(row: u32) -> SequenceNumber {
        SequenceNumber(row * 2 + 1)
    }

    /// A deletion after so many rows.
    pub(super) fn of_deletion(rows: u32) -> SequenceNumber {
        SequenceNumber(rows * 2)
    }

    /// The number of the row; `None` for a deletion.
    pub(super) fn row(self) -> Option<u32> {
        (self.0 % 2 == 1).then_some(self.0 / 2)
    }
}

/// A row or a deletion, ordered by id and then by sequence. The location of a deletion is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KeyEntry {
    pub(super) id: u64,
    pub(super) sequence: SequenceNumber,
    pub(super) location: RowLocation,
}

/// Collects entries and writes them in sorted runs.
#[derive(Debug)]
pub(super) struct KeySorter {
    entries: Vec<KeyEntry>,
    spill: SpillWriter,
    runs: Vec<Range<u64>>,
}

impl KeySorter {
    pub(super) fn new(spill: SpillWriter) -> KeySorter {
        KeySorter { entries: Vec::new(), spill, runs: Vec::new() }
    }

    pub(super) fn push(&mut self, entry: KeyEntry) -> io::Result<()> {
        self.entries.push(entry);
        if self.entries.len() == RUN_ENTRIES { self.write_run() } else { Ok(()) }
    }

    fn write_run(&mut self) -> io::Result<()> {
        self.entries.sort_unstable();
        let from = self.spill.position();
        for entry in self.entries.drain(..) {
            let mut bytes = [0; ENTRY_BYTES];
            bytes[..8].copy_from_slice(&entry.id.to_le_bytes());
            bytes[8..12].copy_from_slice(&entry.sequence.0.to_le_bytes());
            bytes[12..].copy_from_slice(&entry.location.0.to_le_bytes());
            self.spill.write_all(&bytes)?;
        }
        self.runs.push(from..self.spill.position());
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<SortedRuns> {
        self.write_run()?;
        Ok(SortedRuns { spilled: self.spill.finish()?, runs: self.runs })
    }
}

#[derive(Debug)]
pub(super) struct SortedRuns {
    spilled: SpillFile,
    runs: Vec<Range<u64>>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MergeCounts {
    /// Rows that a later row of the same product replaced.
    pub(super) duplicates: u64,
    /// Rows that a later deletion removed.
    pub(super) deleted: u64,
}

impl SortedRuns {
    /// Gives the last row of each id to `live`, in the order of ids, and the number of every other row to `replaced`.
    pub(super) fn merge(
        &self,
        mut live: impl FnMut(KeyEntry) -> io::Result<()>,
        mut replaced: impl FnMut(u32),
    ) -> io::Result<MergeCounts> {
        let piece = (MERGE_BYTES / self.runs.len().max(1)).max(4096);
        let mut runs: Vec<_> = self.runs.iter().map(|run| self.spilled.reader(run, piece)).collect();
        let mut heap = BinaryHeap::with_capacity(runs.len());
        for (nth, run) in runs.iter_mut().enumerate() {
            heap.extend(read_entry(run)?.map(|entry| Reverse((entry, nth))));
        }
        let mut merged = MergeCounts::default();
        // The previous entry, which the next one may replace.
        let mut last: Option<KeyEntry> = None;
        while let Some(mut first) = heap.peek_mut() {
            let Reverse((entry, nth)) = *first;
            match read_entry(&mut runs[nth])? {
                Some(entry) => *first = Reverse((entry, nth)),
                None => drop(PeekMut::pop(first)),
            }
            match last.and_then(|last| Some((last, last.sequence.row()?))) {
                Some((last, row)) if last.id == entry.id => {
                    replaced(row);
                    let is_row = entry.sequence.row().is_some();
                    *(if is_row { &mut merged.duplicates } else { &mut merged.deleted }) += 1;
                }
                Some((last, _)) => live(last)?,
                None => {}
            }
            last = Some(entry);
        }
        last.filter(|last| last.sequence.row().is_some()).map_or(Ok(()), live)?;
        Ok(merged)
    }
}

fn read_entry(run: &mut SpillReader<'_>) -> io::Result<Option<KeyEntry>> {
    if run.is_at_end() {
        return Ok(None);
    }
    let bytes = run.read_bytes(ENTRY_BYTES)?;
    Ok(Some(KeyEntry {
        id: u64_at(bytes, 0),
        sequence: SequenceNumber(u32_at(bytes, 8)),
        location: RowLocation(u64_at(bytes, 12)),
    }))
}
