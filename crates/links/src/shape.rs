//! What a name looks like: letters of other scripts and digits count as the Latin letter that they resemble.

use icu_normalizer::DecomposingNormalizer;

/// The longest name that others are compared with.
const LONGEST_NAME: usize = 10;

/// The edit distance of a word to a name of at most ten ASCII letters; a swap of neighbours counts one (optimal string alignment).
pub(crate) fn distance(word: &str, name: &str) -> usize {
    let name = name.as_bytes();
    debug_assert!(name.len() <= LONGEST_NAME);
    let mut before = [0; LONGEST_NAME + 1];
    let mut above: [usize; LONGEST_NAME + 1] = std::array::from_fn(|at| at);
    let mut last = None;
    for (i, letter) in word.chars().enumerate() {
        let mut row = [i + 1; LONGEST_NAME + 1];
        for (j, own) in name.iter().map(|byte| char::from(*byte)).enumerate() {
            let mut cost = (above[j] + usize::from(letter != own)).min(above[j + 1] + 1).min(row[j] + 1);
            if j > 0 && letter == char::from(name[j - 1]) && last == Some(own) {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
        }
        last = Some(letter);
        before = std::mem::replace(&mut above, row);
    }
    above[name.len()]
}

/// What a label looks like in Latin letters. `1` and similar signs may be `l` or `i`, so there are two shapes.
pub(crate) fn shapes(label: &str) -> [String; 2] {
    ['l', 'i'].map(|bar| {
        let plain = DecomposingNormalizer::new_nfkd().normalize_iter(label.chars());
        let mut shape = String::with_capacity(label.len());
        for letter in plain {
            match letter {
                '\u{300}'..='\u{36F}' => {}
                'ß' => shape.push_str("ss"),
                _ => shape.push(latin(letter, bar)),
            }
        }
        shape
    })
}

/// The Latin letter that a character resembles.
fn latin(letter: char, bar: char) -> char {
    match letter {
        'а' | 'α' | 'ɑ' | '4' | '@' | 'ә' => 'a',
        'ӏ' | 'ǀ' | '|' | '1' | '!' | 'Ι' | 'І' | 'ⅼ' | 'ℓ' => bar,
        'ı' | 'і' | 'ι' | 'ɩ' => 'i',
        'ł' | 'ŀ' | 'ƚ' => 'l',
        'е' | 'є' | 'ε' | 'э' | '3' | 'ҽ' | 'ə' => 'e',
        'х' | 'χ' | '×' | 'ж' | 'ҳ' => 'x',
        'р' | 'ρ' | 'ҏ' | 'þ' => 'p',
        'г' | 'ɾ' | 'ᴦ' => 'r',
        'ѕ' | '5' | '$' | 'ʂ' | 'ꜱ' => 's',
        'о' | 'ο' | 'σ' | '0' => 'o',
        'с' | 'ϲ' => 'c',
        'м' => 'm',
        'т' | 'τ' | '7' => 't',
        '\u{2010}'..='\u{2015}' => '-',
        other => other.to_lowercase().next().unwrap_or(other),
    }
}

/// The letters of a whole host, in the shape in which it is compared: without hyphens, and without the second of two equal letters.
/// Allocates nothing.
pub(crate) fn letters_of_host(host: &str, bar: char) -> impl Iterator<Item = char> {
    let mut last = None;
    let letters = DecomposingNormalizer::new_nfkd().normalize_iter(host.chars());
    letters
        .filter(|letter| !matches!(letter, '-' | '\u{300}'..='\u{36F}'))
        .map(move |letter| latin(letter, bar))
        .filter(move |letter| last.replace(*letter) != Some(*letter))
}

/// Whether a host has nothing that its shape would leave out or replace.
pub(crate) fn is_written_plainly(host: &str) -> bool {
    let mut last = 0;
    host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'.') && std::mem::replace(&mut last, byte) != byte)
}

/// Whether an ASCII label has so many of the different letters of a name, in any order. Allocates nothing.
pub(crate) fn holds_letters(label: &str, name: &str, least: u32) -> bool {
    let bit = |letter: char| match letter {
        'a'..='z' => 1_u32 << (letter as u32 - 'a' as u32),
        _ => 0,
    };
    let of_label = label.chars().fold(0, |seen, letter| {
        // `k` may be a part of `x` that was spelt by ear.
        let by_ear = if matches!(letter, 'k' | 'K') { bit('x') } else { 0 };
        seen | by_ear | bit(latin(letter, 'l')) | bit(latin(letter, 'i'))
    });
    let of_name = name.chars().fold(0, |seen, letter| seen | bit(letter));
    (of_label & of_name).count_ones() >= least
}
