//! The title that a share text gives for its link.
//!
//! Two forms are known: `<words>: <price> | <title>` directly above the link or in front of it, and
//! `<title>  <link>  (from AliExpress Android)` of older apps. Any other text is the sender's own and no title.

use std::ops::Range;

use memchr::memchr3;
use smallvec::SmallVec;

use crate::find::FoundAddress;
use crate::link::Link;
use crate::price::{is_invisible, is_share_head};

/// The longest line of a share text, in bytes.
const LONGEST_LINE: usize = 1_200;
/// The first byte of the fullwidth bar. A title needs a bar in front of it or a bracket behind its link.
const BAR_LEAD: u8 = 0xEF;

/// Sets the title of each link that has one directly above it. `urls` are all addresses of the text, in order. Addresses without
/// a scheme are ignored, because a title may hold similar text ("USB.PD/QC").
pub(crate) fn attach_titles(text: &str, urls: &[FoundAddress], links: &mut [Link]) {
    if links.is_empty() || memchr3(b'|', b'(', BAR_LEAD, text.as_bytes()).is_none() {
        return;
    }
    let written = urls.iter().map(|url| url.span.clone()).filter(|span| text[span.clone()].contains("://"));
    let mut spans: SmallVec<[Range<usize>; 8]> =
        links.iter().map(|link| link.span.clone()).chain(written).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    for link in links {
        let here = spans.partition_point(|span| span.start < link.span.start);
        let before = &spans[..here];
        let next = spans[here..].iter().find(|span| span.start >= link.span.end);
        // Where links overlap there is no text between them.
        let start = before.last().map_or(0, |span| span.end).min(link.span.start);
        let tail = &text[link.span.end..next.map_or(text.len(), |next| next.start)];
        let alone = next.is_none() || tail.contains('\n');
        link.title =
            title_before_link(text, start..link.span.start, tail).filter(|_| alone).map(str::to_owned);
    }
}

/// The title at the end of the `gap` between two links; `tail` is the text behind the second.
fn title_before_link<'a>(text: &'a str, gap: Range<usize>, tail: &str) -> Option<&'a str> {
    let begins_text = gap.start == 0;
    let gap = text[gap].trim_end_matches(|letter| is_edge(letter) || is_pointer(letter));
    let (line, own_line) = match gap.rsplit_once('\n') {
        Some((_, line)) => (line, true),
        None => (gap, begins_text),
    };
    if !own_line || line.len() > LONGEST_LINE {
        return None;
    }
    let title = match split_at_bar(line) {
        Some((head, title)) => is_share_head(head).then_some(title)?,
        None => is_signed(tail).then(|| line.trim_start_matches(['[', ']', '(']))?,
    };
    let title = trim(title).trim_end_matches(|letter| is_pointer(letter) || is_edge(letter));
    (title.contains(char::is_alphanumeric) && !title.contains("](")).then_some(title)
}

/// Cuts a line at its first bar that has blanks around it.
fn split_at_bar(line: &str) -> Option<(&str, &str)> {
    let blank = |letter: Option<char>| letter.is_none_or(is_edge);
    line.match_indices(['|', '\u{FF5C}'])
        .map(|(at, bar)| (&line[..at], &line[at + bar.len()..]))
        .find(|(head, title)| blank(head.chars().next_back()) && blank(title.chars().next()))
}

/// Whether `(from AliExpress Android)` follows the link, which older apps add.
fn is_signed(tail: &str) -> bool {
    let line = tail.split('\n').next().unwrap_or_default();
    let words = trim(line).strip_prefix('(').and_then(|line| line.split_once(')')).map(|(words, _)| words);
    words.is_some_and(|words| words.len() < 40 && words.to_ascii_lowercase().starts_with("from aliexpress "))
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_edge)
}

/// Blanks and direction marks.
fn is_edge(letter: char) -> bool {
    letter.is_whitespace() || is_invisible(letter)
}

/// Signs between a title and its link.
fn is_pointer(letter: char) -> bool {
    "([<«„“\":-–—|→➡👉👇\u{FE0F}".contains(letter)
}

