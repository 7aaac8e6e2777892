//! Spellings of the brand in one label of a host, and names of other shops that are close to it.

use std::borrow::Cow;

use crate::shape::{distance, shapes};

pub(crate) const BRAND: &str = "aliexpress";
/// The halves of the brand, the second one as Czech and Slovak spell it. Shops in many countries are named after this word.
const ALI: &str = "ali";
const EXPRES: &str = "expres";
/// The first half with a letter doubled, swapped, or replaced by one that looks the same.
const FIRST_HALVES: [&str; 8] = [ALI, "aali", "alli", "alii", "alie", "aii", "ail", "lai"];
/// What makes another word of *ali*, beside a single consonant (Bali, Dali): Bengali, Nepali, Somali.
const FRONTS_OF_WORDS: [&str; 3] = ["beng", "nep", "som"];

/// Whether a whole label is the brand in any spelling.
pub(crate) fn is_brand(label: &str) -> bool {
    shapes(label).iter().any(|shape| is_near(&joined(shape), label))
}

/// Whether a label contains the brand, or the label or one of its hyphenated parts is nearly the brand.
pub(crate) fn is_similar(label: &str) -> bool {
    shapes(label).iter().any(|shape| {
        contains_brand(shape)
            || is_near(&joined(shape), label)
            || shape.split(['-', '_']).any(|word| is_near(word, label))
    })
}

/// Whether a label contains the brand, hyphens apart, and not as the end of another name.
fn contains_brand(shape: &str) -> bool {
    joined(shape).match_indices(BRAND).any(|(at, _)| !is_front_of_word(letters_in_front(shape, at)))
}

/// The letters in front of a place, up to the hyphen before it. Hyphens do not count for the place.
fn letters_in_front(shape: &str, mut at: usize) -> &str {
    for part in shape.split(['-', '_']) {
        match part.get(..at) {
            Some(front) if at < part.len() => return front,
            _ => at = at.saturating_sub(part.len()),
        }
    }
    ""
}

/// Whether these letters in front of *ali* make another word of it.
fn is_front_of_word(front: &str) -> bool {
    let is_consonant = matches!(front.as_bytes(), [letter @ b'a'..=b'z'] if !b"aeiou".contains(letter));
    is_consonant || FRONTS_OF_WORDS.contains(&front)
}

fn joined(shape: &str) -> Cow<'_, str> {
    match shape.contains(['-', '_']) {
        true => Cow::Owned(shape.replace(['-', '_'], "")),
        false => Cow::Borrowed(shape),
    }
}

/// Whether a word of a label's shape is nearly the brand. When it holds *express* in a known spelling, the slip must be one that makes
/// no other name ([`is_first_half`]). Otherwise one letter may be missing, doubled, swapped or replaced, and two when even *press* is
/// lost, because no word is left that another shop may be named after: Alice Press is no imitation.
fn is_near(word: &str, label: &str) -> bool {
    // `ks` is how the `x` is spelt by ear; *ekspres* is the Turkish word.
    let by_ear = if word.contains("ks") { Cow::Owned(word.replace("ks", "x")) } else { Cow::Borrowed(word) };
    if let Some((first, tail)) = by_ear.split_once(EXPRES) {
        let more = tail.strip_prefix('s').unwrap_or(tail);
        return more.chars().nth(1).is_none()
            && (FIRST_HALVES.contains(&first) || (word.contains("express") && is_first_half(first, label)));
    }
    let allowed = if by_ear.contains("press") { 1 } else { 2 };
    // A letter has at most four bytes.
    by_ear.len() <= 4 * (BRAND.len() + allowed)
        && by_ear.chars().count().abs_diff(BRAND.len()) <= allowed
        && distance(&by_ear, BRAND) <= allowed
}

/// Whether what is in front of *express*, spelt as in the brand, is *ali* without one letter, or with a digit or a letter of another
/// script for one. Another Latin letter makes the name of another shop: Alp Express, Alin Express.
fn is_first_half(first: &str, label: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_');
    let may_be = match first.chars().count() {
        2 => true,
        3 => !label.bytes().all(is_plain),
        _ => false,
    };
    may_be && distance(first, ALI) <= 1
}
