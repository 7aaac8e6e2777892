//! What an answer of the platform means for the call.

use std::collections::HashMap;
use std::time::Duration;

use dealink_core::lenient;
use dealink_links::ProductId;
use reqwest::StatusCode;
use serde_json::Value;

use super::error::OpenPlatformError;
use super::parse::{self, RawOffer};

/// The shortest wait after "too many calls", for when the text names none.
const MIN_BAN: Duration = Duration::from_secs(1);
/// Longer bans are not believed.
const MAX_BAN: Duration = Duration::from_secs(60 * 60);

/// Why an attempt failed, by what is done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlatformRetryDecision {
    /// Another attempt may succeed.
    Retry(OpenPlatformError),
    /// No call is sent for this long.
    Throttled(Duration),
    /// The application is not accepted.
    Denied,
    /// The call makes no sense to the platform.
    Refused,
}

/// What an answer means. Source: the platform's tables of errors and of `resp_code`; errors arrive with status 200.
pub(super) fn classify_answer(
    status: StatusCode,
    body: &[u8],
) -> Result<HashMap<ProductId, RawOffer>, PlatformRetryDecision> {
    let unreachable =
        PlatformRetryDecision::Retry(OpenPlatformError::Unreachable { status: Some(status.as_u16()) });
    let Ok(answer) = serde_json::from_slice::<Value>(body) else {
        return Err(match status.as_u16() {
            200..=299 => PlatformRetryDecision::Retry(OpenPlatformError::Garbled),
            429 => PlatformRetryDecision::Throttled(MIN_BAN),
            401 | 403 => PlatformRetryDecision::Denied,
            400..=499 if status != StatusCode::NOT_FOUND => PlatformRetryDecision::Refused,
            _ => unreachable,
        });
    };
    if let Some(error) = answer.get("error_response") {
        return Err(classify_error(error));
    }
    let Some(result) = parse::find_result(&answer) else {
        return Err(if status.is_success() {
            PlatformRetryDecision::Retry(OpenPlatformError::Garbled)
        } else {
            unreachable
        });
    };
    match lenient::integer(&result["resp_code"]) {
        Some(200) => {
            parse::parse_products(result).ok_or(PlatformRetryDecision::Retry(OpenPlatformError::Garbled))
        }
        // "The result is empty": not in the program, or not sold to the country.
        Some(405) => Ok(HashMap::new()),
        Some(401) => Err(PlatformRetryDecision::Denied),
        Some(404 | 500..=599) => Err(unreachable),
        Some(429) => Err(PlatformRetryDecision::Throttled(parse_ban(&result["resp_msg"]))),
        _ => Err(PlatformRetryDecision::Refused),
    }
}

/// What an `error_response` means, by its code and its sub-code.
fn classify_error(error: &Value) -> PlatformRetryDecision {
    let code = |key: &str| match &error[key] {
        Value::Number(number) => number.to_string(),
        other => other.as_str().unwrap_or_default().trim().to_ascii_lowercase(),
    };
    let (code, sub_code) = (code("code"), code("sub_code"));
    let is = |names: &[&str]| names.iter().any(|name| *name == code || *name == sub_code);
    if is(&["apicalllimit", "isv.api-flow-limit", "7", "429"]) {
        let told = [&error["msg"], &error["sub_msg"]];
        return PlatformRetryDecision::Throttled(told.map(parse_ban).into_iter().max().unwrap_or(MIN_BAN));
    }
    let denied =
        ["incompletesignature", "invalidsignature", "25", "invalidappkey", "29", "illegalaccesstoken"];
    if is(&denied) || is(&["insufficientpermission", "11"]) {
        return PlatformRetryDecision::Denied;
    }
    match code.as_str() {
        "15" => PlatformRetryDecision::Retry(OpenPlatformError::Unreachable { status: None }),
        _ => PlatformRetryDecision::Refused,
    }
}

