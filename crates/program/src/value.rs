//! The values of a program file that TOML has no kind for: exact numbers, spans, and what is not known.

use serde::{Deserialize, Deserializer, de::Error as _};
use toml::Spanned;

use dealink_core::money::Decimal;

/// A number that is written as a text.
#[derive(Clone, Copy)]
pub(super) struct Number(pub(super) Decimal);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // `from_str_exact` refuses what would have to be rounded.
        Decimal::from_str_exact(&text)
            .map(Number)
            .map_err(|_| D::Error::custom(format!("`{text}` is not a decimal number")))
    }
}

/// What a table says of a category: `"5.4"`, `"0.35..62.3"`, `"..7"` (up to 7) or `"unknown"`.
#[derive(Clone, Copy)]
pub(super) enum Cell {
    Rate(Decimal),
    Between(Decimal, Decimal),
    Unknown,
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = |text: &str| Decimal::from_str_exact(text).ok();
        let cell = match text.split_once("..") {
            _ if text == "unknown" => Some(Cell::Unknown),
            None => number(&text).map(Cell::Rate),
            Some(("", high)) => number(high).map(|high| Cell::Between(Decimal::ZERO, high)),
            Some((low, high)) => number(low).zip(number(high)).map(|(low, high)| Cell::Between(low, high)),
        };
        cell.ok_or_else(|| {
            D::Error::custom(format!("`{text}` is not a rate such as 5.4, 0.35..62.3, ..7 or unknown"))
        })
    }
}

/// Yes, no, or not known: `true`, `false` or `"unknown"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Yes,
    No,
    Unknown,
}

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Known;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("true, false or \"unknown\"")
            }

            fn visit_bool<E>(self, yes: bool) -> Result<Known, E> {
                Ok(if yes { Known::Yes } else { Known::No })
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Known, E> {
                match text {
                    "unknown" => Ok(Known::Unknown),
                    _ => Err(E::invalid_value(serde::de::Unexpected::Str(text), &self)),
                }
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A date as TOML writes it; checked later, where its line is known.
pub(super) type Day = Spanned<toml::value::Datetime>;
