//! The methods that the server serves, apart from `getUpdates`, which waits and stands in `server`.
//!
//! The parameters were checked against the table; here stand the rules that a table cannot hold, with
//! the sentences of the real server.

use serde_json::{Map, Value, json};

use super::asked::{flag, known_chat, not_served, number, text, writable};
use super::entities::units;
use super::inline;
use super::log::What;
use super::people::ChatId;
use super::posting;
use super::refusal::Refusal;
use super::world::World;

/// The parameters of a call.
pub(crate) type Params = Map<String, Value>;

/// Longest answer to a press (Bot API, `answerCallbackQuery`).
const ANSWER_LIMIT: usize = 200;
/// A message can be deleted for two days (Bot API, `deleteMessage`).
const DELETABLE_SECONDS: i64 = 48 * 3600;

/// The largest file that a bot can download (Bot API, `getFile`).
const DOWNLOAD_LIMIT: usize = 20 << 20;

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

/// The emoji that a bot may react with (Bot API, `ReactionTypeEmoji`), separated by spaces.
const REACTIONS: &str = "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 \
    😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";

/// Does what the method says, or refuses.
pub(crate) fn serve(world: &mut World, method: &str, params: &Params) -> Result<Value, Refusal> {
    let known = |chat: ChatId| world.users.get(&chat).is_some_and(|user| user.spoke);
    let profile = world.profile.serve(method, params, &world.options.bot_name, known);
    if let Some(answer) = profile {
        if answer.is_ok() && method.ends_with("Commands") && !method.starts_with("get") {
            world.log.push(None, What::Commands);
        }
        return answer;
    }
    match method {
        "getMe" => Ok(me(world)),
        "getChat" => chat_full_info(world, params),
        "deleteMessage" => delete_message(world, params),
        "answerCallbackQuery" => answer_callback_query(world, params),
        "answerInlineQuery" => inline::answer(world, params),
        "getFile" => file(world, params),
        "sendChatAction" => send_chat_action(world, params),
        "setMessageReaction" => set_message_reaction(world, params),
        "getWebhookInfo" => {
            let pending = world.updates.len();
            Ok(json!({"url": "", "has_custom_certificate": false, "pending_update_count": pending}))
        }
        "setWebhook" if !text(params, "url").is_empty() => Err(not_served("a webhook")),
        "deleteWebhook" | "setWebhook" => {
            if flag(params, "drop_pending_updates") {
                world.updates.clear();
            }
            Ok(json!(true))
        }
        _ => posting::serve(world, method, params),
    }
}

fn me(world: &World) -> Value {
    let mut me = world.bot();
    me["can_join_groups"] = json!(true);
    me["can_read_all_group_messages"] = json!(false);
    me["supports_inline_queries"] = json!(world.options.inline);
    me["can_connect_to_business"] = json!(false);
    me["has_main_web_app"] = json!(false);
    me
}

/// Where a file can be downloaded. The real server hands out any; here there is nothing behind most.
fn file(world: &World, params: &Params) -> Result<Value, Refusal> {
    let file = world.file(text(params, "file_id"));
    let file = file.ok_or_else(|| Refusal::bad_request("invalid file_id"))?;
    match &file.bytes {
        None => Err(not_served("a file without content")),
        Some(bytes) if bytes.len() > DOWNLOAD_LIMIT => Err(Refusal::bad_request("file is too big")),
        Some(_) => Ok(file.file_json()),
    }
}

fn delete_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params)?;
    let now = world.now();
    let id = number(params, "message_id").unwrap_or_default();
    let messages = world.chats.get_mut(&chat).map(|place| &mut place.messages);
    let Some((messages, message)) = messages.and_then(|all| all.get(&id).cloned().map(|one| (all, one)))
    else {
        return Err(Refusal::bad_request("message to delete not found"));
    };
    if now - message.date > DELETABLE_SECONDS {
        return Err(Refusal::bad_request("message can't be deleted"));
    }
    messages.remove(&id);
    world.log.push(Some(chat), What::Deleted { message_id: id });
    Ok(json!(true))
}

fn answer_callback_query(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let query = text(params, "callback_query_id");
    let Some(press) = world.presses.get(query) else {
        let what = "query is too old and response timeout expired or query ID is invalid";
        return Err(Refusal::bad_request(what));
    };
    if params.contains_key("url") {
        return Err(not_served("parameter \"url\""));
    }
    let note = text(params, "text");
    if units(note) > ANSWER_LIMIT {
        return Err(Refusal::bad_request("MESSAGE_TOO_LONG"));
    }
    let what = What::CallbackAnswer {
        callback_query_id: query.to_owned(),
        user_id: press.user,
        text: note.to_owned(),
        show_alert: flag(params, "show_alert"),
    };
    world.log.push(Some(press.chat), what);
    Ok(json!(true))
}

fn send_chat_action(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = writable(world, params)?;
    let action = text(params, "action");
    if !ACTIONS.contains(&action) {
        return Err(Refusal::bad_request("wrong parameter action in request"));
    }
    world.log.push(Some(chat), What::Action { action: action.to_owned() });
    Ok(json!(true))
}

fn set_message_reaction(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = writable(world, params)?;
    let id = number(params, "message_id").unwrap_or_default();
    let reaction = params.get("reaction").and_then(Value::as_array).cloned().unwrap_or_default();
    let allowed = |one: &Value| {
        let emoji = one["emoji"].as_str().unwrap_or_default();
        one["type"] == "emoji" && REACTIONS.split(' ').any(|known| known == emoji)
    };
    if reaction.len() > 1 || !reaction.iter().all(allowed) {
        return Err(Refusal::bad_request("REACTION_INVALID"));
    }
    let message = world.chats.get_mut(&chat).and_then(|place| place.messages.get_mut(&id));
    let message = message.ok_or_else(|| Refusal::bad_request("message to react not found"))?;
    message.reaction = reaction.clone();
    world.log.push(Some(chat), What::Reaction { message_id: id, reaction });
    Ok(json!(true))
}

fn chat_full_info(world: &World, params: &Params) -> Result<Value, Refusal> {
    let id = known_chat(world, params)?;
    let mut chat = world.chats.get(&id).map(|chat| chat.json()).unwrap_or_default();
    chat["accent_color_id"] = json!(0);
    chat["max_reaction_count"] = json!(11);
    chat["accepted_gift_types"] = json!({
        "unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true,
        "premium_subscription": true, "gifts_from_channels": true,
    });
    Ok(chat)
}
