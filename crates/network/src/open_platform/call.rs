//! One call: its turn, its form, its attempts, and what an answer means.
//!
//! Faults of the server, broken connections and unreadable answers are tried once more after a pause; a wait that the platform
//! names holds everybody for that long; an application that is not accepted ends the asking for a long while.

use std::collections::HashMap;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout};

use super::read::{self, Sighting};
use super::sign::signature;
use super::{Absence, Desk, OpenPlatformError};
use dealink_core::lenient;
use dealink_links::ProductId;

const METHOD: &str = "aliexpress.affiliate.productdetail.get";
/// Whose catalogue is looked at: a product that is not sold there has no data.
const COUNTRY: &str = "TR";
/// The longest answer that is read: fifty products are far below.
const LONGEST_ANSWER: usize = 2 * 1024 * 1024;
/// The shortest wait after "too many calls", for when the text names none.
const SHORTEST_BAN: Duration = Duration::from_secs(1);
/// Longer bans are cut: the text might name anything.
const LONGEST_BAN: Duration = Duration::from_secs(60 * 60);

/// In which currency and language is asked.
#[derive(Clone, Copy)]
pub(super) enum Edition {
    Lira,
    Dollars,
}

impl Edition {
    fn currency(self) -> &'static str {
        match self {
            Edition::Lira => "TRY",
            Edition::Dollars => "USD",
        }
    }

    fn language(self) -> &'static str {
        match self {
            Edition::Lira => "TR",
            Edition::Dollars => "EN",
        }
    }
}

/// Why an attempt failed, told by what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setback {
    /// Another attempt may succeed.
    Again(OpenPlatformError),
    /// Everybody waits for this long.
    Crowded(Duration),
    /// The application is not accepted.
    Denied,
    /// The call makes no sense to the platform.
    Refused,
}

impl Desk {
    /// What the platform says of these products, fifty at most; one that it has no data of is not in the map.
    pub(super) async fn detail(
        &self,
        ids: &[ProductId],
        edition: Edition,
    ) -> Result<HashMap<ProductId, Sighting>, Absence> {
        let deadline = Instant::now() + self.patience.deadline;
        let pause = ExponentialBuilder::new().with_min_delay(self.patience.pause).with_jitter();
        let mut pauses = pause.with_max_times(1).build();
        let mut last = None;
        loop {
            // Of a call that was made, its own failure is told, not that somebody else's made everybody rest meanwhile.
            self.pace.turn(deadline).await.map_err(|absence| last.map_or(absence, Absence::Failed))?;
            let attempt = timeout(self.patience.attempt, self.attempt(ids, edition)).await;
            let setback = match attempt.unwrap_or(Err(Setback::Again(OpenPlatformError::Late))) {
                Ok(products) => return Ok(products),
                Err(setback) => setback,
            };
            let error = match setback {
                Setback::Denied => {
                    self.pace.denied(self.patience.long_rest);
                    return Err(Absence::Failed(OpenPlatformError::Denied));
                }
                Setback::Refused => {
                    tracing::warn!("the AliExpress Open Platform refused a call");
                    return Err(Absence::Failed(OpenPlatformError::Refused));
                }
                Setback::Crowded(ban) => {
                    tracing::warn!(
                        wait_ms = ban.as_millis(),
                        "the AliExpress Open Platform asks for fewer calls"
                    );
                    self.pace.rest_for(ban);
                    OpenPlatformError::Resting { retry_in: ban }
                }
                Setback::Again(error) => error,
            };
            last = Some(error);
            match pauses.next() {
                Some(pause) => {
                    tracing::debug!(%error, "asking the Open Platform again");
                    sleep(pause).await;
                }
                None => {
                    tracing::warn!(%error, "the AliExpress Open Platform did not answer");
                    self.pace.rest_for(self.patience.rest);
                    return Err(Absence::Failed(error));
                }
            }
        }
    }

