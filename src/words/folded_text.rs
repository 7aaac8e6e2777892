//! A text as phrases are compared with it: its words in one folded line, each with its span in the text.
//!
//! Case, accents, letter fonts, emoji, spaced-out letters and digits inside known words are normalized. Separators become one of
//! four signs, each a word of its own: `.` ends a sentence, `/` a line, `,` a clause, and `-` is a hyphen inside a word. An address
//! is the single word `@`, because its letters are no claim.

use std::ops::Range;

use dealink_core::fold::{fold_text, is_invisible, is_mark};
use dealink_links as links;

use super::normalize::{FoldedWord, SIGNS, join_amounts, join_spaced_out, undisguise};

/// The letters of a word that are compared. This bounds how far a phrase can reach, and so the time.
const LONGEST_WORD: usize = 32;

pub(super) struct FoldedText {
    /// The folded words, with a blank before each word and one at the end.
    pub(super) line: String,
    /// The span of each word in `line` (without its blank) and in the text.
    words: Vec<(Range<usize>, Range<usize>)>,
}

impl FoldedText {
    /// Folds a text. `disguised` are words in which digits and signs are read as letters.
    pub(super) fn new(text: &str, disguised: &[String]) -> FoldedText {
        let mut words = split_words(text);
        join_spaced_out(text, &mut words);
        for word in &mut words {
            undisguise(&mut word.folded, disguised);
        }
        join_amounts(&mut words);
        let mut line = String::with_capacity(text.len() + 8);
        let mut places = Vec::with_capacity(words.len());
        for word in words {
            line.push(' ');
            let start = line.len();
            line.extend(word.folded.chars().take(LONGEST_WORD));
            places.push((start..line.len(), word.span));
        }
        line.push(' ');
        FoldedText { line, words: places }
    }

    /// The span in the text of a span of the line; blanks around the words make no difference.
    pub(super) fn span(&self, at: Range<usize>) -> Range<usize> {
        let touched = self.words_in(at);
        match (self.words.get(touched.start), self.words.get(touched.end.wrapping_sub(1))) {
            (Some((_, first)), Some((_, last))) if touched.start < touched.end => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The line with the words of these spans masked; all offsets stay the same.
    pub(super) fn masked(&self, spans: impl Iterator<Item = Range<usize>>) -> String {
        let mut line = self.line.clone().into_bytes();
        for span in spans {
            for (word, _) in &self.words[self.words_in(span)] {
                line[word.clone()].fill(b'_');
            }
        }
        // Only whole words were overwritten, with ASCII, so this is valid UTF-8.
        String::from_utf8(line).unwrap_or_default()
    }

    fn words_in(&self, at: Range<usize>) -> Range<usize> {
        let first = self.words.partition_point(|(word, _)| word.end <= at.start);
        let last = self.words.partition_point(|(word, _)| word.start < at.end);
        first..last.max(first)
    }
}

/// A word folded for comparison, with the Latin letters that letters of other scripts look like.
pub(super) fn fold_word(word: &str) -> String {
    let letters = fold_text(word);
    // Only within a word with Latin letters a look-alike letter is read as Latin.
    if letters.is_ascii() || !letters.contains(|letter: char| letter.is_ascii_alphabetic()) {
        return letters;
    }
    let [written, latin] = LOOK_LATIN;
    let as_latin = |letter: char| {
        written.chars().zip(latin.chars()).find(|(it, _)| *it == letter).map_or(letter, |(_, latin)| latin)
    };
    letters.chars().map(as_latin).collect()
}

/// Cyrillic and Greek letters that look like Latin ones, and these.
const LOOK_LATIN: [&str; 2] = ["аеорсухікѕԁвαεοιν", "aeopcyxiksdbaeoiv"];

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '`' | '´')
}

fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}')
}

