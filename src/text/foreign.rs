//! Prepares text that others wrote (names of people and chats, titles, categories, names of shops and feeds) for the bot's messages.
//!
//! The bot signs what it sends, so such a text must not do more there than name something: it stays on one line and is short, it
//! hides nothing and reorders nothing, no marks grow over the lines around it, and Telegram makes no link of it. Whatever is
//! ordinary in a language stays whole: Turkish and Arabic letters with their marks, joiners inside words, and emoji sequences.

use icu_properties::props::{
    BinaryProperty, DefaultIgnorableCodePoint, EmojiModifier, ExtendedPictographic, GeneralCategory,
    GeneralCategoryGroup, VariationSelector,
};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_segmentation::UnicodeSegmentation;

/// Letters of a name of a person or chat.
const MAX_NAME: usize = 48;
/// UTF-16 units, which Telegram counts, that a letter may take on average. Any number of emoji can be joined to one letter.
const UNITS_PER_LETTER: usize = 4;
/// Bytes of a text that are looked at: more than the longest text that is shown.
const MAX_BYTES: usize = 8 * 1024;
/// Marks above and below one letter. Vietnamese, Hebrew, Arabic and Thai need up to three.
const MAX_MARKS: usize = 4;
/// Tags behind a flag: the region of a country and the end.
const MAX_TAGS: usize = 7;
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];
/// Invisible; a link, a name or a command ends at it.
const WORD_JOINER: char = '\u{2060}';
/// The only flag that tags belong to.
const TAGGED_FLAG: char = '\u{1f3f4}';
/// What makes the emoji of a key of the sign before it.
const KEYCAPS: [&str; 2] = ["\u{fe0f}\u{20e3}", "\u{20e3}"];
/// It looks like a blank, and is none for Unicode.
const BRAILLE_BLANK: char = '\u{2800}';

/// A name of a person or chat for a message.
pub fn foreign_name(name: &str) -> String {
    let name = foreign_text(name, MAX_NAME);
    // Nothing of it can be seen.
    if name.is_empty() { "…".to_owned() } else { name }
}

/// A text in at most `max_letters` letters (as a reader counts them) of usual length, with an ellipsis where something was left out.
pub fn foreign_text(text: &str, max_letters: usize) -> String {
    break_links(&shorten(&clean(text), max_letters))
}

fn shorten(text: &str, max_letters: usize) -> String {
    // Where a letter may be cut off, and where nothing more may follow.
    let (mut letters, mut units, mut cut) = (0, 0, 0);
    for (at, letter) in text.grapheme_indices(true) {
        letters += 1;
        units += letter.encode_utf16().count();
        if letters > max_letters || units > max_letters * UNITS_PER_LETTER {
            return format!("{}…", text[..cut].trim_end());
        }
        if letters < max_letters {
            cut = at + letter.len();
        }
    }
    text.to_owned()
}

