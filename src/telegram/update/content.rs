//! The text, file and buttons of a message, in the form in which the bot can send them again.
//!
//! Formatting, buttons and preview options that the bot does not know are kept as JSON and sent unchanged. This form is stored
//! in the inbox as part of an answer that was begun, so field names must not change.

use dealink_links::{Entity, Post};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::Fields;

/// Text, file and buttons of a message; buttons only if they work in a copy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageContent {
    pub message_id: i32,
    pub post: Post,
    pub body: MessageBody,
    /// `media_group_id` of the album that it belongs to.
    pub album: Option<String>,
    pub forwarded: bool,
    /// Buttons that open an address or copy a text; others work only for the bot that made them.
    pub buttons: Vec<Vec<LinkObject>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MessageBody {
    Text {
        preview: Option<LinkObject>,
    },
    /// A picture, a film, a file.
    Media {
        /// What `sendMediaGroup` needs; `None` for a kind that cannot be in an album.
        item: Option<AlbumItem>,
        /// `show_caption_above_media`.
        above: bool,
    },
}

/// A part of an album, as `sendMediaGroup` takes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlbumItem {
    /// `type`, such as `photo`.
    pub kind: String,
    pub file_id: String,
    /// `has_spoiler`: covered until it is tapped.
    pub spoiler: bool,
}

/// A button or `link_preview_options`: an object of the Bot API that may have an address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkObject(Value);

/// Telegram's limit in UTF-16 units.
const MAX_CAPTION_UNITS: usize = 1024;
/// Kinds that `sendMediaGroup` takes, by the field that holds them.
const ALBUM_KINDS: [&str; 4] = ["photo", "video", "document", "audio"];

impl LinkObject {
    pub fn url(&self) -> Option<&str> {
        self.0.get("url")?.as_str()
    }

    pub fn set_url(&mut self, url: &str) {
        self.0["url"] = url.into();
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.0.get(field).is_some()
    }

    /// Whether this button works below a message of another bot.
    pub(super) fn works_for_any_bot(&self) -> bool {
        self.has("url") || self.has("copy_text")
    }
}

impl MessageContent {
    /// A text that belongs to no message.
    pub fn from_text(text: String) -> MessageContent {
        MessageContent {
            message_id: 0,
            post: Post { text, entities: Vec::new() },
            body: MessageBody::Text { preview: None },
            album: None,
            forwarded: false,
            buttons: Vec::new(),
        }
    }

    /// Takes the content out of a message's fields, but for `rows` of buttons. An entity of an unknown form is left out.
    pub(super) fn take_from(
        fields: &mut Fields,
        message_id: i32,
        mut rows: Vec<Vec<LinkObject>>,
    ) -> MessageContent {
        let mut words = |text: &str, entities: &str| {
            let text = fields.take(text)?;
            Some(Post { text, entities: fields.take_list::<Entity>(entities) })
        };
        let text = words("text", "entities");
        let caption = words("caption", "caption_entities");
        let body = match text {
            Some(_) => MessageBody::Text { preview: fields.take("link_preview_options") },
            None => MessageBody::Media {
                item: take_album_item(fields),
                above: fields.is_true("show_caption_above_media"),
            },
        };
        rows.iter_mut().for_each(|row| row.retain(LinkObject::works_for_any_bot));
        rows.retain(|row| !row.is_empty());
        MessageContent {
            message_id,
            post: text.or(caption).unwrap_or_default(),
            body,
            album: fields.take("media_group_id"),
            forwarded: fields.has("forward_origin"),
            buttons: rows,
        }
    }

    /// The text and every address of the message: what people see, and where a tap leads.
    pub fn all_text(&self) -> String {
        let hidden = self.post.entities.iter().filter_map(|entity| entity.url.as_deref());
        let buttons = self.buttons.iter().flatten().filter_map(LinkObject::url);
        let parts = [self.post.text.as_str()].into_iter().chain(hidden).chain(buttons);
        parts.collect::<Vec<_>>().join("\n")
    }

    /// Whether it carries a file.
    pub fn is_media(&self) -> bool {
        matches!(self.body, MessageBody::Media { .. })
    }

    /// Telegram's limit for the text or caption, in UTF-16 units.
    pub fn max_units(&self) -> usize {
        match self.body {
            MessageBody::Text { .. } => crate::answer::MAX_MESSAGE_UNITS,
            MessageBody::Media { .. } => MAX_CAPTION_UNITS,
        }
    }

    /// The address that the preview shows.
    pub fn preview_url(&self) -> Option<&str> {
        match &self.body {
            MessageBody::Text { preview } => preview.as_ref()?.url(),
            MessageBody::Media { .. } => None,
        }
    }

    /// Changes the address of a preview; a message without preview options stays as it is.
    pub fn set_preview_url(&mut self, url: &str) {
        if let MessageBody::Text { preview: Some(preview) } = &mut self.body {
            preview.set_url(url);
        }
    }
}

fn take_album_item(fields: &mut Fields) -> Option<AlbumItem> {
    // An animation comes with a `document` as well, but cannot be in an album.
    if fields.has("animation") {
        return None;
    }
    let kind = ALBUM_KINDS.into_iter().find(|kind| fields.has(kind))?;
    // A photo comes in several sizes, the largest last.
    let file = match fields.take(kind)? {
        Value::Array(mut sizes) => sizes.pop()?,
        file => file,
    };
    let file_id = Fields::new(file)?.take("file_id")?;
    Some(AlbumItem { kind: kind.to_owned(), file_id, spoiler: fields.is_true("has_media_spoiler") })
}