#[cfg(test)]
mod tests {
    use crate::find_links;

    const LINK: &str = "https://a.aliexpress.com/_mAbCdEf";
    const OTHER: &str = "https://a.aliexpress.com/_oXy12Zq";

    /// The titles of the links of a text; `-` for none.
    fn titles(text: &str) -> Vec<String> {
        let text = text.replace("LINK", LINK).replace("OTHER", OTHER);
        find_links(&text, &[]).into_iter().map(|link| link.title.unwrap_or_else(|| "-".to_owned())).collect()
    }

    #[test]
    fn share_texts_have_titles() {
        for (text, title) in [
            ("AliExpress'te bunu buldum: ₺1.234,56 | Örgülü Kablo 100W 2m\nLINK", "Örgülü Kablo 100W 2m"),
            ("AliExpress:  | Boost Cable 5V 9V\nLINK", "Boost Cable 5V 9V"),
            ("I found this: \n￡0.68 | 1~10PCS Module\nLINK", "1~10PCS Module"),
            ("Check it out! $14.74 | Vacuum Cleaner, Black\n\nLINK\n\n", "Vacuum Cleaner, Black"),
            ("THB229.89 | Board 30Pin  \nLINK", "Board 30Pin"),
            ("TRY236.95 | Şarj Aleti USB CLINK", "Şarj Aleti USB C"),
            ("Regarde ! 1 234,56 € | Câble (2 m) LINK", "Câble (2 m)"),
            ("€12.34  10% Off | Charger 65W\nLINK", "Charger 65W"),
            ("Смотри: 899 ₽ | Кабель | 2 м | красный\nLINK", "Кабель | 2 м | красный"),
            ("תראו: \u{200f}₪42.10\u{200f} | כבל\u{200f}\nLINK", "כבל"),
            ("これ見て： ￥1,234 ｜ ケーブル\nLINK", "ケーブル"),
            ("لقيت هذا: ٤٢٫١٠ ر.س | كابل\nLINK", "كابل"),
            ("Found this: 12.34 | Cable 👉 LINK", "Cable"),
            ("Taladro 21V 2 baterías  LINK  (from AliExpress Android)", "Taladro 21V 2 baterías"),
            ("[](Taladro 21V  LINK  (from AliExpress iOS))", "Taladro 21V"),
            ("🔥 ₺99 | Kablo\n👉 LINK", "Kablo"),
            ("₺99 | Kablo ABS.SA/PC\nLINK", "Kablo ABS.SA/PC"),
            ("Bak ne buldum\n₺99 | Kablo\nLINK\nne dersiniz?", "Kablo"),
        ] {
            assert_eq!(titles(text), [title], "{text}");
        }
    }

    #[test]
    fn whose_title_it_is_must_be_clear() {
        for (text, expected) in [
            ("$3 | A1\nLINK\n$5 | B2\nOTHER", ["A1", "B2"]),
            ("$3 | A1\nLINK\nOTHER", ["A1", "-"]),
            ("$3 | A1 LINK OTHER", ["-", "-"]),
            ("LINK $3 | A1\nOTHER", ["-", "-"]),
            ("$3 | A1\nfor the app\nLINK\nOTHER", ["-", "-"]),
        ] {
            assert_eq!(titles(text), expected, "{text}");
        }
    }

    #[test]
    fn own_words_are_no_title() {
        for text in [
            "LINK",
            "Kablo LINK",
            "Kablo\nLINK",
            "Kablo 99 TL | Kargo bedava\nLINK",
            "Saat 12:30 | Kablo\nLINK",
            "3 | Kablo\nLINK",
            "| Pil | 2 | 4.20 | LINK",
            "$5 | LINK",
            "$5 |\nLINK",
            "AliExpress: $5 LINK",
            "$5 | https://shop.example/x LINK",
            "LINK\n$5 | Kablo",
            "Kablo LINK (from a friend)",
        ] {
            assert_eq!(titles(text), ["-"], "{text}");
        }
    }
}
