//! The ways to spoil an answer.

use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::http::AdmitadAnswer;
use crate::responses;

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
    AllNulls,
    NumbersAsStrings,
    /// Each object of a list becomes its link alone, as the API has answered once.
    BareStrings,
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
    pub(super) async fn apply(self, answer: AdmitadAnswer) -> Response {
        let reshaped = |change: fn(Value) -> Value| {
            let AdmitadAnswer { status, body } = answer.clone();
            AdmitadAnswer { status, body: change(body) }.into_response()
        };
        match self {
            AdmitadFault::Status(code) => responses::status(code).into_response(),
            AdmitadFault::ErrorCode(status, code) => {
                AdmitadAnswer::error(status, code, "fault", "A fault was ordered.").into_response()
            }
            AdmitadFault::Html => responses::html_page(),
            AdmitadFault::HalfJson => responses::json_text(responses::half(&answer.body.to_string())),
            AdmitadFault::Empty => responses::json_text(""),
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
            AdmitadFault::Oversized => responses::oversized_json(),
            AdmitadFault::Cut => responses::cut(),
            AdmitadFault::Hang => std::future::pending().await,
        }
    }
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
