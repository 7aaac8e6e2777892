//! The one folding of letters: texts that a Turkish or English reader takes for the same become the same.
//!
//! Small letters without marks, `İ ı I i` alike, composed and decomposed letters alike. Folding a folded text changes nothing,
//! and the time grows with the length of the text alone. For comparing, never for showing.

use icu_normalizer::properties::CanonicalCombiningClassMap;
use icu_normalizer::{DecomposingNormalizer, DecomposingNormalizerBorrowed};

const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizer::new_nfkd();

/// A text with everything between its words, but for blanks at both ends: `" İngilizce "` is `"ingilizce"`.
pub fn fold_text(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter.is_ascii() {
            true => folded.push(letter.to_ascii_lowercase()),
            false => fold_wide(letter, |letter| folded.push(letter)),
        }
    }
    match folded.trim() {
        trimmed if trimmed.len() == folded.len() => folded,
        trimmed => trimmed.to_owned(),
    }
}

/// The words of a text with one blank between them. Everything that is no letter and no digit separates words.
pub fn fold_words(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len());
    fold_words_into(text, &mut folded);
    // Only whole characters were written.
    String::from_utf8(folded).unwrap_or_default()
}

/// Like [`fold_words`], into a buffer that is emptied first: a search index is made of a million texts.
pub fn fold_words_into(text: &str, folded: &mut Vec<u8>) {
    folded.clear();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        // Most letters of most texts are ASCII.
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        fold_ascii_words(&rest.as_bytes()[..ascii], folded);
        rest = &rest[ascii..];
        if ascii == 0 {
            fold_wide(letter, |letter| push_in_words(letter, folded));
            rest = &rest[letter.len_utf8()..];
        }
    }
    if folded.last() == Some(&b' ') {
        folded.pop();
    }
}

/// One letter for one letter, for texts that must keep their number of characters. Expects composed text (NFC or NFKC), in which
/// decomposed letters are left only where Unicode has no composed one; [`is_mark`] finds what is left.
#[inline]
pub fn fold_letter(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    if let Some(plain) = plain_turkish(letter) {
        return plain;
    }
    let small = letter.to_lowercase().next().unwrap_or(letter);
    match small {
        // Latin letters with marks.
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' => {
            let mut first = None;
            fold_wide(small, |letter| {
                first.get_or_insert(letter);
            });
            first.unwrap_or(small)
        }
        _ => small,
    }
}

/// A combining mark, such as the cedilla U+0327.
#[inline]
pub fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && CanonicalCombiningClassMap::new().get_u8(letter) != 0
}

/// Characters without width that apps and editors leave inside words.
#[inline]
pub fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

fn plain_turkish(letter: char) -> Option<char> {
    Some(match letter {
        'ı' | 'İ' => 'i',
        'ş' | 'Ş' => 's',
        'ç' | 'Ç' => 'c',
        'ğ' | 'Ğ' => 'g',
        'ö' | 'Ö' => 'o',
        'ü' | 'Ü' => 'u',
        _ => return None,
    })
}

/// Gives `each` what a letter beyond ASCII becomes: often one letter, two for a ligature, none for a mark.
fn fold_wide(letter: char, mut each: impl FnMut(char)) {
    if let Some(plain) = plain_turkish(letter) {
        return each(plain);
    }
    let small = NFKD.normalize_iter(std::iter::once(letter)).flat_map(char::to_lowercase);
    // A small letter may have a mark where the capital has none.
    for letter in NFKD.normalize_iter(small) {
        match letter {
            'ı' => each('i'),
            'ß' => ['s', 's'].into_iter().for_each(&mut each),
            'æ' => ['a', 'e'].into_iter().for_each(&mut each),
            'œ' => ['o', 'e'].into_iter().for_each(&mut each),
            'ø' => each('o'),
            'đ' => each('d'),
            'ł' => each('l'),
            'ς' => each('σ'),
            _ if is_invisible(letter) || is_mark(letter) => {}
            _ => each(letter.to_ascii_lowercase()),
        }
    }
}

