//! Prices in chat texts: which amount, of which link.
//!
//! A price is what the sender saw; it is only ever read where nothing else can be meant, and left out otherwise. Title
//! numbers, percentages, coupons and old prices are no prices.

mod head;
mod message;
mod number;
mod scan;
mod signs;

pub(super) use head::is_share_head;
pub(super) use message::attach_prices;
pub(super) use scan::is_invisible;

use rust_decimal::Decimal;

use dealink_core::money::Currency;

/// Nothing costs more than this, in any currency.
const HIGHEST: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// An amount as somebody wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Major units, with the decimals as written.
    pub amount: Decimal,
    /// `None` without a sign and for signs of several currencies (`¥`, `kr`).
    pub currency: Option<Currency>,
}

/// What a person types when asked for a price: one positive amount with at most one currency, and nothing else.
///
/// `default` is the currency of an amount without a sign. `None` for anything else: negative, zero, above a billion, two
/// amounts, unknown words.
pub fn parse_price(text: &str, default: Option<Currency>) -> Option<Price> {
    if text.len() > 64 {
        return None;
    }
    let (amount, sign) = head::parse_single_amount(&scan::normalise(text))?;
    let currency = match sign {
        None => default,
        Some(sign) => sign.currency,
    };
    (amount > Decimal::ZERO && amount <= HIGHEST).then_some(Price { amount, currency })
}

#[cfg(test)]
mod tests;
