//! Methods and parameters of the calls that send, copy and edit messages. No input or output.

use serde_json::{Value, json};
use teloxide::types::ChatId;

use super::keyboard::inline_keyboard;
use super::outgoing::{MessageButton, OutgoingContent, OutgoingMessage};
use crate::telegram::update::{AlbumItem, MessageBody, MessageContent, ReplyTarget};

/// A method of the Bot API and its parameters.
pub(super) type Call = (&'static str, Value);

/// The call that sends a text or copies a message; `None` for an album.
pub(super) fn send_call(chat: ChatId, message: &OutgoingMessage) -> Option<Call> {
    let (method, mut params) = match &message.content {
        OutgoingContent::Text { html, preview } => {
            let mut params = text_params(chat, html, preview.as_deref());
            if let Some(markup) = text_markup(message) {
                params["reply_markup"] = markup;
            }
            ("sendMessage", params)
        }
        OutgoingContent::Copy(content) => copy_call(chat, content, &message.buttons),
        OutgoingContent::Album(_) => return None,
    };
    apply_target(message.target, &mut params);
    Some((method, params))
}

/// The call that edits a sent message; `None` for an album, because its parts are edited one by one.
pub(super) fn edit_call(chat: ChatId, message_id: i32, message: &OutgoingMessage) -> Option<Call> {
    let (method, mut params) = match &message.content {
        OutgoingContent::Text { html, preview } => {
            let mut params = text_params(chat, html, preview.as_deref());
            params["reply_markup"] = json!(inline_keyboard(&message.buttons));
            ("editMessageText", params)
        }
        OutgoingContent::Copy(content) => {
            let (method, mut params) = match &content.body {
                MessageBody::Text { .. } => ("editMessageText", words_params(chat, content)),
                MessageBody::Media { .. } => ("editMessageCaption", words_params(chat, content)),
            };
            add_copy_buttons(content, &message.buttons, &mut params);
            (method, params)
        }
        OutgoingContent::Album(_) => return None,
    };
    params["message_id"] = json!(message_id);
    Some((method, params))
}

/// Parameters of `sendMediaGroup` that send an album again; `None` if a part is of a kind that cannot be in an album.
pub(super) fn album_params(chat: ChatId, parts: &[MessageContent], target: ReplyTarget) -> Option<Value> {
    let mut media = parts.iter().map(album_part).collect::<Option<Vec<Value>>>()?;
    // Telegram requires the same value for all parts, also for those without a caption.
    if parts.iter().any(|part| matches!(part.body, MessageBody::Media { above: true, .. })) {
        media.iter_mut().for_each(|part| part["show_caption_above_media"] = json!(true));
    }
    let mut params = json!({ "chat_id": chat, "media": media });
    apply_target(target, &mut params);
    Some(params)
}

fn album_part(part: &MessageContent) -> Option<Value> {
    let MessageBody::Media { item: Some(AlbumItem { kind, file_id, spoiler }), .. } = &part.body else {
        return None;
    };
    let mut media = json!({ "type": kind, "media": file_id });
    if !part.post.text.is_empty() {
        media["caption"] = json!(part.post.text);
        media["caption_entities"] = json!(part.post.entities);
    }
    if *spoiler {
        media["has_spoiler"] = json!(true);
    }
    Some(media)
}

fn text_params(chat: ChatId, html: &str, preview: Option<&str>) -> Value {
    let preview = match preview {
        Some(url) => json!({ "is_disabled": false, "url": url }),
        None => json!({ "is_disabled": true }),
    };
    json!({ "chat_id": chat, "text": html, "parse_mode": "HTML", "link_preview_options": preview })
}

fn text_markup(message: &OutgoingMessage) -> Option<Value> {
    if let Some(keyboard) = &message.reply_keyboard {
        return Some(keyboard.clone());
    }
    if let Some(hint) = &message.reply_hint {
        return Some(json!({ "force_reply": true, "input_field_placeholder": hint }));
    }
    (!message.buttons.is_empty()).then(|| json!(inline_keyboard(&message.buttons)))
}

/// A file is copied by the number of its message, so that it stays exactly the same.
fn copy_call(chat: ChatId, content: &MessageContent, buttons: &[Vec<MessageButton>]) -> Call {
    let mut params = words_params(chat, content);
    let method = match &content.body {
        MessageBody::Text { .. } => "sendMessage",
        MessageBody::Media { .. } => {
            params["from_chat_id"] = json!(chat);
            params["message_id"] = json!(content.message_id);
            "copyMessage"
        }
    };
    add_copy_buttons(content, buttons, &mut params);
    (method, params)
}

/// The text of a copied message with its formatting.
fn words_params(chat: ChatId, content: &MessageContent) -> Value {
    let post = &content.post;
    match &content.body {
        MessageBody::Text { preview } => {
            let mut params = json!({ "chat_id": chat, "text": post.text, "entities": post.entities });
            if let Some(preview) = preview {
                params["link_preview_options"] = json!(preview);
            }
            params
        }
        MessageBody::Media { above, .. } => json!({
            "chat_id": chat, "caption": post.text, "caption_entities": post.entities,
            "show_caption_above_media": above,
        }),
    }
}

fn add_copy_buttons(content: &MessageContent, more: &[Vec<MessageButton>], params: &mut Value) {
    let mut rows: Vec<Value> = content.buttons.iter().map(|row| json!(row)).collect();
    rows.extend(inline_keyboard(more).inline_keyboard.iter().map(|row| json!(row)));
    if !rows.is_empty() {
        params["reply_markup"] = json!({ "inline_keyboard": rows });
    }
}

fn apply_target(target: ReplyTarget, params: &mut Value) {
    if let Some(topic) = target.topic {
        params["message_thread_id"] = json!(topic);
    }
    if let Some(message) = target.reply_to {
        params["reply_parameters"] = json!({ "message_id": message, "allow_sending_without_reply": true });
    }
}
