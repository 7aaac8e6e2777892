//! Why a message can never be delivered, derived from the description of Telegram's refusal.

use teloxide::types::ChatId;

/// Why a message can never be delivered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The person blocked the bot, or the chat is gone.
    #[error("the chat cannot be written to")]
    ChatClosed,
    #[error("the message is the same already")]
    Unchanged,
    /// The message to edit is of another kind: a text cannot become a picture, nor the other way round.
    #[error("the message is of another kind")]
    OtherKind,
    #[error("the group has another number now")]
    Migrated(ChatId),
    /// The message to edit or delete is gone or too old.
    #[error("the message is gone")]
    MessageGone,
    /// Telegram refuses the request, which is a mistake of the bot. Holds the beginning of Telegram's description, never text of a
    /// message.
    #[error("Telegram refused: {0}")]
    Refused(String),
    /// Telegram's server had nothing but a fault for this call for minutes, while it answered other calls. It is not known whether the
    /// call took effect.
    #[error("given up after faults of the server ({0})")]
    GivenUp(u16),
    #[error("Telegram does not accept the bot token")]
    Token,
}

/// Descriptions that mean that a bot cannot write in a chat at all.
const CLOSED_DESCRIPTIONS: [&str; 6] = [
    "chat not found",
    "upgraded to a supergroup",
    "not enough rights to send text messages",
    "need administrator rights",
    "have no rights to send a message",
    "CHAT_WRITE_FORBIDDEN",
];

/// What a refusal means for the message. Only the description distinguishes the causes: Telegram's codes are too coarse.
pub(super) fn classify_refusal(code: u16, description: String) -> SendError {
    let says = |text: &str| description.contains(text);
    if code == 401 {
        SendError::Token
    } else if says("message is not modified") {
        SendError::Unchanged
    } else if says("there is no text in the message") || says("there is no caption in the message") {
        SendError::OtherKind
    } else if says("message can't be deleted") {
        SendError::Refused(description)
    } else if [
        "message to edit not found",
        "message to delete not found",
        "message can't be",
        "MESSAGE_ID_INVALID",
    ]
    .iter()
    .any(|text| says(text))
    {
        SendError::MessageGone
    } else if code == 403 || CLOSED_DESCRIPTIONS.iter().any(|text| says(text)) {
        SendError::ChatClosed
    } else {
        SendError::Refused(description)
    }
}
