//! Reading the platform's answers, whose forms differ from their own documentation.
//!
//! The envelope may have any name, a list may stand by itself or in an object, numbers come as texts, and an empty text is a
//! missing value. What cannot be read is left out.

use std::collections::HashMap;

use dealink_core::lenient;
use dealink_core::money::{Decimal, Money};
use dealink_links::{self as links, ProductId};
use serde_json::Value;
use url::Url;

/// What the names of prices begin with: in the currency that was asked for, then in the seller's.
const PRICE_PREFIXES: [&str; 2] = ["target_", ""];
const SCHEMES: [&str; 2] = ["https", "http"];

/// A product in one answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct RawOffer {
    pub(super) title: Option<String>,
    pub(super) picture: Option<Url>,
    /// Price and price before the discount, both of one currency.
    pub(super) prices: Vec<(Money, Option<Money>)>,
    pub(super) discount: Option<u8>,
    pub(super) category: Option<String>,
    pub(super) store: Option<u64>,
}

/// The `resp_result` of an answer, at its root or one envelope deep.
pub(super) fn find_result(answer: &Value) -> Option<&Value> {
    let envelopes = answer.as_object()?.values();
    std::iter::once(answer)
        .chain(envelopes)
        .find_map(|value| value.get("resp_result"))
        .filter(|r| r.is_object())
}

/// The products of a successful `resp_result`; `None` where it has no result at all.
pub(super) fn parse_products(result: &Value) -> Option<HashMap<ProductId, RawOffer>> {
    let products = &result.get("result").filter(|result| result.is_object())?["products"];
    let listed = match products.get("product") {
        Some(inner) => inner,
        None => products,
    };
    let listed = lenient::items(listed).into_iter();
    Some(listed.filter_map(|item| Some((parse_product_id(item)?, parse_raw_offer(item)))).collect())
}

/// The global id, from the number or else from the page's address; either may be the us form.
fn parse_product_id(item: &Value) -> Option<ProductId> {
    let written = lenient::integer(&item["product_id"]).map(|id| id.to_string());
    written.and_then(|id| id.parse().ok()).or_else(|| {
        let page = parse_web_address(&item["product_detail_url"])?;
        Some(links::parse_address(page.as_str())?.products.first()?.id)
    })
}

fn parse_raw_offer(item: &Value) -> RawOffer {
    let text = |key: &str| lenient::text(item, &[key]).map(str::to_owned);
    let levels = [text("first_level_category_name"), text("second_level_category_name")];
    let mut levels: Vec<String> = levels.into_iter().flatten().collect();
    levels.dedup();
    RawOffer {
        title: text("product_title"),
        picture: parse_web_address(&item["product_main_image_url"]),
        prices: PRICE_PREFIXES.iter().filter_map(|prefix| parse_prices(item, prefix)).collect(),
        discount: parse_percent(&item["discount"]),
        category: (!levels.is_empty()).then(|| levels.join(" > ")),
        store: parse_store(&item["shop_id"]),
    }
}

/// A price and the price before the discount.
fn parse_prices(item: &Value, prefix: &str) -> Option<(Money, Option<Money>)> {
    let money = |name: &str| {
        let key = format!("{prefix}{name}");
        let amount = lenient::decimal(&item[&key]).filter(|amount| *amount > Decimal::ZERO)?;
        Some(Money::new(amount, lenient::text(item, &[&format!("{key}_currency")])?.parse().ok()?))
    };
    let price = money("sale_price")?;
    let old = money("original_price");
    let old = old.filter(|old| old.currency == price.currency && old.amount > price.amount);
    Some((price, old))
}

/// A web address; what begins with `//` is one too.
fn parse_web_address(value: &Value) -> Option<Url> {
    let text = value.as_str()?.trim();
    let text = if text.starts_with("//") { format!("https:{text}") } else { text.to_owned() };
    Url::parse(&text).ok().filter(|url| SCHEMES.contains(&url.scheme()) && url.has_host())
}

