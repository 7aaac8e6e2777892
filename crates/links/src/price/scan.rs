//! Finds amounts with a currency in a text, and what the words around them say about them.
//!
//! Linear: each number looks at a bounded number of characters around it.

use std::borrow::Cow;

use dealink_core::fold::{fold_letter, is_mark};
use icu_normalizer::ComposingNormalizer;
use rust_decimal::Decimal;
use smallvec::SmallVec;

use super::number::{HIGHEST, Price, USUAL_DECIMALS, parse_amount};
use super::signs::{CurrencySign, SIGNS};

/// How far around an amount words are read, in characters.
const REACH: usize = 32;

/// One amount of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PriceQuote {
    pub(super) price: Price,
    /// A coupon, a threshold or postage rather than a price.
    pub(super) incidental: bool,
    /// Marked as the old price.
    pub(super) old: bool,
    /// An arrow or a word after the amount before says that this one replaces it.
    pub(super) replaces: bool,
}

pub(super) type PriceQuotes = SmallVec<[PriceQuote; 2]>;
/// Long enough for a share text up to its bar without an allocation.
type Letters = SmallVec<[char; 64]>;

/// NFKC, with digits and separators of other scripts in ASCII. Direction marks are removed, and so are combining marks that NFKC
/// does not compose, such as the dot above `i` in the lower case of `İ`.
pub(super) fn normalise(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = ComposingNormalizer::new_nfkc().normalize(text);
    let ascii = |letter: char| match letter {
        '\u{660}'..='\u{669}' => char::from(b'0' + (letter as u32 - 0x660) as u8),
        '\u{6F0}'..='\u{6F9}' => char::from(b'0' + (letter as u32 - 0x6F0) as u8),
        '\u{66B}' => '.',
        '\u{66C}' => ',',
        '\u{2019}' => '\'',
        '\u{2212}' => '-',
        other => other,
    };
    let is_removed = |letter: char| is_invisible(letter) || is_mark(letter);
    match plain.chars().any(|letter| is_removed(letter) || ascii(letter) != letter) {
        true => {
            let mut text = String::with_capacity(plain.len());
            text.extend(plain.chars().filter(|letter| !is_removed(*letter)).map(ascii));
            Cow::Owned(text)
        }
        false => plain,
    }
}

/// Direction marks and characters without width.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// All amounts with a currency in a normalised text.
pub(super) fn find_quotes(text: &str) -> PriceQuotes {
    let mut quotes = PriceQuotes::new();
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return quotes;
    }
    let chars: Letters = text.chars().collect();
    let folded: Letters = chars.iter().copied().map(fold_letter).collect();
    let line = ScannedLine { chars: &chars, folded: &folded };
    let (mut at, mut floor) = (0, 0);
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = line.number_end(at);
        let unspaced = || line.price(floor, at, end).map(|(hit, _)| hit);
        let Some(hit) = line.spaced_price(floor, at, end).or_else(unspaced) else {
            at = end;
            continue;
        };
        let gap = &folded[floor..hit.start];
        let chained =
            quotes.last().is_some_and(|last| last.incidental) && gap.iter().all(|c| matches!(c, '/' | ' '));
        quotes.push(PriceQuote {
            price: hit.price,
            incidental: chained || line.is_incidental(floor, &hit),
            old: line.is_old(floor, &hit),
            replaces: !quotes.is_empty() && says_becomes(gap),
        });
        if let Some(top) = line.range_top(hit.end) {
            let price = Price { amount: top, ..hit.price };
            quotes.push(PriceQuote { price, incidental: false, old: false, replaces: false });
        }
        floor = hit.end;
        at = hit.end.max(end);
    }
    quotes
}

struct FoundPrice {
    price: Price,
    /// Start of the amount with its sign.
    start: usize,
    end: usize,
}

struct ScannedLine<'a> {
    chars: &'a [char],
    folded: &'a [char],
}