fn push_in_words(letter: char, folded: &mut Vec<u8>) {
    if letter.is_ascii() {
        fold_ascii_words(&[letter as u8], folded);
    } else if letter.is_alphanumeric() {
        folded.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    } else if folded.last().is_some_and(|last| *last != b' ') {
        folded.push(b' ');
    }
}

/// ASCII letters and digits as small ones, a blank for everything that separates words.
const ASCII_WORDS: [u8; 256] = {
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

fn fold_ascii_words(text: &[u8], folded: &mut Vec<u8>) {
    let begin = folded.len();
    let mut last = folded.last().copied().unwrap_or(b' ');
    folded.resize(begin + text.len(), 0);
    let target = &mut folded[begin..];
    let mut at = 0;
    // A blank after a blank is written and then overwritten, so that no branch depends on the text.
    for byte in text {
        let plain = ASCII_WORDS[usize::from(*byte)];
        target[at] = plain;
        at += usize::from(plain != b' ' || last != b' ');
        last = plain;
    }
    folded.truncate(begin + at);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SAME: [&str; 10] = [
        "ışık",
        "IŞIK",
        "Işık",
        "isik",
        "ISIK",
        "i\u{307}sik",
        "I\u{307}S\u{327}I\u{307}K",
        "is\u{327}ik",
        "ｉｓｉｋ",
        "i\u{AD}şik",
    ];

    #[test]
    fn turkish_and_english_letters_are_alike_in_every_form() {
        for written in SAME {
            assert_eq!(fold_text(written), "isik", "{written}");
            assert_eq!(fold_words(written), "isik", "{written}");
        }
        assert_eq!(fold_text("ISPARTA İZMİR"), fold_text("ısparta izmir"));
        assert_eq!(fold_text(" C\u{327}AG\u{306}RI\u{a0}"), "cagri");
        assert_eq!(fold_text("o\u{308}demeli, 2%"), "odemeli, 2%");
        assert_eq!(fold_words("ÇAĞRI Gömlek Ürün"), "cagri gomlek urun");
        assert_eq!(fold_words("Women's T-Shirt, 2XL (100% Cotton)"), "women s t shirt 2xl 100 cotton");
        assert_eq!(fold_words("Kitchen,Dining & Bar"), "kitchen dining bar");
        assert_eq!(fold_words("Straße Ærø ΟΔΟΣ"), "strasse aero οδοσ");
        assert_eq!(fold_words("手机壳 чехол"), "手机壳 чехол");
        assert_eq!(fold_words(" \t—"), "");
    }

    #[test]
    fn a_letter_folds_to_one_letter() {
        let folded: String = "KUPON İNDİRİM ındirim Şişe É ЧЕХОЛ 5 ₺".chars().map(fold_letter).collect();
        assert_eq!(folded, "kupon indirim indirim sise e чехол 5 ₺");
    }

    #[test]
    fn every_character_folds_to_what_folds_to_itself() {
        // Above these are private characters and characters that are not assigned.
        for letter in '\0'..'\u{32000}' {
            let text = format!("a{letter}b");
            for fold in [fold_text, fold_words] {
                let folded = fold(&text);
                assert_eq!(fold(&folded), folded, "{letter:?}");
                assert!(!folded.contains(is_mark), "{letter:?}");
            }
            assert_eq!(fold_letter(fold_letter(letter)), fold_letter(letter), "{letter:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,200}") {
            let once = fold_words(&text);
            prop_assert_eq!(fold_words(&once), once);
            let once = fold_text(&text);
            prop_assert_eq!(fold_text(&once), once);
        }

        #[test]
        fn case_does_not_matter(text in "[a-zA-ZçğıöşüÇĞİÖŞÜéàñ0-9 ,'-]{0,60}") {
            prop_assert_eq!(fold_words(&text.to_uppercase()), fold_words(&text));
            prop_assert_eq!(fold_text(&text.to_lowercase()), fold_text(&text));
        }

        #[test]
        fn words_stand_alone(left in "\\PC{0,40}", right in "\\PC{0,40}") {
            let both = [fold_words(&left), fold_words(&right)].into_iter().filter(|it| !it.is_empty());
            prop_assert_eq!(fold_words(&format!("{left} {right}")), both.collect::<Vec<_>>().join(" "));
        }
    }
}
