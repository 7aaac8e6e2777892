//! Buttons of the browsing card: the action, the filters and the page.
//!
//! `bh:w,h,c1z141z3,pgjdgxr-gjdgxrTRY,elfj3,r7ps,d20,n12`: amounts count in hundredths, and numbers are written in base 36, so that
//! all filters together fit into a button. Search words do not: the card replies to the message that asked for it, so a press
//! brings them along.

use super::{name_of, value_of};
use crate::answer::{BrowsePress, BrowseState, BrowseStep};
use crate::deals::{BrowseFilter, PriceRange};
use dealink_catalog::CategoryKey;
use dealink_core::money::{Currency, Decimal, Percent};

const STEPS: [(BrowseStep, &str); 6] = [
    (BrowseStep::Hits, "bh"),
    (BrowseStep::Categories, "bc"),
    (BrowseStep::Prices, "bp"),
    (BrowseStep::Earnings, "be"),
    (BrowseStep::AskPrice, "ba"),
    (BrowseStep::AskEarning, "bb"),
];
const DETAILS: &str = "bd";
const BASE: u32 = 36;
/// More pages than any card has.
const MAX_PAGES: usize = 100_000;
/// No price and no commission is above this many hundredths; `parse_price` has the same limit.
const MAX_HUNDREDTHS: u64 = 1_000_000_000 * 100;

/// `None` for an amount that is no whole number of hundredths.
pub(super) fn encode(press: &BrowsePress) -> Option<String> {
    Some(match press {
        BrowsePress::Details(product) => format!("{DETAILS}:{product}"),
        BrowsePress::Show { step, browse, has_words } => {
            format!("{}:{}", name_of(&STEPS, step), encode_state(browse, *has_words)?)
        }
    })
}

pub(super) fn decode(head: &str, rest: &str) -> Option<BrowsePress> {
    if head == DETAILS {
        return rest.parse().ok().map(BrowsePress::Details);
    }
    let step = value_of(&STEPS, head)?;
    let (browse, has_words) = decode_state(rest)?;
    Some(BrowsePress::Show { step, browse, has_words })
}

fn encode_state(browse: &BrowseState, has_words: bool) -> Option<String> {
    let BrowseFilter { words: _, hot, category, price, rate, discount, earning } = &browse.wanted;
    let mut fields = Vec::new();
    fields.extend(has_words.then(|| "w".to_owned()));
    fields.extend(hot.then(|| "h".to_owned()));
    fields.extend(category.map(|CategoryKey(key)| format!("c{}", to_base36(u64::from(key)))));
    if let Some(PriceRange { from, to, currency }) = price {
        let end = |end: &Option<Decimal>| end.map_or(Some(String::new()), encode_amount);
        fields.push(format!("p{}-{}{currency}", end(from)?, end(to)?));
    }
    if let Some(earning) = earning {
        fields.push(format!("e{}", encode_amount(*earning)?));
    }
    if let Some(Percent(rate)) = rate {
        fields.push(format!("r{}", encode_amount(*rate)?));
    }
    fields.extend(discount.map(|percent| format!("d{percent}")));
    fields.extend((browse.page > 0).then(|| format!("n{}", browse.page)));
    Some(fields.join(","))
}

fn decode_state(fields: &str) -> Option<(BrowseState, bool)> {
    let (mut browse, mut has_words) = (BrowseState::default(), false);
    let wanted = &mut browse.wanted;
    for field in fields.split(',').filter(|field| !field.is_empty()) {
        let (kind, value) = field.split_at_checked(1)?;
        match kind {
            "w" if value.is_empty() => has_words = true,
            "h" if value.is_empty() => wanted.hot = true,
            "c" => wanted.category = Some(CategoryKey(u32::try_from(from_base36(value)?).ok()?)),
            "p" => {
                let (ends, currency) = value.split_at_checked(value.len().checked_sub(3)?)?;
                let (from, to) = ends.split_once('-')?;
                let end = |end: &str| match end {
                    "" => Some(None),
                    end => decode_amount(end).map(Some),
                };
                let currency: Currency = currency.parse().ok()?;
                wanted.price = Some(PriceRange { from: end(from)?, to: end(to)?, currency });
            }
            "e" => wanted.earning = Some(decode_amount(value)?),
            "r" => wanted.rate = Some(Percent(decode_amount(value)?)).filter(Percent::is_plausible),
            "d" => wanted.discount = value.parse().ok().filter(|percent| *percent <= 100),
            "n" => browse.page = value.parse().ok().filter(|page| *page < MAX_PAGES)?,
            _ => return None,
        }
    }
    Some((browse, has_words))
}

fn encode_amount(amount: Decimal) -> Option<String> {
    let hundredths = amount.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    let whole = (hundredths.scale() == 0).then(|| u64::try_from(hundredths.mantissa()).ok()).flatten();
    whole.filter(|whole| *whole <= MAX_HUNDREDTHS).map(to_base36)
}

fn decode_amount(digits: &str) -> Option<Decimal> {
    let hundredths = from_base36(digits).filter(|hundredths| *hundredths <= MAX_HUNDREDTHS)?;
    Some(Decimal::new(i64::try_from(hundredths).ok()?, 2).normalize())
}

fn to_base36(number: u64) -> String {
    let mut digits = Vec::new();
    let mut rest = number;
    loop {
        digits.extend(char::from_digit((rest % u64::from(BASE)) as u32, BASE));
        rest /= u64::from(BASE);
        if rest == 0 {
            return digits.iter().rev().collect();
        }
    }
}

fn from_base36(digits: &str) -> Option<u64> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    digits.bytes().all(is_digit).then(|| u64::from_str_radix(digits, BASE).ok()).flatten()
}
