//! The log of everything that happened. Tests and the page read it.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use super::ids::{ChatId, MessageId, UserId};
use super::media::MediaKind;
use super::pending::InlineAnswer;

/// Something that happened. Its JSON is the event that the page gets.
#[derive(Clone, Debug, Serialize)]
pub struct ChatChange {
    /// Position in the order of all changes, from 1.
    pub seq: u64,
    /// `None` if it concerns no chat.
    #[serde(rename = "chat_id", skip_serializing_if = "Option::is_none")]
    pub chat: Option<ChatId>,
    #[serde(flatten)]
    pub kind: ChangeKind,
    /// The `ReplyKeyboardMarkup`, `ReplyKeyboardRemove` or `ForceReply` of the message, which the `Message` object does
    /// not contain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_keyboard: Option<Value>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChangeKind {
    Message {
        /// The `Message` of the Bot API.
        message: Value,
        from_bot: bool,
    },
    Edited {
        /// The `Message` after the change.
        message: Value,
        from_bot: bool,
    },
    Deleted {
        message_id: MessageId,
    },
    /// A person deleted a message.
    #[serde(rename = "deleted")]
    DeletedByUser {
        message_id: MessageId,
    },
    Ephemeral {
        receiver: UserId,
        /// Its `message_id` is 0.
        message: Value,
    },
    #[serde(rename = "ephemeral")]
    EphemeralEdited {
        receiver: UserId,
        /// The `Message` after the change.
        message: Value,
    },
    EphemeralDeleted {
        receiver: UserId,
        ephemeral_message_id: MessageId,
    },
    /// The bot shows a chat action, such as `typing`.
    Action {
        action: String,
    },
    Reaction {
        message_id: MessageId,
        /// The `ReactionType` objects; none if the reaction was removed.
        reaction: Vec<Value>,
    },
    CallbackAnswer {
        callback_query_id: String,
        user_id: UserId,
        /// Empty if the answer shows nothing.
        text: String,
        show_alert: bool,
    },
    /// The bot answered an inline query. It is logged in the private chat of the person who asked.
    InlineAnswer {
        inline_query_id: String,
        #[serde(skip)]
        user_id: UserId,
        /// The page gets it from `/api/inline`.
        #[serde(skip)]
        answer: InlineAnswer,
    },
    Commands,
}

impl ChatChange {
    /// Whether the bot did something that a person sees. A test must read all such changes. Chat actions are not among
    /// them.
    pub fn is_reply(&self) -> bool {
        self.is_from_bot() && !matches!(self.kind, ChangeKind::Action { .. })
    }

    /// Whether the bot did it, in a chat.
    pub fn is_from_bot(&self) -> bool {
        match self.kind {
            ChangeKind::Message { from_bot, .. } | ChangeKind::Edited { from_bot, .. } => from_bot,
            ChangeKind::Commands | ChangeKind::DeletedByUser { .. } => false,
            _ => true,
        }
    }

    /// The `Message` that was sent or edited.
    pub fn message(&self) -> Option<&Value> {
        match &self.kind {
            ChangeKind::Message { message, .. }
            | ChangeKind::Edited { message, .. }
            | ChangeKind::Ephemeral { message, .. }
            | ChangeKind::EphemeralEdited { message, .. } => Some(message),
            _ => None,
        }
    }

    pub fn ephemeral(&self) -> Option<(UserId, MessageId)> {
        match &self.kind {
            ChangeKind::Ephemeral { receiver, message }
            | ChangeKind::EphemeralEdited { receiver, message } => {
                Some((*receiver, message["ephemeral_message_id"].as_i64()?))
            }
            ChangeKind::EphemeralDeleted { receiver, ephemeral_message_id } => {
                Some((*receiver, *ephemeral_message_id))
            }
            _ => None,
        }
    }

    /// The id of the message that was sent, edited, deleted or reacted to.
    pub fn message_id(&self) -> Option<MessageId> {
        match &self.kind {
            ChangeKind::Deleted { message_id }
            | ChangeKind::DeletedByUser { message_id }
            | ChangeKind::Reaction { message_id, .. } => Some(*message_id),
            _ => self.message()?["message_id"].as_i64(),
        }
    }

