//! The ways to spoil an answer.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use serde_json::{Value, json};

use super::answers;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenPlatformFault {
    /// This HTTP status with an empty body.
    Status(u16),
    /// An `error_response` with this code, sub-code and message; as at the platform, with status 200.
    Error(&'static str, &'static str, &'static str),
    /// The same with the code as a number.
    ErrorNumber(i64, &'static str),
    /// This `resp_code` and `resp_msg`.
    Result(i64, &'static str),
    /// Status 200 with an HTML page.
    Html,
    /// The first half of the answer.
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
    /// The response that this fault makes of the answer.
    pub(super) async fn apply(self, answer: Value) -> Response {
        let text = answer.to_string();
        match self {
            OpenPlatformFault::Status(status) => {
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
            }
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
            OpenPlatformFault::Html => {
                ([(header::CONTENT_TYPE, "text/html")], "<html><body><h1>Be right back</h1></body></html>")
                    .into_response()
            }
            OpenPlatformFault::Half => {
                let half = (text.len() / 2..text.len()).find(|at| text.is_char_boundary(*at));
                plain(text[..half.unwrap_or_default()].to_owned())
            }
            OpenPlatformFault::ForeignJson => Json(json!({ "hello": ["world"] })).into_response(),
            OpenPlatformFault::OnlyIds => Json(only_ids(answer)).into_response(),
            OpenPlatformFault::Oversized => plain(format!("[\"{}\"]", "x".repeat(3 * 1024 * 1024))),
            OpenPlatformFault::Cut => {
                let half = Bytes::from(text[..1].to_owned());
                let broken = Err(std::io::Error::other("the connection was cut"));
                Body::from_stream(stream::iter([Ok(half), broken])).into_response()
            }
            OpenPlatformFault::Hang => std::future::pending().await,
        }
    }
}

fn plain(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json;charset=utf-8")], text).into_response()
}

/// Removes everything but the id from every product.
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
