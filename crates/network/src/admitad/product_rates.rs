//! Commission rates of AliExpress products, as the network's "reward calculation" gives them.
//!
//! A rate that is missing says nothing about the product: the API answers the same for a product that is not in the program and
//! for one that it does not recognise.

use std::collections::HashMap;

use dealink_core::lenient;
use dealink_core::money::Percent;
use futures::future::try_join_all;
use serde_json::{Value, json};
use url::Url;

use super::call::{ApiCall, CallBody};
use super::client::Admitad;
use super::error::{AdmitadError, ApiMethod};
use crate::affiliate::ProductRate;

/// Addresses in one call. The API's limit is not documented; this many were always taken.
const MAX_ADDRESSES: usize = 50;

impl Admitad {
    /// The rates of these addresses: tracking links, short links or product pages. The map's keys are the addresses as they were
    /// asked for; an address without an answer is missing.
    pub async fn product_rates(&self, urls: &[Url]) -> Result<HashMap<String, ProductRate>, AdmitadError> {
        let calls = urls.chunks(MAX_ADDRESSES).map(|asked| async move {
            let urls: Vec<&str> = asked.iter().map(Url::as_str).collect();
            let call = ApiCall {
                endpoint: ApiMethod::Rates,
                url: self.endpoint_url(&["aliexpress", "commission_rates"]),
                body: CallBody::Json(json!({ "urls": urls })),
            };
            let answer = self.call(call).await?;
            parse_product_rates(&answer, asked).ok_or(AdmitadError::garbled(ApiMethod::Rates))
        });
        Ok(try_join_all(calls).await?.into_iter().flatten().collect())
    }
}

/// The rates of an answer, joined on the address that it repeats; `None` if it is no list of rates.
fn parse_product_rates(answer: &Value, asked: &[Url]) -> Option<Vec<(String, ProductRate)>> {
    let list = match answer {
        Value::Object(object) => match object.get("commission_rates") {
            Some(Value::Null) => return Some(Vec::new()),
            Some(list) => list,
            None if object.contains_key("url") => answer,
            None => return None,
        },
        Value::Array(_) => answer,
        _ => return None,
    };
    let rated = lenient::items(list).into_iter().filter_map(|item| {
        let echo = lenient::text(item, &["url"])?;
        let same = |url: &&Url| url.as_str() == echo || Url::parse(echo).is_ok_and(|echo| echo == **url);
        let url = asked.iter().find(same)?;
        Some((url.to_string(), parse_product_rate(item)))
    });
    Some(rated.collect())
}

fn parse_product_rate(item: &Value) -> ProductRate {
    let percent = |key: &str| lenient::decimal(&item[key]).map(Percent).filter(Percent::is_plausible);
    ProductRate {
        name: lenient::text(item, &["product_name"]).map(str::to_owned),
        rate: percent("commission_rate"),
        hot_rate: percent("hot_commission_rate"),
        is_hot: lenient::boolean(&item["is_hot"]).unwrap_or(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Vec<Url> {
        ["https://a.co/1", "https://a.co/2"].map(|url| Url::parse(url).unwrap()).to_vec()
    }

    fn percent(text: &str) -> Option<Percent> {
        Some(Percent(text.parse().unwrap()))
    }

    #[test]
    fn an_answer_is_joined_on_the_address_and_not_on_the_order() {
        let answer = json!({"commission_rates": [
            {"url": "https://a.co/2", "product_name": "Two", "commission_rate": "7%", "is_hot": "true", "hot_commission_rate": 9.0},
            {"url": "https://a.co/9", "commission_rate": 1},
            {"url": "https://A.CO:443/1", "commission_rate": 5.38, "is_hot": null},
        ]});
        let rates: HashMap<_, _> = parse_product_rates(&answer, &asked()).unwrap().into_iter().collect();
        assert_eq!(rates.len(), 2);
        assert_eq!(rates["https://a.co/1"], ProductRate { rate: percent("5.38"), ..ProductRate::default() });
        assert_eq!(
            rates["https://a.co/2"],
            ProductRate {
                name: Some("Two".into()),
                rate: percent("7"),
                hot_rate: percent("9"),
                is_hot: true
            }
        );
    }

    #[test]
    fn what_cannot_be_a_rate_is_unknown() {
        for nonsense in [json!(-1), json!(101), json!("free"), json!(null), json!([5])] {
            let answer = json!([{"url": "https://a.co/1", "commission_rate": nonsense}]);
            assert_eq!(parse_product_rates(&answer, &asked()).unwrap()[0].1.rate, None, "{nonsense}");
        }
    }

    #[test]
    fn another_shape_is_no_answer() {
        for shape in [json!({}), json!("x"), json!({"results": []})] {
            assert!(parse_product_rates(&shape, &asked()).is_none(), "{shape}");
        }
        assert_eq!(parse_product_rates(&json!({"commission_rates": null}), &asked()), Some(Vec::new()));
        assert_eq!(parse_product_rates(&json!({"url": "https://a.co/1"}), &asked()).unwrap().len(), 1);
    }
}
