//! The files of the chat page, embedded in the program. The browser does not cache them, and they load nothing from
//! other servers.

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// Everything is loaded from this server; pictures may also be inline `data:` URLs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Path, content type and content of each file. The scripts are ES modules that import each other by these paths.
pub(super) const FILES: [(&str, &str, &str); 33] = [
    ("/", HTML, include_str!("assets/index.html")),
    ("/style.css", CSS, include_str!("assets/style.css")),
    ("/places.css", CSS, include_str!("assets/places.css")),
    ("/addresses.js", SCRIPT, include_str!("assets/addresses.js")),
    ("/app.js", SCRIPT, include_str!("assets/app.js")),
    ("/chats.js", SCRIPT, include_str!("assets/chats.js")),
    ("/choices.js", SCRIPT, include_str!("assets/choices.js")),
    ("/composer.js", SCRIPT, include_str!("assets/composer.js")),
    ("/dates.js", SCRIPT, include_str!("assets/dates.js")),
    ("/deeplinks.js", SCRIPT, include_str!("assets/deeplinks.js")),
    ("/dom.js", SCRIPT, include_str!("assets/dom.js")),
    ("/entities.js", SCRIPT, include_str!("assets/entities.js")),
    ("/entries.js", SCRIPT, include_str!("assets/entries.js")),
    ("/inline.js", SCRIPT, include_str!("assets/inline.js")),
    ("/keyboard.js", SCRIPT, include_str!("assets/keyboard.js")),
    ("/looks.js", SCRIPT, include_str!("assets/looks.js")),
    ("/media.js", SCRIPT, include_str!("assets/media.js")),
    ("/menu.js", SCRIPT, include_str!("assets/menu.js")),
    ("/message.js", SCRIPT, include_str!("assets/message.js")),
    ("/offers.js", SCRIPT, include_str!("assets/offers.js")),
    ("/people.js", SCRIPT, include_str!("assets/people.js")),
    ("/previews.js", SCRIPT, include_str!("assets/previews.js")),
    ("/rights.js", SCRIPT, include_str!("assets/rights.js")),
    ("/sending.js", SCRIPT, include_str!("assets/sending.js")),
    ("/server.js", SCRIPT, include_str!("assets/server.js")),
    ("/service.js", SCRIPT, include_str!("assets/service.js")),
    ("/share.js", SCRIPT, include_str!("assets/share.js")),
    ("/sheets.js", SCRIPT, include_str!("assets/sheets.js")),
    ("/state.js", SCRIPT, include_str!("assets/state.js")),
    ("/strings.js", SCRIPT, include_str!("assets/strings.js")),
    ("/thread.js", SCRIPT, include_str!("assets/thread.js")),
    ("/topics.js", SCRIPT, include_str!("assets/topics.js")),
    ("/world.js", SCRIPT, include_str!("assets/world.js")),
];

pub(super) fn routes() -> Router {
    FILES.into_iter().fold(Router::new(), |router, (path, content_type, text)| {
        router.route(path, get(async move || file(content_type, text)))
    })
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
