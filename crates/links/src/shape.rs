//! What a name looks like: letters of other scripts and digits count as the Latin letter that they resemble.

use icu_normalizer::DecomposingNormalizer;
use smallvec::SmallVec;

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

/// The letters of a name, in the shape in which whole hosts are compared: without hyphens, and without the second of two equal letters.
/// A host of usual length allocates nothing.
pub(crate) fn letters_of_host(host: &str, bar: char) -> SmallVec<[char; 32]> {
    let mut letters: SmallVec<[char; 32]> = SmallVec::new();
    let mut push = |letter: char| {
        let letter = latin(letter, bar);
        if !matches!(letter, '-' | '\u{300}'..='\u{36F}') && letters.last() != Some(&letter) {
            letters.push(letter);
        }
    };
    match host.is_ascii() {
        true => host.chars().for_each(&mut push),
        false => DecomposingNormalizer::new_nfkd().normalize_iter(host.chars()).for_each(&mut push),
    }
    letters
}

/// Whether a host has nothing that its shape would leave out or replace.
pub(crate) fn is_written_plainly(host: &str) -> bool {
    let mut last = 0;
    host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'.') && std::mem::replace(&mut last, byte) != byte)
}

/// The letters that an ASCII label has or resembles, one bit for each, in any order. A quick first test, made for every host.
pub(crate) const fn letters_in(label: &str) -> u32 {
    let (label, mut seen, mut at) = (label.as_bytes(), 0, 0);
    while at < label.len() {
        seen |= LETTERS[(label[at] & 0x7F) as usize];
        at += 1;
    }
    seen
}

const fn bit(letter: u8) -> u32 {
    1 << (letter - b'a')
}

/// The letters that an ASCII character is or resembles, as [`latin`] says. `k` may be a part of an `x` that was spelt by ear.
const LETTERS: [u32; 128] = {
    let mut table = [0; 128];
    let mut letter = b'a';
    while letter <= b'z' {
        table[letter as usize] = bit(letter);
        table[letter.to_ascii_uppercase() as usize] = bit(letter);
        letter += 1;
    }
    table[b'k' as usize] |= bit(b'x');
    table[b'K' as usize] |= bit(b'x');
    let alike =
        [(b'4', b'a'), (b'@', b'a'), (b'3', b'e'), (b'5', b's'), (b'$', b's'), (b'0', b'o'), (b'7', b't')];
    let mut at = 0;
    while at < alike.len() {
        table[alike[at].0 as usize] = bit(alike[at].1);
        at += 1;
    }
    let bars = [b'1', b'|', b'!'];
    let mut at = 0;
    while at < bars.len() {
        table[bars[at] as usize] = bit(b'l') | bit(b'i');
        at += 1;
    }
    table
};
