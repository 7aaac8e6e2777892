//! What a person can send besides plain text: text with entities, files, forwarded messages.
//!
//! A post is only a description; whether Telegram's apps could send it is checked when it is sent.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::ids::{ChatId, MessageId};
use super::json_objects::without_nulls;
use super::media::MediaKind;
use super::model::SandboxUser;

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForwardOrigin {
    /// A user whose account is shown.
    #[serde(skip)]
    User(SandboxUser),
    /// A user who shows a name only.
    HiddenUser(String),
    Channel {
        id: ChatId,
        title: String,
        /// Without `@`.
        username: Option<String>,
        /// Id of the post in the channel.
        message_id: MessageId,
        author_signature: Option<String>,
    },
}

impl ForwardOrigin {
    pub fn channel(title: &str, username: &str) -> ForwardOrigin {
        ForwardOrigin::Channel {
            id: -1_001_500_000_000 - i64::try_from(username.len()).unwrap_or_default(),
            title: title.to_owned(),
            username: Some(username.to_owned()),
            message_id: 412,
            author_signature: None,
        }
    }

    /// The `MessageOrigin` of the Bot API; `date` in Unix time.
    pub(crate) fn json(&self, date: i64) -> Value {
        match self {
            ForwardOrigin::User(user) => json!({"type": "user", "date": date, "sender_user": user.json()}),
            ForwardOrigin::HiddenUser(name) => {
                json!({"type": "hidden_user", "date": date, "sender_user_name": name})
            }
            ForwardOrigin::Channel { id, title, username, message_id, author_signature } => {
                let chat = json!({"id": id, "type": "channel", "title": title, "username": username});
                channel_origin(without_nulls(chat), *message_id, date, author_signature.as_deref())
            }
        }
    }
}

/// The `MessageOrigin` of a channel's post; `chat` is a `Chat` object.
pub(crate) fn channel_origin(chat: Value, post: MessageId, date: i64, signature: Option<&str>) -> Value {
    without_nulls(json!({
        "type": "channel", "date": date, "chat": chat, "message_id": post, "author_signature": signature,
    }))
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UserPost {
    pub(crate) text: String,
    /// Entities by the text they cover: the `MessageEntity` without offset and length, and the text.
    pub(crate) parts: Vec<(Value, String)>,
    /// Complete `MessageEntity` objects.
    pub(crate) entities: Vec<Value>,
    pub(crate) media: Option<MediaKind>,
    pub(crate) file_name: Option<String>,
    #[serde(skip)]
    pub(crate) bytes: Option<Arc<[u8]>>,
    pub(crate) caption_above: bool,
    pub(crate) has_spoiler: bool,
    pub(crate) origin: Option<ForwardOrigin>,
    pub(crate) keyboard: Option<Value>,
    pub(crate) link_preview: Option<Value>,
    pub(crate) reply_to: Option<MessageId>,
}

impl UserPost {
    pub fn text(text: &str) -> UserPost {
        UserPost { text: text.to_owned(), ..UserPost::default() }
    }

    /// The caption may be empty.
    pub fn media(kind: MediaKind, caption: &str) -> UserPost {
        let file_name = match kind {
            MediaKind::Document => Some("liste.pdf".to_owned()),
            MediaKind::Video | MediaKind::Animation => Some("film.mp4".to_owned()),
            _ => None,
        };
        UserPost { media: Some(kind), file_name, ..UserPost::text(caption) }
    }

    /// A document with content that the bot can download.
    pub fn document(name: &str, bytes: &[u8], caption: &str) -> UserPost {
        UserPost {
            bytes: Some(bytes.into()),
            ..UserPost::media(MediaKind::Document, caption).with_file_name(name)
        }
    }

    pub fn with_file_name(mut self, file_name: &str) -> UserPost {
        self.file_name = Some(file_name.to_owned());
        self
    }

    /// Adds an entity of this type, such as `bold`, to the first occurrence of `part`.
    pub fn mark(self, kind: &str, part: &str) -> UserPost {
        self.mark_with(json!({ "type": kind }), part)
    }

    /// Adds an entity with further fields, such as `language`, to the first occurrence of `part`.
    pub fn mark_with(mut self, entity: Value, part: &str) -> UserPost {
        self.parts.push((entity, part.to_owned()));
        self
    }

    /// Adds a link to the first occurrence of `part`.
    pub fn link(self, part: &str, url: &str) -> UserPost {
        self.mark_with(json!({"type": "text_link", "url": url}), part)
    }

    /// Adds a complete `MessageEntity` of any type.
    pub fn entity(mut self, entity: Value) -> UserPost {
        self.entities.push(entity);
        self
    }

    pub fn forwarded(mut self, origin: ForwardOrigin) -> UserPost {
        self.origin = Some(origin);
        self
    }

    /// Adds a row with one URL button; only a forwarded message can have buttons.
    pub fn button(mut self, text: &str, url: &str) -> UserPost {
        let keyboard = self.keyboard.get_or_insert_with(|| json!({"inline_keyboard": []}));
        if let Some(rows) = keyboard["inline_keyboard"].as_array_mut() {
            rows.push(json!([{"text": text, "url": url}]));
        }
        self
    }

    /// Makes it a reply to a message of the same chat.
    pub fn reply_to(mut self, message_id: MessageId) -> UserPost {
        self.reply_to = Some(message_id);
        self
    }

    pub fn with_caption_above(mut self) -> UserPost {
        self.caption_above = true;
        self
    }

    /// Hides the file as a spoiler.
    pub fn with_spoiler(mut self) -> UserPost {
        self.has_spoiler = true;
        self
    }

    pub fn link_preview(mut self, options: Value) -> UserPost {
        self.link_preview = Some(options);
        self
    }
}
