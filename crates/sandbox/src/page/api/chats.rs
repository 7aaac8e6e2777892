//! The chats, the role of each person in them, and the role of the bot.

use axum::extract::{Json, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiError, ApiResult, JsonBody};
use crate::telegram::{ChatId, ChatKind, Rights, Role, SandboxChat, SandboxUser, TelegramStandIn, UserId};

pub(super) async fn world(State(telegram): State<TelegramStandIn>) -> Json<Value> {
    let users = telegram.users();
    let mut chats = telegram.chats();
    // A group that became a supergroup has no people any more.
    chats.retain(|chat| !chat.people.is_empty());
    // Private chats first, then the others in the order in which they were made: their ids grow downwards.
    chats.sort_by_key(|chat| (chat.kind != ChatKind::Private, chat.id.unsigned_abs()));
    let chats: Vec<_> = chats.iter().map(|chat| chat_json(chat, &users)).collect();
    Json(json!({ "bot": telegram.bot(), "chats": chats }))
}

fn chat_json(chat: &SandboxChat, users: &[SandboxUser]) -> Value {
    let people = users.iter().filter(|user| chat.people.contains(&user.id));
    let people: Vec<_> = people.map(|user| person_json(chat, user)).collect();
    let topics: Vec<_> = chat.topics.iter().map(|(id, title)| json!({ "id": id, "title": title })).collect();
    let names: Vec<_> = match &chat.bot {
        Role::Admin(rights) | Role::Restricted(rights) => rights.names().collect(),
        _ => Vec::new(),
    };
    json!({
        "id": chat.id, "kind": chat.kind.name(), "title": chat.title, "people": people,
        "forum": chat.kind == (ChatKind::Supergroup { topics: true }), "topics": topics,
        "linked": chat.linked, "bot": { "status": chat.bot.status(), "rights": names },
    })
}

/// A person, and what the page lets them do in this chat.
fn person_json(chat: &SandboxChat, user: &SandboxUser) -> Value {
    let role = chat.role(user.id);
    let (is_private, is_channel) = (chat.kind == ChatKind::Private, chat.kind == ChatKind::Channel);
    let speaks = if is_channel { role.has_right("can_post_messages") } else { role.may_send(None) };
    json!({
        "id": user.id, "name": user.name, "language_code": user.language_code, "status": role.status(),
        "speaks": speaks,
        // Whether the person can speak anonymously, as the group.
        "hides": role.is_admin() && !is_private && !is_channel,
        "edits": is_channel && role.has_right("can_edit_messages"),
        "deletes": is_private || role.has_right("can_delete_messages"),
    })
}

#[derive(Deserialize)]
pub(super) struct BotRoleRequest {
    chat_id: ChatId,
    user_id: UserId,
    /// The `status` of a `ChatMember`.
    status: String,
    /// Only for an administrator and a restricted member.
    #[serde(default)]
    rights: Vec<String>,
}

pub(super) async fn set_bot_role(
    State(telegram): State<TelegramStandIn>,
    body: JsonBody<BotRoleRequest>,
) -> ApiResult {
    let Json(BotRoleRequest { chat_id, user_id, status, rights }) = body?;
    let fault = |why: &str| ApiError(StatusCode::BAD_REQUEST, why.to_owned());
    let rights = Rights::from_names(rights.iter().map(String::as_str));
    let rights = rights.ok_or_else(|| fault("one of these is no right"))?;
    let role = match status.as_str() {
        "administrator" => Role::Admin(rights),
        "member" => Role::Member,
        "restricted" => Role::Restricted(rights),
        "left" => Role::Left,
        "kicked" => Role::Banned,
        other => return Err(fault(&format!("\"{other}\" is nothing that a bot can be"))),
    };
    telegram.write(|world| world.set_bot(chat_id, user_id, role))?;
    Ok(Json(json!({ "status": status })))
}

#[derive(Deserialize)]
pub(super) struct ShareChatRequest {
    chat_id: ChatId,
    user_id: UserId,
    /// The `request_id` of the button that asks for a chat.
    request_id: i64,
}

/// A person picks a chat with a button of the bot's reply keyboard in the private chat.
pub(super) async fn share_chat(
    State(telegram): State<TelegramStandIn>,
    body: JsonBody<ShareChatRequest>,
) -> ApiResult {
    let Json(ShareChatRequest { chat_id, user_id, request_id }) = body?;
    let message_id = telegram.write(|world| world.share_chat(user_id, request_id, chat_id))?;
    Ok(Json(json!({ "message_id": message_id })))
}
