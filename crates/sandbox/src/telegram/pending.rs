//! What waits for the bot or for a person: button presses, inline and guest queries with their answers, ephemeral
//! messages.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::ids::{ChatId, MessageId, UserId};
use super::model::{Content, SandboxMessage};

/// A button press of which the bot got an update.
pub(crate) struct PendingPress {
    pub(crate) user: UserId,
    pub(crate) chat: ChatId,
    pub(crate) ephemeral: Option<MessageId>,
}

/// Visible ephemeral messages by their ids.
#[derive(Default)]
pub(crate) struct EphemeralMessages {
    pub(super) shown: BTreeMap<MessageId, ShownEphemeral>,
    pub(super) last: MessageId,
}

pub(super) struct ShownEphemeral {
    pub(super) chat: ChatId,
    pub(super) receiver: UserId,
    pub(super) message: SandboxMessage,
}

#[derive(Default)]
pub(crate) struct InlineQueries {
    pub(super) asked: HashMap<String, PendingInlineQuery>,
    pub(super) count: u64,
}

pub(super) struct PendingInlineQuery {
    pub(super) user: UserId,
    pub(super) text: String,
    pub(super) answer: Option<InlineAnswer>,
    pub(super) contents: HashMap<String, ResultContent>,
}

/// The content of the message that a result becomes.
pub(super) struct ResultContent {
    pub(super) content: Content,
    /// It is a photo, with the text as its caption.
    pub(super) photo: bool,
}

/// The bot's answer to an inline query.
#[derive(Clone, Debug, PartialEq)]
pub struct InlineAnswer {
    /// The `InlineQueryResult` objects.
    pub results: Vec<Value>,
    /// The offset of the next results; empty if there are none.
    pub next_offset: String,
    /// The `InlineQueryResultsButton` above the results.
    pub button: Option<Value>,
    /// Seconds.
    pub cache_time: i64,
    /// Whether the answer may be cached for this person only.
    pub is_personal: bool,
}

#[derive(Default)]
pub(crate) struct GuestQueries {
    pub(super) asked: HashMap<String, PendingGuestQuery>,
    pub(super) count: u64,
}

pub(super) struct PendingGuestQuery {
    pub(super) chat: ChatId,
    pub(super) user: UserId,
    pub(super) message: MessageId,
    pub(super) answer: Option<GuestAnswer>,
}

/// The bot's answer in a chat that it is not a member of.
#[derive(Clone, Debug, PartialEq)]
pub struct GuestAnswer {
    pub chat: ChatId,
    pub result: Value,
    /// The `Message` that it became.
    pub message: Value,
    /// The id of the message that the bot was given.
    pub inline_message_id: String,
}
