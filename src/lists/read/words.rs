//! Folded words, for comparing the names of columns and files.

use dealink_core::fold::fold_text;

/// Folded words with one blank between them.
pub(in crate::lists) fn plain_words(text: &str) -> String {
    let folded = fold_text(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The start of a cell, short enough to be quoted.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}
