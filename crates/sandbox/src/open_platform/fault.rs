//! The ways to spoil an answer.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::answers;
use crate::responses;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenPlatformFault {
    /// This HTTP status with an empty body.
    Status(u16),
    /// An `error_response` with this code, sub-code and message; as at the platform, with status 200.
    Error(&'static str, &'static str, &'static str),
    /// The same with the code as a number.
    ErrorNumber(i64, &'static str),
    Result(i64, &'static str),
    /// Status 200 with an HTML page.
    Html,
    Half,
    /// A JSON document of another kind.
    ForeignJson,
    /// The products of the answer with their ids alone.
    OnlyIds,
    /// More bytes than the client may read.
    Oversized,
    /// The connection ends in the middle of the body.
    Cut,
    /// No answer ever comes.
    Hang,
}

impl OpenPlatformFault {
    pub(super) async fn apply(self, answer: Value) -> Response {
        match self {
            OpenPlatformFault::Status(code) => responses::status(code).into_response(),
            OpenPlatformFault::Error(code, sub_code, message) => {
                Json(answers::error(&json!(code), sub_code, message)).into_response()
            }
            OpenPlatformFault::ErrorNumber(code, message) => {
                Json(answers::error(&json!(code), "", message)).into_response()
            }
            OpenPlatformFault::Result(code, message) => {
                let result = json!({ "resp_code": code, "resp_msg": message });
                Json(answers::envelope(result)).into_response()
            }
            OpenPlatformFault::Html => responses::html_page(),
            OpenPlatformFault::Half => responses::json_text(responses::half(&answer.to_string())),
            OpenPlatformFault::ForeignJson => Json(json!({ "hello": ["world"] })).into_response(),
            OpenPlatformFault::OnlyIds => Json(only_ids(answer)).into_response(),
            OpenPlatformFault::Oversized => responses::oversized_json(),
            OpenPlatformFault::Cut => responses::cut(),
            OpenPlatformFault::Hang => std::future::pending().await,
        }
    }
}

fn only_ids(value: Value) -> Value {
    match value {
        Value::Object(object) => match object.get("product_id") {
            Some(id) => json!({ "product_id": id }),
            None => Value::Object(object.into_iter().map(|(key, value)| (key, only_ids(value))).collect()),
        },
        Value::Array(items) => items.into_iter().map(only_ids).collect(),
        leaf => leaf,
    }
}
