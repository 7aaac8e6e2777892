//! The operator's banned keywords, found as whole words with their endings.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use regex::bytes::Regex;

use super::folded_text::FoldedText;

/// Letters of a keyword's last word from which on it may have endings; shorter ones would be found in everything.
const SHORTEST_WITH_ENDINGS: usize = 4;

/// Turkish endings of a noun, folded (`ı` is `i`, `ü` is `u`); not the one that means "without", nor "-lik".
const ENDINGS: &str = "(?:s|l[ae]r)?(?:[iu]?m(?:[iu]z)?|[iu]?n(?:[iu]z)?|s?[iu]n?)?\
                       (?:[dt][ae]n?|[dt]ir|n?[iu]n|y?[iu]|[yn]?[ae]|n[dt][ae]n?|y?l[ae]|[dt][ae]ki|c[iu]|l[iu])?(?:ki|ler|n[ae])?";

/// Keywords, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct BannedMatcher {
    /// None for no keywords, and for more of them than can be numbered.
    automaton: Option<AhoCorasick>,
    endings: Regex,
}

impl BannedMatcher {
    /// Keywords as they were written. One without a letter or digit does not count.
    pub(super) fn new(keywords: &[String]) -> BannedMatcher {
        let lines = keywords.iter().map(|keyword| FoldedText::new(keyword, &[]).line);
        // A blank in front, as in a text's line; the word's end is looked at when it was found.
        let lines: Vec<String> = lines
            .map(|line| line.trim_end_matches([' ', '.', '/', ',', '-']).to_owned())
            .filter(|line| line.contains(char::is_alphanumeric))
            .collect();
        let automaton = (!lines.is_empty()).then(|| AhoCorasick::new(&lines).ok()).flatten();
        let endings =
            Regex::new(&format!("^(?:{ENDINGS})$")).expect("a constant expression, read by every test");
        BannedMatcher { automaton, endings }
    }

    /// Where a line holds one, the blanks on both sides included; in order, one inside another too.
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
