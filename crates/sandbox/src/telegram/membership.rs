//! Roles of people and of the bot in groups and channels, and the updates about their changes.

use serde_json::{Value, json};

use super::ids::{ChatId, ChatKind, UserId};
use super::impossible::{ImpossibleAction, no_right};
use super::model::{Content, MessageRelations, SandboxAuthor, SandboxChat, SandboxUser};
use super::rights::{Rights, Role};
use super::stand_in::{TelegramStandIn, expect_ok};
use super::world::TelegramWorld;

impl TelegramWorld {
    /// Changes the bot's role: a person adds, promotes, restricts or removes it.
    pub(crate) fn set_bot(&mut self, chat: ChatId, by: UserId, role: Role) -> Result<(), ImpossibleAction> {
        self.users.get(&by).ok_or(ImpossibleAction::NoUser(by))?;
        let place = self.chat_of(chat, by)?;
        let (kind, old, bot) = (place.kind, place.bot.clone(), self.bot());
        match (kind, &role) {
            (ChatKind::Private, _) => return no_right("in a private chat the bot is what it is"),
            (_, Role::Owner) => return no_right("a bot owns no chat"),
            (ChatKind::Channel, Role::Member | Role::Restricted(_) | Role::RestrictedLeft(_)) => {
                return no_right("in a channel a bot is an administrator or not there");
            }
            (ChatKind::Group, Role::Restricted(_) | Role::RestrictedLeft(_)) => {
                return no_right("only a supergroup restricts single members");
            }
            _ => {}
        }
        let needed = match role {
            Role::Admin(_) => Some("can_promote_members"),
            Role::Member if !old.is_admin() && !matches!(old, Role::Banned | Role::Restricted(_)) => None,
            Role::Member if old.is_admin() => Some("can_promote_members"),
            _ => Some("can_restrict_members"),
        };
        if needed.is_some_and(|right| !place.role(by).has_right(right)) {
            return no_right("this person may not do that to a bot here");
        }
        if old == role {
            return Ok(());
        }
        self.updates.push("my_chat_member", self.role_change(chat, by, &bot, &old, &role));
        let (joins, leaves) = (role.is_in() && !old.is_in(), old.is_in() && !role.is_in());
        // The bot gets the service message about its own removal in a basic group only.
        if leaves && kind == ChatKind::Group {
            self.post_service_message(chat, by, json!({ "left_chat_member": bot }));
        }
        if let Some(place) = self.chats.get_mut(&chat) {
            (place.bot, place.known_to_bot) = (role, true);
        }
        if joins && kind.is_group() {
            self.post_service_message(chat, by, json!({ "new_chat_members": [bot] }));
        } else if leaves && matches!(kind, ChatKind::Supergroup { .. }) {
            self.post_service_message(chat, by, json!({ "left_chat_member": bot }));
        }
        Ok(())
    }

    pub(crate) fn set_role(
        &mut self,
        chat: ChatId,
        user: UserId,
        role: Role,
    ) -> Result<(), ImpossibleAction> {
        let person = self.user_json(user)?;
        let place = self.chats.get_mut(&chat).ok_or(ImpossibleAction::NoChat(chat))?;
        match (place.kind, &role) {
            (ChatKind::Private, _) => return no_right("in a private chat everybody is what they are"),
            (ChatKind::Group | ChatKind::Channel, Role::Restricted(_) | Role::RestrictedLeft(_)) => {
                return no_right("only a supergroup restricts single members");
            }
            _ => {}
        }
        let old = place.role(user).clone();
        if old == role {
            return Ok(());
        }
        let (joins, leaves) = (role.is_in() && !old.is_in(), old.is_in() && !role.is_in());
        place.people.retain(|other| *other != user || !leaves);
        if joins {
            place.people.push(user);
        }
        if !role.is_admin() {
            place.anonymous.remove(&user);
        }
        place.roles.insert(user, role.clone());
        let (kind, owner) = (place.kind, place.owner().filter(|owner| *owner != user));
        // A person joins and leaves by their own act; other changes are the owner's.
        let by = if joins || role == Role::Left { user } else { owner.unwrap_or(user) };
        let is_told = place.bot.is_admin();
        if is_told {
            self.updates.push("chat_member", self.role_change(chat, by, &person, &old, &role));
        }
        if kind != ChatKind::Channel && joins {
            self.post_service_message(chat, by, json!({ "new_chat_members": [person] }));
        } else if kind != ChatKind::Channel && leaves {
            self.post_service_message(chat, by, json!({ "left_chat_member": person }));
        }
        Ok(())
    }

