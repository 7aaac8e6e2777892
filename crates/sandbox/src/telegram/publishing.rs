//! Adding and editing messages: the record in the log, the bot's update, and the copy in a channel's discussion group.

use serde_json::Value;

use super::ids::{ChatId, ChatKind, MessageId};
use super::impossible::ImpossibleAction;
use super::log::ChangeKind;
use super::model::{Content, MessageRelations, SandboxAuthor, SandboxMessage};
use super::post::channel_origin;
use super::world::TelegramWorld;

/// Who made a change: the bot gets no update about its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Actor {
    Bot,
    Person,
}

#[derive(Clone, Copy)]
enum MessageVersion {
    New,
    Edited,
}

impl TelegramWorld {
    /// Adds a message to the chat and its update to the queue, unless the bot wrote it.
    pub(crate) fn post(
        &mut self,
        chat: ChatId,
        author: SandboxAuthor,
        content: Content,
        relations: MessageRelations,
    ) -> Value {
        let by = if author == SandboxAuthor::Bot { Actor::Bot } else { Actor::Person };
        let date = self.now();
        let Some(place) = self.chats.get_mut(&chat) else { return Value::Null };
        place.last_message_id += 1;
        let id = place.last_message_id;
        let message =
            SandboxMessage { id, author, date, edit_date: None, content, relations, reaction: Vec::new() };
        place.messages.insert(id, message);
        let json = self.publish(chat, id, MessageVersion::New, by);
        self.copy_to_discussion(chat, id);
        json
    }

    /// Adds a person's message; returns its id.
    pub(super) fn post_and_id(
        &mut self,
        chat: ChatId,
        author: SandboxAuthor,
        content: Content,
        relations: MessageRelations,
    ) -> Result<MessageId, ImpossibleAction> {
        let message = self.post(chat, author, content, relations);
        message["message_id"].as_i64().ok_or(ImpossibleAction::NoChat(chat))
    }

    /// Records that a message is new or edited; returns its JSON.
    fn publish(&mut self, chat: ChatId, id: MessageId, version: MessageVersion, by: Actor) -> Value {
        let from_bot = by == Actor::Bot;
        let place = self.chats.get(&chat);
        let Some((place, message)) = place.and_then(|p| Some((p, p.messages.get(&id)?))) else {
            return Value::Null;
        };
        let json = self.message_json(place, message);
        if !from_bot && self.receives(place, message) {
            let kind = match (place.kind, version) {
                (ChatKind::Channel, MessageVersion::New) => "channel_post",
                (ChatKind::Channel, MessageVersion::Edited) => "edited_channel_post",
                (_, MessageVersion::New) => "message",
                (_, MessageVersion::Edited) => "edited_message",
            };
            self.updates.push(kind, json.clone());
        }
        let message = json.clone();
        let what = match version {
            MessageVersion::Edited => ChangeKind::Edited { message, from_bot },
            MessageVersion::New => ChangeKind::Message { message, from_bot },
        };
        self.log.push(Some(chat), what);
        json
    }

    /// Replaces the content of a message; in a channel this may be another author's message.
    pub(super) fn replace_content(
        &mut self,
        chat: ChatId,
        id: MessageId,
        content: Content,
        by: Actor,
    ) -> Value {
        let now = self.now();
        if let Some(message) = self.chats.get_mut(&chat).and_then(|place| place.messages.get_mut(&id)) {
            message.content = content;
            message.edit_date = Some(now);
        }
        let json = self.publish(chat, id, MessageVersion::Edited, by);
        self.update_discussion_copy(chat, id);
        json
    }

    /// Forwards a new post into the discussion group.
    pub(super) fn copy_to_discussion(&mut self, channel: ChatId, id: MessageId) {
        let Some(place) = self.chats.get(&channel).filter(|place| place.kind == ChatKind::Channel) else {
            return;
        };
        let (Some(group), Some(post)) = (place.linked, place.messages.get(&id)) else { return };
        let signature = post.relations.signature.as_deref();
        let origin = channel_origin(place.json(), post.id, post.date, signature);
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
        let relations =
            MessageRelations { origin: Some(origin), via_bot, album, ..MessageRelations::default() };
        self.post(group, SandboxAuthor::Telegram, content, relations);
    }

    /// Applies an edit of a post to its copy in the discussion group.
    pub(super) fn update_discussion_copy(&mut self, channel: ChatId, id: MessageId) {
        let Some(place) = self.chats.get(&channel).filter(|place| place.kind == ChatKind::Channel) else {
            return;
        };
        let (Some(group), Some(post)) = (place.linked, place.messages.get(&id)) else { return };
        let content = post.content.clone();
        let of_post = |origin: &Value| origin["message_id"] == post.id && origin["chat"]["id"] == channel;
        let messages = self.chats.get(&group).map(|group| &group.messages);
        let copy = messages.into_iter().flatten().rev().find(|(_, message)| {
            message.author == SandboxAuthor::Telegram
                && message.relations.origin.as_ref().is_some_and(of_post)
        });
        if let Some(copy) = copy.map(|(id, _)| *id) {
            self.replace_content(group, copy, content, Actor::Person);
        }
    }
}
