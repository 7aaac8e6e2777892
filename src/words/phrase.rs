//! Compiles the phrases of `phrases.toml` to regular expressions over the line of a [`FoldedText`].
//!
//! Words are separated by blanks and folded like the text. `word` is that word, `wor*` a word with that beginning, `w*d` one with
//! that beginning and end, `word+` the word with Turkish endings or an English s. `a|b` is either, with `_` for blanks inside
//! (`a_b|c`); `<name>` is a group; `?` at the end makes a word optional; `#` is a number, `%#` a percentage. `..` skips up to three
//! words and `..5` up to five within a sentence; `...5` also crosses its end. The signs `,` and `-` are written like words.
//!
//! [`FoldedText`]: super::folded_text::FoldedText

use std::collections::BTreeMap;
use std::ops::Range;

use regex::bytes::{Regex, RegexBuilder};

use super::folded_text::fold_word;

/// The number of words that `..` skips.
const WORDS_BETWEEN: usize = 3;
/// The phrases of each group, as written.
pub(super) type Groups = BTreeMap<String, Vec<String>>;

/// The signs that may separate two words of a phrase.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WordsBetween {
    /// A hyphen at most.
    Hyphen,
    /// A hyphen or the end of a clause.
    Clause,
}

/// A phrase that cannot be parsed.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the phrase `{phrase}`: {why}")]
pub(super) struct PhraseError {
    phrase: String,
    why: String,
}

/// A matcher for any of several phrases.
#[derive(Clone, Debug)]
pub(super) struct Phrases(Option<Regex>);

impl Phrases {
    pub(super) fn new(
        phrases: &[String],
        groups: &Groups,
        between: WordsBetween,
    ) -> Result<Phrases, PhraseError> {
        Phrases::anchored(phrases, groups, between, "", "")
    }

    /// Compiles phrases with a regular expression in front of them and one behind.
    pub(super) fn anchored(
        phrases: &[String],
        groups: &Groups,
        between: WordsBetween,
        front: &str,
        behind: &str,
    ) -> Result<Phrases, PhraseError> {
        if phrases.is_empty() {
            return Ok(Phrases(None));
        }
        let bodies: Result<Vec<String>, PhraseError> =
            phrases.iter().map(|phrase| phrase_pattern(phrase, groups, between)).collect();
        let pattern = format!("(?-u){front}(?:{}) {behind}", bodies?.join("|"));
        let regex =
            RegexBuilder::new(&pattern).unicode(false).size_limit(1 << 26).dfa_size_limit(1 << 24).build();
        let regex = regex
            .map_err(|error| PhraseError { phrase: "all together".to_owned(), why: error.to_string() })?;
        Ok(Phrases(Some(regex)))
    }

    /// The spans of the phrases in a line, in order and without overlap, with the blanks on both sides.
    pub(super) fn find<'a>(&'a self, line: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.0.as_ref()?.find_at(line.as_bytes(), from)?.range();
            // The blank behind a match is the blank in front of the next word.
            from = found.end - 1;
            Some(found)
        })
    }

    pub(super) fn is_match(&self, line: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(line.as_bytes()))
    }
}

/// The expression of a phrase or of a group's phrase. In the line, each word has a blank in front.
fn phrase_pattern(phrase: &str, groups: &Groups, between: WordsBetween) -> Result<String, PhraseError> {
    let fault = |why: &str| PhraseError { phrase: phrase.to_owned(), why: why.to_owned() };
    let glue = match between {
        WordsBetween::Hyphen => "(?: -)?",
        WordsBetween::Clause => "(?: [,-])?",
    };
    let mut out = String::new();
    let mut first = true;
    for element in phrase.split_whitespace() {
        if let Some(gap) = element.strip_prefix("..") {
            let (word, gap) = match gap.strip_prefix('.') {
                Some(gap) => ("(?: [./,-])* [^ ./,-][^ ]*", gap),
                None => ("(?: [,-])* [^ ./,-][^ ]*", gap),
            };
            let most =
                if gap.is_empty() { WORDS_BETWEEN } else { gap.parse().map_err(|_| fault("no number"))? };
            out.push_str(&format!("(?:{word}){{0,{most}}}?"));
            if element.starts_with("...") {
                out.push_str("(?: [./])?");
            }
            continue;
        }
        let (element, optional) = match element.strip_suffix('?') {
            Some(element) => (element, true),
            None => (element, false),
        };
        let ways: Result<Vec<String>, PhraseError> = element
            .split('|')
            .map(|way| match way.strip_prefix('<').and_then(|way| way.strip_suffix('>')) {
                Some(name) => {
                    let group = groups.get(name).ok_or_else(|| fault("no such group"))?;
                    let ways: Result<Vec<String>, PhraseError> =
                        group.iter().map(|phrase| phrase_pattern(phrase, groups, between)).collect();
                    Ok(ways?.join("|"))
                }
                None if way.contains('_') => phrase_pattern(&way.replace('_', " "), groups, between),
                None => Ok(format!(" {}", word_pattern(way))),
            })
            .collect();
        let ways = ways?.join("|");
        let glue = if first { "" } else { glue };
        out.push_str(&if optional { format!("(?:{glue}(?:{ways}))?") } else { format!("{glue}(?:{ways})") });
        first = first && optional;
    }
    if out.is_empty() { Err(fault("it is empty")) } else { Ok(out) }
}

/// The expression of one word, without its blank.
fn word_pattern(written: &str) -> String {
    match written {
        "#" => return "[0-9][0-9_]*".to_owned(),
        "%#" => return "%[0-9][0-9_]*".to_owned(),
        "," | "-" | "@" => return regex::escape(written),
        _ => {}
    }
    let stems: Vec<String> = written
        .split('*')
        .map(|stem| match stem.strip_prefix('%') {
            Some(number) => format!("%{number}"),
            None => regex::escape(&fold_word(stem)),
        })
        .collect();
    stems.join("[^ ]*")
}