    /// The `ChatMemberUpdated` about the role of `user`, which is a `User` object.
    pub(super) fn role_change(
        &self,
        chat: ChatId,
        by: UserId,
        user: &Value,
        old: &Role,
        new: &Role,
    ) -> Value {
        let place = self.chats.get(&chat);
        let member = |role: &Role| place.map(|place| place.member_json(role, user.clone()));
        json!({
            "chat": place.map(SandboxChat::json), "from": self.users.get(&by).map(SandboxUser::json),
            "date": self.now(), "old_chat_member": member(old), "new_chat_member": member(new),
        })
    }

    pub(super) fn post_service_message(&mut self, chat: ChatId, by: UserId, service: Value) -> Value {
        let relations = MessageRelations { service: Some(service), ..MessageRelations::default() };
        self.post(chat, SandboxAuthor::User(by), Content::default(), relations)
    }

    /// Switches on or off that an administrator writes in the name of the group.
    pub(crate) fn set_anonymous(
        &mut self,
        chat: ChatId,
        user: UserId,
        anonymous: bool,
    ) -> Result<(), ImpossibleAction> {
        let place = self.chats.get_mut(&chat).ok_or(ImpossibleAction::NoChat(chat))?;
        match anonymous {
            true if !place.kind.is_group() => return no_right("only in a group is anybody anonymous"),
            true if !place.role(user).is_admin() => {
                return no_right("only an administrator speaks as the group");
            }
            true => place.anonymous.insert(user),
            false => place.anonymous.remove(&user),
        };
        Ok(())
    }

    /// Switches the authors' signatures in a channel on or off.
    fn sign_posts(&mut self, channel: ChatId, signed: bool) -> Result<(), ImpossibleAction> {
        let place = self.chats.get_mut(&channel).filter(|place| place.kind == ChatKind::Channel);
        place.ok_or(ImpossibleAction::NoChat(channel))?.has_signatures = signed;
        Ok(())
    }
}

impl SandboxChat {
    /// The `ChatMember` of the Bot API of a person or bot with this role; `user` is a `User` object.
    pub(crate) fn member_json(&self, role: &Role, user: Value) -> Value {
        let is_anonymous = user["id"].as_i64().is_some_and(|id| self.anonymous.contains(&id));
        let mut member = role.json(self.kind, user);
        if is_anonymous && role.is_admin() {
            member["is_anonymous"] = true.into();
        }
        member
    }

    pub(crate) fn owner(&self) -> Option<UserId> {
        self.people.iter().copied().find(|user| *self.role(*user) == Role::Owner)
    }
}

impl TelegramStandIn {
    /// Changes a person's role in a group or channel: they join, are made an administrator, are restricted, leave or
    /// are banned.
    #[track_caller]
    pub fn set_role(&self, chat: ChatId, user: UserId, role: Role) {
        expect_ok(self.write(|world| world.set_role(chat, user, role)));
    }

    /// Switches on or off that an administrator writes in the name of the group. [`SendAs`](super::SendAs) does it too.
    #[track_caller]
    pub fn set_anonymous(&self, chat: ChatId, user: UserId, anonymous: bool) {
        expect_ok(self.write(|world| world.set_anonymous(chat, user, anonymous)));
    }

    /// A person adds the bot to a group or channel, promotes, restricts or removes it. The bot gets the update.
    #[track_caller]
    pub fn set_bot(&self, chat: ChatId, by: UserId, role: Role) {
        expect_ok(self.write(|world| world.set_bot(chat, by, role)));
    }

    /// Switches the authors' signatures in a channel on or off.
    #[track_caller]
    pub fn sign_posts(&self, channel: ChatId, signed: bool) {
        expect_ok(self.write(|world| world.sign_posts(channel, signed)));
    }

    /// The rights of a person in a chat: all for the owner, none for a person who is not in it.
    pub fn rights(&self, chat: ChatId, user: UserId) -> Rights {
        self.read(|world| match world.chats.get(&chat).map(|place| place.role(user)) {
            Some(Role::Owner) => Rights::all(),
            Some(Role::Admin(rights) | Role::Restricted(rights)) => rights.clone(),
            Some(Role::Member) => Rights::of_members(),
            _ => Rights::none(),
        })
    }
}
