//! The network's export of feeds over HTTP: conditional requests, ranges, compression and increments.
//!
//! Access is checked by the query parameters `user` and `code`; `code` is a secret.

use std::collections::HashMap;
use std::io::Write;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, RANGE, VARY,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

use super::super::admitad::AD_SPACE;
use super::{CODE, ExportFormat, FEEDS, FeedCall, FeedFault, FeedsStandIn, USER};

type ExportParameters = HashMap<String, String>;

pub(super) fn router(stand_in: FeedsStandIn) -> Router {
    let path = "/{language}/webmaster/websites/{ad_space}/products/export_adv_products/";
    Router::new().route(path, get(serve)).with_state(stand_in)
}

async fn serve(
    State(stand_in): State<FeedsStandIn>,
    Path((_language, ad_space)): Path<(String, u64)>,
    Query(parameters): Query<ExportParameters>,
    headers: HeaderMap,
) -> Response {
    let told = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let number = parameters.get("feed_id").and_then(|id| id.parse().ok());
    let fault = {
        let mut state = stand_in.state();
        state.calls.push(FeedCall {
            feed_id: number.unwrap_or_default(),
            range: told(RANGE).map(str::to_owned),
            is_conditional: told(IF_NONE_MATCH).or(told(IF_MODIFIED_SINCE)).is_some(),
            last_import: parameters.get("last_import").cloned(),
        });
        state.faults.pop_front()
    };
    let feed = number.filter(|id| FEEDS.iter().any(|feed| feed.id == *id));
    let format = match parameters.get("format").map(String::as_str) {
        Some("csv") => Some(ExportFormat::Csv),
        Some("xml") => Some(ExportFormat::Yml),
        _ => None,
    };
    let is_ours = |name: &str, expected: &str| parameters.get(name).is_some_and(|told| told == expected);
    let (Some(feed), Some(format)) = (feed, format) else { return error_page(StatusCode::NOT_FOUND) };
    if !is_ours("user", USER) || !is_ours("code", CODE) {
        return error_page(StatusCode::FORBIDDEN);
    }
    if ad_space != AD_SPACE {
        return error_page(StatusCode::NOT_FOUND);
    }
    let since = parameters.get("last_import").map(|day| parse_minute(day));
    if since == Some(None) {
        return error_page(StatusCode::BAD_REQUEST);
    }
    let export = stand_in.export(feed, format, since.flatten());
    let plain = fault == Some(FeedFault::Plain);
    let (answer, body) =
        if plain { (export.plain_answer(), export.body.clone()) } else { export.answer(&headers) };
    match fault {
        None | Some(FeedFault::Plain) => answer.map(|_| body.into()),
        Some(fault) => {
            let pieces = move |number| stand_in.render_chunk(feed, format, number);
            fault.apply(answer, body, pieces).await
        }
    }
}

pub(super) struct Export {
    pub(super) format: ExportFormat,
    pub(super) body: Bytes,
    pub(super) etag: String,
    pub(super) changed: Timestamp,
}

impl Export {
    fn plain_answer(&self) -> Response {
        ([(CONTENT_TYPE, self.content_type())], ()).into_response()
    }

    fn content_type(&self) -> &'static str {
        match self.format {
            ExportFormat::Csv => "text/csv; charset=utf-8",
            ExportFormat::Yml | ExportFormat::Google => "application/xml; charset=utf-8",
        }
    }

    /// The response without its body, and the body.
    fn answer(&self, headers: &HeaderMap) -> (Response, Bytes) {
        let told = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let packs =
            told(ACCEPT_ENCODING).is_some_and(|accepted| accepted.contains("gzip")) && told(RANGE).is_none();
        // The compressed body is another representation, so it has another ETag.
        let etag = format!("\"{}{}\"", self.etag, if packs { "-gzip" } else { "" });
        let printer = rfc2822::DateTimePrinter::new();
        let changed = printer.timestamp_to_rfc9110_string(&self.changed).unwrap_or_default();
        let common =
            [(ETAG, etag.clone()), (LAST_MODIFIED, changed.clone()), (VARY, "Accept-Encoding".to_owned())];
        let is_known = match (told(IF_NONE_MATCH), told(IF_MODIFIED_SINCE)) {
            (Some(known), _) => known.split(',').any(|known| known.trim() == etag || known.trim() == "*"),
            (None, Some(since)) => rfc2822::parse(since)
                .is_ok_and(|since| since.timestamp().as_second() >= self.changed.as_second()),
            (None, None) => false,
        };
        if is_known {
            return ((StatusCode::NOT_MODIFIED, common).into_response(), Bytes::new());
        }
        let common = (common, [(CONTENT_TYPE, self.content_type()), (ACCEPT_RANGES, "bytes")]);
        let still = told(IF_RANGE).is_none_or(|known| known == etag || known == changed);
        let length = self.body.len();
        match told(RANGE).filter(|_| still).and_then(parse_range) {
            Some((from, _)) if from >= length => {
                let sized = [(CONTENT_RANGE, format!("bytes */{length}"))];
                ((StatusCode::RANGE_NOT_SATISFIABLE, sized).into_response(), Bytes::new())
            }
            Some((from, to)) => {
                let end = to.map_or(length, |to| length.min(to.saturating_add(1))).max(from);
                let range = [(CONTENT_RANGE, format!("bytes {from}-{}/{length}", end.saturating_sub(1)))];
                let part = self.body.slice(from..end);
                ((StatusCode::PARTIAL_CONTENT, common, range).into_response(), part)
            }
            None if packs => {
                let packed = [(CONTENT_ENCODING, "gzip")];
                ((common, packed).into_response(), gzip(&self.body))
            }
            None => (common.into_response(), self.body.clone()),
        }
    }
}

/// `bytes=100-` or `bytes=100-199`.
fn parse_range(text: &str) -> Option<(usize, Option<usize>)> {
    let (from, to) = text.strip_prefix("bytes=")?.split_once('-')?;
    let to = if to.is_empty() { None } else { Some(to.parse().ok()?) };
    Some((from.parse().ok()?, to))
}

/// A minute in UTC in the form of `last_import`: `2026.11.20.04.00`.
fn parse_minute(text: &str) -> Option<Timestamp> {
    let minute = DateTime::strptime("%Y.%m.%d.%H.%M", text).ok()?;
    minute.to_zoned(TimeZone::UTC).ok().map(|minute| minute.timestamp())
}

fn gzip(body: &[u8]) -> Bytes {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let written = packed.write_all(body).and_then(|()| packed.finish());
    written.unwrap_or_default().into()
}

/// An HTML page, as the network answers to wrong URLs.
fn error_page(status: StatusCode) -> Response {
    let page = format!("<!DOCTYPE html><html><body><h1>{status}</h1></body></html>");
    (status, Html(page)).into_response()
}
