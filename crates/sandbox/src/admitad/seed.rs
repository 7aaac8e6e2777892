//! The sandbox's invented products, read from `seed.tsv`.

use rust_decimal::Decimal;

/// A product: what its page shows, and what the network says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedProduct {
    /// Product id on the global site; the US site adds 2^51 to it.
    pub id: u64,
    /// A category name of the program file, such as `womens_clothing`.
    pub category: String,
    /// In USD.
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
    pub codes: Vec<String>,
    /// In English.
    pub title: String,
    /// In Turkish.
    pub title_tr: String,
}

/// The network's answer to a link check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkCheckOutcome {
    Pays,
    NonAffiliated,
    /// "The advertiser doesn't pay any reward."
    Unpaid,
    /// "Error in the address."
    Refused,
}

/// A percentage, and the JSON form in which the network writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Product id on the US site.
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
    include_str!("seed.tsv").lines().filter(|line| !line.starts_with('#')).filter_map(parse_product).collect()
}

fn parse_product(line: &str) -> Option<SeedProduct> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [
        id,
        category,
        price,
        affiliate,
        check,
        rate,
        hot_rate,
        hot,
        store,
        list,
        is_virtual,
        codes,
        title,
        title_tr,
    ] = fields.try_into().ok()?;
    Some(SeedProduct {
        id: id.parse().ok()?,
        category: category.to_owned(),
        price: price.parse().ok()?,
        affiliate: match affiliate {
            "?" => None,
            word => Some(parse_yes_no(word)?),
        },
        check: match check {
            "pays" => LinkCheckOutcome::Pays,
            "non" => LinkCheckOutcome::NonAffiliated,
            "unpaid" => LinkCheckOutcome::Unpaid,
            "refused" => LinkCheckOutcome::Refused,
            _ => return None,
        },
        is_rated: rate != "?",
        rate: self::parse_rate(rate)?,
        hot_rate: self::parse_rate(hot_rate)?,
        is_hot: parse_yes_no(hot)?,
        store: store.parse().ok()?,
        store_list: (list != "-").then(|| list.to_owned()),
        is_virtual: parse_yes_no(is_virtual)?,
        codes: codes.split(',').filter(|code| *code != "-").map(str::to_owned).collect(),
        title: title.to_owned(),
        title_tr: title_tr.to_owned(),
    })
}

fn parse_yes_no(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// `Some(None)` is an unknown rate; `None` is a field that cannot be read.
fn parse_rate(field: &str) -> Option<Option<SeedRate>> {
    let (digits, form) = match field {
        "-" | "?" => return Some(None),
        field if field.starts_with('"') => (field.trim_matches('"'), RateForm::Text),
        field if field.ends_with('%') => (field.trim_end_matches('%'), RateForm::Sign),
        field => (field, RateForm::Number),
    };
    Some(Some(SeedRate { percent: digits.parse().ok()?, form }))
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
        for line in lines.clone() {
            assert!(parse_product(line).is_some(), "{line}");
        }
        let products = products();
        assert_eq!(products.len(), lines.count());
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
