//! The files of the page, embedded; a browser neither keeps them nor loads anything from elsewhere.

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// Everything comes from this server; pictures may stand in the page itself as `data:` too.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

pub(super) fn routes() -> Router {
    let html = || file("text/html; charset=utf-8", include_str!("assets/index.html"));
    let style = || file("text/css; charset=utf-8", include_str!("assets/style.css"));
    let app = || file("text/javascript; charset=utf-8", include_str!("assets/app.js"));
    let strings = || file("text/javascript; charset=utf-8", include_str!("assets/strings.js"));
    Router::new()
        .route("/", get(async move || html()))
        .route("/style.css", get(async move || style()))
        .route("/app.js", get(async move || app()))
        .route("/strings.js", get(async move || strings()))
}

fn file(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, text).into_response()
}
