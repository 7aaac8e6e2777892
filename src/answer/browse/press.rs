//! What a button of a card of hits brings back: the filters, the page and what to do. Words have no room in a button: the card
//! replies to the message that asked for it, so a press brings them along.
//!
//! `bh:w,h,c1z141z3,pgjdgxr-gjdgxrTRY,elfj3,r7ps,d20,n12`: amounts count in hundredths, and numbers stand in base 36, so that all
//! filters together fit into the 64 bytes that Telegram allows.

use crate::answer::MAX_CALLBACK_DATA;
use crate::deals::{BrowseFilter, PriceRange};
use dealink_catalog::CategoryKey;
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;

/// What is looked for, and which page of it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BrowseState {
    /// What is looked for.
    pub wanted: BrowseFilter,
    /// The page, from 0; of the categories while those are shown.
    pub page: usize,
}

/// A press on a button of a card of hits.
#[derive(Clone, Debug, PartialEq)]
pub enum BrowsePress {
    /// Show a face of the card, or ask for something. Words are left out of what is looked for.
    Show {
        /// What to do.
        step: BrowseStep,
        /// With which filters.
        browse: BrowseState,
        /// Whether words belong to it, which the message that the card replies to brings.
        has_words: bool,
    },
    /// Answer this product as if its link had been pasted.
    Details(ProductId),
}

/// What a press asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowseStep {
    /// The hits.
    Hits,
    /// The categories to choose from.
    Categories,
    /// The prices to choose from.
    Prices,
    /// The least commissions to choose from.
    Earnings,
    /// Ask for prices.
    AskPrice,
    /// Ask for the least commission.
    AskEarning,
}

const STEPS: [(&str, BrowseStep); 6] = [
    ("bh", BrowseStep::Hits),
    ("bc", BrowseStep::Categories),
    ("bp", BrowseStep::Prices),
    ("be", BrowseStep::Earnings),
    ("ba", BrowseStep::AskPrice),
    ("bb", BrowseStep::AskEarning),
];
const DETAILS: &str = "bd";
const BASE: u32 = 36;
/// Pages beyond this are nobody's.
const PAGES: u64 = 100_000;
/// No price and no commission is above this, as `parse_price` has it.
const HIGHEST: u64 = 1_000_000_000 * 100;

impl BrowsePress {
    /// The button's data; `None` where it has no room, which no card comes to.
    pub(super) fn data(&self) -> Option<String> {
        let data = match self {
            BrowsePress::Details(product) => format!("{DETAILS}:{product}"),
            BrowsePress::Show { step, browse, has_words } => {
                let (letters, _) = STEPS.iter().find(|(_, known)| known == step)?;
                format!("{letters}:{}", written(browse, *has_words)?)
            }
        };
        (data.len() <= MAX_CALLBACK_DATA).then_some(data)
    }

    /// Reads what a button brought back; `None` for any other button.
    pub fn read(data: &str) -> Option<BrowsePress> {
        let (letters, rest) = data.split_once(':')?;
        if letters == DETAILS {
            return rest.parse().ok().map(BrowsePress::Details);
        }
        let (_, step) = STEPS.iter().find(|(known, _)| *known == letters)?;
        let (browse, has_words) = read(rest)?;
        Some(BrowsePress::Show { step: *step, browse, has_words })
    }
}

fn written(browse: &BrowseState, has_words: bool) -> Option<String> {
    let BrowseFilter { words: _, hot, category, price, rate, discount, earning } = &browse.wanted;
    let mut fields = Vec::new();
    fields.extend(has_words.then(|| "w".to_owned()));
    fields.extend(hot.then(|| "h".to_owned()));
    fields.extend(category.map(|CategoryKey(key)| format!("c{}", in_base(u64::from(key)))));
    if let Some(PriceRange { from, to, currency }) = price {
        let end = |end: &Option<Decimal>| end.map_or(Some(String::new()), |end| hundredths(end).map(in_base));
        fields.push(format!("p{}-{}{currency}", end(from)?, end(to)?));
    }
    if let Some(earning) = earning {
        fields.push(format!("e{}", in_base(hundredths(*earning)?)));
    }
    if let Some(Percent(rate)) = rate {
        fields.push(format!("r{}", in_base(hundredths(*rate)?)));
    }
    fields.extend(discount.map(|percent| format!("d{percent}")));
    fields.extend((browse.page > 0).then(|| format!("n{}", browse.page)));
    Some(fields.join(","))
}

