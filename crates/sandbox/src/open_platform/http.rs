//! The HTTP side: a call is checked as strictly as at the platform, recorded, answered and, if a fault was ordered,
//! spoilt.

use std::collections::BTreeMap;
use std::fmt::Write;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing::post};
use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use serde_json::{Value, json};
use tokio::time::sleep;
use url::form_urlencoded;

use super::{APP_KEY, APP_SECRET, AnswerForm, OpenPlatformCall, OpenPlatformStandIn, PATH, answers};
use dealink_links::ProductId;

/// The most by which a timestamp may differ from the clock.
const TIMESTAMP_TOLERANCE: SignedDuration = SignedDuration::from_mins(10);
const MOST_PRODUCTS: usize = 50;
const CURRENCIES: [&str; 2] = ["TRY", "USD"];
const LANGUAGES: [&str; 2] = ["TR", "EN"];
/// The parameters of a call, separated by spaces.
const PARAMETERS: &str = "app_key method timestamp sign_method v format sign product_ids country \
    target_currency target_language fields tracking_id";

struct ProductDetailRequest {
    ids: Vec<ProductId>,
    currency: String,
    language: String,
}

pub(super) fn router(stand_in: OpenPlatformStandIn) -> Router {
    Router::new().route(PATH, post(serve)).with_state(stand_in)
}

async fn serve(State(stand_in): State<OpenPlatformStandIn>, headers: HeaderMap, body: Bytes) -> Response {
    let checked = parse_request(&headers, &body, stand_in.state().clock.now());
    let (delay, fault, form) = {
        let mut state = stand_in.state();
        let turn = state.calls.len();
        let call = match &checked {
            Ok(asked) => OpenPlatformCall {
                ids: asked.ids.iter().map(|id| id.value()).collect(),
                currency: asked.currency.clone(),
            },
            Err(_) => OpenPlatformCall { ids: Vec::new(), currency: String::new() },
        };
        state.calls.push(call);
        let form = state.form.unwrap_or(AnswerForm::ALL[turn % AnswerForm::ALL.len()]);
        (state.delay, state.faults.pop_front(), form)
    };
    sleep(delay).await;
    let answer = checked.map_or_else(|refusal| refusal, |asked| stand_in.answer(&asked, form));
    match fault {
        Some(fault) => fault.apply(answer).await,
        None => Json(answer).into_response(),
    }
}

/// The checked request, or the platform's error for it.
fn parse_request(headers: &HeaderMap, body: &Bytes, now: Timestamp) -> Result<ProductDetailRequest, Value> {
    let fault = |code: &str, message: &str| answers::error(&json!(code), "", message);
    let content = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content.starts_with("application/x-www-form-urlencoded") {
        return Err(fault("InvalidContentType", "The body is no form"));
    }
    let mut form = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        let is_known = PARAMETERS.split(' ').any(|known| known == name);
        if !is_known || form.insert(name.into_owned(), value.into_owned()).is_some() {
            return Err(fault("InvalidParameter", "A parameter is unknown or comes twice"));
        }
    }
    let told = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    if told("app_key") != APP_KEY {
        return Err(fault("InvalidAppKey", "The specified App Key is invalid"));
    }
    if told("sign") != signature(&form) {
        return Err(fault(
            "IncompleteSignature",
            "The request signature does not conform to platform standards",
        ));
    }
    let at = told("timestamp").parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    if at.is_none_or(|at| at.duration_since(now).abs() > TIMESTAMP_TOLERANCE) {
        return Err(fault("IllegalTimestamp", "The specified timestamp is invalid"));
    }
    if told("method") != "aliexpress.affiliate.productdetail.get" {
        return Err(fault("InvalidApiPath", "The specified API path is invalid"));
    }
    let is_system = told("v") == "2.0" && told("format") == "json" && told("country") == "TR";
    let (currency, language) = (told("target_currency").to_owned(), told("target_language").to_owned());
    let ids: Option<Vec<ProductId>> = told("product_ids").split(',').map(|id| id.parse().ok()).collect();
    match ids {
        Some(ids)
            if is_system
                && ids.len() <= MOST_PRODUCTS
                && CURRENCIES.contains(&currency.as_str())
                && LANGUAGES.contains(&language.as_str()) =>
        {
            Ok(ProductDetailRequest { ids, currency, language })
        }
        _ => Err(answers::error(&json!("40"), "isv.invalid-parameter", "Invalid arguments")),
    }
}

fn signature(form: &BTreeMap<String, String>) -> String {
    let joined: String = form
        .iter()
        .filter(|(name, _)| *name != "sign")
        .flat_map(|(name, value)| [name.as_str(), value.as_str()])
        .collect();
    if form.get("sign_method").map(String::as_str) != Some("sha256") {
        return "no other method is offered here".to_owned();
    }
    let key = hmac::Key::new(hmac::HMAC_SHA256, APP_SECRET.as_bytes());
    let mut digits = String::new();
    for byte in hmac::sign(&key, joined.as_bytes()).as_ref() {
        let _ = write!(digits, "{byte:02X}");
    }
    digits
}

impl OpenPlatformStandIn {
    fn answer(&self, asked: &ProductDetailRequest, form: AnswerForm) -> Value {
        let known: Vec<_> = asked
            .ids
            .iter()
            .filter_map(|id| self.0.products.iter().find(|product| product.id == id.value()))
            .collect();
        answers::products(&known, form, &asked.currency, &asked.language)
    }
}
