//! The methods that send, copy and edit messages.

use serde_json::{Value, json};

use super::access::{check_may_send, known_chat, may_edit, writable_chat};
use super::ids::{ChatId, MessageId};
use super::keyboard;
use super::media::{MediaFile, MediaKind, album_error};
use super::model::{Content, MessageRelations, SandboxAuthor, SandboxMessage};
use super::options::FeatureSupport;
use super::parameters::{
    Params, flag, list, not_served, number, parse_caption, parse_content, refuse_unserved, reply_target, text,
};
use super::publishing::Actor;
use super::refusal::{RefusedCall, refuse};
use super::topics::find_topic;
use super::validation::{UPLOAD, missing_parameter};
use super::world::TelegramWorld;
use super::{ephemeral, reply_keyboard};

const CAPTION_TOO_LONG: &str = "message caption is too long";
/// Most messages in one call (Bot API, `copyMessages`).
const COPIES_LIMIT: usize = 100;

/// Serves a call of a send, copy or edit method; refuses any other method.
pub(crate) fn serve(world: &mut TelegramWorld, method: &str, params: &Params) -> Result<Value, RefusedCall> {
    match method {
        "sendMessage" => send_message(world, params),
        "sendMediaGroup" => send_media_group(world, params),
        "copyMessage" => copy_message(world, params),
        "copyMessages" => copy_messages(world, params),
        "editMessageText" => edit(world, params, EditedPart::Text),
        "editMessageCaption" => edit(world, params, EditedPart::Caption),
        "editMessageReplyMarkup" => edit(world, params, EditedPart::Keyboard),
        _ => {
            let field = method.strip_prefix("send").unwrap_or_default().to_ascii_lowercase();
            match MediaKind::from_field(&field).filter(|kind| *kind != MediaKind::Sticker) {
                Some(kind) => send_media(world, kind, params),
                None => Err(not_served("method")),
            }
        }
    }
}

fn send_message(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let mut public: Params;
    let mut params = params;
    if params.contains_key("ephemeral_message_parameters") {
        match world.options.ephemeral {
            FeatureSupport::Supported => return ephemeral::send(world, params),
            FeatureSupport::Refused => return Err(ephemeral::unavailable()),
            // An older server ignores the parameter: everybody sees the message.
            FeatureSupport::Unknown => {
                public = params.clone();
                public.remove("ephemeral_message_parameters");
                params = &public;
            }
        }
    }
    let chat = writable_chat(world, params)?;
    let content = parse_content(params, "message is too long")?;
    send_content(world, chat, params, content)
}

fn send_media(world: &mut TelegramWorld, kind: MediaKind, params: &Params) -> Result<Value, RefusedCall> {
    let chat = writable_chat(world, params)?;
    refuse_unserved(params)?;
    let mut content = parse_media_content(params)?;
    content.keyboard = keyboard::parse_inline_keyboard(params.get("reply_markup"))?;
    content.media = Some(sent_file(world, kind, params.get(kind.field()))?);
    send_content(world, chat, params, content)
}

/// Sends checked content, if the bot may, into the topic of the call; without one, into the topic General, even for a
/// reply.
fn send_content(
    world: &mut TelegramWorld,
    chat: ChatId,
    params: &Params,
    content: Content,
) -> Result<Value, RefusedCall> {
    let thread = find_topic(world, chat, params)?;
    let reply_to = reply_target(world, chat, params)?;
    check_may_send(world, chat, content.media.as_ref().map(|media| media.kind))?;
    let place = world.chats.get(&chat);
    let markup = place
        .map(|place| reply_keyboard::parse_reply_keyboard(place, params.get("reply_markup")))
        .transpose()?;
    let message = world.post(
        chat,
        SandboxAuthor::Bot,
        content,
        MessageRelations { reply_to, thread, ..MessageRelations::default() },
    );
    if let Some(markup) = markup.flatten() {
        reply_keyboard::show_reply_keyboard(world, chat, markup);
    }
    Ok(message)
}

