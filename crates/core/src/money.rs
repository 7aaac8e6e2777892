//! Amounts, currencies and percentages: decimal, checked, never a float.

use std::fmt;
use std::str::FromStr;

pub use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An ISO 4217 currency code, three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency of the TR and WW programs.
    pub const USD: Currency = Currency(*b"USD");
    pub const TRY: Currency = Currency(*b"TRY");
    pub const EUR: Currency = Currency(*b"EUR");

    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// Digits after the decimal point that the currency is written with.
    pub fn minor_digits(&self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" | b"CLP" => 0,
            _ => 2,
        }
    }
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a currency is three letters, such as USD")]
pub struct NotACurrencyCode;

impl FromStr for Currency {
    type Err = NotACurrencyCode;

    fn from_str(text: &str) -> Result<Self, NotACurrencyCode> {
        let bytes: [u8; 3] = text.trim().as_bytes().try_into().map_err(|_| NotACurrencyCode)?;
        if !bytes.iter().all(u8::is_ascii_alphabetic) {
            return Err(NotACurrencyCode);
        }
        Ok(Currency(bytes.map(|b| b.to_ascii_uppercase())))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount of money in major units (dollars, not cents).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub amount: Decimal,
    pub currency: Currency,
}

impl Money {
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Money { amount, currency }
    }

    /// This share of the amount, rounded to the currency's minor unit; `None` on overflow.
    pub fn share(&self, percent: Percent) -> Option<Money> {
        let amount = self.amount.checked_mul(percent.0)?.checked_div(Decimal::ONE_HUNDRED)?;
        Some(Money::new(amount, self.currency).rounded())
    }

    /// Rounded to the currency's minor unit, half away from zero, always with that many digits.
    pub fn rounded(self) -> Money {
        let digits = self.currency.minor_digits();
        let mut amount = self.amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        amount.rescale(digits);
        Money { amount, ..self }
    }
}

/// A percentage: `Percent(5.38)` is 5.38 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(pub Decimal);

impl Percent {
    pub const ZERO: Percent = Percent(Decimal::ZERO);

    /// Whether the value can be a commission rate at all (0 to 100).
    pub fn is_plausible(&self) -> bool {
        self.0 >= Decimal::ZERO && self.0 <= Decimal::ONE_HUNDRED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Money {
        Money::new(text.parse().unwrap(), Currency::USD)
    }

    #[test]
    fn a_share_is_rounded_to_cents() {
        assert_eq!(usd("100").share(Percent("6.9".parse().unwrap())).unwrap().amount.to_string(), "6.90");
        assert_eq!(usd("0.10").share(Percent("5".parse().unwrap())).unwrap().amount.to_string(), "0.01");
    }

    #[test]
    fn an_overflow_is_unknown_and_no_panic() {
        assert_eq!(Money::new(Decimal::MAX, Currency::USD).share(Percent(Decimal::TWO)), None);
    }

    #[test]
    fn currencies_are_three_letters() {
        assert_eq!("try".parse(), Ok(Currency::TRY));
        assert_eq!("₺".parse::<Currency>(), Err(NotACurrencyCode));
        assert_eq!("US1".parse::<Currency>(), Err(NotACurrencyCode));
    }
}
