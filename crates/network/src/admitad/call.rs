//! One call: its turn, its token, its attempts, and what the answer means.
//!
//! After broken connections, faults of the server and unreadable bodies the call is tried again with growing pauses. A "too many
//! calls" is a cooldown of all calls. A rejected token is replaced once. Any other failure is final. All of it ends by the call's
//! deadline.

use std::time::Duration;

use dealink_core::lenient;
use reqwest::header::{ACCEPT, RETRY_AFTER};
use reqwest::{Method, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout};
use url::Url;

use super::client::{Admitad, AdmitadInner};
use super::error::{AdmitadError, ApiMethod, ApiReply};

const MAX_ANSWER_BYTES: usize = 2 * 1024 * 1024;

pub(super) struct ApiCall {
    pub(super) endpoint: ApiMethod,
    pub(super) url: Url,
    pub(super) body: CallBody,
}

pub(super) enum CallBody {
    /// The call is a GET.
    None,
    Form(Vec<(&'static str, String)>),
    Json(Value),
}

pub(super) enum CallAuth<'a> {
    Credentials,
    Token(&'a SecretString),
}

/// A failed call, and the sentence of the network about it, which the link check reads. The sentence may repeat what was asked,
/// so it must not get into a log.
pub(super) struct CallFailure {
    pub(super) error: AdmitadError,
    pub(super) network_message: Option<String>,
}

impl From<AdmitadError> for CallFailure {
    fn from(error: AdmitadError) -> Self {
        CallFailure { error, network_message: None }
    }
}

impl From<CallFailure> for AdmitadError {
    fn from(failure: CallFailure) -> Self {
        failure.error
    }
}

/// Why an attempt failed, by what is done next.
pub(super) enum RetryDecision {
    Final(CallFailure),
    /// Another attempt may succeed.
    Retry(AdmitadError),
    /// No call is sent for a while: for as long as the network says, if it says so.
    Throttled(Option<Duration>),
    TokenRejected(ApiReply),
}

impl Admitad {
    /// Sends a call with the application's token.
    pub(super) async fn call(&self, call: ApiCall) -> Result<Value, CallFailure> {
        let deadline = Instant::now() + self.0.timeouts.deadline;
        let token = self.valid_token(deadline).await?;
        match self.send_with_retries(&call, CallAuth::Token(token.secret()), deadline).await {
            Err(RetryDecision::TokenRejected(_)) => {}
            answer => return final_result(answer.inspect(|_| token.mark_accepted())),
        }
        let token = self.replace_token(&token, deadline).await?;
        let answer = self.send_with_retries(&call, CallAuth::Token(token.secret()), deadline).await;
        final_result(answer.inspect(|_| token.mark_accepted()))
    }

    /// Sends until there is an answer, a final failure, a rejected token, or the deadline is near.
    pub(super) async fn send_with_retries(
        &self,
        call: &ApiCall,
        auth: CallAuth<'_>,
        deadline: Instant,
    ) -> Result<Value, RetryDecision> {
        let AdmitadInner { timeouts, limiter, .. } = &*self.0;
        let mut pauses = timeouts.retry.pauses();
        // An attempt whose turn came too late for an answer says nothing about the network.
        let mut late = AdmitadError::Busy { retry_in: timeouts.cooldowns.first_pause };
        loop {
            let turn = limiter.acquire(deadline).await;
            turn.map_err(|retry_in| RetryDecision::Final(AdmitadError::Busy { retry_in }.into()))?;
            let sent = Instant::now();
            let remaining = deadline.saturating_duration_since(sent);
            let max_wait = timeouts.attempt.min(remaining);
            if timeouts.attempt <= remaining {
                late = AdmitadError::Late { at: ApiReply::without_answer(call.endpoint) };
            }
            let attempt = timeout(max_wait, self.send_once(call, &auth)).await;
            match attempt.unwrap_or_else(|_| Err(RetryDecision::Retry(late.clone()))) {
                Ok(answer) => {
                    limiter.record_success(sent);
                    return Ok(answer);
                }
                Err(RetryDecision::Throttled(asked)) => limiter.record_throttled(sent, asked),
                Err(RetryDecision::Retry(error)) => match pauses.next() {
                    Some(pause) if Instant::now() + pause < deadline => {
                        tracing::debug!(%error, "asking Admitad again");
                        sleep(pause).await;
                    }
                    _ => return Err(RetryDecision::Final(error.into())),
                },
                Err(last) => return Err(last),
            }
        }
    }

    async fn send_once(&self, call: &ApiCall, auth: &CallAuth<'_>) -> Result<Value, RetryDecision> {
        let ApiCall { endpoint, url, body } = call;
        let method = if matches!(body, CallBody::None) { Method::GET } else { Method::POST };
        let request = self.0.http.request(method, url.clone()).header(ACCEPT, "application/json");
        let request = match auth {
            CallAuth::Token(token) => request.bearer_auth(token.expose_secret()),
            CallAuth::Credentials => {
                let account = &self.0.account;
                request.basic_auth(&account.client_id, Some(account.client_secret.expose_secret()))
            }
        };
        let request = match body {
            CallBody::None => request,
            CallBody::Form(form) => request.form(form),
            CallBody::Json(json) => request.json(json),
        };
        let response = request.send().await.map_err(|error| classify_http_error(*endpoint, &error))?;
        let status = response.status();
        let asked = parse_retry_after(&response);
        let body = read_body(*endpoint, response).await?;
        classify_answer(*endpoint, status, asked, &body)
    }
}

/// What a result means when nothing more is tried.
pub(super) fn final_result(answer: Result<Value, RetryDecision>) -> Result<Value, CallFailure> {
    answer.map_err(|decision| match decision {
        RetryDecision::Final(failure) => failure,
        RetryDecision::Retry(error) => error.into(),
        RetryDecision::TokenRejected(at) => AdmitadError::Denied { at, scope: None }.into(),
        RetryDecision::Throttled(asked) => AdmitadError::Busy { retry_in: asked.unwrap_or_default() }.into(),
    })
}

/// The error of the HTTP client by its kind; its own text would show the address.
fn classify_http_error(endpoint: ApiMethod, error: &reqwest::Error) -> RetryDecision {
    let at = ApiReply { endpoint, status: error.status().map(|status| status.as_u16()), error_code: None };
    if error.is_timeout() {
        RetryDecision::Retry(AdmitadError::Late { at })
    } else if error.is_builder() || error.is_redirect() {
        RetryDecision::Final(AdmitadError::Garbled { at }.into())
    } else {
        RetryDecision::Retry(AdmitadError::Unreachable { at })
    }
}

fn parse_retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

async fn read_body(endpoint: ApiMethod, mut response: Response) -> Result<Vec<u8>, RetryDecision> {
    let at = ApiReply { endpoint, status: Some(response.status().as_u16()), error_code: None };
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| classify_http_error(endpoint, &error))? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(RetryDecision::Final(AdmitadError::Garbled { at }.into()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What an answer means. Source: the API's tables of statuses and of error codes (0 and 1 the token, 2 the rights, 4 too many
/// calls).
fn classify_answer(
    endpoint: ApiMethod,
    status: StatusCode,
    asked: Option<Duration>,
    body: &[u8],
) -> Result<Value, RetryDecision> {
    let answer: Option<Value> = serde_json::from_slice(body).ok();
    let error_code = answer.as_ref().and_then(|answer| lenient::integer(&answer["error_code"]));
    let error = answer.as_ref().and_then(|answer| lenient::text(answer, &["error"]));
    let network_message = answer.as_ref().and_then(lenient::error_message);
    let at = ApiReply { endpoint, status: Some(status.as_u16()), error_code };
    // A success may carry an error code about the link that was checked; only with an `error` it is about the call.
    let code = error_code.filter(|_| !status.is_success() || error.is_some());
    let last = |error| RetryDecision::Final(CallFailure { error, network_message: network_message.clone() });

    match (status.as_u16(), code) {
        (503 | 429, _) | (_, Some(4)) => Err(RetryDecision::Throttled(asked)),
        (401, _) | (_, Some(0 | 1)) => Err(RetryDecision::TokenRejected(at)),
        (403, _) | (_, Some(2)) => {
            let lacks_scope = error == Some("insufficient_scope") || code == Some(2);
            let scope = endpoint.scope().filter(|_| lacks_scope);
            Err(last(AdmitadError::Denied { at, scope }))
        }
        (404, _) => Err(last(AdmitadError::NotConnected { at })),
        (400..=499, _) => Err(last(AdmitadError::Refused { at })),
        (500..=599, _) => Err(RetryDecision::Retry(AdmitadError::Unreachable { at })),
        (200..=299, _) => answer.ok_or(RetryDecision::Retry(AdmitadError::Garbled { at })),
        _ => Err(last(AdmitadError::Garbled { at })),
    }
}
