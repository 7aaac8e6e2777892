//! Parsing single values: prices, rates, discounts, days, yes and no.

use jiff::civil::Date;
use memchr::memmem;
use rust_decimal::RoundingStrategy;

use super::row_error::RowErrorKind;
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links as links;

/// The most characters of a number.
const SIGNS: usize = 15;
/// The highest price in any currency, in hundredths.
const HIGHEST: i64 = 1_000_000_000 * 100;

/// A price, with the currency beside the number if there is one. An empty text and zero are no price and no error.
pub(super) fn parse_price(text: &str) -> Result<(Option<Decimal>, Option<Currency>), RowErrorKind> {
    if text.is_empty() {
        return Ok((None, None));
    }
    let (number, currency) = match parse_hundredths(text) {
        Some(number) if number > HIGHEST => return Err(RowErrorKind::Price),
        Some(number) => (Decimal::new(number, 2), None),
        None => {
            parse_price_with_code(text).or_else(|| parse_written_price(text)).ok_or(RowErrorKind::Price)?
        }
    };
    Ok((Some(number).filter(|number| !number.is_zero()), currency))
}

/// A plain number, rounded to hundredths: with a decimal point, or with a comma and one or two digits after it.
fn parse_hundredths(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let (mut number, mut mark) = (0_i64, None);
    if bytes.len() > SIGNS {
        return None;
    }
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => match mark.map_or(0, |mark| at - mark) {
                0..=2 => number = number * 10 + i64::from(byte - b'0'),
                3 => number += i64::from(*byte >= b'5'),
                _ => {}
            },
            b'.' | b',' if mark.is_none() && at > 0 => mark = Some(at),
            _ => return None,
        }
    }
    let decimals = mark.map_or(0, |at| bytes.len() - at - 1);
    let is_plain = match mark {
        None => !bytes.is_empty(),
        Some(at) => decimals > 0 && (bytes[at] == b'.' || decimals <= 2),
    };
    is_plain.then(|| match decimals {
        0 => number * 100,
        1 => number * 10,
        _ => number,
    })
}

/// `12.30 USD` and `USD 12.30`.
fn parse_price_with_code(text: &str) -> Option<(Decimal, Option<Currency>)> {
    let (first, second) = text.split_once(' ')?;
    let is_code = first.bytes().all(|byte| byte.is_ascii_alphabetic());
    let (code, number) = if is_code { (first, second) } else { (second, first) };
    let number = parse_hundredths(number.trim_ascii()).filter(|number| *number <= HIGHEST)?;
    Some((Decimal::new(number, 2), Some(parse_currency(code.trim_ascii())?)))
}

/// A price with currency signs, and with dots or commas between thousands.
fn parse_written_price(text: &str) -> Option<(Decimal, Option<Currency>)> {
    let price = links::parse_price(text, None)?;
    Some((price.amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero), price.currency))
}

/// A currency's code. The rouble's old one is still in use in feeds.
pub(super) fn parse_currency(text: &str) -> Option<Currency> {
    match text {
        "RUR" | "rur" => "RUB".parse().ok(),
        text => text.parse().ok(),
    }
}

/// `5.38%`, `5,38 %`, `5.38`; `None` for anything else.
pub(super) fn parse_rate(text: &str) -> Option<Percent> {
    parse_percent(text).map(|hundredths| Percent(Decimal::new(hundredths, 2)))
}

/// `69%` in whole percent. Some feeds write it with a minus.
pub(super) fn parse_discount(text: &str) -> Option<u8> {
    u8::try_from((parse_percent(text.strip_prefix('-').unwrap_or(text))? + 50) / 100).ok()
}

/// Hundredths of a percent, up to a hundred percent.
fn parse_percent(text: &str) -> Option<i64> {
    let text = text.strip_suffix('%').unwrap_or(text).trim_ascii();
    parse_hundredths(text).filter(|hundredths| *hundredths <= 100 * 100)
}

/// The day that a text begins with, `2026-11-20`.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// Whether a value of availability means no.
pub(super) fn says_no(word: &str) -> bool {
    ["false", "0", "no", "n", "out of stock", "out_of_stock", "oos", "sold out", "discontinued"]
        .iter()
        .any(|no| no.eq_ignore_ascii_case(word))
}

/// Whether a value of deletion means yes.
pub(super) fn says_yes(word: &str) -> bool {
    ["true", "1", "yes", "y", "deleted", "removed"].iter().any(|yes| yes.eq_ignore_ascii_case(word))
}

/// Finds the mark of Hot products in links.
#[derive(Debug)]
pub(super) struct HotLinkFinder(memmem::Finder<'static>);

impl Default for HotLinkFinder {
    fn default() -> HotLinkFinder {
        HotLinkFinder(memmem::Finder::new(HotLinkFinder::NAME))
    }
}

impl HotLinkFinder {
    const NAME: &str = "hot_product";

    /// `hot_product=1` in any layer of the link: the `=` may be percent-encoded any number of times.
    pub(super) fn matches(&self, link: &str) -> bool {
        self.0.find_iter(link.as_bytes()).any(|at| {
            let value = match &link.as_bytes()[at + HotLinkFinder::NAME.len()..] {
                [b'=', value @ ..] => value,
                [b'%', encoded @ ..] => {
                    let mut encoded = encoded;
                    while let [b'2', b'5', deeper @ ..] = encoded {
                        encoded = deeper;
                    }
                    match encoded {
                        [b'3', b'D' | b'd', value @ ..] => value,
                        _ => return false,
                    }
                }
                _ => return false,
            };
            value.first() == Some(&b'1') && !value.get(1).is_some_and(u8::is_ascii_alphanumeric)
        })
    }
}