fn read(fields: &str) -> Option<(BrowseState, bool)> {
    let (mut browse, mut has_words) = (BrowseState::default(), false);
    let wanted = &mut browse.wanted;
    for field in fields.split(',').filter(|field| !field.is_empty()) {
        let (kind, value) = field.split_at_checked(1)?;
        match kind {
            "w" if value.is_empty() => has_words = true,
            "h" if value.is_empty() => wanted.hot = true,
            "c" => wanted.category = Some(CategoryKey(u32::try_from(of_base(value)?).ok()?)),
            "p" => {
                let (ends, currency) = value.split_at_checked(value.len().checked_sub(3)?)?;
                let (from, to) = ends.split_once('-')?;
                let end = |end: &str| match end {
                    "" => Some(None),
                    end => amount(end).map(Some),
                };
                let currency: Currency = currency.parse().ok()?;
                wanted.price = Some(PriceRange { from: end(from)?, to: end(to)?, currency });
            }
            "e" => wanted.earning = Some(amount(value)?),
            "r" => wanted.rate = Some(Percent(amount(value)?)).filter(Percent::is_plausible),
            "d" => wanted.discount = value.parse().ok().filter(|percent| *percent <= 100),
            "n" => browse.page = value.parse().ok().filter(|page| *page < PAGES as usize)?,
            _ => return None,
        }
    }
    Some((browse, has_words))
}

/// Whole hundredths; `None` for what has finer parts or cannot be.
fn hundredths(amount: Decimal) -> Option<u64> {
    let hundredths = amount.checked_mul(Decimal::ONE_HUNDRED)?.normalize();
    let whole = (hundredths.scale() == 0).then(|| u64::try_from(hundredths.mantissa()).ok()).flatten();
    whole.filter(|whole| *whole <= HIGHEST)
}

fn amount(written: &str) -> Option<Decimal> {
    let hundredths = of_base(written).filter(|hundredths| *hundredths <= HIGHEST)?;
    Some(Decimal::new(i64::try_from(hundredths).ok()?, 2).normalize())
}

fn in_base(number: u64) -> String {
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

fn of_base(digits: &str) -> Option<u64> {
    let is_lower = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    digits.bytes().all(is_lower).then(|| u64::from_str_radix(digits, BASE).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> BrowseState {
        let price = PriceRange {
            from: Some("999999999.99".parse().unwrap()),
            to: Some("1000000000".parse().unwrap()),
            currency: Currency::TRY,
        };
        let wanted = BrowseFilter {
            words: String::new(),
            hot: true,
            category: Some(CategoryKey(u32::MAX)),
            price: Some(price),
            rate: Some(Percent("99.99".parse().unwrap())),
            discount: Some(100),
            earning: Some("999999.99".parse().unwrap()),
        };
        BrowseState { wanted, page: 99_999 }
    }

    #[test]
    fn all_filters_together_come_back_and_fit_a_button() {
        for (_, step) in STEPS {
            for browse in [everything(), BrowseState::default()] {
                for has_words in [true, false] {
                    let press = BrowsePress::Show { step, browse: browse.clone(), has_words };
                    assert_eq!(BrowsePress::read(&press.data().unwrap()), Some(press));
                }
            }
        }
        let details = BrowsePress::Details("1005009000000012".parse().unwrap());
        assert_eq!(BrowsePress::read(&details.data().unwrap()), Some(details));
    }

    #[test]
    fn open_ends_come_back() {
        for (from, to) in [(None, Some(10)), (Some(25), None)] {
            let range = PriceRange {
                from: from.map(Decimal::from),
                to: to.map(Decimal::from),
                currency: Currency::USD,
            };
            let wanted = BrowseFilter { price: Some(range), ..BrowseFilter::default() };
            let press = BrowsePress::Show {
                step: BrowseStep::Hits,
                browse: BrowseState { wanted, page: 0 },
                has_words: false,
            };
            assert_eq!(BrowsePress::read(&press.data().unwrap()), Some(press));
        }
    }

    #[test]
    fn forged_data_is_refused() {
        for data in [
            "",
            "b",
            "bh",
            "bx:",
            "bh:z",
            "bh:wx",
            "bh:c",
            "bh:czzzzzzz",
            "bh:c-1",
            "bh:pUSD",
            "bh:p1USD",
            "bh:p1-2US",
            "bh:p-1--1USD",
            "bh:ezzzzzzzzz",
            "bh:e1.5",
            "bh:n-1",
            "bh:n100000",
            "bh:ş",
            "bd:",
            "bd:12",
            "bd:x",
            "cr:1:",
            "set:home",
        ] {
            assert_eq!(BrowsePress::read(data), None, "{data}");
        }
    }
}
