//! Topics of a supergroup; the id of a topic is the id of its first message.

use serde_json::json;

use super::ids::{ChatId, ChatKind, MessageId};
use super::impossible::{ImpossibleAction, no_right};
use super::model::{Content, MessageRelations, SandboxAuthor};
use super::parameters::{Params, not_served, number};
use super::refusal::{RefusedCall, refuse};
use super::stand_in::{TelegramStandIn, expect_ok};
use super::world::TelegramWorld;

/// A colour that a topic's icon can have (Bot API, `createForumTopic`).
const ICON_COLOUR: u32 = 7_322_096;

impl TelegramWorld {
    pub(crate) fn add_topic(&mut self, chat: ChatId, title: &str) -> Result<MessageId, ImpossibleAction> {
        let place = self.chats.get_mut(&chat).ok_or(ImpossibleAction::NoChat(chat))?;
        if place.kind != (ChatKind::Supergroup { topics: true }) {
            return no_right("this chat has no topics");
        }
        let first = place.people.first().copied();
        let by = place.owner().or(first).ok_or(ImpossibleAction::NoChat(chat))?;
        let thread = place.last_message_id + 1;
        place.topics.insert(thread, title.to_owned());
        let service = json!({"forum_topic_created": {"name": title, "icon_color": ICON_COLOUR}});
        let relations =
            MessageRelations { thread: Some(thread), service: Some(service), ..MessageRelations::default() };
        self.post(chat, SandboxAuthor::User(by), Content::default(), relations);
        Ok(thread)
    }
}

/// The topic of a call. The topic General has no id.
pub(crate) fn find_topic(
    world: &TelegramWorld,
    chat: ChatId,
    params: &Params,
) -> Result<Option<MessageId>, RefusedCall> {
    let Some(thread) = number(params, "message_thread_id") else { return Ok(None) };
    match world.chats.get(&chat) {
        Some(place) if place.kind == ChatKind::Private => Err(not_served("parameter \"message_thread_id\"")),
        Some(place) if place.topics.contains_key(&thread) => Ok(Some(thread)),
        _ => refuse("message thread not found"),
    }
}

impl TelegramStandIn {
    /// The owner of a supergroup adds a topic; returns its thread id, which is the id of the service message about it.
    #[track_caller]
    pub fn add_topic(&self, chat: ChatId, title: &str) -> MessageId {
        expect_ok(self.write(|world| world.add_topic(chat, title)))
    }
}
