//! The JSON documents of the answers, in the forms that were seen at the platform.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::super::admitad::SeedProduct;

/// The forms in which the platform has been seen to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerForm {
    /// As documented: numbers are JSON numbers, products are in an object.
    Documented,
    /// `resp_code`, product ids and shop ids are strings.
    Texts,
    /// Products are a list without the object around it.
    Lists,
    /// Page URLs begin with `//` and have the US product id.
    UsPages,
    /// `product_id` is the US product id.
    UsNumbers,
    /// Unknown values are empty strings, and the portal's rates are given too.
    Empties,
}

impl AnswerForm {
    /// In the order in which they rotate.
    pub const ALL: [AnswerForm; 6] = [
        AnswerForm::Documented,
        AnswerForm::Texts,
        AnswerForm::Lists,
        AnswerForm::UsPages,
        AnswerForm::UsNumbers,
        AnswerForm::Empties,
    ];
}

/// An `error_response`.
pub(super) fn error(code: &Value, sub_code: &str, message: &str) -> Value {
    let mut error = json!({
        "type": "ISV", "code": code, "msg": message, "request_id": "2141154c17953488000001",
    });
    if !sub_code.is_empty() {
        error["sub_code"] = json!(sub_code);
        error["sub_msg"] = json!(message);
    }
    json!({ "error_response": error })
}

/// A `resp_result` in its envelope.
pub(super) fn envelope(result: Value) -> Value {
    json!({ "aliexpress_affiliate_productdetail_get_response": {
        "resp_result": result, "request_id": "2141154c17953488000002",
    } })
}

pub(super) fn products(products: &[&SeedProduct], form: AnswerForm, currency: &str, language: &str) -> Value {
    let text = |number: u64| match form {
        AnswerForm::Texts => json!(number.to_string()),
        _ => json!(number),
    };
    if products.is_empty() {
        let code = text(405);
        return envelope(json!({ "resp_code": code, "resp_msg": "The result is empty" }));
    }
    let count = products.len();
    let listed = products.iter().map(|product| {
        let mut listed = product_json(product, currency, language);
        listed["product_id"] = text(if form == AnswerForm::UsNumbers { product.us_id() } else { product.id });
        listed["shop_id"] = text(product.store);
        if form == AnswerForm::UsPages {
            listed["product_detail_url"] =
                json!(format!("//www.aliexpress.com/item/{}.html", product.us_id()));
        }
        if form == AnswerForm::Empties {
            listed["product_video_url"] = json!("");
            listed["ean_code"] = json!("");
            listed["target_app_sale_price"] = json!("");
            listed["product_small_image_urls"] = json!({ "string": [] });
        }
        listed
    });
    let listed: Value = listed.collect();
    let products = if form == AnswerForm::Lists { listed } else { json!({ "product": listed }) };
    envelope(json!({
        "resp_code": text(200), "resp_msg": "Call succeeds",
        "result": { "current_record_count": count, "products": products },
    }))
}

/// What a product's page shows. The rates are those of the portal's own program; a client that took them for the bot's
/// program would be wrong.
fn product_json(product: &SeedProduct, currency: &str, language: &str) -> Value {
    let price = if currency == "TRY" { product.price_try() } else { product.price };
    let money = |price: Decimal| price.to_string();
    let (first, second) = match product.category_path().split_once(" > ") {
        Some((first, second)) => (first, second),
        None => (product.category_path(), product.category_path()),
    };
    json!({
        "product_title": if language == "TR" { &product.title_tr } else { &product.title },
        "product_detail_url": product.page(),
        "product_main_image_url": product.picture(),
        "product_small_image_urls": { "string": [product.picture()] },
        "promotion_link": "https://s.click.aliexpress.com/s/sandbox-portal-link",
        "original_price": money(product.price_before_discount(product.price)), "original_price_currency": "USD",
        "sale_price": money(product.price), "sale_price_currency": "USD",
        "app_sale_price": money(product.price), "app_sale_price_currency": "USD",
        "target_original_price": money(product.price_before_discount(price)), "target_original_price_currency": currency,
        "target_sale_price": money(price), "target_sale_price_currency": currency,
        "target_app_sale_price": money(price), "target_app_sale_price_currency": currency,
        "discount": format!("{}%", product.discount().unwrap_or_default()),
        "commission_rate": "77.0%", "hot_product_commission_rate": "88.0%",
        "relevant_market_commission_rate": "66.0%",
        "evaluate_rate": "95.5%", "lastest_volume": 120, "platform_product_type": "ALL",
        "first_level_category_id": 44, "first_level_category_name": first,
        "second_level_category_id": 4_401, "second_level_category_name": second,
        "shop_name": "Sandbox Store", "shop_url": format!("https://www.aliexpress.com/store/{}", product.store),
    })
}
