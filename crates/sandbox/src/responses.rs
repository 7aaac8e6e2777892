//! Answers that several stand-ins can be made to give in place of their own.

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;

/// The status of this number; 500 if there is none.
pub(crate) fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A page for people.
pub(crate) fn html_page() -> Response {
    typed("text/html", "<!DOCTYPE html><html><body><h1>Be right back</h1></body></html>")
}

pub(crate) fn json_text(text: impl Into<Body>) -> Response {
    typed("application/json", text)
}

pub(crate) fn typed(content_type: &'static str, body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, content_type)], body.into()).into_response()
}

pub(crate) fn half(text: &str) -> String {
    text.chars().take(text.chars().count() / 2).collect()
}

/// A response whose body breaks off after its first bytes: the server closes the connection.
pub(crate) fn cut() -> Response {
    let parts = [Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("the connection was cut"))];
    Body::from_stream(stream::iter(parts)).into_response()
}

/// JSON of three megabytes, which is more than a client may read.
pub(crate) fn oversized_json() -> Response {
    json_text(format!("[\"{}\"]", "x".repeat(3 * 1024 * 1024)))
}
