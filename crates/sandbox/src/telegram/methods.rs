//! The methods that are served, except `getUpdates`, which waits and is in `server`.
//!
//! The parameters were checked against the schema before. Here are the rules that a schema cannot express, with the
//! real server's error messages.

use serde_json::{Value, json};

use super::access::{check_may_send, writable_chat};
use super::ids::{ChatId, ChatKind};
use super::log::ChangeKind;
use super::parameters::{Params, flag, list, not_served, number, text};
use super::refusal::{RefusedCall, refuse};
use super::topics::find_topic;
use super::world::TelegramWorld;
use super::{callback_queries, chat_methods, delete_methods, ephemeral, guest, inline, send_methods};

/// The largest file that a bot can download, in bytes (Bot API, `getFile`).
const DOWNLOAD_LIMIT: usize = 20 << 20;

/// The chat actions that are served, separated by spaces.
const ACTIONS: &str = "typing upload_photo record_video upload_video record_voice upload_voice \
    upload_document choose_sticker find_location record_video_note upload_video_note";

/// The emoji that a bot may react with (Bot API, `ReactionTypeEmoji`), separated by spaces.
const REACTIONS: &str = "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 \
    😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡";

/// Serves a call of any method but `getUpdates`.
pub(crate) fn serve(world: &mut TelegramWorld, method: &str, params: &Params) -> Result<Value, RefusedCall> {
    let spoke = |chat: ChatId| world.users.get(&chat).is_some_and(|user| user.has_spoken);
    let known = |chat: ChatId| {
        world.chats.get(&chat).is_some_and(|place| TelegramWorld::is_known(place, spoke(chat)))
    };
    let profile = world.profile.serve(method, params, &world.options.bot_name, known);
    if let Some(answer) = profile {
        if answer.is_ok() && method.ends_with("Commands") && !method.starts_with("get") {
            world.log.push(None, ChangeKind::Commands);
        }
        return answer;
    }
    if let Some(answer) = ephemeral::serve(world, method, params) {
        return answer;
    }
    match method {
        "getMe" => Ok(chat_methods::get_me(world)),
        "getChat" => chat_methods::get_chat(world, params),
        "getChatMember" => chat_methods::get_chat_member(world, params),
        "getChatAdministrators" => chat_methods::get_chat_administrators(world, params),
        "deleteMessage" => delete_methods::delete_message(world, params),
        "deleteMessages" => delete_methods::delete_messages(world, params),
        "answerCallbackQuery" => callback_queries::answer(world, params),
        "answerGuestQuery" => guest::answer(world, params),
        "answerInlineQuery" => inline::answer(world, params),
        "getFile" => get_file(world, params),
        "sendChatAction" => send_chat_action(world, params),
        "setMessageReaction" => set_message_reaction(world, params),
        "getWebhookInfo" => {
            let pending = world.updates.len();
            let url = world.updates.webhook.clone().unwrap_or_default();
            Ok(json!({"url": url, "has_custom_certificate": false, "pending_update_count": pending}))
        }
        "deleteWebhook" | "setWebhook" => {
            let url = Some(text(params, "url")).filter(|url| method == "setWebhook" && !url.is_empty());
            if url.is_some_and(|url| !url.starts_with("https://")) {
                return refuse("bad webhook: An HTTPS URL must be provided for webhook");
            }
            world.updates.webhook = url.map(str::to_owned);
            if flag(params, "drop_pending_updates") {
                world.updates.clear();
            }
            Ok(json!(true))
        }
        _ => send_methods::serve(world, method, params),
    }
}

/// `getFile`. The real server gives a path for any file; here most files have no content.
fn get_file(world: &TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let file = world.file(text(params, "file_id"));
    let file = file.ok_or_else(|| RefusedCall::bad_request("invalid file_id"))?;
    match &file.bytes {
        None => Err(not_served("a file without content")),
        Some(bytes) if bytes.len() > DOWNLOAD_LIMIT => refuse("file is too big"),
        Some(_) => Ok(file.file_json()),
    }
}

fn send_chat_action(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let chat = writable_chat(world, params)?;
    find_topic(world, chat, params)?;
    if world.chats.get(&chat).is_some_and(|place| place.kind == ChatKind::Channel) {
        check_may_send(world, chat, None)?;
    }
    let action = text(params, "action");
    if !ACTIONS.split(' ').any(|known| known == action) {
        return refuse("wrong parameter action in request");
    }
    world.log.push(Some(chat), ChangeKind::Action { action: action.to_owned() });
    Ok(json!(true))
}

fn set_message_reaction(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let chat = writable_chat(world, params)?;
    let id = number(params, "message_id").unwrap_or_default();
    let reaction = list(params, "reaction").to_vec();
    let allowed = |one: &Value| {
        let emoji = one["emoji"].as_str().unwrap_or_default();
        one["type"] == "emoji" && REACTIONS.split(' ').any(|known| known == emoji)
    };
    if reaction.len() > 1 || !reaction.iter().all(allowed) {
        return refuse("REACTION_INVALID");
    }
    let message = world.chats.get_mut(&chat).and_then(|place| place.messages.get_mut(&id));
    let message = message.ok_or_else(|| RefusedCall::bad_request("message to react not found"))?;
    message.reaction = reaction.clone();
    world.log.push(Some(chat), ChangeKind::Reaction { message_id: id, reaction });
    Ok(json!(true))
}
