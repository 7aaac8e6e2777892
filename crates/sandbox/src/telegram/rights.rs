//! Rights and roles in groups and channels, and the `ChatMember` object of the Bot API.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::ids::ChatKind;
use super::json_objects::extend;
use super::media::MediaKind;
use super::schema::{ApiField, SCHEMA};

/// Permissions that members do not have unless the group allows them.
const NOT_FOR_MEMBERS: [&str; 4] =
    ["can_change_info", "can_pin_messages", "can_manage_topics", "can_edit_tag"];

/// A set of rights by their names in the Bot API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights(BTreeSet<&'static str>);

impl Rights {
    pub fn none() -> Rights {
        Rights::default()
    }

    pub fn all() -> Rights {
        Rights(all_rights().collect())
    }

    /// The rights of a member of a group with the usual settings.
    pub fn of_members() -> Rights {
        Rights(permission_names().filter(|name| !NOT_FOR_MEMBERS.contains(name)).collect())
    }

    /// # Panics
    /// If there is no right of this name.
    #[track_caller]
    #[must_use]
    pub fn with(mut self, name: &str) -> Rights {
        self.0.insert(expect_right(name));
        self
    }

    /// # Panics
    /// If there is no right of this name.
    #[track_caller]
    #[must_use]
    pub fn without(mut self, name: &str) -> Rights {
        self.0.remove(expect_right(name));
        self
    }

    /// `None` if one of the names is no right.
    pub fn from_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Rights> {
        names.into_iter().map(find_right).collect::<Option<_>>().map(Rights)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }

    /// The `ChatPermissions` of the Bot API.
    pub(crate) fn permissions(&self) -> Value {
        self.flags(permission_names())
    }

    /// An object that tells of each of these rights whether it is given.
    fn flags(&self, names: impl Iterator<Item = &'static str>) -> Value {
        names.map(|name| (name.to_owned(), json!(self.has(name)))).collect()
    }
}

/// The rights among the fields of a type of the Bot API.
fn right_fields(kind: &str) -> impl Iterator<Item = &'static ApiField> {
    let fields = SCHEMA.object(kind).map(|shape| shape.fields.as_slice()).unwrap_or_default();
    fields.iter().filter(|field| field.name.starts_with("can_"))
}

/// The rights that a restricted member has or has not.
fn permission_names() -> impl Iterator<Item = &'static str> {
    right_fields("ChatPermissions").map(|field| field.name.as_str())
}

/// The rights that an administrator has or has not in a chat of this kind.
fn administrator_rights(kind: ChatKind) -> impl Iterator<Item = &'static str> {
    let further: &[&str] = match kind {
        ChatKind::Channel => &["can_post_messages", "can_edit_messages", "can_manage_direct_messages"],
        ChatKind::Supergroup { .. } => &["can_pin_messages", "can_manage_tags", "can_manage_topics"],
        ChatKind::Group | ChatKind::Private => &["can_pin_messages", "can_manage_tags"],
    };
    let fields = right_fields("ChatAdministratorRights");
    fields
        .filter(|field| field.required || further.contains(&field.name.as_str()))
        .map(|field| field.name.as_str())
}

fn all_rights() -> impl Iterator<Item = &'static str> {
    right_fields("ChatAdministratorRights").map(|field| field.name.as_str()).chain(permission_names())
}

fn find_right(name: &str) -> Option<&'static str> {
    all_rights().find(|known| *known == name)
}

#[track_caller]
fn expect_right(name: &str) -> &'static str {
    match find_right(name) {
        Some(name) => name,
        None => panic!("there is no right \"{name}\""),
    }
}

/// The role of a person or bot in a group or channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Has every right.
    Owner,
    /// Has these rights besides those of a member.
    Admin(Rights),
    /// In a channel a subscriber.
    Member,
    /// A member with these rights only.
    Restricted(Rights),
    /// A restricted member who left: the restriction stays for the day they come back.
    RestrictedLeft(Rights),
    /// Not in the chat.
    Left,
    /// Removed, and cannot come back.
    Banned,
}

impl Role {
    pub fn is_in(&self) -> bool {
        !matches!(self, Role::RestrictedLeft(_) | Role::Left | Role::Banned)
    }

    pub fn is_admin(&self) -> bool {
        matches!(self, Role::Owner | Role::Admin(_))
    }

