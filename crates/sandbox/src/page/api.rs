//! The JSON API of the page: what people see in Telegram and what they do there.
//!
//! An error is a 4xx answer with `{"error": "…"}`. Nothing is cached.

mod chats;
mod messages;

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
use crate::telegram::{ChangeKind, ChatChange, ChatId, ImpossibleAction, TelegramStandIn, UserId};

/// Longest time that `/api/events` waits for the next event.
const LONGEST_WAIT: Duration = Duration::from_secs(25);
/// Most events in one answer; `next` in the answer says where to continue.
const EVENTS: usize = 500;
/// Most bytes of a body. A message of 4096 characters fits, however its JSON is escaped.
const BODY_LIMIT: usize = 64 * 1024;
/// Most bytes of a document: more than the bot accepts, so that its refusal can be tried too.
const DOCUMENT_LIMIT: usize = 20 * 1024 * 1024;

#[derive(Clone)]
struct PageState {
    telegram: TelegramStandIn,
    data: PageData,
}

impl FromRef<PageState> for TelegramStandIn {
    fn from_ref(api: &PageState) -> TelegramStandIn {
        api.telegram.clone()
    }
}

pub(super) fn routes(telegram: TelegramStandIn, data: PageData) -> Router {
    Router::new()
        .route("/api/world", get(chats::world))
        .route("/api/events", get(events))
        .route("/api/commands", get(commands))
        .route("/api/say", post(messages::say))
        .route("/api/post", post(messages::send_sample_post))
        .route("/api/document", post(messages::send_document).layer(DefaultBodyLimit::max(DOCUMENT_LIMIT)))
        .route("/api/edit", post(messages::edit))
        .route("/api/delete", post(messages::delete))
        .route("/api/press", post(messages::press))
        .route("/api/inline", post(messages::inline))
        .route("/api/choose", post(messages::choose))
        .route("/api/bot", post(chats::set_bot_role))
        .route("/api/share", post(chats::share_chat))
        .route("/api/language", post(language))
        .route("/api/samples", get(samples))
        .route("/api/preview", get(preview))
        .route("/api/{*rest}", get(not_found).post(not_found))
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::map_response(uncached))
        .with_state(PageState { telegram, data })
}

struct ApiError(StatusCode, String);

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

impl From<ImpossibleAction> for ApiError {
    fn from(impossible: ImpossibleAction) -> ApiError {
        let status = match impossible {
            ImpossibleAction::NoUser(_) | ImpossibleAction::NoChat(_) | ImpossibleAction::NoMessage(_) => {
                StatusCode::NOT_FOUND
            }
            _ => StatusCode::BAD_REQUEST,
        };
        ApiError(status, impossible.to_string())
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> ApiError {
        ApiError(rejection.status(), rejection.body_text())
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> ApiError {
        ApiError(rejection.status(), rejection.body_text())
    }
}

type ApiResult = Result<Json<Value>, ApiError>;
type JsonBody<T> = Result<Json<T>, JsonRejection>;
type QueryParameters<T> = Result<Query<T>, QueryRejection>;

#[derive(Deserialize)]
struct EventsQuery {
    #[serde(default)]
    after: u64,
}

/// Waits for events after `after`. A larger number than any event has comes from a page that was opened in an earlier
/// run of the sandbox: it gets the history from the beginning.
async fn events(State(telegram): State<TelegramStandIn>, asked: QueryParameters<EventsQuery>) -> ApiResult {
    let Query(EventsQuery { after }) = asked?;
    let after = if after > telegram.last_seq() { 0 } else { after };
    let changes = telegram.changes_after(after, EVENTS, LONGEST_WAIT).await;
    let next = changes.last().map_or(after, |last| last.seq);
    let events: Vec<_> = changes.iter().map(|change| event_json(&telegram, change)).collect();
    Ok(Json(json!({"events": events, "next": next})))
}

/// The event with facts that Telegram does not tell the bot: the person behind a message (such as an anonymous
/// administrator), and whether the bot deleted it.
fn event_json(telegram: &TelegramStandIn, change: &ChatChange) -> Value {
    let mut event = json!(change);
    match (&change.kind, change.chat.zip(change.message_id())) {
        (ChangeKind::Deleted { .. }, _) => event["by_bot"] = json!(true),
        (ChangeKind::Message { .. } | ChangeKind::Edited { .. }, Some((chat, id))) => {
            let person = telegram.read(|world| world.message(chat, id)?.author.person());
            if let Some(person) = person {
                event["person"] = json!(person);
            }
        }
        _ => {}
    }
    event
}

#[derive(Deserialize)]
struct ChatQuery {
    chat_id: ChatId,
    user_id: UserId,
}

async fn commands(State(telegram): State<TelegramStandIn>, asked: QueryParameters<ChatQuery>) -> ApiResult {
    let Query(ChatQuery { chat_id, user_id }) = asked?;
    Ok(Json(json!({ "commands": telegram.menu(chat_id, user_id)? })))
}

#[derive(Deserialize)]
struct LanguageRequest {
    user_id: UserId,
    language_code: String,
}

/// Changes the language of a person's app. This can change the command menu, so the page is told with an event.
async fn language(State(telegram): State<TelegramStandIn>, body: JsonBody<LanguageRequest>) -> ApiResult {
    let Json(spoken) = body?;
    let sign = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if spoken.language_code.len() > 35 || !spoken.language_code.bytes().all(sign) {
        let why = format!("\"{}\" is no language code", spoken.language_code);
        return Err(ApiError(StatusCode::BAD_REQUEST, why));
    }
    telegram.set_language(spoken.user_id, &spoken.language_code)?;
    telegram.announce_commands();
    Ok(Json(json!({ "language_code": spoken.language_code })))
}

async fn samples(State(api): State<PageState>) -> Json<Value> {
    Json(json!({"samples": api.data.samples, "posts": api.data.posts}))
}

#[derive(Deserialize)]
struct PreviewQuery {
    url: String,
}

async fn preview(
    State(api): State<PageState>,
    asked: QueryParameters<PreviewQuery>,
) -> Result<Json<Preview>, ApiError> {
    let Query(PreviewQuery { url }) = asked?;
    let found = (api.data.preview)(&url);
    found
        .map(Json)
        .ok_or_else(|| ApiError(StatusCode::NOT_FOUND, "there is no preview of this URL".to_owned()))
}

async fn not_found() -> ApiError {
    ApiError(StatusCode::NOT_FOUND, "there is nothing here".to_owned())
}

async fn wrong_method() -> ApiError {
    ApiError(StatusCode::METHOD_NOT_ALLOWED, "this path takes another method".to_owned())
}

async fn uncached(mut response: Response) -> Response {
    let value = header::HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}

#[cfg(test)]
mod tests;
