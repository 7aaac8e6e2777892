//! A message as it came: its words with every mark, what it carries, and how the very same is given back.
//!
//! It is read from Telegram's own JSON, because teloxide knows the marks of one Bot API version and drops a message that has
//! newer ones. What is not understood is passed on as it is.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use teloxide::types::ChatId;

use dealink_links::{Entity, Post};

/// A message with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct MessageContent {
    pub(super) message_id: i32,
    /// Its text or caption.
    pub(super) post: Post,
    pub(super) body: MessageBody,
    /// The album that it belongs to.
    pub(super) album: Option<String>,
    /// Whether it was forwarded.
    pub(super) forwarded: bool,
    /// Its buttons that open an address or copy a text, as they came; others work only for the bot that made them.
    pub(super) buttons: Vec<Vec<Value>>,
}

/// Where in a chat a message goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ReplyTarget {
    /// The topic.
    pub(super) topic: Option<i32>,
    /// The message that it replies to.
    pub(super) reply_to: Option<i32>,
}

impl ReplyTarget {
    /// Puts it into the parameters of a call that sends something.
    pub(super) fn apply_to(self, call: &mut Value) {
        if let Some(topic) = self.topic {
            call["message_thread_id"] = json!(topic);
        }
        if let Some(message) = self.reply_to {
            call["reply_parameters"] = json!({ "message_id": message, "allow_sending_without_reply": true });
        }
    }
}

/// What carries the words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum MessageBody {
    /// Nothing: it is a text.
    Text {
        /// `link_preview_options`, as they came.
        preview: Option<Value>,
    },
    /// A picture, a film, a file.
    Media {
        /// What `sendMediaGroup` needs; none for a kind that no album takes.
        item: Option<AlbumItem>,
        /// Whether the caption stands above.
        above: bool,
    },
}

/// A part of an album.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct AlbumItem {
    /// Such as `photo`.
    kind: String,
    file_id: String,
    /// Whether it is covered until it is pressed.
    spoiler: bool,
}

/// Telegram's limits in UTF-16 units.
const MAX_TEXT_UNITS: usize = 4096;
const MAX_CAPTION_UNITS: usize = 1024;
/// Kinds that `sendMediaGroup` takes, by the field that holds them.
const ALBUM_KINDS: [&str; 4] = ["photo", "video", "document", "audio"];

impl MessageContent {
    /// Reads a message of the Bot API; `None` for one without an id. A mark or a button of a form that nobody knew is left
    /// out, rather than the message.
    pub(super) fn from_json(message: &Value) -> Option<MessageContent> {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let words = |words: &str, marks: &str| {
            let text = message[words].as_str()?.to_owned();
            let entities =
                list(&message[marks]).iter().filter_map(|mark| Entity::deserialize(mark).ok()).collect();
            Some(Post { text, entities })
        };
        let is = |flag: &str| message[flag] == true;
        let text = words("text", "entities");
        let body = if text.is_some() {
            MessageBody::Text { preview: message.get("link_preview_options").cloned() }
        } else {
            let item = album_item(message, is("has_media_spoiler"));
            MessageBody::Media { item, above: is("show_caption_above_media") }
        };
        let lasting = |row: &Value| -> Vec<Value> {
            let works = |button: &&Value| button.get("url").or(button.get("copy_text")).is_some();
            list(row).iter().filter(works).cloned().collect()
        };
        let buttons = list(&message["reply_markup"]["inline_keyboard"]);
        Some(MessageContent {
            message_id: i32::try_from(message["message_id"].as_i64()?).ok()?,
            post: text.or_else(|| words("caption", "caption_entities")).unwrap_or_default(),
            body,
            album: message["media_group_id"].as_str().map(str::to_owned),
            forwarded: message.get("forward_origin").is_some(),
            buttons: buttons.iter().map(lasting).filter(|row| !row.is_empty()).collect(),
        })
    }

    /// Its words and all addresses in it: what people see and what a press leads to.
    pub(super) fn all_text(&self) -> String {
        let hidden = self.post.entities.iter().filter_map(|entity| entity.url.as_deref());
        let buttons = self.buttons.iter().flatten().filter_map(|button| button["url"].as_str());
        let parts = [self.post.text.as_str()].into_iter().chain(hidden).chain(buttons);
        parts.collect::<Vec<_>>().join("\n")
    }

    /// Whether it carries a file.
    pub(super) fn is_media(&self) -> bool {
        matches!(self.body, MessageBody::Media { .. })
    }

    /// Words that stand in no message.
    pub(super) fn from_text(text: String) -> MessageContent {
        MessageContent {
            message_id: 0,
            post: Post { text, entities: Vec::new() },
            body: MessageBody::Text { preview: None },
            album: None,
            forwarded: false,
            buttons: Vec::new(),
        }
    }

