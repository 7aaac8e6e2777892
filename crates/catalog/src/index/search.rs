//! Searching one index: the rows that contain words, and the records of rows.

use std::io;

use super::attributes::{RECORD_BYTES, Record};
use super::error::damage_error;
use super::header::{Extent, IndexSection};
use super::keys::{KEY_BYTES, Keys};
use super::pages::PAGE;
use super::postings::RowSet;
use super::reader::Index;
use super::words::{LONGEST_WORD, WordEntry, read_page};
use dealink_core::fold::fold_words;

/// Records are read in groups of so many rows, which fill three pages.
const GROUP: usize = 512;
/// The most groups that are read at once.
const GROUPS: usize = 8;
/// Bytes of postings that are read at once, unless a single word has more.
const PIECE: u64 = 256 * 1024;

impl Index {
    /// The rows that contain all of these words, of which the last is the beginning of a word; `None` is all rows. Rows that were
    /// replaced may be among them.
    pub(crate) fn rows_matching(&self, words: &str) -> io::Result<Option<RowSet>> {
        let folded = fold_words(words);
        let mut words: Vec<&[u8]> =
            folded.split(' ').map(truncate_word).filter(|word| !word.is_empty()).collect();
        let Some(last) = words.pop() else { return Ok(None) };
        // A repeated word changes nothing.
        words.sort_unstable();
        words.dedup();
        let nothing = || Ok(Some(RowSet::empty(self.header.rows)));
        let mut found = Vec::with_capacity(words.len());
        for word in words {
            let Some(it) = self.find_word(word)? else { return nothing() };
            found.push(it);
        }
        // The rarest first: if no row is left, nothing else is read.
        found.sort_by_key(|it| it.count);
        let mut rows: Option<RowSet> = None;
        for it in found {
            let mut with = RowSet::empty(self.header.rows);
            self.insert_postings(&[it], &mut with)?;
            rows = Some(with.intersect(rows.as_ref()));
            if rows.as_ref().is_some_and(RowSet::is_empty) {
                return Ok(rows);
            }
        }
        let mut with = RowSet::empty(self.header.rows);
        self.insert_prefix_rows(last, &mut with)?;
        Ok(Some(with.intersect(rows.as_ref())))
    }

    fn find_word(&self, word: &[u8]) -> io::Result<Option<WordEntry>> {
        let mut found = None;
        self.words_from(word, |other, it| {
            if other == word {
                found = Some(it);
            }
            Ok(other < word)
        })?;
        Ok(found)
    }

    /// Inserts the rows of all words that begin with `beginning`.
    fn insert_prefix_rows(&self, beginning: &[u8], rows: &mut RowSet) -> io::Result<()> {
        let mut found: Vec<WordEntry> = Vec::new();
        self.words_from(beginning, |word, it| {
            if word < beginning {
                return Ok(true);
            }
            if !word.starts_with(beginning) {
                return Ok(false);
            }
            // The postings of neighbouring words are adjacent.
            if found.first().is_some_and(|first| it.postings.end - first.postings.start > PIECE) {
                self.insert_postings(&found, rows)?;
                found.clear();
            }
            found.push(it);
            Ok(true)
        })?;
        self.insert_postings(&found, rows)
    }

    /// Gives words to `each`, beginning at or before `word`, until it returns `false`.
    fn words_from(
        &self,
        word: &[u8],
        mut each: impl FnMut(&[u8], WordEntry) -> io::Result<bool>,
    ) -> io::Result<()> {
        let place = self.header.extent(IndexSection::Words);
        let mut buffer = Vec::new();
        for page in self.words.page(word)..self.words.pages() {
            let page = self.pages.read(place.at + (page * PAGE) as u64, PAGE, &mut buffer)?;
            if !read_page(page, &mut each)? {
                break;
            }
        }
        Ok(())
    }

    /// Inserts the rows of words that have adjacent postings.
    fn insert_postings(&self, found: &[WordEntry], rows: &mut RowSet) -> io::Result<()> {
        let (Some(first), Some(last)) = (found.first(), found.last()) else { return Ok(()) };
        let Extent { at, length } = self.header.extent(IndexSection::Postings);
        let (from, to) = (first.postings.start, last.postings.end);
        if to > length {
            return Err(damage_error("words"));
        }
        let mut buffer = Vec::new();
        let bytes = self.pages.read(at + from, (to - from) as usize, &mut buffer)?;
        for it in found {
            let span = (it.postings.start - from) as usize..(it.postings.end - from) as usize;
            rows.insert_postings(
                it.count,
                self.header.rows,
                bytes.get(span).ok_or_else(|| damage_error("words"))?,
            )?;
        }
        Ok(())
    }

    /// Gives the records of these rows to `each`, many at a time, in the order of the rows. Rows that were replaced are among them.
    pub(crate) fn scan(&self, among: Option<&RowSet>, mut each: impl FnMut(&[Record])) -> io::Result<()> {
        let rows = self.header.rows as usize;
        let place = self.header.extent(IndexSection::Attributes);
        let is_wanted = |group: usize| among.is_none_or(|among| among.any(group * GROUP, GROUP));
        let groups = rows.div_ceil(GROUP);
        let (mut buffer, mut chosen) = (Vec::new(), Vec::new());
        let mut group = 0;
        while group < groups {
            let wanted = (group..groups.min(group + GROUPS)).take_while(|group| is_wanted(*group)).count();
            let (first, end) = (group * GROUP, rows.min((group + wanted) * GROUP));
            group += wanted.max(1);
            if wanted == 0 {
                continue;
            }
            let at = place.at + (first * RECORD_BYTES) as u64;
            let records = self.pages.read(at, (end - first) * RECORD_BYTES, &mut buffer)?.as_chunks().0;
            match among {
                None => each(records),
                Some(among) => {
                    chosen.clear();
                    chosen.extend(among.between(first, end).filter_map(|row| records.get(row - first)));
                    each(&chosen);
                }
            }
        }
        Ok(())
    }

    /// The number of Hot products, also those after their last day.
    pub(crate) fn hot(&self) -> u64 {
        self.header.hot
    }

    /// The ids of all products, rising.
    pub(crate) fn ids(&self) -> IdCursor<'_> {
        IdCursor { index: self, at: 0, buffer: Vec::new(), consumed: 0 }
    }
}

pub(crate) struct IdCursor<'a> {
    index: &'a Index,
    /// Bytes of the keys that were read.
    at: u64,
    buffer: Vec<u8>,
    consumed: usize,
}

impl IdCursor<'_> {
    /// The next id; `None` after the last.
    pub(crate) fn next(&mut self) -> io::Result<Option<u64>> {
        let Extent { at, length } = self.index.header.extent(IndexSection::Keys);
        if self.consumed * KEY_BYTES == self.buffer.len() {
            let more = (length - self.at).min(PIECE) as usize;
            if more == 0 {
                return Ok(None);
            }
            self.index.pages.read(at + self.at, more, &mut self.buffer)?;
            self.buffer.truncate(more);
            self.at += more as u64;
            self.consumed = 0;
        }
        self.consumed += 1;
        Ok(Some(Keys(&self.buffer).id(self.consumed - 1)))
    }
}

fn truncate_word(word: &str) -> &[u8] {
    &word.as_bytes()[..word.len().min(LONGEST_WORD)]
}
