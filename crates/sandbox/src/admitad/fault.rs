//! The ways to spoil an answer.

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::{Value, json};

use super::http::AdmitadAnswer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdmitadFault {
    /// This status with an empty body.
    Status(u16),
    /// This status, and an error of the API with this `error_code`.
    ErrorCode(u16, i64),
    /// Status 200 with an HTML page.
    Html,
    /// The first half of the answer.
    HalfJson,
    /// Status 200 with an empty body.
    Empty,
    /// Every field is null except links, URLs, tokens and what else is always set.
    Nulls,
    /// Every field is null.
    AllNulls,
    /// Numbers become strings.
    NumbersAsStrings,
    /// Each object of a list becomes its link alone, as the API has answered once.
    BareStrings,
    /// Lists are in reverse order.
    Shuffled,
    /// The last item of each list is missing.
    OneMissing,
    /// A list with one item becomes that item.
    Unwrapped,
    /// More bytes than the client may read.
    Oversized,
    /// The connection ends in the middle of the body.
    Cut,
    /// No answer ever comes.
    Hang,
}

impl AdmitadFault {
    /// The response that this fault makes of the answer.
    pub(super) async fn apply(self, answer: AdmitadAnswer) -> Response {
        let reshaped = |change: fn(Value) -> Value| {
            let AdmitadAnswer { status, body } = answer.clone();
            AdmitadAnswer { status, body: change(body) }.into_response()
        };
        let text = answer.body.to_string();
        match self {
            AdmitadFault::Status(status) => (status_of(status), "").into_response(),
            AdmitadFault::ErrorCode(status, code) => {
                AdmitadAnswer::error(status, code, "fault", "A fault was ordered.").into_response()
            }
            AdmitadFault::Html => {
                ([(header::CONTENT_TYPE, "text/html")], "<html><body><h1>Be right back</h1></body></html>")
                    .into_response()
            }
            AdmitadFault::HalfJson => {
                let half =
                    (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or_default();
                json_text(text[..half].to_owned())
            }
            AdmitadFault::Empty => json_text(String::new()),
            AdmitadFault::Nulls => reshaped(|body| {
                map_leaves(body, None, &|key, value| match key {
                    Some(
                        "link" | "url" | "access_token" | "short_link" | "message" | "id" | "rate" | "base"
                        | "target",
                    ) => value,
                    _ => Value::Null,
                })
            }),
            AdmitadFault::AllNulls => reshaped(|body| map_leaves(body, None, &|_, _| Value::Null)),
            AdmitadFault::NumbersAsStrings => reshaped(|body| {
                map_leaves(body, None, &|_, value| match value {
                    Value::Number(number) => json!(number.to_string()),
                    other => other,
                })
            }),
            AdmitadFault::BareStrings => reshaped(|body| {
                map_lists(body, &|items| {
                    items.into_iter().map(|item| item.get("link").cloned().unwrap_or(item)).collect()
                })
            }),
            AdmitadFault::Shuffled => reshaped(|body| {
                map_lists(body, &|mut items| {
                    items.reverse();
                    items
                })
            }),
            AdmitadFault::OneMissing => reshaped(|body| {
                map_lists(body, &|mut items| {
                    items.pop();
                    items
                })
            }),
            AdmitadFault::Unwrapped => reshaped(|body| match body {
                Value::Array(items) if items.len() == 1 => items.into_iter().next().unwrap_or_default(),
                other => other,
            }),
            AdmitadFault::Oversized => json_text(format!("[\"{}\"]", "x".repeat(3 * 1024 * 1024))),
            AdmitadFault::Cut => {
                let half = Bytes::from(text[..1].to_owned());
                let broken = Err(std::io::Error::other("the connection was cut"));
                Body::from_stream(stream::iter([Ok(half), broken])).into_response()
            }
            AdmitadFault::Hang => std::future::pending().await,
        }
    }
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// Rewrites every value that is neither object nor list; `change` also gets the name of its field.
fn map_leaves(value: Value, key: Option<&str>, change: &dyn Fn(Option<&str>, Value) -> Value) -> Value {
    match value {
        Value::Object(object) => {
            let changed = object.into_iter().map(|(key, value)| {
                let value = map_leaves(value, Some(&key), change);
                (key, value)
            });
            Value::Object(changed.collect())
        }
        Value::Array(items) => items.into_iter().map(|item| map_leaves(item, key, change)).collect(),
        leaf => change(key, leaf),
    }
}

/// Rewrites the answer if it is a list, and the lists that are fields of the answer.
fn map_lists(value: Value, change: &dyn Fn(Vec<Value>) -> Vec<Value>) -> Value {
    match value {
        Value::Array(items) => Value::Array(change(items)),
        Value::Object(object) => {
            let changed = object.into_iter().map(|(key, value)| match value {
                Value::Array(items) => (key, Value::Array(change(items))),
                other => (key, other),
            });
            Value::Object(changed.collect())
        }
        other => other,
    }
}
