//! The HTTP side: a request is recorded, authorized, answered and, if a fault was ordered, spoilt.

use std::collections::VecDeque;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing::any};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use url::form_urlencoded;

use super::AdmitadEndpoint;
use super::{AdmitadCall, AdmitadFault, AdmitadStandIn};

/// The longest request line that the API reads, in bytes.
const LONGEST_LINE: usize = 8 * 1024;
/// Bytes of a request line besides its URL.
const LINE_FRAME: usize = "GET  HTTP/1.1\r\n".len();

pub(super) struct AdmitadRequest {
    /// Segments of the path, without the language.
    pub(super) path: Vec<String>,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) language: String,
}

impl AdmitadRequest {
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters(name).next()
    }

    pub(super) fn parameters(&self, name: &str) -> impl Iterator<Item = &str> {
        self.query.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn field(&self, name: &str) -> Option<String> {
        let mut fields = form_urlencoded::parse(&self.body);
        fields.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The JSON body; null if there is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

#[derive(Clone)]
pub(super) struct AdmitadAnswer {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl AdmitadAnswer {
    pub(super) fn ok(body: Value) -> Self {
        AdmitadAnswer { status: 200, body }
    }

    /// An error in the form of the API.
    pub(super) fn error(status: u16, code: i64, error: &str, description: &str) -> Self {
        let body = json!({ "error_description": description, "error_code": code, "error": error });
        AdmitadAnswer { status, body }
    }

    pub(super) fn invalid_request(description: &str) -> Self {
        AdmitadAnswer::error(400, 3, "invalid_request", description)
    }

    pub(super) fn not_found() -> Self {
        AdmitadAnswer::error(404, 3, "not_found", "Not found.")
    }
}

impl IntoResponse for AdmitadAnswer {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let challenge = format!(
            "Bearer realm=\"\", error={}, error_description={}",
            self.body["error"], self.body["error_description"]
        );
        match status {
            StatusCode::UNAUTHORIZED => {
                (status, [(header::WWW_AUTHENTICATE, challenge)], Json(self.body)).into_response()
            }
            _ => (status, Json(self.body)).into_response(),
        }
    }
}

pub(super) fn router(stand_in: AdmitadStandIn) -> Router {
    Router::new().route("/{*path}", any(serve)).with_state(stand_in)
}

async fn serve(
    State(stand_in): State<AdmitadStandIn>,
    Path(path): Path<String>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if uri.to_string().len() + LINE_FRAME > LONGEST_LINE {
        return StatusCode::URI_TOO_LONG.into_response();
    }
    let request = parse_request(&path, &uri, headers, body);
    let Some((endpoint, verb)) = endpoint(&request.path) else {
        return AdmitadAnswer::not_found().into_response();
    };
    if method != verb {
        return AdmitadAnswer::error(405, 3, "method_not_allowed", "Method not allowed.").into_response();
    }

    let (delay, fault) = stand_in.record_call(endpoint, count_targets(endpoint, &request));
    let answer = match stand_in.authorize(endpoint, &request) {
        Ok(()) => stand_in.answer(endpoint, &request),
        Err(refusal) => refusal,
    };
    if let Some(delay) = delay {
        sleep(delay).await;
    }
    match fault {
        Some(fault) => fault.apply(answer).await,
        None => answer.into_response(),
    }
}

fn parse_request(path: &str, uri: &Uri, headers: HeaderMap, body: Bytes) -> AdmitadRequest {
    let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let query: Vec<(String, String)> =
        query.map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
    let mut path: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let is_language = |part: &String| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let prefix = path.first().is_some_and(is_language).then(|| path.remove(0));
    let asked = query.iter().find(|(key, _)| key == "language").map(|(_, language)| language.clone());
    let language = asked.or(prefix).unwrap_or_else(|| "ru".to_owned());
    AdmitadRequest { path, query, headers, body, language }
}

fn endpoint(path: &[String]) -> Option<(AdmitadEndpoint, Method)> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    Some(match path.as_slice() {
        ["token"] => (AdmitadEndpoint::Token, Method::POST),
        ["deeplink", _, "advcampaign", _] => (AdmitadEndpoint::Deeplink, Method::GET),
        ["validate_links"] => (AdmitadEndpoint::Check, Method::GET),
        ["aliexpress", "commission_rates"] => (AdmitadEndpoint::Rates, Method::POST),
        ["shortlink", "modify"] => (AdmitadEndpoint::ShortLink, Method::POST),
        ["websites", "v2"] | ["websites", "v2", _] => (AdmitadEndpoint::AdSpace, Method::GET),
        ["advcampaigns", "website", _] | ["advcampaigns", _, "website", _] => {
            (AdmitadEndpoint::Program, Method::GET)
        }
        ["currencies", "rate"] => (AdmitadEndpoint::Exchange, Method::GET),
        _ => return None,
    })
}

/// How many links or URLs a request is about.
fn count_targets(endpoint: AdmitadEndpoint, request: &AdmitadRequest) -> usize {
    match endpoint {
        AdmitadEndpoint::Deeplink => request.parameters("ulp").count(),
        AdmitadEndpoint::Rates => request.json()["urls"].as_array().map_or(0, Vec::len),
        AdmitadEndpoint::Check | AdmitadEndpoint::ShortLink => 1,
        AdmitadEndpoint::Token
        | AdmitadEndpoint::AdSpace
        | AdmitadEndpoint::Program
        | AdmitadEndpoint::Exchange => 0,
    }
}

impl AdmitadStandIn {
    /// Records a call; gives the delay and the fault that were ordered for its answer.
    fn record_call(
        &self,
        endpoint: AdmitadEndpoint,
        targets: usize,
    ) -> (Option<Duration>, Option<AdmitadFault>) {
        let mut state = self.state();
        state.calls.push(AdmitadCall { endpoint, targets });
        let fault = state.faults.get_mut(&endpoint).and_then(VecDeque::pop_front);
        (state.delays.get(&endpoint).copied(), fault)
    }

    /// Checks the calls per minute, the token and its scope.
    fn authorize(&self, endpoint: AdmitadEndpoint, request: &AdmitadRequest) -> Result<(), AdmitadAnswer> {
        let now = Instant::now();
        let mut state = self.state();
        while state.minute.front().is_some_and(|first| now - *first >= Duration::from_secs(60)) {
            state.minute.pop_front();
        }
        if state.minute.len() >= state.per_minute {
            return Err(AdmitadAnswer::error(503, 4, "request_limit", "Too many requests in the period."));
        }
        state.minute.push_back(now);

        let Some(scope) = endpoint.scope() else { return Ok(()) };
        let header = request.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|header| header.strip_prefix("Bearer "));
        let rejected = |code, why| Err(AdmitadAnswer::error(401, code, "invalid_token", why));
        match token.and_then(|token| state.tokens.get(token)) {
            None => rejected(1, "Token doesn't exist"),
            Some(issued) if issued.until <= now => rejected(0, "Token expired"),
            Some(issued) if !issued.scope.split(' ').any(|granted| granted == scope) => {
                Err(AdmitadAnswer::error(403, 2, "insufficient_scope", "The scope does not suffice."))
            }
            Some(_) => Ok(()),
        }
    }

    fn answer(&self, endpoint: AdmitadEndpoint, request: &AdmitadRequest) -> AdmitadAnswer {
        let answer = match endpoint {
            AdmitadEndpoint::Token => self.issue_token(request),
            AdmitadEndpoint::Deeplink => self.deeplinks(request),
            AdmitadEndpoint::Check => self.check_link(request),
            AdmitadEndpoint::Rates => self.commission_rates(request),
            AdmitadEndpoint::ShortLink => self.shorten(request),
            AdmitadEndpoint::AdSpace => self.ad_spaces(request),
            AdmitadEndpoint::Program => self.programs(request),
            AdmitadEndpoint::Exchange => self.exchange_rate(request),
        };
        answer.map_or_else(|refusal| refusal, AdmitadAnswer::ok)
    }
}
