//! A basic group becomes a supergroup: a new chat with the same people, while the old one is closed.

use serde_json::json;

use super::ids::{ChatId, ChatKind};
use super::impossible::{ImpossibleAction, no_right};
use super::model::{Content, MessageRelations, SandboxAuthor, SandboxChat};
use super::stand_in::{TelegramStandIn, expect_ok};
use super::world::TelegramWorld;

/// How the two chats are told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notice {
    ServiceMessages,
    None,
}

impl TelegramWorld {
    /// Migrates a group; returns the new chat.
    fn migrate(&mut self, group: ChatId, notice: Notice) -> Result<ChatId, ImpossibleAction> {
        let place = self.chat(group)?;
        if place.kind != ChatKind::Group || place.moved_to.is_some() {
            return no_right("only a basic group becomes a supergroup");
        }
        let (title, people, owner) = (place.title.clone(), place.people.clone(), place.owner());
        let by = owner.or(people.first().copied()).ok_or(ImpossibleAction::NoChat(group))?;
        let new = self.add_chat(ChatKind::Supergroup { topics: false }, &title, &people);
        if notice == Notice::ServiceMessages {
            self.post_service_message(group, by, json!({ "migrate_to_chat_id": new }));
        }
        if let Some(SandboxChat { roles, people, bot, known_to_bot: met, moved_to, .. }) =
            self.chats.get_mut(&group)
        {
            *moved_to = Some(new);
            people.clear();
            let moved = (std::mem::take(roles), bot.clone(), *met);
            if let Some(place) = self.chats.get_mut(&new) {
                (place.roles, place.bot, place.known_to_bot) = moved;
            }
        }
        if notice == Notice::ServiceMessages {
            let service = Some(json!({ "migrate_from_chat_id": group }));
            self.post(
                new,
                SandboxAuthor::AnonymousAdmin(by),
                Content::default(),
                MessageRelations { service, ..MessageRelations::default() },
            );
        }
        Ok(new)
    }
}

impl TelegramStandIn {
    /// A basic group becomes a supergroup; returns the new chat. If the bot is in it, it gets a service message in both
    /// chats. From now on, calls for the old chat are refused with the id of the new one.
    #[track_caller]
    pub fn migrate(&self, group: ChatId) -> ChatId {
        expect_ok(self.write(|world| world.migrate(group, Notice::ServiceMessages)))
    }

    /// Like [`migrate`](Self::migrate), but the bot gets no updates: it learns of the migration from the refusal of its
    /// next call.
    #[track_caller]
    pub fn migrate_silently(&self, group: ChatId) -> ChatId {
        expect_ok(self.write(|world| world.migrate(group, Notice::None)))
    }
}
