//! Folded words, for comparing the names of columns and files.

use dealink_core::fold::fold_text;

use crate::text::foreign_text;

/// Folded words with one blank between them.
pub(in crate::lists) fn plain_words(text: &str) -> String {
    let folded = fold_text(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// The start of a cell, short enough to be quoted.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN_LETTERS: usize = 40;
    foreign_text(text, SHOWN_LETTERS)
}
