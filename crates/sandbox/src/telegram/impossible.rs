//! Why a person's act is impossible in the stand-in.

use super::ids::{ChatId, MessageId, UserId};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImpossibleAction {
    #[error("there is no user {0}")]
    NoUser(UserId),
    /// Or the user is not in the chat.
    #[error("there is no chat {0} for this user")]
    NoChat(ChatId),
    #[error("there is no message {0} in this chat")]
    NoMessage(MessageId),
    /// Or the button has no callback data.
    #[error("message {0} has no button \"{1}\" that asks the bot")]
    NoButton(MessageId, String),
    #[error("message {0} is somebody else's")]
    NotTheirs(MessageId),
    #[error("a message needs a text")]
    NoText,
    /// Telegram's apps split a longer text.
    #[error("a message has at most 4096 characters, this one has {0}")]
    TooLong(usize),
    /// A sticker with a caption, a keyboard on a message that is not forwarded, and the like.
    #[error("{0}")]
    Post(String),
    #[error("message {0} is forwarded and cannot be edited")]
    Forwarded(MessageId),
    #[error("{0}")]
    Entities(String),
    #[error("there is no result \"{0}\" to send")]
    NoResult(String),
    #[error("there is no topic {0} in this chat")]
    NoTopic(MessageId),
    /// A role or the kind of the chat does not allow it.
    #[error("{0}")]
    NoRight(String),
}

/// The refusal of what a role or the kind of the chat does not allow.
pub(super) fn no_right<T>(why: &str) -> Result<T, ImpossibleAction> {
    Err(ImpossibleAction::NoRight(why.to_owned()))
}
