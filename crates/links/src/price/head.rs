//! Short texts that are only a price: an answer to a question for one, and the text before the bar of a share text.

use std::borrow::Cow;

use dealink_core::money::Currency;
use rust_decimal::Decimal;

use super::number::{HIGHEST, Price, USUAL_DECIMALS, parse_amount};
use super::scan::normalise;
use super::signs::{CurrencySign, SIGNS, fold_letters};

/// Parses the answer to a question for a price: one positive amount with at most one currency and nothing else.
///
/// `default` is the currency of an amount without a sign. `None` for any other text: negative, zero, above a billion, two
/// amounts, unknown words.
pub fn parse_price(text: &str, default: Option<Currency>) -> Option<Price> {
    if text.len() > 64 {
        return None;
    }
    let (amount, sign) = parse_single_amount(&normalise(text))?;
    let currency = match sign {
        None => default,
        Some(sign) => sign.currency,
    };
    (amount > Decimal::ZERO && amount <= HIGHEST).then_some(Price { amount, currency })
}

/// The number that alone follows the last colon, exclamation mark or line break.
pub(super) fn trailing_number(text: &str) -> Option<Decimal> {
    let tail = text.rsplit([':', '!', '\n']).next()?.trim();
    parse_amount(tail, USUAL_DECIMALS).filter(|amount| *amount > Decimal::ZERO && *amount <= HIGHEST)
}

/// Parses a number with at most one currency sign, in either order, and nothing else.
pub(super) fn parse_single_amount(text: &str) -> Option<(Decimal, Option<&'static CurrencySign>)> {
    let text = text.trim();
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'');
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let length = text[start..].find(|c: char| !is_number(c) && c != ' ').unwrap_or(text.len() - start);
    let written = text[start..start + length].trim_end();
    let outside = [text[..start].trim(), text[start + length..].trim()];
    let sign = match outside {
        ["", ""] => None,
        [sign, ""] | ["", sign] => Some(SIGNS.sign_named(sign)?),
        _ => return None,
    };
    let digits = match written.split_once(' ') {
        None => Cow::Borrowed(written),
        Some((first, _)) if first.len() <= 3 => {
            let groups: Vec<&str> = written.split(' ').collect();
            let even =
                groups[1..].iter().all(|group| group.split(['.', ',']).next().is_some_and(|g| g.len() == 3));
            let digits =
                groups[..groups.len() - 1].iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
            if !(even && digits) {
                return None;
            }
            Cow::Owned(groups.concat())
        }
        Some(_) => return None,
    };
    Some((parse_amount(&digits, sign.map_or(USUAL_DECIMALS, CurrencySign::decimals))?, sign))
}

/// Whether the text before a line's first bar has the form of the app's share texts: words with a colon or an exclamation mark,
/// which may be missing, and a price, which may be empty.
pub(crate) fn is_share_head(head: &str) -> bool {
    let head = normalise(head);
    let (prefix, tail) = match head.rfind([':', '!']) {
        Some(at) => (&head[..at], &head[at + 1..]),
        None => ("", &*head),
    };
    if tail.trim().is_empty() {
        return !prefix.trim().is_empty();
    }
    // "€12.34  10% Off" has a badge behind the price, "🔥 $5.99" an ornament before it.
    let price = tail.trim_start_matches(is_ornament).split("  ").next().unwrap_or_default();
    let apart = !prefix.is_empty() && tail.starts_with(' ');
    parse_single_amount(price).is_some_and(|(_, sign)| sign.is_some() || apart)
}

/// Blanks, emoji and bullets, but no currency signs.
fn is_ornament(letter: char) -> bool {
    let currency = matches!(letter, '$' | '£' | '¥' | '฿' | '💲' | '\u{20A0}'..='\u{20CF}');
    !letter.is_alphanumeric() && letter != '-' && !currency
}

/// Whether a share text was cut before its price: the text before the bar is empty or ends in a colon.
pub(super) fn is_empty_head(head: &str) -> bool {
    let head = fold_letters(head.trim());
    head.is_empty() || head.ends_with([':', '!'])
}
