//! How an answer can be spoilt on its way.

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::{Value, json};

use super::door::Answer;

/// What happens to an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This status and nothing else.
    Status(u16),
    /// This status, and the network's JSON with this `error_code`.
    ErrorCode(u16, i64),
    /// Status 200 and a page for people.
    Html,
    /// The first half of the true answer.
    HalfJson,
    /// Status 200 and no body.
    Empty,
    /// Every field is null that may be; links, addresses and tokens stay.
    Nulls,
    /// Every field is null, without exception.
    AllNulls,
    /// Numbers are written as strings.
    NumbersAsStrings,
    /// Each object of a list is only its link, as the API once answered.
    BareStrings,
    /// Lists are in another order.
    Shuffled,
    /// The last thing of each list is missing.
    OneMissing,
    /// A list of one is the thing itself.
    Unwrapped,
    /// More than anyone wants to read.
    Oversized,
    /// The connection ends in the middle of the body.
    Cut,
    /// There is never an answer.
    Hang,
}

impl Fault {
    /// Sends the answer as this fault has it.
    pub(super) async fn spoil(self, answer: Answer) -> Response {
        let reshaped = |change: fn(Value) -> Value| {
            let Answer { status, body } = answer.clone();
            Answer { status, body: change(body) }.into_response()
        };
        let text = answer.body.to_string();
        match self {
            Fault::Status(status) => (status_of(status), "").into_response(),
            Fault::ErrorCode(status, code) => {
                Answer::fault(status, code, "fault", "A fault was ordered.").into_response()
            }
            Fault::Html => {
                ([(header::CONTENT_TYPE, "text/html")], "<html><body><h1>Be right back</h1></body></html>")
                    .into_response()
            }
            Fault::HalfJson => {
                let half =
                    (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or_default();
                json_text(text[..half].to_owned())
            }
            Fault::Empty => json_text(String::new()),
            Fault::Nulls => reshaped(|body| {
                leaves(body, None, &|key, value| match key {
                    Some(
                        "link" | "url" | "access_token" | "short_link" | "message" | "id" | "rate" | "base"
                        | "target",
                    ) => value,
                    _ => Value::Null,
                })
            }),
            Fault::AllNulls => reshaped(|body| leaves(body, None, &|_, _| Value::Null)),
            Fault::NumbersAsStrings => reshaped(|body| {
                leaves(body, None, &|_, value| match value {
                    Value::Number(number) => json!(number.to_string()),
                    other => other,
                })
            }),
            Fault::BareStrings => reshaped(|body| {
                lists(body, &|items| {
                    items.into_iter().map(|item| item.get("link").cloned().unwrap_or(item)).collect()
                })
            }),
            Fault::Shuffled => reshaped(|body| {
                lists(body, &|mut items| {
                    items.reverse();
                    items
                })
            }),
            Fault::OneMissing => reshaped(|body| {
                lists(body, &|mut items| {
                    items.pop();
                    items
                })
            }),
            Fault::Unwrapped => reshaped(|body| match body {
                Value::Array(items) if items.len() == 1 => items.into_iter().next().unwrap_or_default(),
                other => other,
            }),
            Fault::Oversized => json_text(format!("[\"{}\"]", "x".repeat(3 * 1024 * 1024))),
            Fault::Cut => {
                let half = Bytes::from(text[..1].to_owned());
                let broken = Err(std::io::Error::other("the connection was cut"));
                Body::from_stream(stream::iter([Ok(half), broken])).into_response()
            }
            Fault::Hang => std::future::pending().await,
        }
    }
}

fn status_of(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

fn json_text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// Rewrites everything that is neither an object nor a list, knowing the name of its field.
fn leaves(value: Value, key: Option<&str>, change: &dyn Fn(Option<&str>, Value) -> Value) -> Value {
    match value {
        Value::Object(object) => {
            let changed = object.into_iter().map(|(key, value)| {
                let value = leaves(value, Some(&key), change);
                (key, value)
            });
            Value::Object(changed.collect())
        }
        Value::Array(items) => items.into_iter().map(|item| leaves(item, key, change)).collect(),
        leaf => change(key, leaf),
    }
}

/// Rewrites the answer's list, by itself or one field deep.
fn lists(value: Value, change: &dyn Fn(Vec<Value>) -> Vec<Value>) -> Value {
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
