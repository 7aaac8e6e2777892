//! One call: its place in line, its token, its attempts, and the reading of what came back.
//!
//! Broken connections, faults of the server and unreadable bodies are tried again with growing pauses; a
//! "too many calls" makes the whole application wait; a rejected token is replaced once; anything else
//! is final. All of it ends by the call's deadline.

use std::time::Duration;

use reqwest::header::{ACCEPT, RETRY_AFTER};
use reqwest::{Method, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout};
use url::Url;

use super::{Admitad, AdmitadError, Endpoint, Reply, lenient};

/// The longest answer that is read.
const LONGEST_ANSWER: usize = 2 * 1024 * 1024;

/// A question to the network.
pub(super) struct Question {
    pub(super) endpoint: Endpoint,
    pub(super) url: Url,
    pub(super) body: Body,
}

/// What a question carries.
pub(super) enum Body {
    /// Nothing: it is a GET.
    None,
    /// A posted form.
    Form(Vec<(&'static str, String)>),
    /// A posted JSON document.
    Json(Value),
}

/// How a question is signed.
pub(super) enum Signature<'a> {
    Credentials,
    Token(&'a SecretString),
}

/// A failed call, and the sentence that the network gave with it, for those who know what to look for.
/// The sentence may repeat what was asked, so it has no way into a log.
pub(super) struct Failure {
    pub(super) error: AdmitadError,
    pub(super) said: Option<String>,
}

impl From<AdmitadError> for Failure {
    fn from(error: AdmitadError) -> Self {
        Failure { error, said: None }
    }
}

/// Why an attempt failed, told by what comes next.
pub(super) enum Setback {
    /// Nothing: the failure is the answer.
    Final(Failure),
    /// Another attempt may succeed.
    Again(AdmitadError),
    /// Everybody waits, as long as the network says if it says so.
    Crowded(Option<Duration>),
    /// The token is not accepted any more.
    Stale(Reply),
}

impl Admitad {
    /// Asks, with the application's token.
    pub(super) async fn ask(&self, question: Question) -> Result<Value, Failure> {
        let deadline = Instant::now() + self.0.patience.deadline;
        let token = self.token(deadline).await?;
        match self.persist(&question, Signature::Token(token.secret()), deadline).await {
            Err(Setback::Stale(_)) => {}
            answer => return settled(answer.inspect(|_| token.worked())),
        }
        let token = self.token_instead_of(&token, deadline).await?;
        let answer = self.persist(&question, Signature::Token(token.secret()), deadline).await;
        settled(answer.inspect(|_| token.worked()))
    }

    /// Sends until there is an answer, a final failure, a stale token or the deadline.
    pub(super) async fn persist(
        &self,
        question: &Question,
        signature: Signature<'_>,
        deadline: Instant,
    ) -> Result<Value, Setback> {
        let desk = &self.0;
        let mut pauses = desk.patience.pauses();
        loop {
            let turn = desk.pace.turn(deadline).await;
            turn.map_err(|retry_in| Setback::Final(AdmitadError::Busy { retry_in }.into()))?;
            let sent = Instant::now();
            let patience = desk.patience.attempt.min(deadline.saturating_duration_since(sent));
            let late = || Setback::Again(AdmitadError::Late { at: Reply::none(question.endpoint) });
            let attempt = timeout(patience, self.attempt(question, &signature)).await;
            match attempt.unwrap_or_else(|_| Err(late())) {
                Ok(answer) => {
                    desk.pace.eased(sent);
                    return Ok(answer);
                }
                Err(Setback::Crowded(asked)) => desk.pace.refused(sent, asked),
                Err(Setback::Again(error)) => match pauses.next() {
                    Some(pause) if Instant::now() + pause < deadline => {
                        tracing::debug!(%error, "asking Admitad again");
                        sleep(pause).await;
                    }
                    _ => return Err(Setback::Final(error.into())),
                },
                Err(last) => return Err(last),
            }
        }
    }

    /// Sends once.
    async fn attempt(&self, question: &Question, signature: &Signature<'_>) -> Result<Value, Setback> {
        let Question { endpoint, url, body } = question;
        let method = if matches!(body, Body::None) { Method::GET } else { Method::POST };
        let request = self.0.http.request(method, url.clone()).header(ACCEPT, "application/json");
        let request = match signature {
            Signature::Token(token) => request.bearer_auth(token.expose_secret()),
            Signature::Credentials => {
                let account = &self.0.account;
                request.basic_auth(&account.client_id, Some(account.client_secret.expose_secret()))
            }
        };
        let request = match body {
            Body::None => request,
            Body::Form(form) => request.form(form),
            Body::Json(json) => request.json(json),
        };
        let response = request.send().await.map_err(|error| no_answer(*endpoint, &error))?;
        let status = response.status();
        let asked = retry_after(&response);
        let body = read(*endpoint, response).await?;
        judge(*endpoint, status, asked, &body)
    }
}

/// What an outcome means when nothing more is tried.
pub(super) fn settled(answer: Result<Value, Setback>) -> Result<Value, Failure> {
    answer.map_err(|setback| match setback {
        Setback::Final(failure) => failure,
        Setback::Again(error) => error.into(),
        Setback::Stale(at) => AdmitadError::Denied { at, scope: None }.into(),
        Setback::Crowded(asked) => AdmitadError::Busy { retry_in: asked.unwrap_or_default() }.into(),
    })
}

/// Sorts an error of the HTTP client, whose own text would show the address.
fn no_answer(endpoint: Endpoint, error: &reqwest::Error) -> Setback {
    let at = Reply { endpoint, status: error.status().map(|status| status.as_u16()), error_code: None };
    if error.is_timeout() {
        Setback::Again(AdmitadError::Late { at })
    } else if error.is_builder() || error.is_redirect() {
        Setback::Final(AdmitadError::Garbled { at }.into())
    } else {
        Setback::Again(AdmitadError::Unreachable { at })
    }
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// The body, up to the longest one that is read.
async fn read(endpoint: Endpoint, mut response: Response) -> Result<Vec<u8>, Setback> {
    let at = Reply { endpoint, status: Some(response.status().as_u16()), error_code: None };
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| no_answer(endpoint, &error))? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(Setback::Final(AdmitadError::Garbled { at }.into()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What an answer means. Sources: the API's table of statuses and of error codes (0 and 1 the token, 2 the
/// rights, 4 too many calls).
fn judge(
    endpoint: Endpoint,
    status: StatusCode,
    asked: Option<Duration>,
    body: &[u8],
) -> Result<Value, Setback> {
    let answer: Option<Value> = serde_json::from_slice(body).ok();
    let error_code = answer.as_ref().and_then(|answer| lenient::whole(&answer["error_code"]));
    let fault = answer.as_ref().and_then(|answer| lenient::text(answer, &["error"]));
    let said = answer.as_ref().and_then(lenient::complaint);
    let at = Reply { endpoint, status: Some(status.as_u16()), error_code };
    // A success may carry a complaint (link checking does); only a named fault of the call itself counts.
    let code = error_code.filter(|_| !status.is_success() || fault.is_some());
    let last = |error| Setback::Final(Failure { error, said: said.clone() });

    match (status.as_u16(), code) {
        (503 | 429, _) | (_, Some(4)) => Err(Setback::Crowded(asked)),
        (401, _) | (_, Some(0 | 1)) => Err(Setback::Stale(at)),
        (403, _) | (_, Some(2)) => {
            let lacks_scope = fault == Some("insufficient_scope") || code == Some(2);
            let scope = endpoint.scope().filter(|_| lacks_scope);
            Err(last(AdmitadError::Denied { at, scope }))
        }
        (404, _) => Err(last(AdmitadError::NotConnected { at })),
        (400..=499, _) => Err(last(AdmitadError::Refused { at })),
        (500..=599, _) => Err(Setback::Again(AdmitadError::Unreachable { at })),
        (200..=299, _) => answer.ok_or(Setback::Again(AdmitadError::Garbled { at })),
        _ => Err(last(AdmitadError::Garbled { at })),
    }
}
