//! The countries of a program. Both the click and the delivery have to be in one of them.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de::Error as _};

/// An ISO 3166-1 country code, two capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country([u8; 2]);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a country is two letters, such as TR")]
pub struct NotACountry;

impl Country {
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("ZZ")
    }
}

impl FromStr for Country {
    type Err = NotACountry;

    fn from_str(text: &str) -> Result<Self, NotACountry> {
        let bytes: [u8; 2] = text.as_bytes().try_into().map_err(|_| NotACountry)?;
        match bytes.iter().all(u8::is_ascii_alphabetic) {
            true => Ok(Country(bytes.map(|b| b.to_ascii_uppercase()))),
            false => Err(NotACountry),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// The countries of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Region {
    Only(BTreeSet<Country>),
    AllExcept(BTreeSet<Country>),
}

impl Region {
    pub fn contains(&self, country: Country) -> bool {
        match self {
            Region::Only(countries) => countries.contains(&country),
            Region::AllExcept(countries) => !countries.contains(&country),
        }
    }
}
