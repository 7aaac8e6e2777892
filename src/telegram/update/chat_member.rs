//! The status of a member of a chat, from updates and `getChatMember`, and the details of a chat, from `getChat`.

use serde::Deserialize;

use super::fields::lenient;
use super::people::ChatType;

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ChatMember {
    #[serde(default, deserialize_with = "lenient")]
    pub status: Option<MemberStatus>,
    /// Of a restricted member.
    #[serde(default, deserialize_with = "lenient")]
    is_member: Option<bool>,
    #[serde(default, deserialize_with = "lenient")]
    can_send_messages: Option<bool>,
    #[serde(default, deserialize_with = "lenient")]
    can_delete_messages: Option<bool>,
    #[serde(default, deserialize_with = "lenient")]
    can_edit_messages: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberStatus {
    Creator,
    Administrator,
    Member,
    Restricted,
    Left,
    Kicked,
    /// A status of a later Bot API.
    #[serde(other)]
    Unknown,
}

/// The fields of `getChat` that the bot uses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ChatDetails {
    #[serde(default, deserialize_with = "lenient")]
    pub title: Option<String>,
    #[serde(rename = "type", default, deserialize_with = "lenient")]
    pub kind: Option<ChatType>,
    /// What all members may do.
    #[serde(default, deserialize_with = "lenient")]
    pub permissions: Option<ChatPermissions>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ChatPermissions {
    #[serde(default, deserialize_with = "lenient")]
    pub can_send_messages: Option<bool>,
}

impl ChatMember {
    pub fn is_admin(&self) -> bool {
        matches!(self.status, Some(MemberStatus::Creator | MemberStatus::Administrator))
    }

    /// Whether the account is in the chat.
    pub fn is_in_chat(&self) -> bool {
        match self.status {
            None | Some(MemberStatus::Left | MemberStatus::Kicked) => false,
            Some(MemberStatus::Restricted) => self.is_member != Some(false),
            Some(_) => true,
        }
    }

    /// Whether the account may write, where all members have `permissions`.
    pub fn may_write(&self, permissions: Option<ChatPermissions>) -> bool {
        match self.status {
            Some(MemberStatus::Administrator | MemberStatus::Creator) => true,
            Some(MemberStatus::Member) => {
                permissions.and_then(|permissions| permissions.can_send_messages) != Some(false)
            }
            Some(MemberStatus::Restricted) => {
                self.can_send_messages == Some(true) && self.is_member != Some(false)
            }
            _ => false,
        }
    }

    /// Whether the bot is an administrator; a bot is never the creator.
    pub fn is_administrator(&self) -> bool {
        self.status == Some(MemberStatus::Administrator)
    }

    pub fn may_delete_messages(&self) -> bool {
        self.is_administrator() && self.can_delete_messages == Some(true)
    }

    pub fn may_edit_messages(&self) -> bool {
        self.is_administrator() && self.can_edit_messages == Some(true)
    }
}
