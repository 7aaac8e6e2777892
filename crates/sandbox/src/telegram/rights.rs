//! Rights and roles in groups and channels, and the `ChatMember` object of the Bot API.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::ids::ChatKind;
use super::media::MediaKind;

/// Rights that every administrator has or has not (Bot API, `ChatMemberAdministrator`).
const ADMINISTRATORS: [&str; 11] = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
];
/// Further rights in channels.
const OF_CHANNELS: [&str; 3] = ["can_post_messages", "can_edit_messages", "can_manage_direct_messages"];
/// Further rights in groups.
const OF_GROUPS: [&str; 2] = ["can_pin_messages", "can_manage_tags"];
/// Further rights in supergroups.
const OF_SUPERGROUPS: [&str; 1] = ["can_manage_topics"];
/// Rights that a restricted member has or has not (Bot API, `ChatPermissions`).
const PERMISSIONS: [&str; 16] = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
];
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
        Rights(PERMISSIONS.into_iter().filter(|name| !NOT_FOR_MEMBERS.contains(name)).collect())
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
        PERMISSIONS.iter().map(|name| ((*name).to_owned(), json!(self.has(name)))).collect()
    }
}

fn all_rights() -> impl Iterator<Item = &'static str> {
    let administrators = ADMINISTRATORS.into_iter().chain(OF_CHANNELS).chain(OF_GROUPS);
    administrators.chain(OF_SUPERGROUPS).chain(PERMISSIONS)
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
    /// Not in the chat.
    Left,
    /// Removed, and cannot come back.
    Banned,
}

impl Role {
    pub fn is_in(&self) -> bool {
        !matches!(self, Role::Left | Role::Banned)
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
            Role::Restricted(_) => "restricted",
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
            Role::Restricted(rights) => rights.has(permission(kind)),
            role => role.is_in(),
        }
    }

    /// The `ChatMember` of the Bot API; `user` is a `User` object.
    pub(crate) fn json(&self, kind: ChatKind, user: Value) -> Value {
        let mut member = json!({"status": self.status(), "user": user});
        let mut set = |names: &[&str], rights: &Rights| {
            for name in names {
                member[*name] = json!(rights.has(name));
            }
        };
        match self {
            Role::Owner => member["is_anonymous"] = json!(false),
            Role::Admin(rights) => {
                set(&ADMINISTRATORS, rights);
                match kind {
                    ChatKind::Channel => set(&OF_CHANNELS, rights),
                    ChatKind::Supergroup { .. } => {
                        set(&OF_GROUPS, rights);
                        set(&OF_SUPERGROUPS, rights);
                    }
                    _ => set(&OF_GROUPS, rights),
                }
                // Every administrator has this right.
                member["can_manage_chat"] = json!(true);
                member["can_be_edited"] = json!(false);
                member["is_anonymous"] = json!(false);
            }
            Role::Restricted(rights) => {
                set(&PERMISSIONS, rights);
                member["is_member"] = json!(true);
                member["until_date"] = json!(0);
            }
            Role::Banned => member["until_date"] = json!(0),
            Role::Member | Role::Left => {}
        }
        member
    }
}

/// The permission for a file of this kind, or for a text.
fn permission(kind: Option<MediaKind>) -> &'static str {
    match kind {
        None => "can_send_messages",
        Some(MediaKind::Photo) => "can_send_photos",
        Some(MediaKind::Video) => "can_send_videos",
        Some(MediaKind::Audio) => "can_send_audios",
        Some(MediaKind::Document) => "can_send_documents",
        Some(MediaKind::Voice) => "can_send_voice_notes",
        Some(MediaKind::Animation | MediaKind::Sticker) => "can_send_other_messages",
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::{ApiSchema, ApiValueKind};
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
        let table = ApiSchema::load();
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
            (Role::Left, "ChatMemberLeft"),
            (Role::Banned, "ChatMemberBanned"),
        ] {
            for kind in kinds {
                let member = role.json(kind, user.clone());
                validation::validate(&table, &ApiValueKind::Object(name.to_owned()), &member).unwrap();
            }
        }
        let permissions = Rights::of_members().permissions();
        validation::validate(&table, &ApiValueKind::Object("ChatPermissions".to_owned()), &permissions)
            .unwrap();
    }
}
