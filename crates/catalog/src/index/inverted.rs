//! Builds the inverted index, from each word to its rows: in runs that fit into memory and are then merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, Write};
use std::ops::Range;

use super::postings::{RowSet, is_dense};
use super::spill::{SpillFile, SpillReader, SpillWriter};
use super::varint::{read_varint, u32_at, write_varint};
use super::vocabulary::Vocabulary;
use super::words::WordWriter;
use dealink_core::fold::{fold_words, fold_words_into};

/// Pairs of word and row in a run; few in tests, so that there are many runs.
const RUN_PAIRS: usize = if cfg!(test) { 100 } else { 1 << 20 };
/// Bytes of different words in a run.
const RUN_BYTES: usize = 8 << 20;
/// Memory of the readers of all runs together.
const MERGE_BYTES: usize = 8 << 20;
/// Bytes before a word in a run: its length, the count, the first and the last row, and how many bytes of differences follow.
const RUN_ENTRY_BYTES: usize = 1 + 4 * 4;

#[derive(Debug, Default)]
struct WordRowPairs {
    pairs: Vec<(u32, u32)>,
    /// For each word the number of its rows, and its last row plus one.
    seen: Vec<(u32, u32)>,
    row: u32,
}

impl WordRowPairs {
    fn begin_row(&mut self, row: u32) {
        self.row = row;
    }

    /// Adds a word of the current row, which may be a repetition. New words come in the order of their numbers.
    fn push(&mut self, word: u32) {
        if word as usize == self.seen.len() {
            self.seen.push((0, 0));
        }
        let (count, last) = &mut self.seen[word as usize];
        if *last != self.row + 1 {
            *last = self.row + 1;
            *count += 1;
            self.pairs.push((word, self.row));
        }
    }
}

/// Collects the words of rows and writes them in sorted runs.
#[derive(Debug)]
pub(super) struct InvertedIndexBuilder {
    /// The names of the categories, folded.
    categories: Vec<Vec<u8>>,
    /// The words of each category that occurred in this run.
    category_words: Vec<Option<Vec<u32>>>,
    vocabulary: Vocabulary,
    pairs: WordRowPairs,
    folded: Vec<u8>,
    row: u32,
    spill: SpillWriter,
    runs: Vec<Range<u64>>,
}

impl InvertedIndexBuilder {
    pub(super) fn new(spill: SpillWriter) -> Self {
        InvertedIndexBuilder {
            categories: Vec::new(),
            category_words: Vec::new(),
            vocabulary: Vocabulary::default(),
            pairs: WordRowPairs::default(),
            folded: Vec::new(),
            row: 0,
            spill,
            runs: Vec::new(),
        }
    }

    /// Gives the next number to a category.
    pub(super) fn push_category(&mut self, name: &str) {
        self.categories.push(fold_words(name).into_bytes());
        self.category_words.push(None);
    }

    pub(super) fn push_row(&mut self, category: u16, text: &str) -> io::Result<()> {
        fold_words_into(text, &mut self.folded);
        self.pairs.begin_row(self.row);
        self.vocabulary.number_words(&mut self.folded, |word| self.pairs.push(word));
        if let Some(known) = self.category_words.get_mut(usize::from(category)) {
            let words = known.get_or_insert_with(|| {
                let mut words = Vec::new();
                let name = &mut self.categories[usize::from(category)];
                self.vocabulary.number_words(name, |word| words.push(word));
                words
            });
            words.iter().for_each(|word| self.pairs.push(*word));
        }
        self.row += 1;
        if self.pairs.pairs.len() >= RUN_PAIRS || self.vocabulary.bytes() >= RUN_BYTES {
            self.write_run()?;
        }
        Ok(())
    }

