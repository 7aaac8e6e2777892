//! Users, chats, and who wrote a message.

use serde::Deserialize;

use super::fields::lenient;
use dealink_core::lang::Lang;

/// A Telegram account: a person or a bot.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct User {
    pub id: u64,
    #[serde(default, deserialize_with = "lenient")]
    pub is_bot: bool,
    #[serde(default, deserialize_with = "lenient")]
    pub first_name: String,
    #[serde(default, deserialize_with = "lenient")]
    pub last_name: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub username: Option<String>,
    /// IETF tag of the language of the person's Telegram.
    #[serde(default, deserialize_with = "lenient")]
    pub language_code: Option<String>,
}

impl User {
    pub fn full_name(&self) -> String {
        let names = [Some(self.first_name.as_str()), self.last_name.as_deref()];
        names.into_iter().flatten().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// As the author of a message.
    pub fn as_author(&self) -> MessageAuthor {
        MessageAuthor::Person { id: self.id, name: self.full_name() }
    }

    /// The language of the person's Telegram, if the bot speaks it.
    pub fn language(&self) -> Option<Lang> {
        self.language_code.as_deref().and_then(Lang::from_tag)
    }
}

/// A private chat, group or channel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Chat {
    pub id: i64,
    #[serde(rename = "type", default, deserialize_with = "lenient")]
    pub kind: ChatType,
    /// Of groups and channels.
    #[serde(default, deserialize_with = "lenient")]
    pub title: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatType {
    Private,
    Group,
    Supergroup,
    Channel,
    /// A kind of a later Bot API.
    #[default]
    #[serde(other)]
    Unknown,
}

impl ChatType {
    /// The name in the log.
    pub fn name(self) -> &'static str {
        match self {
            ChatType::Private => "private",
            ChatType::Group => "group",
            ChatType::Supergroup => "supergroup",
            ChatType::Channel => "channel",
            ChatType::Unknown => "unknown",
        }
    }

    /// Whether several people read it.
    pub fn is_shared(self) -> bool {
        matches!(self, ChatType::Group | ChatType::Supergroup | ChatType::Channel)
    }
}

/// Who wrote a message of a group or channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageAuthor {
    /// With first and last name.
    Person { id: u64, name: String },
    /// An admin who writes in the name of the group.
    Admin,
    /// A person who writes in the name of this channel.
    Channel { title: String },
    /// Telegram does not say it, as for a channel's post.
    Unknown,
}

impl MessageAuthor {
    pub(super) fn new(chat: &Chat, from: Option<&User>, sender_chat: Option<Chat>) -> MessageAuthor {
        match (sender_chat, from) {
            (Some(sender), _) if sender.id == chat.id => MessageAuthor::Admin,
            (Some(sender), _) => MessageAuthor::Channel { title: sender.title.unwrap_or_default() },
            (None, Some(user)) => user.as_author(),
            (None, None) => MessageAuthor::Unknown,
        }
    }

    pub fn person_id(&self) -> Option<u64> {
        match self {
            MessageAuthor::Person { id, .. } => Some(*id),
            MessageAuthor::Admin | MessageAuthor::Channel { .. } | MessageAuthor::Unknown => None,
        }
    }
}
