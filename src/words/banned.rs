//! Finds the operator's banned keywords as whole words, with endings.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use regex::bytes::Regex;

use super::folded_text::FoldedText;

/// The shortest last word of a keyword that may have endings, in letters; shorter ones would match almost anything.
const SHORTEST_WITH_ENDINGS: usize = 4;

/// Turkish endings of nouns, folded (`ı` is `i`, `ü` is `u`), without the ending that means "without" and without "-lik".
const ENDINGS: &str = "(?:s|l[ae]r)?(?:[iu]?m(?:[iu]z)?|[iu]?n(?:[iu]z)?|s?[iu]n?)?\
                       (?:[dt][ae]n?|[dt]ir|n?[iu]n|y?[iu]|[yn]?[ae]|n[dt][ae]n?|y?l[ae]|[dt][ae]ki|c[iu]|l[iu])?(?:ki|ler|n[ae])?";

#[derive(Clone, Debug)]
pub(super) struct BannedMatcher {
    /// `None` without keywords, and for more keywords than the automaton can hold.
    automaton: Option<AhoCorasick>,
    endings: Regex,
}

impl BannedMatcher {
    /// Builds the matcher. Keywords without a letter or digit are ignored.
    pub(super) fn new(keywords: &[String]) -> BannedMatcher {
        let lines = keywords.iter().map(|keyword| FoldedText::new(keyword, &[]).line);
        // The blank in front begins a word of the line; the end of the word is checked after a match.
        let lines: Vec<String> = lines
            .map(|line| line.trim_end_matches([' ', '.', '/', ',', '-']).to_owned())
            .filter(|line| line.contains(char::is_alphanumeric))
            .collect();
        let automaton = (!lines.is_empty()).then(|| AhoCorasick::new(&lines).ok()).flatten();
        let endings =
            Regex::new(&format!("^(?:{ENDINGS})$")).expect("a constant expression, read by every test");
        BannedMatcher { automaton, endings }
    }

    /// The spans of keywords in a line, with the blanks on both sides; in order, nested ones too.
    pub(super) fn find(&self, line: &str) -> Vec<Range<usize>> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let whole = automaton.find_overlapping_iter(line).filter_map(|found| {
            let end = found.end() + line[found.end()..].find(' ')? + 1;
            let last = &line[found.range()];
            let letters = last.rsplit(' ').next().map_or(0, |word| word.chars().count());
            let rest = &line[found.end()..end - 1];
            let fits = rest.is_empty()
                || (letters >= SHORTEST_WITH_ENDINGS && self.endings.is_match(rest.as_bytes()));
            fits.then_some(found.start()..end)
        });
        let mut found: Vec<Range<usize>> = whole.collect();
        found.sort_by_key(|at| at.start);
        found
    }
}