    /// The text or caption of the message, or the text of the answer to a button press; empty if there is none.
    pub fn text(&self) -> &str {
        match (&self.kind, self.message()) {
            (ChangeKind::CallbackAnswer { text, .. }, _) => text,
            (_, Some(message)) => {
                message["text"].as_str().or(message["caption"].as_str()).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// The `MessageEntity` objects of the text or caption.
    pub fn entities(&self) -> Vec<Value> {
        let listed = |message: &Value| {
            message["entities"].as_array().or(message["caption_entities"].as_array()).cloned()
        };
        self.message().and_then(listed).unwrap_or_default()
    }

    pub fn topic(&self) -> Option<MessageId> {
        self.message()?["message_thread_id"].as_i64()
    }

    pub fn media(&self) -> Option<MediaKind> {
        let message = self.message()?;
        MediaKind::ALL.into_iter().find(|kind| message.get(kind.field()).is_some())
    }

    pub fn album(&self) -> Option<&str> {
        self.message()?["media_group_id"].as_str()
    }

    /// The `InlineKeyboardButton` objects of the message, row by row.
    pub fn buttons(&self) -> Vec<Vec<Value>> {
        let rows = self.message().and_then(|m| m["reply_markup"]["inline_keyboard"].as_array());
        rows.into_iter().flatten().filter_map(|row| row.as_array().cloned()).collect()
    }
}

/// All changes, and how far each chat was read.
#[derive(Default)]
pub(crate) struct Log {
    changes: Vec<ChatChange>,
    chats: HashMap<ChatId, ReadPosition>,
}

/// The indexes of a chat's changes, and how many of them were read.
#[derive(Default)]
struct ReadPosition {
    places: Vec<usize>,
    read: usize,
}

impl Log {
    pub(crate) fn push(&mut self, chat: Option<ChatId>, what: ChangeKind) {
        if let Some(chat) = chat {
            self.chats.entry(chat).or_default().places.push(self.changes.len());
        }
        self.changes.push(ChatChange {
            seq: self.changes.len() as u64 + 1,
            chat,
            kind: what,
            reply_keyboard: None,
        });
    }

    /// Sets the reply keyboard of the newest change.
    pub(crate) fn attach_keyboard(&mut self, keyboard: Value) {
        if let Some(change) = self.changes.last_mut() {
            change.reply_keyboard = Some(keyboard);
        }
    }

    /// At most `limit` changes after this `seq`.
    pub(crate) fn changes_after(&self, seq: u64, limit: usize) -> &[ChatChange] {
        let start = usize::try_from(seq).unwrap_or(usize::MAX).min(self.changes.len());
        &self.changes[start..self.changes.len().min(start.saturating_add(limit))]
    }

    pub(crate) fn len(&self) -> u64 {
        self.changes.len() as u64
    }

    pub(crate) fn chat_changes(&self, chat: ChatId) -> Vec<ChatChange> {
        let places = self.chats.get(&chat).map(|reading| reading.places.as_slice()).unwrap_or_default();
        places.iter().map(|place| self.changes[*place].clone()).collect()
    }

    /// The next unread change in a chat for which `wanted` is true; all changes before it count as read.
    pub(crate) fn read_next(&mut self, chat: ChatId, wanted: fn(&ChatChange) -> bool) -> Option<ChatChange> {
        let reading = self.chats.get_mut(&chat)?;
        let unread = &reading.places[reading.read..];
        let skip = unread.iter().position(|place| wanted(&self.changes[*place]))?;
        let found = self.changes[unread[skip]].clone();
        reading.read += skip + 1;
        Some(found)
    }

    pub(crate) fn unread(&self, chat: ChatId) -> Vec<ChatChange> {
        let Some(reading) = self.chats.get(&chat) else { return Vec::new() };
        let unread = reading.places[reading.read..].iter().map(|place| &self.changes[*place]);
        unread.filter(|change| change.is_reply()).cloned().collect()
    }
}
