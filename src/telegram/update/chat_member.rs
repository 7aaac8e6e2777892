//! The status of a member of a chat, from updates and `getChatMember`, and the details of a chat, from `getChat`.

use serde::Deserialize;

use super::fields::lenient;
use super::people::{ChatType, User};

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ChatMember {
    #[serde(default, deserialize_with = "lenient")]
    pub status: Option<MemberStatus>,
    /// The account.
    #[serde(default, deserialize_with = "lenient")]
    pub user: Option<User>,
    /// Of a restricted member.
    #[serde(default, deserialize_with = "lenient")]
    is_member: Option<bool>,
    #[serde(default, deserialize_with = "lenient")]
    can_send_messages: Option<bool>,
    /// Of an admin.
    #[serde(default, deserialize_with = "lenient")]
    is_anonymous: Option<bool>,
    #[serde(default, deserialize_with = "lenient")]
    can_change_info: Option<bool>,
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

/// A right of an admin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminRight {
    /// `can_change_info`.
    ChangeInfo,
    /// `can_delete_messages`.
    DeleteMessages,
    /// `can_edit_messages`, of channels only.
    EditMessages,
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

    /// Whether the account is in the chat; `None` where Telegram does not say it.
    pub fn is_in_chat(&self) -> Option<bool> {
        match self.status? {
            MemberStatus::Unknown => None,
            MemberStatus::Left | MemberStatus::Kicked => Some(false),
            // A restricted member who leaves stays restricted.
            MemberStatus::Restricted => self.is_member,
            MemberStatus::Creator | MemberStatus::Administrator | MemberStatus::Member => Some(true),
        }
    }

    /// Whether the account may write, where all members have `permissions`; `None` where that is not known.
    pub fn may_write(&self, permissions: Option<ChatPermissions>) -> Option<bool> {
        match (self.status?, self.is_in_chat()) {
            (_, Some(false)) => Some(false),
            (MemberStatus::Administrator | MemberStatus::Creator, _) => Some(true),
            (MemberStatus::Member, _) => permissions?.can_send_messages,
            (MemberStatus::Restricted, Some(true)) => self.can_send_messages,
            _ => None,
        }
    }

    /// Whether it can be a person who writes in the name of the group.
    pub fn may_be_anonymous_admin(&self) -> bool {
        let is_bot = self.user.as_ref().is_some_and(|user| user.is_bot);
        self.is_admin() && !is_bot && self.is_anonymous != Some(false)
    }

    /// Whether the bot is an administrator; a bot is never the creator.
    pub fn is_administrator(&self) -> bool {
        self.status == Some(MemberStatus::Administrator)
    }

    /// Whether the account is an admin with this right. Telegram leaves out rights that do not exist in this kind of chat.
    pub fn has_right(&self, right: AdminRight) -> bool {
        let given = match right {
            AdminRight::ChangeInfo => self.can_change_info,
            AdminRight::DeleteMessages => self.can_delete_messages,
            AdminRight::EditMessages => self.can_edit_messages,
        };
        match self.status {
            Some(MemberStatus::Creator) => true,
            Some(MemberStatus::Administrator) => given == Some(true),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn who_is_restricted_or_gone_may_not_write_and_what_is_not_told_is_not_known() {
        let open = Some(ChatPermissions { can_send_messages: Some(true) });
        let closed = Some(ChatPermissions { can_send_messages: Some(false) });
        for (member, permissions, expected) in [
            (json!({ "status": "administrator" }), closed, Some(true)),
            (json!({ "status": "member" }), open, Some(true)),
            (json!({ "status": "member" }), closed, Some(false)),
            (json!({ "status": "member" }), None, None),
            (
                json!({ "status": "restricted", "is_member": true, "can_send_messages": true }),
                open,
                Some(true),
            ),
            (
                json!({ "status": "restricted", "is_member": true, "can_send_messages": false }),
                open,
                Some(false),
            ),
            (
                json!({ "status": "restricted", "is_member": false, "can_send_messages": true }),
                open,
                Some(false),
            ),
            (json!({ "status": "restricted", "can_send_messages": true }), open, None),
            (json!({ "status": "left" }), open, Some(false)),
            (json!({ "status": "kicked" }), open, Some(false)),
            (json!({ "status": "of_tomorrow" }), open, None),
            (json!({}), open, None),
        ] {
            let read: ChatMember = serde_json::from_value(member.clone()).unwrap();
            assert_eq!(read.may_write(permissions), expected, "{member}");
        }
    }
}