    /// Sends once. The timestamp is part of what is signed, so each attempt has its own.
    async fn attempt(
        &self,
        ids: &[ProductId],
        edition: Edition,
    ) -> Result<HashMap<ProductId, Sighting>, Setback> {
        let ids: Vec<String> = ids.iter().map(ProductId::to_string).collect();
        let mut form = vec![
            ("app_key", self.account.app_key.clone()),
            ("method", METHOD.to_owned()),
            ("timestamp", self.clock.now().as_millisecond().to_string()),
            ("sign_method", "sha256".to_owned()),
            ("v", "2.0".to_owned()),
            ("format", "json".to_owned()),
            ("product_ids", ids.join(",")),
            ("country", COUNTRY.to_owned()),
            ("target_currency", edition.currency().to_owned()),
            ("target_language", edition.language().to_owned()),
        ];
        form.push(("sign", signature(&self.account.app_secret, &form)));
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&form).finish();
        let request = self.http.post(self.account.url.clone());
        let request = request
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded;charset=utf-8");
        let response = request.body(body).send().await.map_err(|error| no_answer(&error))?;
        let status = response.status();
        judge(status, &body_of(response).await?)
    }
}

/// Sorts an error of the HTTP client, whose own text would show the address.
fn no_answer(error: &reqwest::Error) -> Setback {
    match error.is_timeout() {
        true => Setback::Again(OpenPlatformError::Late),
        false => Setback::Again(OpenPlatformError::Unreachable { status: None }),
    }
}

async fn body_of(mut response: Response) -> Result<Vec<u8>, Setback> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| no_answer(&error))? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(Setback::Again(OpenPlatformError::Garbled));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What an answer means. Source: the platform's tables of errors and of `resp_code`; errors arrive with status 200.
pub(super) fn judge(status: StatusCode, body: &[u8]) -> Result<HashMap<ProductId, Sighting>, Setback> {
    let unreachable = Setback::Again(OpenPlatformError::Unreachable { status: Some(status.as_u16()) });
    let Ok(answer) = serde_json::from_slice::<Value>(body) else {
        return Err(match status.as_u16() {
            200..=299 => Setback::Again(OpenPlatformError::Garbled),
            429 => Setback::Crowded(SHORTEST_BAN),
            401 | 403 => Setback::Denied,
            400..=499 if status != StatusCode::NOT_FOUND => Setback::Refused,
            _ => unreachable,
        });
    };
    if let Some(error) = answer.get("error_response") {
        return Err(fault(error));
    }
    let Some(result) = read::result(&answer) else {
        return Err(if status.is_success() {
            Setback::Again(OpenPlatformError::Garbled)
        } else {
            unreachable
        });
    };
    match lenient::whole(&result["resp_code"]) {
        Some(200) => read::products(result).ok_or(Setback::Again(OpenPlatformError::Garbled)),
        // "The result is empty": not in the program, or not sold to the country.
        Some(405) => Ok(HashMap::new()),
        Some(401) => Err(Setback::Denied),
        Some(404 | 500..=599) => Err(unreachable),
        Some(429) => Err(Setback::Crowded(ban(&result["resp_msg"]))),
        _ => Err(Setback::Refused),
    }
}

/// Sorts an `error_response`, by its code and its sub-code.
fn fault(error: &Value) -> Setback {
    let code = |key: &str| match &error[key] {
        Value::Number(number) => number.to_string(),
        other => other.as_str().unwrap_or_default().trim().to_ascii_lowercase(),
    };
    let (code, sub_code) = (code("code"), code("sub_code"));
    let is = |names: &[&str]| names.iter().any(|name| *name == code || *name == sub_code);
    if is(&["apicalllimit", "isv.api-flow-limit", "7", "429"]) {
        let told = [&error["msg"], &error["sub_msg"]];
        return Setback::Crowded(told.map(ban).into_iter().max().unwrap_or(SHORTEST_BAN));
    }
    let denied =
        ["incompletesignature", "invalidsignature", "25", "invalidappkey", "29", "illegalaccesstoken"];
    if is(&denied) || is(&["insufficientpermission", "11"]) {
        return Setback::Denied;
    }
    match code.as_str() {
        "15" => Setback::Again(OpenPlatformError::Unreachable { status: None }),
        _ => Setback::Refused,
    }
}

