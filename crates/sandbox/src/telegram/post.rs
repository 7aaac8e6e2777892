//! What a person can send beside plain words: marked text, files, forwarded messages.
//!
//! A post is a description only. Whether Telegram's apps could send it is found out when it is sent.

use std::sync::Arc;

use serde_json::{Value, json};

use super::media::MediaKind;
use super::model::{ChatId, MessageId, SandboxUser};

/// Where a forwarded message was written first.
#[derive(Clone, Debug, PartialEq)]
pub enum ForwardOrigin {
    /// By somebody whom everybody may know.
    User(SandboxUser),
    /// By somebody who hides behind a name.
    HiddenUser(String),
    /// In a channel.
    Channel {
        /// The channel.
        id: ChatId,
        /// Its title.
        title: String,
        /// Its public name, without `@`.
        username: Option<String>,
        /// The number of the post there.
        message_id: MessageId,
        /// Who signed it.
        author_signature: Option<String>,
    },
}

impl ForwardOrigin {
    /// A public channel, by its title and its name without `@`.
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
                let mut chat = json!({"id": id, "type": "channel", "title": title});
                if let Some(username) = username {
                    chat["username"] = json!(username);
                }
                let mut origin =
                    json!({"type": "channel", "date": date, "chat": chat, "message_id": message_id});
                if let Some(signature) = author_signature {
                    origin["author_signature"] = json!(signature);
                }
                origin
            }
        }
    }
}

/// A message that a person sends, put together field by field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UserPost {
    pub(crate) text: String,
    /// Marked parts: the `MessageEntity` without its place, and the text that it covers.
    pub(crate) parts: Vec<(Value, String)>,
    /// `MessageEntity` objects in so many words.
    pub(crate) entities: Vec<Value>,
    pub(crate) media: Option<(MediaKind, Option<String>)>,
    /// The content of the file.
    pub(crate) bytes: Option<Arc<[u8]>>,
    pub(crate) caption_above: bool,
    pub(crate) has_spoiler: bool,
    pub(crate) origin: Option<ForwardOrigin>,
    pub(crate) keyboard: Option<Value>,
    pub(crate) link_preview: Option<Value>,
    pub(crate) reply_to: Option<MessageId>,
}

impl UserPost {
    /// A text.
    pub fn text(text: &str) -> UserPost {
        UserPost { text: text.to_owned(), ..UserPost::default() }
    }

    /// A file with a caption, which may be empty.
    pub fn media(kind: MediaKind, caption: &str) -> UserPost {
        let name = match kind {
            MediaKind::Document => Some("liste.pdf".to_owned()),
            MediaKind::Video | MediaKind::Animation => Some("film.mp4".to_owned()),
            _ => None,
        };
        UserPost { media: Some((kind, name)), ..UserPost::text(caption) }
    }

    /// A document with its content, which the bot can download.
    pub fn document(name: &str, bytes: &[u8], caption: &str) -> UserPost {
        UserPost {
            bytes: Some(bytes.into()),
            ..UserPost::media(MediaKind::Document, caption).with_file_name(name)
        }
    }

    /// Calls the file so.
    pub fn with_file_name(mut self, file_name: &str) -> UserPost {
        if let Some((_, name)) = &mut self.media {
            *name = Some(file_name.to_owned());
        }
        self
    }

    /// Marks the first place of `part` with an entity of this type, such as `bold`.
    pub fn mark(self, kind: &str, part: &str) -> UserPost {
        self.mark_with(json!({ "type": kind }), part)
    }

    /// Marks the first place of `part` with an entity that has further fields, such as `language`.
    pub fn mark_with(mut self, entity: Value, part: &str) -> UserPost {
        self.parts.push((entity, part.to_owned()));
        self
    }

    /// Puts a link behind the first place of `part`.
    pub fn link(self, part: &str, url: &str) -> UserPost {
        self.mark_with(json!({"type": "text_link", "url": url}), part)
    }

    /// Adds a `MessageEntity` in so many words, of whatever type.
    pub fn entity(mut self, entity: Value) -> UserPost {
        self.entities.push(entity);
        self
    }

    /// It was written elsewhere and is forwarded.
    pub fn forwarded(mut self, origin: ForwardOrigin) -> UserPost {
        self.origin = Some(origin);
        self
    }

    /// Adds a row with one button that opens a URL; only a forwarded message has buttons.
    pub fn button(mut self, text: &str, url: &str) -> UserPost {
        let keyboard = self.keyboard.get_or_insert_with(|| json!({"inline_keyboard": []}));
        if let Some(rows) = keyboard["inline_keyboard"].as_array_mut() {
            rows.push(json!([{"text": text, "url": url}]));
        }
        self
    }

    /// Answers a message of the same chat.
    pub fn reply_to(mut self, message_id: MessageId) -> UserPost {
        self.reply_to = Some(message_id);
        self
    }

    /// The caption stands above the file.
    pub fn with_caption_above(mut self) -> UserPost {
        self.caption_above = true;
        self
    }

    /// The file is hidden until somebody touches it.
    pub fn with_spoiler(mut self) -> UserPost {
        self.has_spoiler = true;
        self
    }

    /// Sets the `LinkPreviewOptions`.
    pub fn link_preview(mut self, options: Value) -> UserPost {
        self.link_preview = Some(options);
        self
    }
}