/// How long a ban lasts, from a text such as "… this ban will last 1 seconds".
fn parse_ban(text: &Value) -> Duration {
    let text = text.as_str().unwrap_or_default();
    let told = text.split_once("last ").map_or("", |(_, rest)| rest);
    let digits = told.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let seconds = digits.parse().map_or(MIN_BAN, Duration::from_secs);
    seconds.clamp(MIN_BAN, MAX_BAN)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn judged(answer: &Value) -> Result<usize, PlatformRetryDecision> {
        classify_answer(StatusCode::OK, answer.to_string().as_bytes()).map(|products| products.len())
    }

    fn error(code: Value, sub_code: &str, msg: &str) -> Value {
        json!({ "error_response": {
            "type": "ISV", "code": code, "msg": msg, "sub_code": sub_code, "sub_msg": "", "request_id": "x",
        } })
    }

    fn seconds(seconds: u64) -> Result<usize, PlatformRetryDecision> {
        Err(PlatformRetryDecision::Throttled(Duration::from_secs(seconds)))
    }

    #[test]
    fn every_resp_code_has_its_meaning_as_number_and_as_text() {
        let out_of_reach = PlatformRetryDecision::Retry(OpenPlatformError::Unreachable { status: Some(200) });
        for (code, expected) in [
            (200, Ok(1)),
            (405, Ok(0)),
            (401, Err(PlatformRetryDecision::Denied)),
            (404, Err(out_of_reach)),
            (500, Err(out_of_reach)),
            (429, seconds(1)),
            (400, Err(PlatformRetryDecision::Refused)),
            (777, Err(PlatformRetryDecision::Refused)),
        ] {
            for code in [json!(code), json!(code.to_string())] {
                let result = json!({ "products": [{ "product_id": 1005009000000001_u64 }] });
                let resp = json!({ "resp_code": code, "resp_msg": "x", "result": result });
                for answer in
                    [json!({ "resp_result": resp }), json!({ "any_response": { "resp_result": resp } })]
                {
                    assert_eq!(judged(&answer), expected, "{answer}");
                }
            }
        }
    }

    #[test]
    fn every_error_has_its_meaning() {
        let again = Err(PlatformRetryDecision::Retry(OpenPlatformError::Unreachable { status: None }));
        let ban = "Api access frequency exceeds the limit. this ban will last 7 seconds";
        for (answer, expected) in [
            (error(json!("ApiCallLimit"), "", ban), seconds(7)),
            (error(json!("15"), "isv.api-flow-limit", "flow"), seconds(1)),
            (error(json!(7), "", "App Call Limited"), seconds(1)),
            (error(json!("429"), "", "this ban will last 999999999999 seconds"), seconds(3_600)),
            (error(json!("429"), "", "this ban will last 99999999999999999999999 seconds"), seconds(1)),
            (error(json!("IncompleteSignature"), "", ""), Err(PlatformRetryDecision::Denied)),
            (error(json!("invalidsignature "), "", ""), Err(PlatformRetryDecision::Denied)),
            (error(json!(25), "", ""), Err(PlatformRetryDecision::Denied)),
            (error(json!("29"), "", ""), Err(PlatformRetryDecision::Denied)),
            (error(json!("InvalidAppKey"), "", ""), Err(PlatformRetryDecision::Denied)),
            (error(json!("IllegalAccessToken"), "", ""), Err(PlatformRetryDecision::Denied)),
            (error(json!(11), "", ""), Err(PlatformRetryDecision::Denied)),
            (error(json!("InsufficientPermission"), "", ""), Err(PlatformRetryDecision::Denied)),
            (error(json!(15), "isp.top-remote-error", ""), again),
            (error(json!("40"), "isv.invalid-parameter", ""), Err(PlatformRetryDecision::Refused)),
            (json!({ "error_response": null }), Err(PlatformRetryDecision::Refused)),
        ] {
            assert_eq!(judged(&answer), expected, "{answer}");
        }
    }

    #[test]
    fn an_answer_that_is_none_is_unreadable() {
        for text in [
            "",
            "null",
            "[]",
            "7",
            "{}",
            "<html>",
            "{\"resp_result\": 5}",
            "{\"resp_result\": {\"resp_code\": 200}}",
        ] {
            let told = classify_answer(StatusCode::OK, text.as_bytes());
            assert_eq!(told, Err(PlatformRetryDecision::Retry(OpenPlatformError::Garbled)), "{text}");
        }
        let bare = |status| classify_answer(status, b"");
        assert_eq!(bare(StatusCode::TOO_MANY_REQUESTS), Err(PlatformRetryDecision::Throttled(MIN_BAN)));
        assert_eq!(bare(StatusCode::FORBIDDEN), Err(PlatformRetryDecision::Denied));
        assert_eq!(bare(StatusCode::BAD_REQUEST), Err(PlatformRetryDecision::Refused));
        for status in [StatusCode::NOT_FOUND, StatusCode::BAD_GATEWAY] {
            let again = PlatformRetryDecision::Retry(OpenPlatformError::Unreachable {
                status: Some(status.as_u16()),
            });
            assert_eq!(bare(status), Err(again));
        }
    }
}
