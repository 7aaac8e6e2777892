//! Product ids: one number for each listing, whichever site the link came from.
//!
//! A [`ProductId`] is always the global id. The US catalogue numbers the same listing `global + 2^51`. That form is recognised by
//! its value, not by the host, because both forms appear on every host.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use url::Url;

/// The US catalogue adds this to a global id.
const US_OFFSET: u64 = 1 << 51;
/// The smallest id, of 8 digits.
const LOWEST: u64 = 10_000_000;
/// Digits of the longest id.
const LONGEST: usize = 16;
/// The lowest number that is too long.
const TOO_LONG: u64 = 10_u64.pow(LONGEST as u32);

/// Base address of the listings' pages.
static ITEM_PAGES: LazyLock<Url> =
    LazyLock::new(|| Url::parse("https://www.aliexpress.com/item/").expect("a whole address"));

/// The global id of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProductId(u64);

/// The text is not a product id: 8 to 16 digits without a leading zero.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a product id is 8 to 16 digits")]
pub struct NotAProductId;

impl ProductId {
    pub fn value(self) -> u64 {
        self.0
    }

    /// The listing's page, without tracking.
    pub fn canonical_url(self) -> Url {
        let mut address = ITEM_PAGES.clone();
        address.set_path(&format!("/item/{}.html", self.0));
        address
    }
}

impl FromStr for ProductId {
    type Err = NotAProductId;

    /// Parses a global or US id. SKU ids (17 digits) are too long to be accepted.
    fn from_str(written: &str) -> Result<Self, NotAProductId> {
        LinkedProduct::parse(written).map(|product| product.id).ok_or(NotAProductId)
    }
}

impl TryFrom<u64> for ProductId {
    type Error = NotAProductId;

    /// Accepts a global or US id.
    fn try_from(written: u64) -> Result<Self, NotAProductId> {
        LinkedProduct::from_number(written).map(|product| product.id).ok_or(NotAProductId)
    }
}

impl fmt::Display for ProductId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for ProductId {
    type Error = NotAProductId;

    fn try_from(text: String) -> Result<Self, NotAProductId> {
        text.parse()
    }
}

impl From<ProductId> for String {
    fn from(id: ProductId) -> String {
        id.to_string()
    }
}

/// A product as a link named it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkedProduct {
    pub id: ProductId,
    /// The number in the link, for instance the US id.
    pub written: u64,
}

impl LinkedProduct {
    /// Parses the digits of a global or US id.
    pub(crate) fn parse(digits: &str) -> Option<LinkedProduct> {
        let is_number = digits.len() <= LONGEST && digits.bytes().all(|digit| digit.is_ascii_digit());
        if !is_number || digits.starts_with('0') {
            return None;
        }
        LinkedProduct::from_number(digits.parse().ok()?)
    }

    fn from_number(written: u64) -> Option<LinkedProduct> {
        let is_us = (US_OFFSET..US_OFFSET * 2).contains(&written);
        let global = if is_us { written - US_OFFSET } else { written };
        (LOWEST..TOO_LONG).contains(&global).then_some(LinkedProduct { id: ProductId(global), written })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_us_id_is_the_global_id_plus_two_to_the_51() {
        for (us, global) in [
            ("3256801373733209", "1005001560047961"),
            ("2255800895415537", "4001081730289"),
            ("2251832824472591", "33010787343"),
        ] {
            assert_eq!(us.parse::<ProductId>().unwrap().to_string(), global);
            assert_eq!(us.parse::<ProductId>(), global.parse());
        }
    }

    #[test]
    fn sku_ids_short_numbers_and_leading_zeros_are_no_products() {
        for text in ["12000048715594442", "1234567", "0123456789", "", "10050a61234", "٣٢٨٣٢٩٩٢٥"] {
            assert_eq!(text.parse::<ProductId>(), Err(NotAProductId), "{text}");
        }
    }

    #[test]
    fn it_is_stored_as_text() {
        let id: ProductId = "1005006123456789".parse().unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"1005006123456789\"");
        assert_eq!(serde_json::from_str::<ProductId>("\"3256805937142037\"").unwrap(), id);
        assert_eq!(id.canonical_url().as_str(), "https://www.aliexpress.com/item/1005006123456789.html");
    }
}
