//! Currency signs and the words around amounts (`price.toml`, embedded).

use std::sync::LazyLock;

use dealink_core::fold::{fold_letter, is_mark};
use dealink_core::money::Currency;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::number::USUAL_DECIMALS;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyEntry {
    code: Option<Currency>,
    #[serde(default)]
    signs: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    spaced: bool,
    #[serde(default)]
    thousandths: bool,
}

/// Lists of words around amounts, folded like [`fold_letter`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriceWords {
    pub(super) aside_before: WordSet,
    pub(super) aside_after: WordSet,
    pub(super) counted: WordSet,
    pub(super) filler: WordSet,
    pub(super) becomes: WordSet,
    pub(super) old_before: WordSet,
}

type WordSet = FxHashSet<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PriceFile {
    currency: Vec<CurrencyEntry>,
    words: PriceWords,
}

/// One way to write a currency.
#[derive(Debug)]
pub(super) struct CurrencySign {
    /// Its characters, folded when `any_case`.
    letters: Vec<char>,
    any_case: bool,
    /// `None` where several currencies use the sign.
    pub(super) currency: Option<Currency>,
    pub(super) spaced: bool,
    thousandths: bool,
}

impl CurrencySign {
    pub(super) fn decimals(&self) -> usize {
        if self.thousandths { 3 } else { USUAL_DECIMALS }
    }
}

#[derive(Debug)]
pub(super) struct CurrencySigns {
    /// The longest first.
    signs: Vec<CurrencySign>,
    /// Indices of the signs by their first and last letter, folded; in the same order.
    by_first: FxHashMap<char, Vec<usize>>,
    by_last: FxHashMap<char, Vec<usize>>,
    pub(super) words: PriceWords,
}

/// The embedded table, parsed once; a test parses it too.
pub(super) static SIGNS: LazyLock<CurrencySigns> = LazyLock::new(|| {
    let file: PriceFile =
        toml::from_str(include_str!("price.toml")).expect("price.toml is part of the program");
    CurrencySigns::new(file)
});

/// Folds a text letter by letter; a composed text keeps its number of characters.
pub(super) fn fold_letters(text: &str) -> String {
    text.chars().filter(|letter| !is_mark(*letter)).map(fold_letter).collect()
}

impl CurrencySigns {
    fn new(file: PriceFile) -> CurrencySigns {
        let mut signs = Vec::new();
        for row in &file.currency {
            let mut add = |written: &str, any_case: bool| {
                let written = if any_case { fold_letters(written) } else { written.to_owned() };
                signs.push(CurrencySign {
                    letters: written.chars().collect(),
                    any_case,
                    currency: row.code,
                    spaced: row.spaced,
                    thousandths: row.thousandths,
                });
            };
            row.signs.iter().for_each(|sign| add(sign, false));
            row.words.iter().for_each(|word| add(word, true));
            row.code.iter().for_each(|code| add(code.code(), false));
        }
        signs.sort_by_key(|sign| std::cmp::Reverse(sign.letters.len()));
        let (mut by_first, mut by_last) = (FxHashMap::default(), FxHashMap::default());
        for (at, sign) in signs.iter().enumerate() {
            for (index, edge) in [(&mut by_first, sign.letters.first()), (&mut by_last, sign.letters.last())]
            {
                let edge: Option<&char> = edge;
                let same: &mut Vec<usize> =
                    index.entry(edge.copied().map(fold_letter).unwrap_or_default()).or_default();
                same.push(at);
            }
        }
        let mut words = file.words;
        let PriceWords { aside_before, aside_after, counted, filler, becomes, old_before } = &mut words;
        for list in [aside_before, aside_after, counted, filler, becomes, old_before] {
            *list = list.iter().map(|word| fold_letters(word)).collect();
        }
        CurrencySigns { signs, by_first, by_last, words }
    }

    fn edged(
        &self,
        index: &FxHashMap<char, Vec<usize>>,
        letter: Option<&char>,
    ) -> impl Iterator<Item = &CurrencySign> {
        let places = letter.and_then(|letter| index.get(letter)).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(|at| &self.signs[*at])
    }

    /// The sign at the end of a text, with its length. A sign of letters must not be the end of a longer word.
    pub(super) fn sign_at_end(&self, chars: &[char], folded: &[char]) -> Option<(usize, &CurrencySign)> {
        self.edged(&self.by_last, folded.last()).find_map(|sign| {
            let own = if sign.any_case { folded } else { chars };
            let start = own.len().checked_sub(sign.letters.len())?;
            let joined = || {
                sign.letters.first().is_some_and(|first| first.is_alphabetic())
                    && start > 0
                    && chars[start - 1].is_alphabetic()
            };
            (own[start..] == sign.letters[..] && !joined()).then_some((sign.letters.len(), sign))
        })
    }

    /// The sign at the start of a text, with its length. A sign of letters must not be the start of a longer word.
    pub(super) fn sign_at_start(&self, chars: &[char], folded: &[char]) -> Option<(usize, &CurrencySign)> {
        self.edged(&self.by_first, folded.first()).find_map(|sign| {
            let own = if sign.any_case { folded } else { chars };
            let length = sign.letters.len();
            let joined = || {
                sign.letters.last().is_some_and(|last| last.is_alphabetic())
                    && chars.get(length).is_some_and(|next| next.is_alphanumeric())
            };
            (own.starts_with(&sign.letters) && !joined()).then_some((length, sign))
        })
    }

    /// The sign or ISO code (in any case) that the whole text is.
    pub(super) fn sign_named(&self, text: &str) -> Option<&CurrencySign> {
        let is_code = |sign: &CurrencySign| {
            let upper = text.chars().map(|letter| letter.to_ascii_uppercase());
            text.is_ascii() && text.len() == 3 && upper.eq(sign.letters.iter().copied())
        };
        let is_written = |sign: &CurrencySign| match sign.any_case {
            true => text.chars().map(fold_letter).eq(sign.letters.iter().copied()),
            false => text.chars().eq(sign.letters.iter().copied()),
        };
        let first = text.chars().next().map(fold_letter);
        self.edged(&self.by_first, first.as_ref()).find(|sign| is_written(sign) || is_code(sign))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_parses_and_no_sign_means_two_currencies() {
        let mut seen = std::collections::HashMap::new();
        for sign in &SIGNS.signs {
            let before = seen.insert((sign.letters.clone(), sign.any_case), sign.currency);
            assert!(before.is_none(), "{:?} stands twice", sign.letters.iter().collect::<String>());
        }
    }

    #[test]
    fn turkish_letters_fold_together() {
        assert_eq!(fold_letters("KUPON İNDİRİM ındirim"), "kupon indirim indirim");
        assert_eq!(fold_letters("KARGO ÜCRETSİZ"), "kargo ucretsiz");
    }
}
