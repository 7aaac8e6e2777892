//! What happened, in order: the one record that tests read and the page shows.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::inline::InlineAnswer;
use super::media::MediaKind;
use super::model::{ChatId, MessageId, UserId};

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct ChatChange {
    /// Its place in the order of the whole world, from 1.
    pub seq: u64,
    /// Where; `None` for what concerns no chat.
    pub chat: Option<ChatId>,
    /// What.
    pub kind: ChangeKind,
    /// The `ReplyKeyboardMarkup`, `ReplyKeyboardRemove` or `ForceReply` that came with the message, of
    /// which the message itself tells nothing.
    pub reply_keyboard: Option<Value>,
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum ChangeKind {
    /// A message was sent.
    Message {
        /// The `Message` of the Bot API.
        message: Value,
        /// The bot wrote it.
        from_bot: bool,
    },
    /// A message was changed.
    Edited {
        /// The `Message` as it is now.
        message: Value,
        /// The bot wrote it.
        from_bot: bool,
    },
    /// The bot deleted a message.
    Deleted {
        /// Which.
        message_id: MessageId,
    },
    /// A person deleted a message.
    DeletedByUser {
        /// Which.
        message_id: MessageId,
    },
    /// The bot showed one person of a group a message that nobody else sees.
    Ephemeral {
        /// Whom.
        receiver: UserId,
        /// The `Message`, whose `message_id` is 0.
        message: Value,
    },
    /// The bot changed such a message.
    EphemeralEdited {
        /// Whose.
        receiver: UserId,
        /// The `Message` as it is now.
        message: Value,
    },
    /// The bot took such a message back.
    EphemeralDeleted {
        /// From whom.
        receiver: UserId,
        /// Which.
        ephemeral_message_id: MessageId,
    },
    /// The bot shows what it is doing, such as `typing`.
    Action {
        /// The `action` of `sendChatAction`.
        action: String,
    },
    /// The bot reacted to a message.
    Reaction {
        /// To which.
        message_id: MessageId,
        /// The `ReactionType` objects; none takes the reaction back.
        reaction: Vec<Value>,
    },
    /// A button press was answered.
    CallbackAnswer {
        /// The press.
        callback_query_id: String,
        /// Who pressed.
        user_id: UserId,
        /// The note, empty for none.
        text: String,
        /// Shown as a box instead of a note.
        show_alert: bool,
    },
    /// An inline query was answered; in the log it stands in the private chat of whoever asked.
    InlineAnswer {
        /// The query.
        inline_query_id: String,
        /// Who asked.
        user_id: UserId,
        /// With what.
        answer: InlineAnswer,
    },
    /// A command menu was changed.
    Commands,
}

impl ChatChange {
    /// The bot did it and a reader sees it: a test that leaves such a change unread has missed
    /// something. A chat action is none of these, it only fills the wait.
    pub fn is_reply(&self) -> bool {
        self.is_from_bot() && !matches!(self.kind, ChangeKind::Action { .. })
    }

    /// The bot did it, in a chat.
    pub fn is_from_bot(&self) -> bool {
        match self.kind {
            ChangeKind::Message { from_bot, .. } | ChangeKind::Edited { from_bot, .. } => from_bot,
            ChangeKind::Commands | ChangeKind::DeletedByUser { .. } => false,
            _ => true,
        }
    }

    /// The `Message` that was sent or changed.
    pub fn message(&self) -> Option<&Value> {
        match &self.kind {
            ChangeKind::Message { message, .. }
            | ChangeKind::Edited { message, .. }
            | ChangeKind::Ephemeral { message, .. }
            | ChangeKind::EphemeralEdited { message, .. } => Some(message),
            _ => None,
        }
    }

    /// Of a message that one person alone sees: that person, and what it is known by.
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

    /// The message it is about.
    pub fn message_id(&self) -> Option<MessageId> {
        match &self.kind {
            ChangeKind::Deleted { message_id }
            | ChangeKind::DeletedByUser { message_id }
            | ChangeKind::Reaction { message_id, .. } => Some(*message_id),
            _ => self.message()?["message_id"].as_i64(),
        }
    }

    /// The text or caption of the message, or the text of the answer to a press; empty for what has
    /// none.
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

    /// The topic that the message stands in.
    pub fn topic(&self) -> Option<MessageId> {
        self.message()?["message_thread_id"].as_i64()
    }

    /// The kind of file that the message carries.
    pub fn media(&self) -> Option<MediaKind> {
        let message = self.message()?;
        MediaKind::ALL.into_iter().find(|kind| message.get(kind.field()).is_some())
    }

    /// The `media_group_id` of the album that the message belongs to.
    pub fn album(&self) -> Option<&str> {
        self.message()?["media_group_id"].as_str()
    }

    /// The `InlineKeyboardButton` objects under the message, row by row.
    pub fn buttons(&self) -> Vec<Vec<Value>> {
        let rows = self.message().and_then(|m| m["reply_markup"]["inline_keyboard"].as_array());
        rows.into_iter().flatten().filter_map(|row| row.as_array().cloned()).collect()
    }

    /// The event that the page is told.
    pub fn event_json(&self) -> Value {
        let mut event = match &self.kind {
            ChangeKind::Message { message, from_bot } => {
                json!({"kind": "message", "message": message, "from_bot": from_bot})
            }
            ChangeKind::Edited { message, from_bot } => {
                json!({"kind": "edited", "message": message, "from_bot": from_bot})
            }
            ChangeKind::Deleted { message_id } | ChangeKind::DeletedByUser { message_id } => {
                json!({"kind": "deleted", "message_id": message_id})
            }
            ChangeKind::Ephemeral { receiver, message }
            | ChangeKind::EphemeralEdited { receiver, message } => {
                json!({"kind": "ephemeral", "receiver": receiver, "message": message})
            }
            ChangeKind::EphemeralDeleted { receiver, ephemeral_message_id } => json!({
                "kind": "ephemeral_deleted", "receiver": receiver, "ephemeral_message_id": ephemeral_message_id,
            }),
            ChangeKind::Action { action } => json!({"kind": "action", "action": action}),
            ChangeKind::Reaction { message_id, reaction } => {
                json!({"kind": "reaction", "message_id": message_id, "reaction": reaction})
            }
            ChangeKind::CallbackAnswer { callback_query_id, user_id, text, show_alert } => json!({
                "kind": "callback_answer", "callback_query_id": callback_query_id, "user_id": user_id,
                "text": text, "show_alert": show_alert,
            }),
            // The page waits for the answer itself.
            ChangeKind::InlineAnswer { inline_query_id, .. } => {
                json!({"kind": "inline_answer", "inline_query_id": inline_query_id})
            }
            ChangeKind::Commands => json!({"kind": "commands"}),
        };
        event["seq"] = json!(self.seq);
        if let Some(chat) = self.chat {
            event["chat_id"] = json!(chat);
        }
        if let Some(keyboard) = &self.reply_keyboard {
            event["reply_keyboard"] = keyboard.clone();
        }
        event
    }
}

/// Everything that happened, and how far each chat was read.
#[derive(Default)]
pub(crate) struct Log {
    changes: Vec<ChatChange>,
    chats: HashMap<ChatId, ReadPosition>,
}

/// The places of a chat's changes, and how many of them were read.
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

    /// The newest change came with this keyboard.
    pub(crate) fn attach_keyboard(&mut self, keyboard: Value) {
        if let Some(change) = self.changes.last_mut() {
            change.reply_keyboard = Some(keyboard);
        }
    }

    /// What comes after this place in the order, at most `limit` of it.
    pub(crate) fn changes_after(&self, seq: u64, limit: usize) -> &[ChatChange] {
        let start = usize::try_from(seq).unwrap_or(usize::MAX).min(self.changes.len());
        &self.changes[start..self.changes.len().min(start.saturating_add(limit))]
    }

    pub(crate) fn len(&self) -> u64 {
        self.changes.len() as u64
    }

    /// Everything in a chat.
    pub(crate) fn chat_changes(&self, chat: ChatId) -> Vec<ChatChange> {
        let places = self.chats.get(&chat).map(|reading| reading.places.as_slice()).unwrap_or_default();
        places.iter().map(|place| self.changes[*place].clone()).collect()
    }

    /// The next unread change in a chat that is wanted; what stands before it counts as read.
    pub(crate) fn read_next(&mut self, chat: ChatId, wanted: fn(&ChatChange) -> bool) -> Option<ChatChange> {
        let reading = self.chats.get_mut(&chat)?;
        let unread = &reading.places[reading.read..];
        let skip = unread.iter().position(|place| wanted(&self.changes[*place]))?;
        let found = self.changes[unread[skip]].clone();
        reading.read += skip + 1;
        Some(found)
    }

    /// The replies in a chat that were not read.
    pub(crate) fn unread(&self, chat: ChatId) -> Vec<ChatChange> {
        let Some(reading) = self.chats.get(&chat) else { return Vec::new() };
        let unread = reading.places[reading.read..].iter().map(|place| &self.changes[*place]);
        unread.filter(|change| change.is_reply()).cloned().collect()
    }
}