/// The sign of a character between words.
fn separator_sign(letter: char) -> Option<&'static str> {
    match letter {
        '\n' | '\u{2028}' | '\u{2029}' => Some("/"),
        '.' | '!' | '?' | '…' => Some("."),
        ',' | ';' | ':' | '(' | ')' | '[' | ']' | '|' | '/' | '=' | '•' | '·' | '–' | '—' => Some(","),
        '%' => Some("%"),
        '₺' => Some("₺"),
        '$' => Some("$"),
        '€' => Some("€"),
        '£' => Some("£"),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum WordKind {
    Plain,
    Hashtag,
}

/// The words and signs of a text, before they are joined and normalized.
fn split_words(text: &str) -> Vec<FoldedWord> {
    let mut words: Vec<FoldedWord> = Vec::new();
    let addresses = links::find_address_spans(text);
    let mut addresses = addresses.iter().peekable();
    let mut at = 0;
    let mut kind = WordKind::Plain;
    while let Some(letter) = text[at..].chars().next() {
        while addresses.next_if(|address| address.end <= at).is_some() {}
        if let Some(address) = addresses.next_if(|address| address.start <= at) {
            words.push(FoldedWord { folded: "@".to_owned(), span: at..address.end });
            at = address.end;
            continue;
        }
        let limit = addresses.peek().map_or(text.len(), |address| address.start);
        if letter.is_alphanumeric() {
            let end = end_of_word(&text[..limit], at);
            push_parts(text, at..end, kind, &mut words);
            at = end;
            kind = WordKind::Plain;
            continue;
        }
        let end = at + letter.len_utf8();
        kind = match letter {
            '#' => WordKind::Hashtag,
            '_' => kind,
            _ => WordKind::Plain,
        };
        let tight = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
        let sign = match is_dash(letter) {
            true if tight(text[..at].chars().next_back()) && tight(text[end..].chars().next()) => Some("-"),
            true => Some(","),
            false => separator_sign(letter),
        };
        if let Some(sign) = sign {
            // Of several signs in a row the strongest counts; SIGNS is in that order.
            let rank = |sign: &str| SIGNS.iter().position(|it| *it == sign);
            match words.last_mut() {
                Some(last) if rank(&last.folded).is_some() && rank(sign).is_some() => {
                    if rank(sign) < rank(&last.folded) {
                        sign.clone_into(&mut last.folded);
                    }
                    last.span.end = end;
                }
                _ => words.push(FoldedWord { folded: sign.to_owned(), span: at..end }),
            }
        }
        at = end;
    }
    words
}

/// The end of the word that begins at `at`. Apostrophes, combining marks and invisible characters inside a word belong to it, and
/// so do separators inside a number and signs that replace letters.
fn end_of_word(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut letters = text[at..].char_indices().peekable();
    let mut before = ' ';
    while let Some((offset, letter)) = letters.next() {
        let next = letters.peek().map_or(' ', |(_, next)| *next);
        let inside = letter.is_alphanumeric()
            || is_invisible(letter)
            || ((is_apostrophe(letter) || matches!(letter, '@' | '$'))
                && before.is_alphabetic()
                && next.is_alphanumeric())
            || (is_apostrophe(letter) && before.is_ascii_digit() && next.is_alphabetic())
            || (matches!(letter, '.' | ',') && before.is_ascii_digit() && next.is_ascii_digit())
            || is_mark(letter);
        if !inside {
            break;
        }
        if !is_invisible(letter) {
            before = letter;
        }
        end = at + offset + letter.len_utf8();
    }
    end
}

/// Adds the words of a written word: a leading number is a word of its own ("50TL"), and a hashtag is split at its capitals.
fn push_parts(text: &str, word: Range<usize>, kind: WordKind, words: &mut Vec<FoldedWord>) {
    let written = &text[word.clone()];
    let is_number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',');
    let digits = written.find(|letter| !is_number(letter)).unwrap_or(written.len());
    if digits > 0 {
        words.push(FoldedWord {
            folded: normalize_number(&written[..digits]),
            span: word.start..word.start + digits,
        });
    }
    let mut start = digits;
    let mut before = ' ';
    for (offset, letter) in written.char_indices().skip_while(|(offset, _)| *offset < digits) {
        if kind == WordKind::Hashtag && letter.is_uppercase() && before.is_lowercase() {
            push_word(&written[start..offset], word.start + start, words);
            start = offset;
        }
        before = letter;
    }
    push_word(&written[start..], word.start + start, words);
}

fn push_word(written: &str, at: usize, words: &mut Vec<FoldedWord>) {
    let mut folded: Vec<char> =
        fold_word(written).chars().filter(|l| l.is_alphanumeric() || matches!(l, '@' | '$')).collect();
    // "bedavaaaa": a letter that is repeated three times or more counts once.
    let mut kept = 0;
    while kept < folded.len() {
        let run = folded[kept..].iter().take_while(|letter| **letter == folded[kept]).count();
        if run >= 3 && folded[kept].is_alphabetic() {
            folded.drain(kept + 1..kept + run);
            kept += 1;
        } else {
            kept += run;
        }
    }
    if !folded.is_empty() {
        words.push(FoldedWord { folded: folded.into_iter().collect(), span: at..at + written.len() });
    }
}

/// A number without thousands separators; `_` is the decimal point, and `0,00` is `0`.
fn normalize_number(written: &str) -> String {
    let written = written.trim_end_matches(['.', ',']);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    match written.rsplit_once(['.', ',']) {
        Some((whole, rest)) if rest.len() != 3 => {
            let rest = rest.trim_end_matches('0');
            if rest.is_empty() { digits(whole) } else { format!("{}_{rest}", digits(whole)) }
        }
        _ => digits(written),
    }
}
