//! A channel's discussion group: Telegram forwards each post of the channel into it.

use serde_json::json;

use super::TelegramStandIn;
use super::model::{ChatId, ChatKind, MessageId, MessageRelations, SandboxAuthor};
use super::stand_in::expect_ok;
use super::world::{ImpossibleAction, TelegramWorld};

impl TelegramWorld {
    /// Makes the group the discussion group of the channel.
    pub(crate) fn link_discussion(&mut self, channel: ChatId, group: ChatId) -> Result<(), ImpossibleAction> {
        let kind =
            |id: ChatId| self.chats.get(&id).map(|place| place.kind).ok_or(ImpossibleAction::NoChat(id));
        match (kind(channel)?, kind(group)?) {
            (ChatKind::Channel, ChatKind::Supergroup { .. }) => {}
            _ => return Err(ImpossibleAction::NoRight("a supergroup discusses a channel".to_owned())),
        }
        for (one, other) in [(channel, group), (group, channel)] {
            if let Some(place) = self.chats.get_mut(&one) {
                place.linked = Some(other);
            }
        }
        Ok(())
    }

    /// Forwards a new post into the discussion group.
    pub(super) fn copy_to_discussion(&mut self, channel: ChatId, id: MessageId) {
        let Some(place) = self.chats.get(&channel).filter(|place| place.kind == ChatKind::Channel) else {
            return;
        };
        let (Some(group), Some(post)) = (place.linked, place.messages.get(&id)) else { return };
        let mut origin =
            json!({"type": "channel", "date": post.date, "chat": place.json(), "message_id": post.id});
        if let Some(signature) = &post.relations.signature {
            origin["author_signature"] = json!(signature);
        }
        let (content, via_bot, album) =
            (post.content.clone(), post.relations.via_bot.clone(), post.relations.album.clone());
        let album = album.map(|old| match self.discussed_albums.get(&old) {
            Some(new) => new.clone(),
            None => {
                let new = self.new_album();
                self.discussed_albums.insert(old, new.clone());
                new
            }
        });
        let tie = MessageRelations { origin: Some(origin), via_bot, album, ..MessageRelations::default() };
        self.post(group, SandboxAuthor::Telegram, content, tie);
    }

    /// Applies an edit of a post to its copy in the discussion group.
    pub(super) fn update_discussion_copy(&mut self, channel: ChatId, id: MessageId) {
        let Some(place) = self.chats.get(&channel).filter(|place| place.kind == ChatKind::Channel) else {
            return;
        };
        let (Some(group), Some(post)) = (place.linked, place.messages.get(&id)) else { return };
        let content = post.content.clone();
        let of_post =
            |origin: &serde_json::Value| origin["message_id"] == post.id && origin["chat"]["id"] == channel;
        let messages = self.chats.get(&group).map(|group| &group.messages);
        let copy = messages.into_iter().flatten().rev().find(|(_, message)| {
            message.author == SandboxAuthor::Telegram
                && message.relations.origin.as_ref().is_some_and(of_post)
        });
        if let Some(copy) = copy.map(|(id, _)| *id) {
            self.replace_content(group, copy, content, false);
        }
    }
}

impl TelegramStandIn {
    /// Links a discussion group to a channel: each post from now on appears there as an automatic forward.
    #[track_caller]
    pub fn link_discussion(&self, channel: ChatId, group: ChatId) {
        expect_ok(self.try_link_discussion(channel, group));
    }

    /// # Errors
    /// There is no such channel or supergroup.
    pub fn try_link_discussion(&self, channel: ChatId, group: ChatId) -> Result<(), ImpossibleAction> {
        self.write(|world| world.link_discussion(channel, group))
    }
}