fn has<P: BinaryProperty>(c: char) -> bool {
    CodePointSetData::new::<P>().contains(c)
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

/// On one line, without what is invisible, reorders the text or towers over it.
fn clean(text: &str) -> String {
    let text = &text[..text.floor_char_boundary(MAX_BYTES)];
    let mut out = String::with_capacity(text.len());
    let (mut marks, mut tags) = (0, MAX_TAGS);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let before = out.chars().next_back();
        match c {
            _ if c.is_whitespace() || c == BRAILLE_BLANK => {
                if before.is_some_and(|before| before != ' ') {
                    out.push(' ');
                }
                (marks, tags) = (0, MAX_TAGS);
            }
            _ if JOINERS.contains(&c) => {
                if before.zip(rest.peek()).is_some_and(|(before, after)| joins(before, *after)) {
                    out.push(c);
                }
            }
            '\u{e0020}'..='\u{e007f}' => {
                if tags < MAX_TAGS {
                    out.push(c);
                    tags += 1;
                }
            }
            _ if is_stacking_mark(c) => {
                let has_base = before.is_some_and(|before| before != ' ' && !JOINERS.contains(&before));
                if has_base && marks < MAX_MARKS {
                    out.push(c);
                    marks += 1;
                }
            }
            _ if has::<DefaultIgnorableCodePoint>(c) || is_control(c) => {}
            _ => {
                out.push(c);
                (marks, tags) = (0, if c == TAGGED_FLAG { 0 } else { MAX_TAGS });
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Marks that are drawn over or around the letter before them, and what chooses the form of an emoji. Marks that take their own
/// place are letters here.
fn is_stacking_mark(c: char) -> bool {
    matches!(category(c), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
        && (has::<VariationSelector>(c) || !has::<DefaultIgnorableCodePoint>(c))
}

/// Control characters, and annotations between lines.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fff9}'..='\u{fffb}')
}

/// Whether a joiner has a meaning here: between the parts of an emoji, or inside a word of a script that uses joiners.
fn joins(before: char, after: char) -> bool {
    let is_emoji =
        |c| has::<ExtendedPictographic>(c) || has::<EmojiModifier>(c) || has::<VariationSelector>(c);
    let is_letter =
        |c: char| !c.is_ascii() && (c.is_alphabetic() || GeneralCategoryGroup::Mark.contains(category(c)));
    (is_emoji(before) && has::<ExtendedPictographic>(after)) || (is_letter(before) && is_letter(after))
}

/// Puts an invisible character where Telegram would see an address, a name, a command or a hashtag.
fn break_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        out.push(c);
        let rest = &text[at + c.len_utf8()..];
        let breaks = rest.chars().next().is_some_and(|after| match c {
            // Telegram takes more than letters for the start of a tag, such as a middle dot.
            '@' | '#' | '$' => {
                !after.is_whitespace() && !KEYCAPS.iter().any(|keycap| rest.starts_with(keycap))
            }
            // Inside a word, behind a slash or in a tag it begins no command.
            '/' => {
                after.is_alphanumeric()
                    && !before.is_some_and(|before| before.is_alphanumeric() || "_/<>".contains(before))
            }
            ':' => after == '/',
            // A dot between digits makes no name of a host, only an address of four numbers.
            '.' if after.is_ascii_digit() => is_in_ipv4(text, at),
            '.' => after.is_alphabetic() && before.is_some_and(|before| !before.is_whitespace()),
            _ => false,
        });
        if breaks {
            out.push(WORD_JOINER);
        }
        before = Some(c);
    }
    out
}

/// Whether the dot at this place is part of an IPv4 address. Prices, such as 1.234.567,89, are none.
fn is_in_ipv4(text: &str, dot: usize) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let start = text[..dot].trim_end_matches(is_part).len();
    let end = text.len() - text[dot..].trim_start_matches(is_part).len();
    let parts = text[start..end].trim_matches('.').split('.');
    parts.clone().count() == 4 && parts.clone().all(|part| part.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visible(text: &str) -> String {
        foreign_name(text).replace(WORD_JOINER, "")
    }

    #[test]
    fn what_is_ordinary_stays_whole() {
        for name in [
            "Şükrü Çağlayan İnönü",
            "Ko\u{308}s\u{327}e",
            "مُحَمَّد",
            "می\u{200c}خواهم",
            "ක්\u{200d}ර",
            "Nguyễn Thị Ánh",
            "שָׁלוֹם",
            "เกี๊ยว",
            "मराठी",
            "👨\u{200d}👩\u{200d}👧\u{200d}👦 aile",
            "👩🏽\u{200d}🚒",
            "❤\u{fe0f}\u{200d}🔥",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "🇹🇷 1️⃣",
            "O'Neill-Smith & Co (2. şube)",
        ] {
            assert_eq!(visible(name), name);
        }
    }

    #[test]
    fn what_deceives_is_removed() {
        for (name, expected) in [
            ("Ada\u{202e}gpj.exe", "Adagpj.exe"),
            ("\u{2066}a\u{2069}\u{200e}b\u{061c}", "ab"),
            ("a\u{200b}\u{200b}\u{2060}\u{feff}\u{00ad}b", "ab"),
            ("a\u{200d}\u{200d}b\u{200c}c", "abc"),
            ("two\nlines\u{2028}\tmore\u{7}", "two lines more"),
            ("\u{3164}\u{115f}\u{2800} x \u{2800}", "x"),
            ("\u{301}\u{301}a", "a"),
            ("x\u{e0041}\u{e0042}", "x"),
            ("👦\u{200d}", "👦"),
        ] {
            assert_eq!(visible(name), expected, "{name:?}");
        }
        let tower = format!("Z{}a", "\u{30d}\u{489}".repeat(200));
        assert_eq!(visible(&tower).chars().count(), 2 + MAX_MARKS);
        assert_eq!(visible(&"\u{200f}".repeat(100_000)), "…");
    }

    #[test]
    fn nothing_is_left_that_telegram_would_link() {
        for (name, expected) in [
            ("Admin https://evil.example", "Admin https:~//evil.~example"),
            ("evil.example @someone", "evil.~example @~someone"),
            ("/start #deal $ACME a/b </b> 1.5 mr. x", "/~start #~deal $~ACME a/b </b> 1.5 mr. x"),
            ("a@b.example", "a@~b.~example"),
            ("203.0.113.7/pay", "203.~0.~113.~7/pay"),
            ("at 203.0.113.255.", "at 203.~0.~113.~255."),
            ("#·deal #-1 # #\u{fe0f}\u{20e3} #", "#~·deal #~-1 # #\u{fe0f}\u{20e3} #"),
            ("1.5 1.234,56 1.234.567,89 1.234.567.890", "1.5 1.234,56 1.234.567,89 1.234.567.890"),
            ("203.0.113 203.0.113.256 1.2.3.4.5", "203.0.113 203.0.113.256 1.2.3.4.5"),
        ] {
            assert_eq!(foreign_name(name).replace(WORD_JOINER, "~"), expected);
            assert_eq!(
                foreign_name(&foreign_name(name)),
                foreign_name(name),
                "a second time changes nothing"
            );
        }
    }

    #[test]
    fn a_long_name_is_shortened_between_letters() {
        let flags = "🇹🇷".repeat(60);
        let shown = foreign_name(&flags);
        assert!(shown.ends_with("🇹🇷…"), "{shown}");
        assert_eq!(shown.graphemes(true).count(), MAX_NAME);
        let families = "👨\u{200d}👩\u{200d}👧\u{200d}👦".repeat(60);
        let shown = foreign_name(&families);
        assert!(shown.ends_with("👦…"), "{shown}");
        assert!(shown.encode_utf16().count() <= MAX_NAME * UNITS_PER_LETTER + 1);
        // One letter for a reader.
        assert_eq!(foreign_name(&"👩\u{200d}".repeat(500)), "…");
        assert_eq!(foreign_text("one two three", 8), "one two…");
        assert_eq!(foreign_text("one two", 7), "one two");
        assert_eq!(foreign_text("ağaçlık yol", 8), "ağaçlık…");
    }
}
