//! How words are compared: Turkish and English, any case, with or without dots and accents.

use icu_normalizer::properties::CanonicalCombiningClassMap;
use icu_normalizer::{DecomposingNormalizer, DecomposingNormalizerBorrowed};

/// Bytes of a folded word that are compared.
pub(crate) const LONGEST_WORD: usize = 64;

/// The words of a text in plain form, one blank between them: small letters without marks, every `İ ı I i` alike. Folding what
/// is folded changes nothing, and the time grows with the text's length alone.
pub fn fold(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len());
    fold_into(text, &mut folded);
    // Only whole characters were written.
    String::from_utf8(folded).unwrap_or_default()
}

/// The folded words of a text, instead of whatever stands there.
pub(crate) fn fold_into(text: &str, folded: &mut Vec<u8>) {
    folded.clear();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        // Most letters of most titles are ASCII.
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        fold_ascii(&rest.as_bytes()[..plain], folded);
        rest = &rest[plain..];
        if plain == 0 {
            fold_letter(letter, folded);
            rest = &rest[letter.len_utf8()..];
        }
    }
    if folded.last() == Some(&b' ') {
        folded.pop();
    }
}

/// ASCII letters and digits in small form, a blank for all that separates.
const PLAIN: [u8; 256] = {
    let mut plain = [b' '; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            plain[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    plain
};

fn fold_ascii(text: &[u8], folded: &mut Vec<u8>) {
    let begin = folded.len();
    let mut last = folded.last().copied().unwrap_or(b' ');
    folded.resize(begin + text.len(), 0);
    let room = &mut folded[begin..];
    let mut at = 0;
    // A blank behind a blank is written and then written over: no branch depends on what stands in the text.
    for byte in text {
        let plain = PLAIN[usize::from(*byte)];
        room[at] = plain;
        at += usize::from(plain != b' ' || last != b' ');
        last = plain;
    }
    folded.truncate(begin + at);
}

fn end_word(folded: &mut Vec<u8>) {
    if folded.last().is_some_and(|last| *last != b' ') {
        folded.push(b' ');
    }
}

const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizer::new_nfkd();

fn fold_letter(letter: char, folded: &mut Vec<u8>) {
    let plain = match letter {
        'ı' | 'İ' => b'i',
        'ş' | 'Ş' => b's',
        'ç' | 'Ç' => b'c',
        'ğ' | 'Ğ' => b'g',
        'ö' | 'Ö' => b'o',
        'ü' | 'Ü' => b'u',
        _ => return fold_other_letter(letter, folded),
    };
    folded.push(plain);
}

fn fold_other_letter(letter: char, folded: &mut Vec<u8>) {
    let marks = CanonicalCombiningClassMap::new();
    let small = NFKD.normalize_iter(std::iter::once(letter)).flat_map(char::to_lowercase);
    // A small letter may have a mark where the capital has none.
    for letter in NFKD.normalize_iter(small) {
        match letter {
            'ı' => folded.push(b'i'),
            'ß' => folded.extend_from_slice(b"ss"),
            'æ' => folded.extend_from_slice(b"ae"),
            'œ' => folded.extend_from_slice(b"oe"),
            'ø' => folded.push(b'o'),
            'đ' => folded.push(b'd'),
            'ł' => folded.push(b'l'),
            'ς' => folded.extend_from_slice("σ".as_bytes()),
            _ if is_invisible(letter) || marks.get_u8(letter) != 0 => {}
            _ if letter.is_ascii() => fold_ascii(&[letter as u8], folded),
            _ if letter.is_alphanumeric() => {
                folded.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
            _ => end_word(folded),
        }
    }
}

/// What apps and editors leave inside words without anybody seeing it.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn turkish_and_english_letters_are_alike_in_every_form() {
        for written in [
            "ışık",
            "IŞIK",
            "Işık",
            "isik",
            "ISIK",
            "i\u{307}sik",
            "İŞİK",
            "is\u{327}ik",
            "ｉｓｉｋ",
            "i\u{AD}şik",
        ] {
            assert_eq!(fold(written), "isik", "{written}");
        }
        assert_eq!(fold("ÇAĞRI Gömlek Ürün"), "cagri gomlek urun");
        assert_eq!(fold("Women's T-Shirt, 2XL (100% Cotton)"), "women s t shirt 2xl 100 cotton");
        assert_eq!(fold("Kitchen,Dining & Bar"), "kitchen dining bar");
        assert_eq!(fold("Straße Ærø ΟΔΟΣ"), "strasse aero οδοσ");
        assert_eq!(fold("手机壳 чехол"), "手机壳 чехол");
        assert_eq!(fold(" \t—"), "");
    }

    #[test]
    fn every_character_folds_to_what_folds_to_itself() {
        // Behind these stand private characters, and those that nobody has defined.
        for letter in '\0'..'\u{32000}' {
            let folded = fold(&format!("a{letter}b"));
            assert_eq!(fold(&folded), folded, "{letter:?}");
            let mark_less = |c: char| CanonicalCombiningClassMap::new().get_u8(c) == 0;
            assert!(folded.chars().all(mark_less), "{letter:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,200}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn case_does_not_matter(text in "[a-zA-ZçğıöşüÇĞİÖŞÜéàñ0-9 ,'-]{0,60}") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
            prop_assert_eq!(fold(&text.to_lowercase()), fold(&text));
        }

        #[test]
        fn words_stand_alone(left in "\\PC{0,40}", right in "\\PC{0,40}") {
            let both = [fold(&left), fold(&right)].into_iter().filter(|it| !it.is_empty());
            prop_assert_eq!(fold(&format!("{left} {right}")), both.collect::<Vec<_>>().join(" "));
        }
    }
}
