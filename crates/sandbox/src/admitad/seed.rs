//! The invented products that the sandbox knows, read from `seed.tsv`.

use rust_decimal::Decimal;

/// A product as the stand-in knows it: what its page shows, and what the network says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedProduct {
    /// Its global number; the us site adds 2^51 to it.
    pub id: u64,
    /// One of the program's category names, such as `womens_clothing`.
    pub category: String,
    /// Its price in USD.
    pub price: Decimal,
    /// `is_affiliate_product` of its deeplink.
    pub affiliate: Option<bool>,
    /// What the link check says of it.
    pub check: LinkCheckOutcome,
    /// Whether the commission rates know it at all.
    pub is_rated: bool,
    /// Its commission rate.
    pub rate: Option<SeedRate>,
    /// Its rate as a Hot product.
    pub hot_rate: Option<SeedRate>,
    /// Whether it is a Hot product now.
    pub is_hot: bool,
    /// The number of the shop that sells it.
    pub store: u64,
    /// The program's store list on which the shop stands, such as `no_commission`.
    pub store_list: Option<String>,
    /// A gift card, a coupon or another thing that is not shipped.
    pub is_virtual: bool,
    /// Codes of short links that lead to it: `_m…` of the app, `_c…` of the portal.
    pub codes: Vec<String>,
    /// Its title in English.
    pub title: String,
    /// Its title in Turkish.
    pub title_tr: String,
}

/// What the link check says of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkCheckOutcome {
    /// The link was tested.
    Pays,
    /// The product is non-affiliated.
    NonAffiliated,
    /// The advertiser pays nothing for it.
    Unpaid,
    /// The link is not accepted.
    Refused,
}

/// A percentage, and how the wire writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedRate {
    /// The percentage.
    pub percent: Decimal,
    /// How it is written.
    pub form: RateForm,
}

/// The three ways in which the network writes a rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateForm {
    /// `5.4`
    Number,
    /// `"5.4"`
    Text,
    /// `"5.4%"`
    Sign,
}

/// What the us site adds to a global product number.
pub(super) const US_OFFSET: u64 = 1 << 51;

impl SeedProduct {
    /// Its number on the us site.
    pub fn us_id(&self) -> u64 {
        self.id + US_OFFSET
    }

    /// Its page.
    pub fn page(&self) -> String {
        format!("https://www.aliexpress.com/item/{}.html", self.id)
    }

    /// Its page on the us site.
    pub fn us_page(&self) -> String {
        format!("https://www.aliexpress.us/item/{}.html", self.us_id())
    }

    /// The short links that lead to it.
    pub fn short_links(&self) -> impl Iterator<Item = String> {
        self.codes.iter().map(|code| match code.starts_with("_m") {
            true => format!("https://a.aliexpress.com/{code}"),
            false => format!("https://s.click.aliexpress.com/e/{code}"),
        })
    }
}

/// The products of `seed.tsv`, in its order.
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

/// `Some(None)` is a rate that is not known; `None` a field that cannot be read.
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