fn parse_percent(value: &Value) -> Option<u8> {
    let percent = lenient::decimal(value)?.round();
    u8::try_from(percent).ok().filter(|percent| (1..=99).contains(percent))
}

fn parse_store(value: &Value) -> Option<u64> {
    let number = lenient::integer(value)?;
    u64::try_from(number).ok().filter(|number| links::is_store_number(&number.to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use dealink_core::money::Currency;

    fn read(item: Value) -> Option<(ProductId, RawOffer)> {
        parse_products(&json!({ "result": { "products": { "product": [item] } } }))?.into_iter().next()
    }

    #[test]
    fn the_number_is_the_global_one_wherever_and_however_it_stands() {
        for item in [
            json!({ "product_id": 1005001560047961_u64 }),
            json!({ "product_id": "1005001560047961" }),
            json!({ "product_id": 3256801373733209_u64 }),
            json!({ "product_id": "", "product_detail_url": "//www.aliexpress.com/item/3256801373733209.html" }),
            json!({ "product_detail_url": "https://www.aliexpress.com/item/1005001560047961.html?x=1" }),
        ] {
            let id = read(item.clone()).map(|(id, _)| id.value());
            assert_eq!(id, Some(1_005_001_560_047_961), "{item}");
        }
        for item in
            [json!({}), json!({ "product_id": -5 }), json!({ "product_id": "many" }), json!("x"), json!(null)]
        {
            assert_eq!(read(item.clone()), None, "{item}");
        }
    }

    #[test]
    fn one_product_may_stand_without_a_list() {
        let one = json!({ "product_id": 1005001560047961_u64 });
        for listed in [json!([one]), json!({ "product": one }), json!({ "product": [one] })] {
            assert_eq!(
                parse_products(&json!({ "result": { "products": listed } })).unwrap().len(),
                1,
                "{listed}"
            );
        }
        for nothing in [json!(null), json!([]), json!({}), json!("")] {
            assert_eq!(
                parse_products(&json!({ "result": { "products": nothing } })).unwrap().len(),
                0,
                "{nothing}"
            );
        }
        assert_eq!(parse_products(&json!({ "result": null })), None);
    }

    #[test]
    fn a_price_needs_its_currency_and_an_old_price_must_be_higher() {
        let priced = |old: &str, old_currency: &str, currency: &str| {
            let read = read(json!({
                "product_id": 1005001560047961_u64, "target_sale_price": "12.50", "target_sale_price_currency": currency,
                "target_original_price": old, "target_original_price_currency": old_currency,
            }));
            read.unwrap().1.prices.first().copied()
        };
        let price = Money::new(Decimal::new(1250, 2), Currency::TRY);
        let old = Money::new(Decimal::from(20), Currency::TRY);
        assert_eq!(priced("20", "TRY", "try"), Some((price, Some(old))));
        for (amount, currency) in
            [("", ""), ("12.50", "TRY"), ("20", "USD"), ("-20", "TRY"), ("20 - 30", "TRY")]
        {
            assert_eq!(priced(amount, currency, "TRY"), Some((price, None)), "{amount} {currency}");
        }
        assert_eq!(priced("20", "TRY", ""), None);
        let free =
            json!({ "product_id": 1005001560047961_u64, "sale_price": "0.00", "sale_price_currency": "USD" });
        assert_eq!(read(free).unwrap().1.prices, []);
    }

    #[test]
    fn what_is_odd_is_left_out() {
        let (_, read) = read(json!({
            "product_id": 1005001560047961_u64, "product_title": "  ", "product_main_image_url": "javascript:alert(1)",
            "discount": "0%", "shop_id": "0", "first_level_category_name": "Lamps", "second_level_category_name": "Lamps",
        }))
        .unwrap();
        assert_eq!(read, RawOffer { category: Some("Lamps".to_owned()), ..RawOffer::default() });
    }
}
