//! The JSON API of the page: what people see of the world, and what they do in it.
//!
//! A fault is answered with 4xx and `{"error": "…"}`. Nothing is cached.

mod places;
mod speech;

use std::time::Duration;

use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, FromRef, Json, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{PageData, Preview};
use crate::telegram::{Change, ChatId, Impossible, TelegramStandIn, UserId, What};

/// Longest wait for the next event.
const LONGEST_WAIT: Duration = Duration::from_secs(25);
/// Most events of one answer; `next` leads on.
const EVENTS: usize = 500;
/// Most bytes of a body: a message of 4096 characters fits, however it is escaped.
const BODY_LIMIT: usize = 64 * 1024;
/// Most bytes of a document; the bot is to be seen refusing one that is too large for it.
const DOCUMENT_LIMIT: usize = 20 * 1024 * 1024;

#[derive(Clone)]
struct Api {
    telegram: TelegramStandIn,
    data: PageData,
}

impl FromRef<Api> for TelegramStandIn {
    fn from_ref(api: &Api) -> TelegramStandIn {
        api.telegram.clone()
    }
}

pub(super) fn routes(telegram: TelegramStandIn, data: PageData) -> Router {
    Router::new()
        .route("/api/world", get(places::world))
        .route("/api/events", get(events))
        .route("/api/commands", get(commands))
        .route("/api/say", post(speech::say))
        .route("/api/post", post(speech::publish))
        .route("/api/document", post(speech::document).layer(DefaultBodyLimit::max(DOCUMENT_LIMIT)))
        .route("/api/edit", post(speech::edit))
        .route("/api/delete", post(speech::delete))
        .route("/api/press", post(speech::press))
        .route("/api/inline", post(speech::inline))
        .route("/api/choose", post(speech::choose))
        .route("/api/bot", post(places::employ))
        .route("/api/share", post(places::share))
        .route("/api/language", post(language))
        .route("/api/samples", get(samples))
        .route("/api/preview", get(preview))
        .route("/api/{*rest}", get(nowhere).post(nowhere))
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::map_response(uncached))
        .with_state(Api { telegram, data })
}

/// A request that cannot be served, and why.
struct Fault(StatusCode, String);

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

impl From<Impossible> for Fault {
    fn from(impossible: Impossible) -> Fault {
        let status = match impossible {
            Impossible::NoUser(_) | Impossible::NoChat(_) | Impossible::NoMessage(_) => StatusCode::NOT_FOUND,
            _ => StatusCode::BAD_REQUEST,
        };
        Fault(status, impossible.to_string())
    }
}

impl From<JsonRejection> for Fault {
    fn from(rejection: JsonRejection) -> Fault {
        Fault(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for Fault {
    fn from(rejection: QueryRejection) -> Fault {
        Fault(rejection.status(), rejection.body_text())
    }
}

type Answer = Result<Json<Value>, Fault>;
type Body<T> = Result<Json<T>, JsonRejection>;
type Asked<T> = Result<Query<T>, QueryRejection>;

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: u64,
}

/// Waits for something to happen, except for a page that asks for what lies ahead of all that
/// happened: it knew another run of the sandbox, and gets the history of this one.
async fn events(State(telegram): State<TelegramStandIn>, asked: Asked<After>) -> Answer {
    let Query(After { after }) = asked?;
    let after = if after > telegram.last_seq() { 0 } else { after };
    let changes = telegram.changes_after(after, EVENTS, LONGEST_WAIT).await;
    let next = changes.last().map_or(after, |last| last.seq);
    let events: Vec<_> = changes.iter().map(|change| told(&telegram, change)).collect();
    Ok(Json(json!({"events": events, "next": next})))
}

/// An event with what only somebody knows who sees everybody: who is behind a message, such as an administrator who speaks as the
/// group, and whether it was the bot that deleted one.
fn told(telegram: &TelegramStandIn, change: &Change) -> Value {
    let mut event = change.event();
    match (&change.what, change.chat.zip(change.message_id())) {
        (What::Deleted { .. }, _) => event["by_bot"] = json!(true),
        (What::Message { .. } | What::Edited { .. }, Some((chat, id))) => {
            let person = telegram.read(|world| world.chats.get(&chat)?.messages.get(&id)?.author.person());
            if let Some(person) = person {
                event["person"] = json!(person);
            }
        }
        _ => {}
    }
    event
}

#[derive(Deserialize)]
struct Place {
    chat_id: ChatId,
    user_id: UserId,
}

async fn commands(State(telegram): State<TelegramStandIn>, asked: Asked<Place>) -> Answer {
    let Query(Place { chat_id, user_id }) = asked?;
    Ok(Json(json!({ "commands": telegram.menu(chat_id, user_id)? })))
}

#[derive(Deserialize)]
struct Spoken {
    user_id: UserId,
    language_code: String,
}

/// The menus of the user may be others now, which an event tells.
async fn language(State(telegram): State<TelegramStandIn>, body: Body<Spoken>) -> Answer {
    let Json(spoken) = body?;
    let sign = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if spoken.language_code.len() > 35 || !spoken.language_code.bytes().all(sign) {
        let why = format!("\"{}\" is no language code", spoken.language_code);
        return Err(Fault(StatusCode::BAD_REQUEST, why));
    }
    telegram.set_language(spoken.user_id, &spoken.language_code)?;
    telegram.announce_commands();
    Ok(Json(json!({ "language_code": spoken.language_code })))
}

async fn samples(State(api): State<Api>) -> Json<Value> {
    Json(json!({"samples": api.data.samples, "posts": api.data.posts}))
}

#[derive(Deserialize)]
struct Previewed {
    url: String,
}

async fn preview(State(api): State<Api>, asked: Asked<Previewed>) -> Result<Json<Preview>, Fault> {
    let Query(Previewed { url }) = asked?;
    let found = (api.data.preview)(&url);
    found.map(Json).ok_or_else(|| Fault(StatusCode::NOT_FOUND, "there is no preview of this URL".to_owned()))
}

async fn nowhere() -> Fault {
    Fault(StatusCode::NOT_FOUND, "there is nothing here".to_owned())
}

async fn wrong_method() -> Fault {
    Fault(StatusCode::METHOD_NOT_ALLOWED, "this path takes another method".to_owned())
}

async fn uncached(mut response: Response) -> Response {
    let value = header::HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}

#[cfg(test)]
mod tests;