    /// The `status` of the Bot API.
    pub fn status(&self) -> &'static str {
        match self {
            Role::Owner => "creator",
            Role::Admin(_) => "administrator",
            Role::Member => "member",
            Role::Restricted(_) | Role::RestrictedLeft(_) => "restricted",
            Role::Left => "left",
            Role::Banned => "kicked",
        }
    }

    pub(crate) fn has_right(&self, right: &str) -> bool {
        match self {
            Role::Owner => true,
            Role::Admin(rights) => rights.has(right),
            _ => false,
        }
    }

    /// Whether it allows a file of this kind, or a text for `None`, in a group.
    pub(crate) fn may_send(&self, kind: Option<MediaKind>) -> bool {
        match self {
            Role::Restricted(rights) => rights.has(permission(kind).0),
            role => role.is_in(),
        }
    }

    /// The `ChatMember` of the Bot API; `user` is a `User` object.
    pub(crate) fn json(&self, kind: ChatKind, user: Value) -> Value {
        let mut member = json!({"status": self.status(), "user": user});
        let more = match self {
            Role::Owner => json!({"is_anonymous": false}),
            Role::Admin(rights) => {
                extend(&mut member, rights.flags(administrator_rights(kind)));
                // Every administrator has the right `can_manage_chat`.
                json!({"can_manage_chat": true, "can_be_edited": false, "is_anonymous": false})
            }
            Role::Restricted(rights) | Role::RestrictedLeft(rights) => {
                extend(&mut member, rights.permissions());
                json!({"is_member": self.is_in(), "until_date": 0})
            }
            Role::Banned => json!({"until_date": 0}),
            Role::Member | Role::Left => json!({}),
        };
        extend(&mut member, more);
        member
    }
}

/// The permission for a file of this kind, or for a text, and the real server's word for what it allows.
pub(crate) fn permission(kind: Option<MediaKind>) -> (&'static str, &'static str) {
    match kind {
        None => ("can_send_messages", "text messages"),
        Some(MediaKind::Photo) => ("can_send_photos", "photos"),
        Some(MediaKind::Video) => ("can_send_videos", "videos"),
        Some(MediaKind::Animation) => ("can_send_other_messages", "animations"),
        Some(MediaKind::Document) => ("can_send_documents", "documents"),
        Some(MediaKind::Audio) => ("can_send_audios", "music"),
        Some(MediaKind::Voice) => ("can_send_voice_notes", "voice notes"),
        Some(MediaKind::Sticker) => ("can_send_other_messages", "stickers"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::ApiValueKind;
    use super::super::validation;
    use super::*;

    #[test]
    fn rights_are_named_as_in_the_bot_api() {
        let rights = Rights::none().with("can_delete_messages");
        assert!(rights.has("can_delete_messages") && !rights.has("can_post_messages"));
        assert!(!Rights::all().without("can_edit_messages").has("can_edit_messages"));
        assert_eq!(Rights::from_names(["can_fly"]), None);
        assert_eq!(Rights::from_names(["can_delete_messages"]), Some(rights));
        assert!(
            Rights::of_members().has("can_send_messages") && !Rights::of_members().has("can_pin_messages")
        );
    }

    #[test]
    fn every_role_is_a_chat_member_in_every_kind_of_chat() {
        let user = json!({"id": 1, "is_bot": false, "first_name": "A"});
        let kinds = [
            ChatKind::Private,
            ChatKind::Group,
            ChatKind::Supergroup { topics: true },
            ChatKind::Supergroup { topics: false },
            ChatKind::Channel,
        ];
        for (role, name) in [
            (Role::Owner, "ChatMemberOwner"),
            (Role::Admin(Rights::none()), "ChatMemberAdministrator"),
            (Role::Admin(Rights::all()), "ChatMemberAdministrator"),
            (Role::Member, "ChatMemberMember"),
            (Role::Restricted(Rights::none()), "ChatMemberRestricted"),
            (Role::RestrictedLeft(Rights::all()), "ChatMemberRestricted"),
            (Role::Left, "ChatMemberLeft"),
            (Role::Banned, "ChatMemberBanned"),
        ] {
            for kind in kinds {
                let member = role.json(kind, user.clone());
                validation::validate(&ApiValueKind::Object(name.to_owned()), &member).unwrap();
            }
        }
        let permissions = Rights::of_members().permissions();
        validation::validate(&ApiValueKind::Object("ChatPermissions".to_owned()), &permissions).unwrap();
    }
}
