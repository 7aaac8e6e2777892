//! Prices in chat texts: which amount belongs to which link.
//!
//! A price is read only where it is unambiguous. Numbers in titles, percentages, coupons and old prices are not prices.

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

/// The highest amount that is taken for a price, in any currency.
const HIGHEST: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// An amount as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// Major units, with the decimals as written.
    pub amount: Decimal,
    /// `None` without a sign, and for a sign of several currencies (`¥`, `kr`).
    pub currency: Option<Currency>,
}

/// Parses the answer to a question for a price: one positive amount with at most one currency and nothing else.
///
/// `default` is the currency of an amount without a sign. `None` for any other text: negative, zero, above a billion, two
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
