//! The stand-in itself, asked without the bot's client. The signatures here were made with `openssl dgst -sha256
//! -hmac`.

use serde_json::Value;

use super::*;
use crate::admitad::products;

/// A signed call about two products; the program has only the first.
const CALL: [(&str, &str); 11] = [
    ("app_key", APP_KEY),
    ("method", "aliexpress.affiliate.productdetail.get"),
    ("timestamp", "1795348800000"),
    ("sign_method", "sha256"),
    ("v", "2.0"),
    ("format", "json"),
    ("product_ids", "1005009000000001,1005009000000017"),
    ("country", "TR"),
    ("target_currency", "TRY"),
    ("target_language", "TR"),
    ("sign", "4F3DD38660FD8727F1E6E61A8BCB51D91CF47354D86FBB393957DF5880447615"),
];

async fn posted(form: &[(&str, &str)]) -> Value {
    let clock = Clock::fixed("2026-11-22T12:00:00Z".parse().unwrap());
    let stand_in = OpenPlatformStandIn::new(&products(), clock);
    stand_in.set_form(Some(AnswerForm::Documented));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{PATH}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, stand_in.router()).await.unwrap() });
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    http.post(url).form(form).send().await.unwrap().json().await.unwrap()
}

fn with(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let changed = |name: &str| changes.iter().find(|(of, _)| *of == name).map(|(_, value)| *value);
    CALL.iter().map(|(name, value)| (*name, changed(name).unwrap_or(value))).collect()
}

#[tokio::test]
async fn a_signed_call_has_the_documented_answer() {
    let answer = posted(&CALL).await;
    let result = &answer["aliexpress_affiliate_productdetail_get_response"]["resp_result"];
    assert_eq!(result["resp_code"], 200, "{answer}");
    assert_eq!(result["result"]["current_record_count"], 1, "the other one is not in the program");
    let product = &result["result"]["products"]["product"][0];
    assert_eq!(product["product_id"], 1_005_009_000_000_001_u64);
    assert_eq!(product["target_sale_price_currency"], "TRY");
    assert_eq!(product["target_sale_price"], "8070.75");
    assert_eq!(product["sale_price"], "189.90");
    assert!(product["product_title"].as_str().unwrap().starts_with("Çift SIM"), "in Turkish");
}

#[tokio::test]
async fn whatever_is_not_as_it_must_be_is_an_error_of_its_own() {
    let unsigned: Vec<_> = CALL.iter().copied().filter(|(name, _)| *name != "sign").collect();
    let twice = [&CALL[..], &[("v", "2.0")]].concat();
    let strange = [&CALL[..], &[("colour", "red")]].concat();
    let other_currency = with(&[
        ("product_ids", "1005009000000001"),
        ("target_currency", "EUR"),
        ("target_language", "EN"),
        ("sign", "1203A8E95B04EA4250F65719A31E81F6A0E469DA49C9E1DE510E5737269352B6"),
    ]);
    let eleven_minutes_ago = with(&[
        ("product_ids", "1005009000000001"),
        ("target_currency", "USD"),
        ("target_language", "EN"),
        ("timestamp", "1795348199000"),
        ("sign", "52F5F981389E9059F1C801205EBE3FD6A3E77A24C651F1C558A407F63B7B6EA1"),
    ]);
    for (form, code) in [
        (with(&[("app_key", "5")]), "InvalidAppKey"),
        (with(&[("product_ids", "1005009000000002")]), "IncompleteSignature"),
        (unsigned, "IncompleteSignature"),
        (with(&[("sign_method", "md5")]), "IncompleteSignature"),
        (twice, "InvalidParameter"),
        (strange, "InvalidParameter"),
        (eleven_minutes_ago, "IllegalTimestamp"),
        (other_currency, "40"),
    ] {
        let answer = posted(&form).await;
        assert_eq!(answer["error_response"]["code"], code, "{form:?}: {answer}");
        assert_eq!(answer["error_response"]["type"], "ISV");
    }
}
