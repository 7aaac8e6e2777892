//! The sandbox's invented products, read from `seed.tsv`.

use rust_decimal::Decimal;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A product: what its page shows, and what the network says about it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SeedProduct {
    /// Product id on the global site; the US site adds 2^51 to it.
    pub id: u64,
    /// A category name of the program file, such as `womens_clothing`.
    pub category: String,
    /// In USD.
    #[serde(deserialize_with = "decimal")]
    pub price: Decimal,
    /// `is_affiliate_product` in the answer to a deeplink call.
    pub affiliate: Option<bool>,
    pub check: LinkCheckOutcome,
    /// Whether the commission rates call has an entry for it.
    pub is_rated: bool,
    pub rate: Option<SeedRate>,
    pub hot_rate: Option<SeedRate>,
    pub is_hot: bool,
    pub store: u64,
    /// The program's store list that the store is on, such as `no_commission`.
    pub store_list: Option<String>,
    /// A gift card, a coupon or another product that is not shipped.
    pub is_virtual: bool,
    /// Codes of the short links that lead to it: `_m…` from the app, `_c…` from the affiliate portal.
    #[serde(deserialize_with = "codes")]
    pub codes: Vec<String>,
    /// In English.
    pub title: String,
    /// In Turkish.
    pub title_tr: String,
}

/// The network's answer to a link check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkCheckOutcome {
    Pays,
    NonAffiliated,
    /// "The advertiser doesn't pay any reward."
    Unpaid,
    /// "Error in the address."
    Refused,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SeedRate {
    pub percent: Decimal,
    pub form: RateForm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateForm {
    /// `5.4`
    Number,
    /// `"5.4"`
    Text,
    /// `"5.4%"`
    Sign,
}

/// The US site adds this to the global product id.
pub(super) const US_OFFSET: u64 = 1 << 51;

impl SeedProduct {
    pub fn us_id(&self) -> u64 {
        self.id + US_OFFSET
    }

    pub fn page(&self) -> String {
        format!("https://www.aliexpress.com/item/{}.html", self.id)
    }

    pub fn us_page(&self) -> String {
        format!("https://www.aliexpress.us/item/{}.html", self.us_id())
    }

    pub fn short_links(&self) -> impl Iterator<Item = String> {
        self.codes.iter().map(|code| match code.starts_with("_m") {
            true => format!("https://a.aliexpress.com/{code}"),
            false => format!("https://s.click.aliexpress.com/e/{code}"),
        })
    }
}

/// The products in the order of `seed.tsv`.
pub fn products() -> Vec<SeedProduct> {
    let mut format = csv::ReaderBuilder::new();
    format.delimiter(b'\t').quoting(false).comment(Some(b'#'));
    let mut lines = format.from_reader(include_bytes!("seed.tsv").as_slice());
    lines.deserialize().collect::<Result<_, _>>().expect("seed.tsv is part of the program")
}

fn decimal<'de, D: Deserializer<'de>>(field: D) -> Result<Decimal, D::Error> {
    String::deserialize(field)?.parse().map_err(D::Error::custom)
}

fn codes<'de, D: Deserializer<'de>>(field: D) -> Result<Vec<String>, D::Error> {
    let field = String::deserialize(field)?;
    Ok(field.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect())
}

impl TryFrom<String> for SeedRate {
    type Error = rust_decimal::Error;

    fn try_from(field: String) -> Result<SeedRate, Self::Error> {
        let form = match field.as_bytes() {
            [b'"', ..] => RateForm::Text,
            [.., b'%'] => RateForm::Sign,
            _ => RateForm::Number,
        };
        Ok(SeedRate { percent: field.trim_matches(['"', '%']).parse()?, form })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const CATEGORIES: &str = "mobile_phone computer_peripherals tablets desktop laptop home_audio_video \
        external_storage internal_storage phone_accessories interior_accessories garden_supplies \
        womens_clothing mens_clothing childrens_clothing other special";

    #[test]
    fn every_line_is_a_product_of_its_own() {
        let lines = include_str!("seed.tsv").lines().filter(|line| !line.starts_with('#'));
        let products = products();
        assert_eq!(products.len(), lines.count() - 1, "all lines but the names of the columns");
        assert!(products.len() >= 48);
        assert_eq!(products.iter().map(|product| product.id).collect::<HashSet<_>>().len(), products.len());
    }

    #[test]
    fn the_seed_covers_what_can_happen() {
        let products = products();
        let some = |what: &str, is: &dyn Fn(&SeedProduct) -> bool| assert!(products.iter().any(is), "{what}");
        for category in CATEGORIES.split_whitespace() {
            some(category, &|product| product.category == category);
        }
        let known =
            |product: &SeedProduct| CATEGORIES.split_whitespace().any(|name| name == product.category);
        assert!(products.iter().all(known));
        for list in ["no_commission", "non_affiliate", "special_electronics", "chuwi"] {
            some(list, &|product| product.store_list.as_deref() == Some(list));
        }
        for digits in [11, 13, 14, 16] {
            some("digits", &|product| product.id.to_string().len() == digits);
        }
        for (affiliate, check) in [
            (Some(true), LinkCheckOutcome::Pays),
            (Some(false), LinkCheckOutcome::NonAffiliated),
            (None, LinkCheckOutcome::Pays),
            (None, LinkCheckOutcome::NonAffiliated),
            (None, LinkCheckOutcome::Refused),
            (None, LinkCheckOutcome::Unpaid),
        ] {
            some("verdict", &|product| product.affiliate == affiliate && product.check == check);
        }
        for form in [RateForm::Number, RateForm::Text, RateForm::Sign] {
            some("rate's form", &|product| product.rate.is_some_and(|rate| rate.form == form));
        }
        some("no rate", &|product| product.is_rated && product.rate.is_none());
        some("unrated", &|product| !product.is_rated);
        some("hot", &|product| product.is_hot && product.hot_rate.is_some());
        some("hot without a rate", &|product| product.is_hot && product.hot_rate.is_none());
        some("hot no more", &|product| !product.is_hot && product.hot_rate.is_some());
        some("virtual", &|product| product.is_virtual);
        some("markup", &|product| product.title.contains("<b>\"") && product.title.contains("& '"));
        some("long", &|product| product.title.chars().count() == 300);
        some("percent", &|product| product.title.contains("100%"));
        some("right to left", &|product| product.title.contains('م'));
        some("emoji", &|product| product.title.contains('🦄'));
    }
}
