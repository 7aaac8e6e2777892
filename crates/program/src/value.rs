//! Values of a program file that TOML has no type for: exact numbers, spans, and unknown values.

use dealink_core::money::Decimal;
use serde::{Deserialize, Deserializer, de::Error as _};
use toml::Spanned;

/// A number that is written as a text.
#[derive(Clone, Copy)]
pub(super) struct DecimalText(pub(super) Decimal);

impl<'de> Deserialize<'de> for DecimalText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // `from_str_exact` refuses a number that would have to be rounded.
        Decimal::from_str_exact(&text)
            .map(DecimalText)
            .map_err(|_| D::Error::custom(format!("`{text}` is not a decimal number")))
    }
}

/// A rate in a table: `"5.4"`, `"0.35..62.3"`, `"..7"` (up to 7) or `"unknown"`.
#[derive(Clone, Copy)]
pub(super) enum RateCell {
    Rate(Decimal),
    Between(Decimal, Decimal),
    Unknown,
}

impl<'de> Deserialize<'de> for RateCell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = |text: &str| Decimal::from_str_exact(text).ok();
        let cell = match text.split_once("..") {
            _ if text == "unknown" => Some(RateCell::Unknown),
            None => number(&text).map(RateCell::Rate),
            Some(("", high)) => number(high).map(|high| RateCell::Between(Decimal::ZERO, high)),
            Some((low, high)) => {
                number(low).zip(number(high)).map(|(low, high)| RateCell::Between(low, high))
            }
        };
        cell.ok_or_else(|| {
            D::Error::custom(format!("`{text}` is not a rate such as 5.4, 0.35..62.3, ..7 or unknown"))
        })
    }
}

/// Yes, no, or not known: `true`, `false` or `"unknown"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tristate {
    Yes,
    No,
    Unknown,
}

impl<'de> Deserialize<'de> for Tristate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match toml::Value::deserialize(deserializer)? {
            toml::Value::Boolean(true) => Ok(Tristate::Yes),
            toml::Value::Boolean(false) => Ok(Tristate::No),
            toml::Value::String(word) if word == "unknown" => Ok(Tristate::Unknown),
            other => Err(D::Error::custom(format!("`{other}` is not true, false or \"unknown\""))),
        }
    }
}

/// A date of TOML, checked later where its line is known.
pub(super) type TomlDate = Spanned<toml::value::Datetime>;
