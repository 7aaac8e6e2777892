//! Numbers for the words of some thousand rows.

use std::hash::Hasher;
use std::ops::Range;

use rustc_hash::FxHasher;

use super::words::LONGEST_WORD;

#[derive(Clone, Copy, Debug)]
struct VocabularySlot {
    /// The bytes of a word of at most eight bytes, the hash of a longer one.
    key: u64,
    /// The word's length in bytes; 0 is a free slot.
    length: u32,
    number: u32,
}

/// A word of a text, and the slot where it is looked for first.
#[derive(Clone, Debug)]
struct WordProbe {
    key: u64,
    word: Range<u32>,
    first: VocabularySlot,
}

const FREE: VocabularySlot = VocabularySlot { key: 0, length: 0, number: 0 };
const FIRST_SLOTS: usize = 1 << 12;

/// Numbers words in the order in which they first occur. One allocation holds all of them.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// The words, one after the other.
    bytes: Vec<u8>,
    /// Where each word ends.
    ends: Vec<u32>,
    /// Each word is in the first free slot from its own on. The number of slots is a power of two, at most half of them in use.
    slots: Vec<VocabularySlot>,
    probes: Vec<WordProbe>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Vocabulary { bytes: Vec::new(), ends: Vec::new(), slots: vec![FREE; FIRST_SLOTS], probes: Vec::new() }
    }
}

impl Vocabulary {
    pub(super) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// All numbers, in the order of their words.
    pub(super) fn sorted(&self) -> Vec<u32> {
        // Most words differ in their first eight bytes.
        let beginning = |number| {
            let word = self.word(number);
            let mut eight = [0; 8];
            let length = word.len().min(8);
            eight[..length].copy_from_slice(&word[..length]);
            (u64::from_be_bytes(eight), number)
        };
        let mut sorted: Vec<(u64, u32)> = (0..self.ends.len() as u32).map(beginning).collect();
        sorted.sort_unstable_by(|(a, one), (b, other)| {
            a.cmp(b).then_with(|| self.word(*one).cmp(self.word(*other)))
        });
        sorted.into_iter().map(|(_, number)| number).collect()
    }

    pub(super) fn word(&self, number: u32) -> &[u8] {
        &self.bytes[self.span(number)]
    }

    fn span(&self, number: u32) -> Range<usize> {
        let number = number as usize;
        let begin = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        begin as usize..self.ends[number] as usize
    }

    /// Gives the number of each word of a folded text to `each`; a new word gets the next number. The buffer is longer for a
    /// while.
    pub(super) fn number_words(&mut self, folded: &mut Vec<u8>, mut each: impl FnMut(u32)) {
        let mut looked_up = std::mem::take(&mut self.probes);
        self.probe_words(folded, &mut looked_up);
        for it in looked_up.drain(..) {
            let word = &folded[it.word.start as usize..it.word.end as usize];
            // If another word of this text has taken the slot in the meantime, it is looked up again.
            let known = it.first.length == word.len() as u32 && it.first.key == it.key && word.len() <= 8;
            each(if known { it.first.number } else { self.number_of(it.key, word) });
        }
        self.probes = looked_up;
    }

    /// Reads the first slot of every word before any is decided upon, so that the memory's delays overlap.
    fn probe_words(&self, folded: &mut Vec<u8>, looked_up: &mut Vec<WordProbe>) {
        let length = folded.len();
        // So that eight bytes can be read from each position, and the last word ends with a blank.
        folded.extend_from_slice(&[b' '; 8]);
        let mut at = 0;
        while at < length {
            let eight = eight_at(folded, at);
            let mut end = at + first_blank(eight);
            let key = if end < at + 8 {
                eight & ((1 << ((end - at) * 8)) - 1)
            } else {
                end += folded[end..].iter().position(|byte| *byte == b' ').unwrap_or_default();
                key_of_long(&folded[at..end])
            };
            let word = at as u32..end.min(at + LONGEST_WORD) as u32;
            let first = self.slots[slot_of(key) & (self.slots.len() - 1)];
            looked_up.push(WordProbe { key, word, first });
            at = end + 1;
        }
        folded.truncate(length);
    }