/// All items are checked before the first one is sent.
fn send_media_group(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let chat = writable_chat(world, params)?;
    refuse_unserved(params)?;
    let mut contents = Vec::new();
    for item in list(params, "media").iter().filter_map(Value::as_object) {
        let kind =
            MediaKind::from_field(text(item, "type")).ok_or_else(|| not_served("type of InputMedia"))?;
        refuse_unserved(item)?;
        let mut content = parse_media_content(item)?;
        content.media = Some(sent_file(world, kind, item.get("media"))?);
        contents.push(content);
    }
    let kinds: Vec<_> = contents.iter().filter_map(|content| Some(content.media.as_ref()?.kind)).collect();
    if let Some(why) = album_error(&kinds) {
        return refuse(why);
    }
    if contents.iter().any(|content| content.caption_above != contents[0].caption_above) {
        return refuse("parameter show_caption_above_media must be the same for all messages");
    }
    let thread = find_topic(world, chat, params)?;
    let reply_to = reply_target(world, chat, params)?;
    kinds.iter().try_for_each(|kind| check_may_send(world, chat, Some(*kind)))?;
    let album = Some(world.new_album());
    let relations =
        || MessageRelations { reply_to, thread, album: album.clone(), ..MessageRelations::default() };
    Ok(contents
        .into_iter()
        .map(|content| world.post(chat, SandboxAuthor::Bot, content, relations()))
        .collect())
}

/// Caption and layout of a file.
fn parse_media_content(params: &Params) -> Result<Content, RefusedCall> {
    Ok(Content {
        formatted: parse_caption(params, CAPTION_TOO_LONG)?,
        caption_above: flag(params, "show_caption_above_media"),
        has_spoiler: flag(params, "has_spoiler"),
        ..Content::default()
    })
}

/// Whether the caption goes above the file of this content; some kinds do not allow it.
fn is_caption_above(content: &Content, params: &Params) -> bool {
    let seen = content.media.as_ref().is_some_and(|media| media.kind.is_visual());
    seen && flag(params, "show_caption_above_media")
}

/// The file of a `file_id`; it must be of this kind.
fn sent_file(
    world: &TelegramWorld,
    kind: MediaKind,
    named: Option<&Value>,
) -> Result<MediaFile, RefusedCall> {
    let Some(named) = named else { return refuse(missing_parameter(kind.field())) };
    let id = named.as_str().unwrap_or_default();
    if named.get(UPLOAD).is_some() || id.starts_with("attach://") {
        return Err(not_served("an upload"));
    }
    if id.starts_with("http://") || id.starts_with("https://") {
        return Err(not_served("a file by its URL"));
    }
    match world.file(id) {
        None => refuse("wrong file identifier/HTTP URL specified"),
        Some(file) if file.kind != kind => {
            refuse(format!("can't use file of type {} as {}", file.kind.name(), kind.name()))
        }
        Some(file) => Ok(file.clone()),
    }
}

/// `copyMessage`: the copy has no link to the original, and only the keyboard that is given.
fn copy_message(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let chat = writable_chat(world, params)?;
    let from = source_chat(world, params)?;
    refuse_unserved(params)?;
    let id = number(params, "message_id").unwrap_or_default();
    let original = world.message(from, id);
    let original = original.ok_or_else(|| RefusedCall::bad_request("message to copy not found"))?;
    if original.relations.service.is_some() {
        return refuse("message can't be copied");
    }
    let mut content = original.content.clone();
    if content.media.as_ref().is_some_and(|media| media.kind != MediaKind::Sticker)
        && params.contains_key("caption")
    {
        content.formatted = parse_caption(params, CAPTION_TOO_LONG)?;
        content.caption_above = is_caption_above(&content, params);
    }
    content.keyboard = keyboard::parse_inline_keyboard(params.get("reply_markup"))?;
    let message = send_content(world, chat, params, content)?;
    Ok(json!({"message_id": message["message_id"]}))
}

