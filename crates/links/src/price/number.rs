//! Written amounts: which mark separates thousands and which decimals.
//!
//! The marks follow the language of the sender's app and not the currency (`TRY1,234.56`, `₺1.234,56`), so the digits alone
//! decide: a single mark before exactly three digits groups thousands, except in currencies with three decimals.

use dealink_core::money::Currency;
use rust_decimal::Decimal;

/// The highest amount that is taken for a price, in any currency.
pub(super) const HIGHEST: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// An amount as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Major units, with the decimals as written.
    pub amount: Decimal,
    /// `None` without a sign, and for a sign of several currencies (`¥`, `kr`).
    pub currency: Option<Currency>,
}

/// The longest amount, in characters.
const LONGEST: usize = 16;

/// The decimals of an amount without a currency, and of most currencies.
pub(super) const USUAL_DECIMALS: usize = 2;

/// Parses digits with `.`, `,` and `'` between them; `None` when they form no amount. `most_decimals` are those of the currency.
pub(super) fn parse_amount(written: &str, most_decimals: usize) -> Option<Decimal> {
    if written.len() > LONGEST || !written.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let marks = || written.chars().filter(|c| matches!(c, '.' | ','));
    let last = marks().next_back();
    let mixed = marks().any(|mark| Some(mark) != last);
    let (whole, decimals) = match last {
        None => (written, ""),
        Some(mark) => {
            let (whole, tail) = written.rsplit_once(mark)?;
            let groups = match (mixed, marks().count()) {
                (true, _) => false,
                (false, 1) => tail.len() == 3 && whole.len() <= 3 && whole != "0" && most_decimals < 3,
                (false, _) => true,
            };
            if groups { (written, "") } else { (whole, tail) }
        }
    };
    let most = if whole == "0" { most_decimals.max(3) } else { most_decimals };
    let grouping = whole.chars().find(|c| !c.is_ascii_digit());
    let well_formed = decimals.len() <= most
        && decimals.bytes().all(|byte| byte.is_ascii_digit())
        && (last.is_none() || !written.ends_with(|c: char| !c.is_ascii_digit()))
        && grouping.is_none_or(|mark| is_grouped(whole, mark));
    if !well_formed {
        return None;
    }
    let digits = whole.bytes().chain(decimals.bytes()).filter(u8::is_ascii_digit);
    let value = digits.fold(0, |value, digit| value * 10 + i64::from(digit - b'0'));
    Some(Decimal::new(value, decimals.len() as u32))
}

/// Whether digits are grouped: one to three, then groups of three; groups of two are allowed in the middle (`1,23,456`).
fn is_grouped(whole: &str, mark: char) -> bool {
    let Some((rest, last)) = whole.rsplit_once(mark) else { return false };
    let is_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = rest.split(mark);
    let starts = groups.next().is_some_and(|first| is_digits(first) && (1..=3).contains(&first.len()));
    starts
        && groups.all(|group| is_digits(group) && matches!(group.len(), 2 | 3))
        && is_digits(last)
        && last.len() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_the_digits() {
        for (written, value) in [
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("12.345", "12345"),
            ("12,345", "12345"),
            ("1.234.567", "1234567"),
            ("1'234.50", "1234.50"),
            ("1,23,456.5", "123456.5"),
            ("236.95", "236.95"),
            ("84,90", "84.90"),
            ("11.7", "11.7"),
            ("0.999", "0.999"),
            ("1499", "1499"),
        ] {
            assert_eq!(
                parse_amount(written, USUAL_DECIMALS).map(|a| a.to_string()).as_deref(),
                Some(value),
                "{written}"
            );
        }
        assert_eq!(parse_amount("1.250", 3).unwrap().to_string(), "1.250");
    }

    #[test]
    fn nonsense_is_refused() {
        for written in
            ["1.2.3", "1,2,3", "12.3456", "1234.567", "1.23.45", "1,,2", "1.", ".5", "", "99999999999999999"]
        {
            assert_eq!(parse_amount(written, USUAL_DECIMALS), None, "{written}");
        }
    }
}