    #[inline]
    fn number_of(&mut self, key: u64, word: &[u8]) -> u32 {
        let length = word.len() as u32;
        let mask = self.slots.len() - 1;
        let mut at = slot_of(key) & mask;
        loop {
            let it = self.slots[at];
            if it.length == 0 {
                break;
            }
            if it.key == key && it.length == length && (length <= 8 || self.word(it.number) == word) {
                return it.number;
            }
            at = (at + 1) & mask;
        }
        let number = self.ends.len() as u32;
        self.slots[at] = VocabularySlot { key, length, number };
        self.bytes.extend_from_slice(word);
        self.ends.push(self.bytes.len() as u32);
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    #[cold]
    fn grow(&mut self) {
        let slots = vec![FREE; self.slots.len() * 2];
        let old = std::mem::replace(&mut self.slots, slots);
        let mask = self.slots.len() - 1;
        for it in old.into_iter().filter(|it| it.length != 0) {
            let mut at = slot_of(it.key) & mask;
            while self.slots[at].length != 0 {
                at = (at + 1) & mask;
            }
            self.slots[at] = it;
        }
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.slots.fill(FREE);
    }
}

fn key_of_long(word: &[u8]) -> u64 {
    let word = &word[..word.len().min(LONGEST_WORD)];
    if let Some(eight) = word.first_chunk().filter(|_| word.len() == 8) {
        return u64::from_le_bytes(*eight);
    }
    let mut hasher = FxHasher::default();
    hasher.write(word);
    hasher.finish()
}

fn slot_of(key: u64) -> usize {
    // The upper half of the product depends on all bits of the key.
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}

fn eight_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |eight| u64::from_le_bytes(*eight))
}

/// Which of eight bytes is the first blank; 8 where none is.
fn first_blank(eight: u64) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let zero_at_blank = eight ^ (ONES * b' ' as u64);
    // Sets the highest bit of the first byte that is zero, and of none before it.
    let first = zero_at_blank.wrapping_sub(ONES) & !zero_at_blank & (ONES << 7);
    (first.trailing_zeros() / 8) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(vocabulary: &mut Vocabulary, text: &str) -> Vec<u32> {
        let mut numbers = Vec::new();
        let mut folded = text.as_bytes().to_vec();
        vocabulary.number_words(&mut folded, |number| numbers.push(number));
        assert_eq!(folded, text.as_bytes());
        numbers
    }

    #[test]
    fn every_word_keeps_its_number() {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<String> = (0..20_000).map(|nth| format!("{nth}{}", "ş".repeat(nth % 9))).collect();
        let all: Vec<u32> = (0..20_000).collect();
        for _ in 0..2 {
            assert_eq!(numbers(&mut vocabulary, &words.join(" ")), all);
        }
        for number in all {
            assert_eq!(vocabulary.word(number), words[number as usize].as_bytes());
        }
        vocabulary.clear();
        assert_eq!(numbers(&mut vocabulary, "new"), [0]);
        assert_eq!(numbers(&mut vocabulary, ""), [0; 0]);
    }

    #[test]
    fn words_of_any_length_are_told_apart() {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<String> = (1..=LONGEST_WORD).map(|length| "a".repeat(length)).collect();
        let all: Vec<u32> = (0..LONGEST_WORD as u32).collect();
        assert_eq!(numbers(&mut vocabulary, &words.join(" ")), all);
        assert_eq!(numbers(&mut vocabulary, &words.join(" ")), all);
        // What is behind the longest does not count.
        assert_eq!(numbers(&mut vocabulary, &format!("{}b c", words[LONGEST_WORD - 1])), [63, 64]);
    }
}