/// `copyMessages`: missing messages are skipped; an album stays an album.
fn copy_messages(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let chat = writable_chat(world, params)?;
    let from = source_chat(world, params)?;
    refuse_unserved(params)?;
    let ids: Vec<MessageId> = list(params, "message_ids").iter().filter_map(Value::as_i64).collect();
    match ids.len() {
        0 => return refuse("message identifiers are not specified"),
        1..=COPIES_LIMIT => {}
        _ => return refuse("too many message identifiers specified"),
    }
    if !ids.is_sorted_by(|one, next| one < next) {
        return refuse("message identifiers must be in a strictly increasing order");
    }
    let thread = find_topic(world, chat, params)?;
    let originals = ids.iter().filter_map(|id| world.message(from, *id).cloned());
    let originals: Vec<SandboxMessage> =
        originals.filter(|original| original.relations.service.is_none()).collect();
    if originals.is_empty() {
        return refuse("there are no messages to copy");
    }
    for original in &originals {
        check_may_send(world, chat, original.content.media.as_ref().map(|media| media.kind))?;
    }
    let mut albums: Vec<(String, String)> = Vec::new();
    let mut copies = Vec::new();
    for original in originals {
        let album = original.relations.album.map(|old| {
            if albums.last().is_none_or(|(known, _)| *known != old) {
                albums.push((old, world.new_album()));
            }
            albums.last().map(|(_, new)| new.clone()).unwrap_or_default()
        });
        let mut content = Content { keyboard: None, ..original.content };
        if flag(params, "remove_caption") && content.media.is_some() {
            content.formatted = Default::default();
        }
        let message = world.post(
            chat,
            SandboxAuthor::Bot,
            content,
            MessageRelations { album, thread, ..MessageRelations::default() },
        );
        copies.push(json!({"message_id": message["message_id"]}));
    }
    Ok(Value::Array(copies))
}

/// The chat of `from_chat_id`.
fn source_chat(world: &TelegramWorld, params: &Params) -> Result<ChatId, RefusedCall> {
    let from = params.get("from_chat_id").cloned().unwrap_or_default();
    known_chat(world, &Params::from_iter([("chat_id".to_owned(), from)]))
}

#[derive(Clone, Copy, PartialEq)]
enum EditedPart {
    Text,
    Caption,
    Keyboard,
}

/// All three edit methods. A keyboard that is not given again is removed.
fn edit(world: &mut TelegramWorld, params: &Params, part: EditedPart) -> Result<Value, RefusedCall> {
    let chat = writable_chat(world, params)?;
    let id = number(params, "message_id")
        .ok_or_else(|| RefusedCall::bad_request(missing_parameter("message_id")))?;
    let message =
        world.message(chat, id).ok_or_else(|| RefusedCall::bad_request("message to edit not found"))?;
    if !world.chats.get(&chat).is_some_and(|place| may_edit(world, place, message)) {
        return refuse("message can't be edited");
    }
    let old = &message.content;
    let new = match (part, &old.media) {
        (EditedPart::Text, Some(_)) => {
            return refuse("there is no text in the message to edit");
        }
        (EditedPart::Caption, None) => {
            return refuse("there is no caption in the message to edit");
        }
        (EditedPart::Text, None) => parse_content(params, "MESSAGE_TOO_LONG")?,
        (EditedPart::Caption, Some(_)) => Content {
            formatted: parse_caption(params, "MEDIA_CAPTION_TOO_LONG")?,
            caption_above: is_caption_above(old, params),
            keyboard: keyboard::parse_inline_keyboard(params.get("reply_markup"))?,
            ..old.clone()
        },
        (EditedPart::Keyboard, _) => {
            Content { keyboard: keyboard::parse_inline_keyboard(params.get("reply_markup"))?, ..old.clone() }
        }
    };
    if new == *old {
        return Err(RefusedCall::not_modified());
    }
    Ok(world.replace_content(chat, id, new, Actor::Bot))
}