impl ScannedLine<'_> {
    /// The end of a number that may have single marks between its digits.
    fn number_end(&self, start: usize) -> usize {
        let digit = |at: usize| self.chars.get(at).is_some_and(char::is_ascii_digit);
        let mut end = start;
        while digit(end) || (matches!(self.chars.get(end), Some('.' | ',' | '\'')) && digit(end + 1)) {
            end += 1;
        }
        end
    }

    /// A number with blanks in it, `1 234,56`, in a currency that is written like that.
    fn spaced_price(&self, floor: usize, start: usize, end: usize) -> Option<FoundPrice> {
        let digits = |from: usize, to: usize| {
            self.chars.get(from..to).is_some_and(|part| part.iter().all(char::is_ascii_digit))
        };
        if end - start > 3 || !digits(start, end) {
            return None;
        }
        let mut last = end;
        while self.chars.get(last) == Some(&' ') && digits(last + 1, last + 4) && last - start < REACH {
            let group_end = self.number_end(last + 1);
            let plain = group_end == last + 4;
            last = group_end;
            if !plain {
                break;
            }
        }
        if last == end {
            return None;
        }
        self.price(floor, start, last).filter(|(_, sign)| sign.spaced).map(|(hit, _)| hit)
    }

    fn price(&self, floor: usize, start: usize, end: usize) -> Option<(FoundPrice, &'static CurrencySign)> {
        let (from, to, sign) = self.sign_around(floor, start, end)?;
        let before = |at: usize| at.checked_sub(1).and_then(|at| self.chars.get(at)).copied();
        let glued =
            before(start).filter(|_| from == start).is_some_and(|c| c.is_alphanumeric() || ".,%".contains(c));
        let negative = before(from) == Some('-') && before(from - 1).is_none_or(char::is_whitespace);
        let percent = self.chars.get(end) == Some(&'%');
        if glued || negative || percent {
            return None;
        }
        let written: String = self.chars[start..end].iter().filter(|c| **c != ' ').collect();
        let amount = parse_amount(&written, sign.decimals())?;
        let plausible = amount > Decimal::ZERO && amount <= HIGHEST;
        let price = Price { amount, currency: sign.currency };
        plausible.then_some((FoundPrice { price, start: from, end: to }, sign))
    }

    /// The currency sign before or behind a number, with the bounds of both together. `$1 CAD` is Canadian.
    fn sign_around(
        &self,
        floor: usize,
        start: usize,
        end: usize,
    ) -> Option<(usize, usize, &'static CurrencySign)> {
        let behind = self.sign_behind(end);
        let blanks = |at: usize| usize::from(at > floor && self.chars[at - 1] == ' ');
        let near = start - blanks(start);
        let in_front = SIGNS.sign_at_end(&self.chars[floor..near], &self.folded[floor..near]);
        match (in_front, behind) {
            (Some((length, front)), Some((to, back))) => {
                let sign = if self.chars[near - 1] == '$' { back } else { front };
                Some((near - length, to, sign))
            }
            (Some((length, front)), None) => Some((near - length, end, front)),
            (None, Some((to, back))) => Some((start, to, back)),
            (None, None) => None,
        }
    }

    fn sign_behind(&self, end: usize) -> Option<(usize, &'static CurrencySign)> {
        let blank = usize::from(self.chars.get(end) == Some(&' '));
        let from = end + blank;
        let (length, sign) = SIGNS.sign_at_start(self.chars.get(from..)?, self.folded.get(from..)?)?;
        let next = self.chars.get(from + length).is_some_and(char::is_ascii_digit);
        (!(blank == 1 && next)).then_some((from + length, sign))
    }

    /// The second amount of `$2.85-5.99`.
    fn range_top(&self, end: usize) -> Option<Decimal> {
        let is_dash = |at: usize| matches!(self.chars.get(at), Some('-' | '–' | '~'));
        let blank = usize::from(self.chars.get(end) == Some(&' '));
        if !is_dash(end + blank) {
            return None;
        }
        let start = end + blank + 1 + usize::from(self.chars.get(end + blank + 1) == Some(&' '));
        let stop = self.number_end(start);
        let written: String = self.chars.get(start..stop)?.iter().collect();
        let exact = blank == 0 || written.contains(['.', ',']);
        exact.then(|| parse_amount(&written, USUAL_DECIMALS)).flatten()
    }

    fn is_incidental(&self, floor: usize, hit: &FoundPrice) -> bool {
        let words = &SIGNS.words;
        let clause = self.clause_before(floor, hit.start);
        let mut behind = nearest_words(clause.split(is_between_words).rev())
            .skip_while(|word| words.filler.contains(*word));
        let aside_before = behind.next().is_some_and(|word| words.aside_before.contains(word))
            && behind.next().is_none_or(|word| !words.counted.contains(word));
        let clause = self.clause_after(hit.end);
        let mut ahead = nearest_words(clause.split(is_between_words)).peekable();
        // "99 TL Kupon: X" gives a coupon code, "50 TL'lik kupon: X" gives the value of a coupon.
        let labels = clause.contains(':') && ahead.peek().is_none_or(|word| !words.filler.contains(*word));
        let mut ahead = ahead.skip_while(|word| words.filler.contains(*word));
        let aside_after = ahead.next().is_some_and(|word| words.aside_after.contains(word))
            && !labels
            && ahead.next().is_none_or(|word| !words.counted.contains(word));
        aside_before || aside_after || self.is_threshold(floor, hit.start)
    }

    /// Whether this is the second number of `50/500 TL`: a coupon's value and the sum from which it applies.
    fn is_threshold(&self, floor: usize, start: usize) -> bool {
        let before = &self.chars[floor..start];
        before
            .split_last()
            .is_some_and(|(last, head)| *last == '/' && head.last().is_some_and(char::is_ascii_digit))
    }

    fn is_old(&self, floor: usize, hit: &FoundPrice) -> bool {
        let (before, behind) = (&self.chars[floor..hit.start], &self.chars[hit.end..]);
        let struck = before.ends_with(&['~', '~'])
            || behind.starts_with(&['~', '~'])
            || (before.ends_with(&['~']) && behind.starts_with(&['~']));
        let clause = self.clause_before(floor, hit.start);
        let mut words = nearest_words(clause.split(is_between_words).rev()).take(2);
        struck || words.any(|word| SIGNS.words.old_before.contains(word))
    }

    /// The text before an amount in the same clause.
    fn clause_before(&self, floor: usize, start: usize) -> String {
        let from = floor.max(start.saturating_sub(REACH));
        let clause = self.folded[from..start].rsplit(|c| ends_clause(*c)).next().unwrap_or_default();
        let clause: String = clause.iter().collect();
        // "50% OFF - $5.99": the badge says nothing about the amount.
        if clause.contains('%') { clause.replace("% off", "%") } else { clause }
    }

    /// The text behind an amount in the same clause.
    fn clause_after(&self, end: usize) -> String {
        let to = self.folded.len().min(end + REACH);
        let ends = |c: &char| ends_clause(*c) || c.is_ascii_digit();
        self.folded[end..to].split(ends).next().unwrap_or_default().iter().collect()
    }
}

/// Up to three words.
fn nearest_words<'a>(pieces: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    pieces.filter(|piece| !piece.is_empty()).take(3)
}

fn is_between_words(letter: char) -> bool {
    !letter.is_alphanumeric()
}

fn ends_clause(letter: char) -> bool {
    matches!(letter, '\n' | '|' | '!' | '?' | ';' | ',' | '(' | '+')
}

/// Whether the text between two amounts says that the second replaces the first.
fn says_becomes(gap: &[char]) -> bool {
    let text: String = gap.iter().collect();
    let arrow = ["->", "=>", ">>", "→", "➡", "➜", "➔", "⮕", "⇒", "⟶", "⬇", "↓", "▶", "👉", "»"]
        .iter()
        .any(|arrow| text.contains(arrow));
    arrow || text.trim() == ">" || text.split(is_between_words).any(|word| SIGNS.words.becomes.contains(word))
}
