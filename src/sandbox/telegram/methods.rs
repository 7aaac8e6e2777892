//! The methods that the server serves, apart from `getUpdates`, which waits and stands in `server`.
//!
//! The parameters were checked against the table; here stand the rules that a table cannot hold, with
//! the sentences of the real server.

use serde_json::{Map, Value, json};

use super::check::absent;
use super::entities::{Formatted, TEXT_LIMIT, units};
use super::log::What;
use super::people::{Author, ChatId, ChatKind, Content, MessageId};
use super::refusal::Refusal;
use super::world::World;
use super::{html, keyboard};

/// The parameters of a call.
pub(crate) type Params = Map<String, Value>;

/// Longest caption, in UTF-16 units after entity parsing (Bot API, `sendPhoto` and others).
const CAPTION_LIMIT: usize = 1024;
/// Longest answer to a press (Bot API, `answerCallbackQuery`).
const ANSWER_LIMIT: usize = 200;
/// A message can be deleted for two days (Bot API, `deleteMessage`).
const DELETABLE_SECONDS: i64 = 48 * 3600;

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
        "sendMessage" => send_message(world, params),
        "editMessageText" => edit(world, params, true),
        "editMessageReplyMarkup" => edit(world, params, false),
        "deleteMessage" => delete_message(world, params),
        "answerCallbackQuery" => answer_callback_query(world, params),
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
        _ => {
            if params.contains_key("caption") {
                formatted(params, "caption", CAPTION_LIMIT, "message caption is too long")?;
            }
            Err(not_served("method"))
        }
    }
}

fn me(world: &World) -> Value {
    let mut me = world.bot();
    me["can_join_groups"] = json!(true);
    me["can_read_all_group_messages"] = json!(false);
    me["supports_inline_queries"] = json!(false);
    me["can_connect_to_business"] = json!(false);
    me["has_main_web_app"] = json!(false);
    me
}

fn send_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = writable(world, params)?;
    let content = content(params, "message is too long")?;
    let reply_to = reply_target(world, chat, params)?;
    Ok(world.post(chat, Author::Bot, content, reply_to))
}

/// Both edits: a keyboard that is not named again goes away; the text stays when only the keyboard is
/// edited.
fn edit(world: &mut World, params: &Params, with_text: bool) -> Result<Value, Refusal> {
    let chat = writable(world, params)?;
    let id = number(params, "message_id").ok_or_else(|| Refusal::bad_request(absent("message_id")))?;
    let place = world.chats.get(&chat).and_then(|place| place.messages.get(&id));
    let message = place.ok_or_else(|| Refusal::bad_request("message to edit not found"))?;
    if message.author != Author::Bot {
        return Err(Refusal::bad_request("message can't be edited"));
    }
    let content = if with_text {
        content(params, "MESSAGE_TOO_LONG")?
    } else {
        Content { keyboard: keyboard::check(params.get("reply_markup"))?, ..message.content.clone() }
    };
    if content == message.content {
        return Err(Refusal::bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as \
             a current content and reply markup of the message",
        ));
    }
    Ok(world.rewrite(chat, id, content))
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

/// The chat of a call, which the bot has met before.
fn known_chat(world: &World, params: &Params) -> Result<ChatId, Refusal> {
    for parameter in ["business_connection_id", "inline_message_id"] {
        refuse_if_given(params, parameter)?;
    }
    if !params.contains_key("chat_id") {
        return Err(Refusal::bad_request(absent("chat_id")));
    }
    let met = |chat: &ChatId| {
        let place = world.chats.get(chat)?;
        let spoke = |id| world.users.get(id).is_some_and(|user| user.spoke);
        (place.kind != ChatKind::Private || place.people.iter().any(spoke)).then_some(())
    };
    let chat = number(params, "chat_id").filter(|chat| met(chat).is_some());
    chat.ok_or_else(|| Refusal::bad_request("chat not found"))
}

/// The chat of a call that shows something there.
fn writable(world: &World, params: &Params) -> Result<ChatId, Refusal> {
    let chat = known_chat(world, params)?;
    match world.users.get(&chat) {
        Some(user) if user.blocked => Err(Refusal::forbidden("bot was blocked by the user")),
        _ => Ok(chat),
    }
}

