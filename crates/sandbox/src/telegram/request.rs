//! Reads the parameters of a call from query, JSON, form or multipart form.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::refusal::{RefusedCall, refuse};
use super::validation::UPLOAD;

/// Most bytes of a body that are read. The real server takes files of 50 MB; uploads are not served here.
pub(crate) const BODY_LIMIT: usize = 1 << 20;

/// Reads the parameters without checking them.
pub(crate) async fn read_params(request: Request) -> Result<Map<String, Value>, RefusedCall> {
    let mut params = text_pairs(request.uri().query().unwrap_or_default().as_bytes());
    let header = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = header.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    let content_type = content_type.to_ascii_lowercase();
    if content_type == "multipart/form-data" {
        params.extend(multipart(request).await?);
        return Ok(params);
    }
    let body = to_bytes(request.into_body(), BODY_LIMIT).await.map_err(|_| RefusedCall::too_large())?;
    match content_type.as_str() {
        _ if body.is_empty() => {}
        "application/json" => match serde_json::from_slice(&body) {
            Ok(Value::Object(object)) => params.extend(object),
            _ => return refuse("can't parse JSON object"),
        },
        "application/x-www-form-urlencoded" => params.extend(text_pairs(&body)),
        other => return refuse(format!("unsupported content type \"{other}\"")),
    }
    Ok(params)
}

fn text_pairs(encoded: &[u8]) -> Map<String, Value> {
    let pairs = url::form_urlencoded::parse(encoded);
    pairs.map(|(key, value)| (key.into_owned(), Value::String(value.into_owned()))).collect()
}

async fn multipart(request: Request) -> Result<Map<String, Value>, RefusedCall> {
    let broken = |error: axum::extract::multipart::MultipartError| match error.status().as_u16() {
        413 => RefusedCall::too_large(),
        _ => RefusedCall::bad_request("can't parse multipart form"),
    };
    let parsed = Multipart::from_request(request, &()).await;
    let mut form = parsed.map_err(|_| RefusedCall::bad_request("can't parse multipart form"))?;
    let mut params = Map::new();
    while let Some(part) = form.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(broken)?;
        let value = match file {
            Some(file) => json!({UPLOAD: file, "size": bytes.len()}),
            None => Value::String(String::from_utf8_lossy(&bytes).into_owned()),
        };
        params.insert(name, value);
    }
    Ok(params)
}
