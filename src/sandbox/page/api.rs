//! The JSON API of the page: what people see of the world, and what they do in it.
//!
//! A fault is answered with 4xx and `{"error": "…"}`. Nothing is cached.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, JsonRejection, QueryRejection};
use axum::extract::{DefaultBodyLimit, FromRef, Json, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{PageData, Preview};
use crate::sandbox::telegram::{
    Change, ChatId, ChatKind, Impossible, MediaKind, MessageId, Post, TelegramStandIn, UserId,
};

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
        .route("/api/world", get(world))
        .route("/api/events", get(events))
        .route("/api/commands", get(commands))
        .route("/api/say", post(say))
        .route("/api/post", post(publish))
        .route("/api/document", post(document).layer(DefaultBodyLimit::max(DOCUMENT_LIMIT)))
        .route("/api/edit", post(edit))
        .route("/api/press", post(press))
        .route("/api/inline", post(inline))
        .route("/api/choose", post(choose))
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

async fn world(State(telegram): State<TelegramStandIn>) -> Json<Value> {
    let users = telegram.users();
    let mut chats = telegram.chats();
    // The bot's own chat first, whatever the numbers of the others.
    chats.sort_by_key(|chat| chat.kind != ChatKind::Private);
    let chats = chats.into_iter().map(|chat| {
        let people = users.iter().filter(|user| chat.people.contains(&user.id));
        let person = |user: &crate::sandbox::telegram::User| {
            json!({"id": user.id, "name": user.name, "language_code": user.language_code})
        };
        let people: Vec<_> = people.map(person).collect();
        json!({"id": chat.id, "kind": chat.kind.name(), "title": chat.title, "people": people})
    });
    Json(json!({"bot": telegram.bot(), "chats": chats.collect::<Vec<_>>()}))
}

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
    let events: Vec<_> = changes.iter().map(Change::event).collect();
    Ok(Json(json!({"events": events, "next": next})))
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
struct Said {
    chat_id: ChatId,
    user_id: UserId,
    text: String,
    /// A picture goes with it, and the text is the caption.
    #[serde(default)]
    photo: bool,
}

async fn say(State(telegram): State<TelegramStandIn>, body: Body<Said>) -> Answer {
    let Json(said) = body?;
    let message_id = if said.photo {
        let photo = Post::media(MediaKind::Photo, &said.text);
        telegram.try_publish(said.chat_id, said.user_id, &[photo])?.first().copied()
    } else {
        Some(telegram.try_say(said.chat_id, said.user_id, &said.text, None)?)
    };
    Ok(Json(json!({ "message_id": message_id })))
}

#[derive(Deserialize)]
struct Named {
    chat_id: ChatId,
    user_id: UserId,
    name: String,
}

/// The body is the file.
async fn document(
    State(telegram): State<TelegramStandIn>,
    asked: Asked<Named>,
    body: Result<Bytes, BytesRejection>,
) -> Answer {
    let Query(Named { chat_id, user_id, name }) = asked?;
    let bytes = body.map_err(|rejection| Fault(rejection.status(), rejection.body_text()))?;
    let ids = telegram.try_publish(chat_id, user_id, &[Post::document(&name, &bytes, "")])?;
    Ok(Json(json!({ "message_id": ids.first() })))
}

#[derive(Deserialize)]
struct Published {
    chat_id: ChatId,
    user_id: UserId,
    /// The place of the sample post in the list of `/api/samples`.
    sample: usize,
    language: String,
}

async fn publish(State(api): State<Api>, body: Body<Published>) -> Answer {
    let Json(published) = body?;
    let sample = api.data.posts.get(published.sample);
    let sample = sample.ok_or_else(|| Fault(StatusCode::NOT_FOUND, "there is no such sample".to_owned()))?;
    let posts = if published.language == "tr" { &sample.posts_tr } else { &sample.posts_en };
    let ids = api.telegram.try_publish(published.chat_id, published.user_id, posts)?;
    Ok(Json(json!({ "message_ids": ids })))
}

#[derive(Deserialize)]
struct Edited {
    chat_id: ChatId,
    user_id: UserId,
    message_id: MessageId,
    text: String,
}

async fn edit(State(telegram): State<TelegramStandIn>, body: Body<Edited>) -> Answer {
    let Json(edited) = body?;
    telegram.try_edit(edited.chat_id, edited.user_id, edited.message_id, &edited.text)?;
    Ok(Json(json!({ "message_id": edited.message_id })))
}

#[derive(Deserialize)]
struct Pressed {
    chat_id: ChatId,
    user_id: UserId,
    message_id: MessageId,
    data: String,
}

async fn press(State(telegram): State<TelegramStandIn>, body: Body<Pressed>) -> Answer {
    let Json(pressed) = body?;
    let query = telegram.try_press(pressed.chat_id, pressed.user_id, pressed.message_id, &pressed.data)?;
    Ok(Json(json!({ "callback_query_id": query })))
}

#[derive(Deserialize)]
struct Typed {
    chat_id: ChatId,
    user_id: UserId,
    query: String,
    #[serde(default)]
    offset: String,
}

/// Waits for the bot's answer; without one there are no results.
async fn inline(State(telegram): State<TelegramStandIn>, body: Body<Typed>) -> Answer {
    let Json(Typed { chat_id, user_id, query, offset }) = body?;
    let query = telegram.try_ask_inline(chat_id, user_id, &query, &offset)?;
    let answer = telegram.inline_answer(&query).await.ok();
    let (results, next_offset, button) =
        answer.map(|answer| (answer.results, answer.next_offset, answer.button)).unwrap_or_default();
    Ok(Json(json!({"query_id": query, "results": results, "next_offset": next_offset, "button": button})))
}

#[derive(Deserialize)]
struct Chosen {
    chat_id: ChatId,
    user_id: UserId,
    query_id: String,
    result_id: String,
}

async fn choose(State(telegram): State<TelegramStandIn>, body: Body<Chosen>) -> Answer {
    let Json(chosen) = body?;
    let Chosen { chat_id, user_id, query_id, result_id } = chosen;
    let message_id = telegram.try_choose_inline(chat_id, user_id, &query_id, &result_id)?;
    Ok(Json(json!({ "message_id": message_id })))
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
