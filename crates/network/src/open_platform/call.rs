//! One call: its turn, its signed form and its attempts.
//!
//! After faults of the server, broken connections and unreadable answers the call is tried again after a pause. A wait that the
//! platform names is a cooldown of all calls. An application that is not accepted has a long cooldown.

use std::collections::HashMap;
use std::fmt::Write;

use dealink_links::ProductId;
use reqwest::Response;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use tokio::time::{Instant, sleep, timeout};

use super::answer::{PlatformRetryDecision, classify_answer};
use super::client::OpenPlatformInner;
use super::error::{NoOffer, OpenPlatformError};
use super::parse::RawOffer;

const METHOD: &str = "aliexpress.affiliate.productdetail.get";
/// The country of the catalogue: a product that is not sold there has no data.
const COUNTRY: &str = "TR";
/// The longest answer that is read: fifty products are far below.
const MAX_ANSWER_BYTES: usize = 2 * 1024 * 1024;

/// In which currency and language is asked.
#[derive(Clone, Copy)]
pub(super) enum Edition {
    Lira,
    Dollars,
}

impl Edition {
    fn currency_and_language(self) -> (&'static str, &'static str) {
        match self {
            Edition::Lira => ("TRY", "TR"),
            Edition::Dollars => ("USD", "EN"),
        }
    }
}

impl OpenPlatformInner {
    /// What the platform says of these products, fifty at most; one without data is missing.
    pub(super) async fn fetch_details(
        &self,
        ids: &[ProductId],
        edition: Edition,
    ) -> Result<HashMap<ProductId, RawOffer>, NoOffer> {
        let deadline = Instant::now() + self.timeouts.deadline;
        let mut pauses = self.timeouts.retry.pauses();
        let mut last = None;
        loop {
            // After an attempt its own failure is told, not the cooldown that another call started meanwhile.
            self.limiter.acquire(deadline).await.map_err(|no_turn| last.map_or(no_turn, NoOffer::Failed))?;
            let attempt = timeout(self.timeouts.attempt, self.send_once(ids, edition)).await;
            let error = match attempt.unwrap_or(Err(PlatformRetryDecision::Retry(OpenPlatformError::Late))) {
                Ok(products) => return Ok(products),
                Err(PlatformRetryDecision::Denied) => {
                    self.limiter.record_denied(self.timeouts.denied_cooldown);
                    return Err(NoOffer::Failed(OpenPlatformError::Denied));
                }
                Err(PlatformRetryDecision::Refused) => {
                    tracing::warn!("the AliExpress Open Platform refused a call");
                    return Err(NoOffer::Failed(OpenPlatformError::Refused));
                }
                Err(PlatformRetryDecision::Throttled(ban)) => {
                    tracing::warn!(
                        wait_ms = ban.as_millis(),
                        "the AliExpress Open Platform asks for fewer calls"
                    );
                    self.limiter.start_cooldown(ban);
                    OpenPlatformError::CoolingDown { retry_in: ban }
                }
                Err(PlatformRetryDecision::Retry(error)) => error,
            };
            last = Some(error);
            match pauses.next() {
                Some(pause) => {
                    tracing::debug!(%error, "asking the Open Platform again");
                    sleep(pause).await;
                }
                None => {
                    tracing::warn!(%error, "the AliExpress Open Platform did not answer");
                    self.limiter.start_cooldown(self.timeouts.cooldown);
                    return Err(NoOffer::Failed(error));
                }
            }
        }
    }

    /// Sends once. The timestamp is part of what is signed, so each attempt has its own.
    async fn send_once(
        &self,
        ids: &[ProductId],
        edition: Edition,
    ) -> Result<HashMap<ProductId, RawOffer>, PlatformRetryDecision> {
        let ids: Vec<String> = ids.iter().map(ProductId::to_string).collect();
        let (currency, language) = edition.currency_and_language();
        let mut form = vec![
            ("app_key", self.account.app_key.clone()),
            ("method", METHOD.to_owned()),
            ("timestamp", self.clock.now().as_millisecond().to_string()),
            ("sign_method", "sha256".to_owned()),
            ("v", "2.0".to_owned()),
            ("format", "json".to_owned()),
            ("product_ids", ids.join(",")),
            ("country", COUNTRY.to_owned()),
            ("target_currency", currency.to_owned()),
            ("target_language", language.to_owned()),
        ];
        form.push(("sign", signature(&self.account.app_secret, &form)));
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&form).finish();
        let request = self.http.post(self.account.url.clone());
        let request = request
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded;charset=utf-8");
        let response = request.body(body).send().await.map_err(|error| classify_http_error(&error))?;
        let status = response.status();
        classify_answer(status, &read_body(response).await?)
    }
}

/// The error of the HTTP client by its kind; its own text would show the address.
fn classify_http_error(error: &reqwest::Error) -> PlatformRetryDecision {
    match error.is_timeout() {
        true => PlatformRetryDecision::Retry(OpenPlatformError::Late),
        false => PlatformRetryDecision::Retry(OpenPlatformError::Unreachable { status: None }),
    }
}

async fn read_body(mut response: Response) -> Result<Vec<u8>, PlatformRetryDecision> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| classify_http_error(&error))? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(PlatformRetryDecision::Retry(OpenPlatformError::Garbled));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The signature in capital hexadecimal digits: an HMAC-SHA256 over all parameters, sorted by name, names and values joined
/// without separators. Source: the platform's signing rules for `sign_method=sha256`. Values are signed before they are encoded.
fn signature(secret: &SecretString, parameters: &[(&'static str, String)]) -> String {
    let mut sorted: Vec<_> = parameters.iter().collect();
    sorted.sort_by_key(|(name, _)| *name);
    let mut signing =
        hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes()));
    for (name, value) in sorted {
        signing.update(name.as_bytes());
        signing.update(value.as_bytes());
    }
    signing.sign().as_ref().iter().fold(String::with_capacity(64), |mut digits, byte| {
        let _ = write!(digits, "{byte:02X}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(secret: &str, parameters: &[(&'static str, &str)]) -> String {
        let parameters: Vec<_> =
            parameters.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        signature(&secret.into(), &parameters)
    }

    /// Computed with `printf %s … | openssl dgst -sha256 -hmac …`.
    #[test]
    fn it_is_what_openssl_makes_of_the_same_text() {
        let parameters = [
            ("timestamp", "1795348800000"),
            ("method", "aliexpress.affiliate.productdetail.get"),
            ("app_key", "500077"),
            ("sign_method", "sha256"),
            ("v", "2.0"),
            ("format", "json"),
            ("product_ids", "1005009000000001,32900000045"),
            ("target_currency", "TRY"),
            ("target_language", "TR"),
            ("country", "TR"),
        ];
        assert_eq!(
            signed("kedi-balik-süt", &parameters),
            "F6677777D8DE67402DA52865C9958B146AB570756BC6F72F4449A40F689115DE"
        );
        let odd = [("b", "x y&z=ş+%2F"), ("a", ""), ("B", "capital first")];
        assert_eq!(signed("s", &odd), "F0E596318A2BF4EEA85B5DC8AC98F2567439959F3D49F712A663C819037E9E3E");
    }
}