    /// The most UTF-16 units that Telegram takes for its words.
    pub(super) fn max_units(&self) -> usize {
        match self.body {
            MessageBody::Text { .. } => MAX_TEXT_UNITS,
            MessageBody::Media { .. } => MAX_CAPTION_UNITS,
        }
    }

    /// Method and parameters that give it back to `chat`. A media message is copied by its number, so that whatever it carries
    /// stays what it is.
    pub(super) fn copy_call(&self, chat: ChatId, spot: ReplyTarget) -> (&'static str, Value) {
        let (method, mut call) = match &self.body {
            MessageBody::Text { preview } => {
                let mut call =
                    json!({ "chat_id": chat, "text": self.post.text, "entities": self.post.entities });
                if let Some(preview) = preview {
                    call["link_preview_options"] = preview.clone();
                }
                ("sendMessage", call)
            }
            MessageBody::Media { above, .. } => {
                let call = json!({
                    "chat_id": chat, "from_chat_id": chat, "message_id": self.message_id, "caption": self.post.text,
                    "caption_entities": self.post.entities, "show_caption_above_media": above,
                });
                ("copyMessage", call)
            }
        };
        spot.apply_to(&mut call);
        self.add_buttons(&mut call);
        (method, call)
    }

    /// Method and parameters that put its words into a message that was given back before.
    pub(super) fn edit_call(&self, chat: ChatId, message_id: i32) -> (&'static str, Value) {
        let (method, mut call) = match &self.body {
            MessageBody::Text { preview } => {
                let mut call = json!({
                    "chat_id": chat, "message_id": message_id, "text": self.post.text, "entities": self.post.entities,
                });
                if let Some(preview) = preview {
                    call["link_preview_options"] = preview.clone();
                }
                ("editMessageText", call)
            }
            MessageBody::Media { above, .. } => {
                let call = json!({
                    "chat_id": chat, "message_id": message_id, "caption": self.post.text,
                    "caption_entities": self.post.entities, "show_caption_above_media": above,
                });
                ("editMessageCaption", call)
            }
        };
        self.add_buttons(&mut call);
        (method, call)
    }

    fn add_buttons(&self, call: &mut Value) {
        if !self.buttons.is_empty() {
            call["reply_markup"] = json!({ "inline_keyboard": self.buttons });
        }
    }
}

/// Parameters of `sendMediaGroup` that give an album back; `None` when one of its parts is of a kind that albums do not take.
pub(super) fn album_copy_call(parts: &[MessageContent], chat: ChatId, spot: ReplyTarget) -> Option<Value> {
    // Telegram wants it to be the same for all parts, also for those without a caption.
    let above = parts.iter().any(|part| matches!(part.body, MessageBody::Media { above: true, .. }));
    let media: Option<Vec<Value>> = parts
        .iter()
        .map(|part| {
            let MessageBody::Media { item: Some(item), .. } = &part.body else { return None };
            let mut media = json!({ "type": item.kind, "media": item.file_id });
            if above {
                media["show_caption_above_media"] = json!(true);
            }
            if !part.post.text.is_empty() {
                media["caption"] = json!(part.post.text);
                media["caption_entities"] = json!(part.post.entities);
            }
            if item.spoiler {
                media["has_spoiler"] = json!(true);
            }
            Some(media)
        })
        .collect();
    let mut call = json!({ "chat_id": chat, "media": media? });
    spot.apply_to(&mut call);
    Some(call)
}

/// Whether the bot said this by itself, told by its buttons: a post that it gave back has only such as open an address.
pub(super) fn is_bot_answer(message: &Value) -> bool {
    let rows = message["reply_markup"]["inline_keyboard"].as_array().into_iter().flatten();
    let mut buttons = rows.flat_map(|row| row.as_array().into_iter().flatten());
    message["from"]["is_bot"] == true && buttons.any(|button| button.get("url").is_none())
}

fn album_item(message: &Value, spoiler: bool) -> Option<AlbumItem> {
    // An animation has a `document` as well, and no album takes it.
    if message.get("animation").is_some() {
        return None;
    }
    let (kind, file) = ALBUM_KINDS.iter().find_map(|kind| Some((kind, message.get(kind)?)))?;
    // A photo comes in several sizes, the largest last.
    let file = file.as_array().and_then(|sizes| sizes.last()).unwrap_or(file);
    let file_id = file["file_id"].as_str()?.to_owned();
    Some(AlbumItem { kind: (*kind).to_owned(), file_id, spoiler })
}