/// How long a ban lasts that a text tells of: "… this ban will last 1 seconds".
fn ban(text: &Value) -> Duration {
    let text = text.as_str().unwrap_or_default();
    let told = text.split_once("last ").map_or("", |(_, rest)| rest);
    let digits = told.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let seconds = digits.parse().map_or(SHORTEST_BAN, Duration::from_secs);
    seconds.clamp(SHORTEST_BAN, LONGEST_BAN)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn judged(answer: &Value) -> Result<usize, Setback> {
        judge(StatusCode::OK, answer.to_string().as_bytes()).map(|products| products.len())
    }

    fn error(code: Value, sub_code: &str, msg: &str) -> Value {
        json!({ "error_response": {
            "type": "ISV", "code": code, "msg": msg, "sub_code": sub_code, "sub_msg": "", "request_id": "x",
        } })
    }

    fn seconds(seconds: u64) -> Result<usize, Setback> {
        Err(Setback::Crowded(Duration::from_secs(seconds)))
    }

    #[test]
    fn every_resp_code_has_its_meaning_as_number_and_as_text() {
        let out_of_reach = Setback::Again(OpenPlatformError::Unreachable { status: Some(200) });
        for (code, expected) in [
            (200, Ok(1)),
            (405, Ok(0)),
            (401, Err(Setback::Denied)),
            (404, Err(out_of_reach)),
            (500, Err(out_of_reach)),
            (429, seconds(1)),
            (400, Err(Setback::Refused)),
            (777, Err(Setback::Refused)),
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
        let again = Err(Setback::Again(OpenPlatformError::Unreachable { status: None }));
        let ban = "Api access frequency exceeds the limit. this ban will last 7 seconds";
        for (answer, expected) in [
            (error(json!("ApiCallLimit"), "", ban), seconds(7)),
            (error(json!("15"), "isv.api-flow-limit", "flow"), seconds(1)),
            (error(json!(7), "", "App Call Limited"), seconds(1)),
            (error(json!("429"), "", "this ban will last 999999999999 seconds"), seconds(3_600)),
            (error(json!("429"), "", "this ban will last 99999999999999999999999 seconds"), seconds(1)),
            (error(json!("IncompleteSignature"), "", ""), Err(Setback::Denied)),
            (error(json!("invalidsignature "), "", ""), Err(Setback::Denied)),
            (error(json!(25), "", ""), Err(Setback::Denied)),
            (error(json!("29"), "", ""), Err(Setback::Denied)),
            (error(json!("InvalidAppKey"), "", ""), Err(Setback::Denied)),
            (error(json!("IllegalAccessToken"), "", ""), Err(Setback::Denied)),
            (error(json!(11), "", ""), Err(Setback::Denied)),
            (error(json!("InsufficientPermission"), "", ""), Err(Setback::Denied)),
            (error(json!(15), "isp.top-remote-error", ""), again),
            (error(json!("40"), "isv.invalid-parameter", ""), Err(Setback::Refused)),
            (json!({ "error_response": null }), Err(Setback::Refused)),
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
            let told = judge(StatusCode::OK, text.as_bytes());
            assert_eq!(told, Err(Setback::Again(OpenPlatformError::Garbled)), "{text}");
        }
        let bare = |status| judge(status, b"");
        assert_eq!(bare(StatusCode::TOO_MANY_REQUESTS), Err(Setback::Crowded(SHORTEST_BAN)));
        assert_eq!(bare(StatusCode::FORBIDDEN), Err(Setback::Denied));
        assert_eq!(bare(StatusCode::BAD_REQUEST), Err(Setback::Refused));
        for status in [StatusCode::NOT_FOUND, StatusCode::BAD_GATEWAY] {
            let again = Setback::Again(OpenPlatformError::Unreachable { status: Some(status.as_u16()) });
            assert_eq!(bare(status), Err(again));
        }
    }
}