/// What the message will say; `too_long` is what the method says about a text above the limit.
fn content(params: &Params, too_long: &str) -> Result<Content, Refusal> {
    for parameter in [
        "message_thread_id",
        "direct_messages_topic_id",
        "ephemeral_message_parameters",
        "message_effect_id",
        "suggested_post_parameters",
        "allow_paid_broadcast",
        "rich_message",
    ] {
        refuse_if_given(params, parameter)?;
    }
    let formatted = formatted(params, "text", TEXT_LIMIT, too_long)?;
    let link_preview = params.get("link_preview_options").and_then(Value::as_object).map(|options| {
        let set = options.iter().filter(|(_, value)| !value.is_null());
        set.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>()
    });
    Ok(Content {
        formatted,
        keyboard: keyboard::check(params.get("reply_markup"))?,
        link_preview: link_preview.filter(|options| !options.is_empty()).map(Value::Object),
    })
}

/// A text parameter with its marks, by parse mode or in so many words.
fn formatted(params: &Params, key: &str, limit: usize, too_long: &str) -> Result<Formatted, Refusal> {
    let raw = text(params, key);
    if raw.is_empty() && key == "text" {
        return Err(Refusal::bad_request(absent(key)));
    }
    let entities_key = if key == "text" { "entities".to_owned() } else { format!("{key}_entities") };
    let formatted = match text(params, "parse_mode").to_ascii_lowercase().as_str() {
        "html" => {
            html::parse(raw).map_err(|why| Refusal::bad_request(format!("can't parse entities: {why}")))?
        }
        "" => {
            let given = params.get(&entities_key).and_then(Value::as_array);
            Formatted::explicit(raw, given.map(Vec::as_slice).unwrap_or_default())?
        }
        mode @ ("markdown" | "markdownv2") => return Err(not_served(&format!("parse mode {mode}"))),
        _ => return Err(Refusal::bad_request("unsupported parse_mode")),
    };
    let formatted = formatted.trimmed().with_detected();
    match formatted.units() {
        0 if key == "text" => Err(Refusal::bad_request("text must be non-empty")),
        length if length > limit => Err(Refusal::bad_request(too_long)),
        _ => Ok(formatted),
    }
}

fn reply_target(world: &World, chat: ChatId, params: &Params) -> Result<Option<MessageId>, Refusal> {
    let Some(reply) = params.get("reply_parameters").and_then(Value::as_object) else { return Ok(None) };
    let given = |(key, value): (&String, &Value)| (!value.is_null()).then(|| key.clone());
    let served = ["message_id", "chat_id", "allow_sending_without_reply"];
    if let Some(key) = reply.iter().filter_map(given).find(|key| !served.contains(&key.as_str())) {
        return Err(not_served(&format!("field \"{key}\" of ReplyParameters")));
    }
    if reply.get("chat_id").and_then(Value::as_i64).is_some_and(|other| other != chat) {
        return Err(not_served("a reply to another chat"));
    }
    let id = reply.get("message_id").and_then(Value::as_i64);
    let there = |id: &MessageId| world.chats.get(&chat).is_some_and(|place| place.messages.contains_key(id));
    match id.filter(there) {
        None if !flag(reply, "allow_sending_without_reply") => {
            Err(Refusal::bad_request("message to be replied not found"))
        }
        target => Ok(target),
    }
}

/// What the real server would do and this one does not: refused, so that no test passes by it.
fn not_served(what: &str) -> Refusal {
    Refusal::bad_request(format!("{what} is not served by this stand-in"))
}

fn refuse_if_given(params: &Params, parameter: &str) -> Result<(), Refusal> {
    match params.get(parameter) {
        None | Some(Value::Bool(false)) => Ok(()),
        Some(_) => Err(not_served(&format!("parameter \"{parameter}\""))),
    }
}

fn text<'a>(params: &'a Params, key: &str) -> &'a str {
    params.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn number(params: &Params, key: &str) -> Option<i64> {
    params.get(key).and_then(Value::as_i64)
}

fn flag(params: &Params, key: &str) -> bool {
    params.get(key).and_then(Value::as_bool).unwrap_or_default()
}
