//! The words of an index in order, in pages that are found by their first words. A word is written as its difference from the word before.

use std::io::{self, Write};
use std::ops::Range;

use super::error::damage_error;
use super::pages::PAGE;
use super::varint::{read_varint, split_bytes, u32_at, u64_at, write_varint};

/// Bytes before the words of a page: where the postings of the first word begin, and the number of words.
const WORD_PAGE_HEADER_BYTES: usize = 12;
/// Bytes of a folded word that are compared.
pub(crate) const LONGEST_WORD: usize = 64;
/// The most bytes of a word with its numbers.
const MAX_WORD_ENTRY_BYTES: usize = 2 + LONGEST_WORD + 20;

/// Writes words, which must come in rising order.
#[derive(Debug, Default)]
pub(super) struct WordWriter {
    page: Vec<u8>,
    words: u32,
    last: Vec<u8>,
    first_words: Vec<u8>,
    /// Where the next word's postings begin.
    postings: u64,
}

impl WordWriter {
    /// `count` is the number of rows with the word, `length` the bytes of its postings.
    pub(super) fn push(
        &mut self,
        word: &[u8],
        count: u64,
        length: u64,
        into: &mut impl Write,
    ) -> io::Result<()> {
        if self.page.len() + MAX_WORD_ENTRY_BYTES > PAGE {
            self.end_page(into)?;
        }
        if self.page.is_empty() {
            self.page.extend_from_slice(&self.postings.to_le_bytes());
            self.page.extend_from_slice(&[0; 4]);
            self.first_words.push(word.len() as u8);
            self.first_words.extend_from_slice(word);
            self.last.clear();
        }
        let shared = self.last.iter().zip(word).take_while(|(a, b)| a == b).count();
        self.page.extend_from_slice(&[shared as u8, (word.len() - shared) as u8]);
        self.page.extend_from_slice(&word[shared..]);
        write_varint(count, &mut self.page);
        write_varint(length, &mut self.page);
        self.last.clear();
        self.last.extend_from_slice(word);
        self.words += 1;
        self.postings += length;
        Ok(())
    }

    fn end_page(&mut self, into: &mut impl Write) -> io::Result<()> {
        self.page[8..WORD_PAGE_HEADER_BYTES].copy_from_slice(&self.words.to_le_bytes());
        self.page.resize(PAGE, 0);
        into.write_all(&self.page)?;
        self.page.clear();
        self.words = 0;
        Ok(())
    }

    /// Writes the last page; returns the first word of each page.
    pub(super) fn finish(mut self, into: &mut impl Write) -> io::Result<Vec<u8>> {
        if !self.page.is_empty() {
            self.end_page(into)?;
        }
        Ok(self.first_words)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WordEntry {
    /// Rows with the word.
    pub(super) count: u64,
    /// Its postings, as a range within all postings.
    pub(super) postings: Range<u64>,
}

/// Gives the words of a page to `each` until it returns `false`; returns whether it wants more.
pub(super) fn read_page(
    page: &[u8],
    mut each: impl FnMut(&[u8], WordEntry) -> io::Result<bool>,
) -> io::Result<bool> {
    let fault = || damage_error("words");
    let mut postings = u64_at(page, 0);
    let count = u32_at(page, 8);
    let mut bytes = page.get(WORD_PAGE_HEADER_BYTES..).ok_or_else(fault)?;
    let mut word = Vec::new();
    for _ in 0..count {
        let lengths = split_bytes(&mut bytes, 2).ok_or_else(fault)?;
        word.truncate(lengths[0].into());
        word.extend_from_slice(split_bytes(&mut bytes, lengths[1].into()).ok_or_else(fault)?);
        let (count, length) = read_varint(&mut bytes).zip(read_varint(&mut bytes)).ok_or_else(fault)?;
        let end = postings.checked_add(length).ok_or_else(fault)?;
        if !each(&word, WordEntry { count, postings: postings..end })? {
            return Ok(false);
        }
        postings = end;
    }
    Ok(true)
}

/// The first word of each page.
#[derive(Debug)]
pub(super) struct WordIndex {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl WordIndex {
    /// Reads what [`WordWriter::finish`] gave.
    pub(super) fn parse(first_words: &[u8]) -> Option<WordIndex> {
        let (mut bytes, mut ends) = (Vec::with_capacity(first_words.len()), Vec::new());
        let mut rest = first_words;
        while let Some((length, _)) = rest.split_first() {
            rest = &rest[1..];
            bytes.extend_from_slice(split_bytes(&mut rest, usize::from(*length))?);
            ends.push(u32::try_from(bytes.len()).ok()?);
        }
        Some(WordIndex { bytes, ends })
    }

    pub(super) fn pages(&self) -> usize {
        self.ends.len()
    }

    fn word(&self, page: usize) -> &[u8] {
        let begin = page.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[begin as usize..self.ends[page] as usize]
    }

    /// The page that has the word if any has it; words that begin with it are on this page and the following ones.
    pub(super) fn page(&self, word: &[u8]) -> usize {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle) <= word { low = middle + 1 } else { high = middle }
        }
        low.saturating_sub(1)
    }
}