    fn write_run(&mut self) -> io::Result<()> {
        let from = self.spill.position();
        let WordRowPairs { pairs, seen, .. } = &mut self.pairs;
        // The rows of each word get a range of their own, in which they rise as the pairs do.
        let mut next: Vec<u32> = Vec::with_capacity(seen.len());
        let mut begin = 0;
        for (count, _) in seen.iter() {
            next.push(begin);
            begin += count;
        }
        let mut rows = vec![0_u32; pairs.len()];
        for (number, row) in pairs.iter() {
            let place = &mut next[*number as usize];
            rows[*place as usize] = *row;
            *place += 1;
        }
        let mut steps = Vec::new();
        for number in self.vocabulary.sorted() {
            let word = self.vocabulary.word(number);
            let (count, end) = (seen[number as usize].0, next[number as usize]);
            let rows = &rows[(end - count) as usize..end as usize];
            let (Some(first), Some(last)) = (rows.first(), rows.last()) else { continue };
            steps.clear();
            rows.windows(2).for_each(|two| write_varint(u64::from(two[1] - two[0]), &mut steps));
            let mut head = [0; RUN_ENTRY_BYTES];
            head[0] = word.len() as u8;
            let numbers = [count, *first, *last, steps.len() as u32];
            for (place, number) in head[1..].chunks_exact_mut(4).zip(numbers) {
                place.copy_from_slice(&number.to_le_bytes());
            }
            self.spill.write_all(&head)?;
            self.spill.write_all(word)?;
            self.spill.write_all(&steps)?;
        }
        self.runs.push(from..self.spill.position());
        self.vocabulary.clear();
        pairs.clear();
        seen.clear();
        self.category_words.fill(None);
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<InvertedRuns> {
        self.write_run()?;
        Ok(InvertedRuns { spilled: self.spill.finish()?, runs: self.runs, rows: self.row.into() })
    }
}

/// Sorted runs of words.
pub(super) struct InvertedRuns {
    spilled: SpillFile,
    runs: Vec<Range<u64>>,
    rows: u64,
}

/// The numbers of a word in a run, before its differences.
#[derive(Clone, Copy)]
struct RunEntry {
    count: u32,
    first: u32,
    last: u32,
    length: usize,
}

impl InvertedRuns {
    /// Writes the postings and the words; returns the first word of each page of words.
    pub(super) fn merge(&self, postings: &mut impl Write, words: &mut impl Write) -> io::Result<Vec<u8>> {
        let piece = (MERGE_BYTES / self.runs.len().max(1)).max(4096);
        let mut runs: Vec<_> = self.runs.iter().map(|run| self.spilled.reader(run, piece)).collect();
        let mut heads = Vec::with_capacity(runs.len());
        let mut heap = BinaryHeap::with_capacity(runs.len());
        for (nth, run) in runs.iter_mut().enumerate() {
            let mut word = Vec::new();
            heads.push(read_run_entry(run, &mut word)?);
            if heads[nth].is_some() {
                heap.push(Reverse((word, nth)));
            }
        }
        let mut writer = WordWriter::default();
        let mut same: Vec<(RunEntry, usize)> = Vec::new();
        let mut bytes = Vec::new();
        while let Some(Reverse((mut word, nth))) = heap.pop() {
            same.clear();
            same.extend(heads[nth].map(|head| (head, nth)));
            let mut spare = Vec::new();
            while let Some(Reverse((_, nth))) = heap.peek().filter(|Reverse((other, _))| *other == word) {
                same.extend(heads[*nth].map(|head| (head, *nth)));
                spare.extend(heap.pop().map(|Reverse((word, _))| word));
            }
            let count = same.iter().map(|(head, _)| u64::from(head.count)).sum();
            bytes.clear();
            self.join(count, &same, &mut runs, &mut bytes)?;
            postings.write_all(&bytes)?;
            writer.push(&word, count, bytes.len() as u64, words)?;
            for (_, nth) in &same {
                word.clear();
                heads[*nth] = read_run_entry(&mut runs[*nth], &mut word)?;
                if heads[*nth].is_some() {
                    heap.push(Reverse((std::mem::take(&mut word), *nth)));
                    word = spare.pop().unwrap_or_default();
                }
            }
        }
        writer.finish(words)
    }

    /// Merges the postings of one word from several runs; the row numbers rise from run to run.
    fn join(
        &self,
        count: u64,
        same: &[(RunEntry, usize)],
        runs: &mut [SpillReader<'_>],
        bytes: &mut Vec<u8>,
    ) -> io::Result<()> {
        if !is_dense(count, self.rows) {
            let mut before = 0;
            for (head, nth) in same {
                write_varint(u64::from(head.first - before), bytes);
                bytes.extend_from_slice(runs[*nth].read_bytes(head.length)?);
                before = head.last;
            }
            return Ok(());
        }
        let mut set = RowSet::empty(self.rows);
        for (head, nth) in same {
            let mut row = u64::from(head.first);
            let mut steps = runs[*nth].read_bytes(head.length)?;
            let _ = set.insert(row);
            while let Some(step) = read_varint(&mut steps) {
                row += step;
                let _ = set.insert(row);
            }
        }
        bytes.extend(set.to_bytes());
        Ok(())
    }
}

fn read_run_entry(run: &mut SpillReader<'_>, word: &mut Vec<u8>) -> io::Result<Option<RunEntry>> {
    if run.is_at_end() {
        return Ok(None);
    }
    let head = run.read_bytes(RUN_ENTRY_BYTES)?;
    let length = head[0].into();
    let head = RunEntry {
        count: u32_at(head, 1),
        first: u32_at(head, 5),
        last: u32_at(head, 9),
        length: u32_at(head, 13) as usize,
    };
    word.extend_from_slice(run.read_bytes(length)?);
    Ok(Some(head))
}
