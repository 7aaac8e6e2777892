//! One call: its turn, its form and its attempts.
//!
//! After faults of the server, broken connections and unreadable answers the call is tried again after a pause. A wait that the
//! platform names is a cooldown of all calls. An application that is not accepted has a long cooldown.

use std::collections::HashMap;

use dealink_links::ProductId;
use reqwest::Response;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use tokio::time::{Instant, sleep, timeout};

use super::answer::{PlatformRetryDecision, classify_answer};
use super::client::OpenPlatformInner;
use super::error::{NoOffer, OpenPlatformError};
use super::parse::RawOffer;
use super::signature::signature;

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
