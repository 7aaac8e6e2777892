//! What people do with messages: send, post, edit and delete them, press their buttons, and send inline results.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Json, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::{ApiError, ApiResult, JsonBody, PageState, QueryParameters};
use crate::telegram::{ChatId, MediaKind, MessageId, SendAs, TelegramStandIn, UserId, UserPost};

/// The person who sends something, and where.
#[derive(Clone, Copy, Deserialize)]
struct RequestSender {
    chat_id: ChatId,
    user_id: UserId,
    /// Without it the message goes to the topic General.
    #[serde(default)]
    topic: Option<MessageId>,
    /// An administrator who speaks as the group.
    #[serde(default)]
    anonymous: bool,
    #[serde(default)]
    reply_to: Option<MessageId>,
}

impl RequestSender {
    fn send_as(&self) -> SendAs {
        SendAs { user: self.user_id, topic: self.topic, anonymous: self.anonymous }
    }

    /// Sends these posts; only the first of them is a reply.
    fn send(&self, telegram: &TelegramStandIn, posts: &[UserPost]) -> Result<Vec<MessageId>, ApiError> {
        let mut posts = posts.to_vec();
        if let (Some(id), Some(first)) = (self.reply_to, posts.first_mut()) {
            *first = first.clone().reply_to(id);
        }
        Ok(telegram.try_send_as(self.chat_id, self.send_as(), &posts)?)
    }
}

#[derive(Deserialize)]
pub(super) struct SayRequest {
    #[serde(flatten)]
    speaker: RequestSender,
    text: String,
    /// Sends a picture with the text as its caption.
    #[serde(default)]
    photo: bool,
}

pub(super) async fn say(State(telegram): State<TelegramStandIn>, body: JsonBody<SayRequest>) -> ApiResult {
    let Json(SayRequest { speaker, text, photo }) = body?;
    let post = if photo { UserPost::media(MediaKind::Photo, &text) } else { UserPost::text(&text) };
    let ids = speaker.send(&telegram, &[post])?;
    Ok(Json(json!({ "message_id": ids.first() })))
}

/// The file's name and its sender. They are query parameters, which cannot hold a nested [`RequestSender`].
#[derive(Deserialize)]
pub(super) struct DocumentQuery {
    chat_id: ChatId,
    user_id: UserId,
    topic: Option<MessageId>,
    #[serde(default)]
    anonymous: bool,
    reply_to: Option<MessageId>,
    name: String,
}

/// Sends a document; the request's body is its content.
pub(super) async fn send_document(
    State(telegram): State<TelegramStandIn>,
    asked: QueryParameters<DocumentQuery>,
    body: Result<Bytes, BytesRejection>,
) -> ApiResult {
    let Query(DocumentQuery { chat_id, user_id, topic, anonymous, reply_to, name }) = asked?;
    let bytes = body.map_err(|rejection| ApiError(rejection.status(), rejection.body_text()))?;
    let speaker = RequestSender { chat_id, user_id, topic, anonymous, reply_to };
    let ids = speaker.send(&telegram, &[UserPost::document(&name, &bytes, "")])?;
    Ok(Json(json!({ "message_id": ids.first() })))
}

#[derive(Deserialize)]
pub(super) struct SamplePostRequest {
    #[serde(flatten)]
    speaker: RequestSender,
    /// Index in the list `posts` of `/api/samples`.
    sample: usize,
    language: String,
}

pub(super) async fn send_sample_post(
    State(api): State<PageState>,
    body: JsonBody<SamplePostRequest>,
) -> ApiResult {
    let Json(SamplePostRequest { speaker, sample, language }) = body?;
    let sample = api.data.posts.get(sample);
    let sample =
        sample.ok_or_else(|| ApiError(StatusCode::NOT_FOUND, "there is no such sample".to_owned()))?;
    let posts = if language == "tr" { &sample.posts_tr } else { &sample.posts_en };
    Ok(Json(json!({ "message_ids": speaker.send(&api.telegram, posts)? })))
}

#[derive(Deserialize)]
pub(super) struct EditRequest {
    chat_id: ChatId,
    user_id: UserId,
    message_id: MessageId,
    text: String,
}

pub(super) async fn edit(State(telegram): State<TelegramStandIn>, body: JsonBody<EditRequest>) -> ApiResult {
    let Json(EditRequest { chat_id, user_id, message_id, text }) = body?;
    telegram.try_edit_post(chat_id, user_id, message_id, &UserPost::text(&text))?;
    Ok(Json(json!({ "message_id": message_id })))
}

#[derive(Deserialize)]
pub(super) struct DeleteRequest {
    chat_id: ChatId,
    user_id: UserId,
    message_id: MessageId,
}

pub(super) async fn delete(
    State(telegram): State<TelegramStandIn>,
    body: JsonBody<DeleteRequest>,
) -> ApiResult {
    let Json(DeleteRequest { chat_id, user_id, message_id }) = body?;
    telegram.try_delete_as(chat_id, user_id, message_id)?;
    Ok(Json(json!({ "message_id": message_id })))
}

#[derive(Deserialize)]
pub(super) struct PressRequest {
    chat_id: ChatId,
    user_id: UserId,
    message_id: MessageId,
    /// For an ephemeral message, whose `message_id` is 0.
    #[serde(default)]
    ephemeral_message_id: Option<MessageId>,
    data: String,
}

pub(super) async fn press(
    State(telegram): State<TelegramStandIn>,
    body: JsonBody<PressRequest>,
) -> ApiResult {
    let Json(PressRequest { chat_id, user_id, message_id, ephemeral_message_id, data }) = body?;
    let query = telegram.write(|world| match ephemeral_message_id {
        Some(id) => world.press_ephemeral(chat_id, user_id, id, &data),
        None => world.press(chat_id, user_id, message_id, &data),
    })?;
    Ok(Json(json!({ "callback_query_id": query })))
}

#[derive(Deserialize)]
pub(super) struct InlineRequest {
    chat_id: ChatId,
    user_id: UserId,
    query: String,
    #[serde(default)]
    offset: String,
}

/// Waits for the bot's answer; if none comes, there are no results.
pub(super) async fn inline(
    State(telegram): State<TelegramStandIn>,
    body: JsonBody<InlineRequest>,
) -> ApiResult {
    let Json(InlineRequest { chat_id, user_id, query, offset }) = body?;
    let query = telegram.try_ask_inline(chat_id, user_id, &query, &offset)?;
    let answer = telegram.inline_answer(&query).await.ok();
    let (results, next_offset, button) =
        answer.map(|answer| (answer.results, answer.next_offset, answer.button)).unwrap_or_default();
    Ok(Json(json!({"query_id": query, "results": results, "next_offset": next_offset, "button": button})))
}

#[derive(Deserialize)]
pub(super) struct ChooseRequest {
    #[serde(flatten)]
    speaker: RequestSender,
    query_id: String,
    result_id: String,
}

pub(super) async fn choose(
    State(telegram): State<TelegramStandIn>,
    body: JsonBody<ChooseRequest>,
) -> ApiResult {
    let Json(ChooseRequest { speaker, query_id, result_id }) = body?;
    let message_id = telegram
        .write(|world| world.choose_inline(speaker.chat_id, &speaker.send_as(), &query_id, &result_id))?;
    Ok(Json(json!({ "message_id": message_id })))
}
