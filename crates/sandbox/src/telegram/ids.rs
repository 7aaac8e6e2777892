//! Ids of users, chats and messages, and the kinds of chats.

/// In a private chat this is also the chat's id.
pub type UserId = i64;
pub type ChatId = i64;
/// Counted in each chat from 1.
pub type MessageId = i64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatKind {
    Private,
    Group,
    Supergroup {
        /// Whether messages belong to topics.
        topics: bool,
    },
    Channel,
}

impl ChatKind {
    /// Whether it is a group of either size.
    pub(crate) fn is_group(self) -> bool {
        matches!(self, ChatKind::Group | ChatKind::Supergroup { .. })
    }

    /// The `type` of the Bot API.
    pub fn name(self) -> &'static str {
        match self {
            ChatKind::Private => "private",
            ChatKind::Group => "group",
            ChatKind::Supergroup { .. } => "supergroup",
            ChatKind::Channel => "channel",
        }
    }
}
