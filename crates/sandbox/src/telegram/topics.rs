//! Topics of a supergroup; the id of a topic is the id of its first message.

use serde_json::json;

use super::ids::{ChatId, ChatKind, MessageId};
use super::impossible::ImpossibleAction;
use super::model::{Content, MessageRelations, SandboxAuthor};
use super::parameters::Params;
use super::parameters::{not_served, number};
use super::refusal::RefusedCall;
use super::rights::Role;
use super::stand_in::TelegramStandIn;
use super::stand_in::expect_ok;
use super::world::TelegramWorld;

/// A colour that a topic's icon can have (Bot API, `createForumTopic`).
const ICON_COLOUR: u32 = 7_322_096;

impl TelegramWorld {
    /// The owner adds a topic; returns its thread id.
    pub(crate) fn add_topic(&mut self, chat: ChatId, title: &str) -> Result<MessageId, ImpossibleAction> {
        let place = self.chats.get_mut(&chat).ok_or(ImpossibleAction::NoChat(chat))?;
        if place.kind != (ChatKind::Supergroup { topics: true }) {
            return Err(ImpossibleAction::NoRight("this chat has no topics".to_owned()));
        }
        let owner = place.people.iter().find(|user| *place.role(**user) == Role::Owner);
        let by = owner.or(place.people.first()).copied().ok_or(ImpossibleAction::NoChat(chat))?;
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
        _ => Err(RefusedCall::bad_request("message thread not found")),
    }
}

impl TelegramStandIn {
    /// The owner of a supergroup adds a topic; returns its thread id, which is the id of the service message about it.
    #[track_caller]
    pub fn add_topic(&self, chat: ChatId, title: &str) -> MessageId {
        expect_ok(self.try_add_topic(chat, title))
    }

    pub fn try_add_topic(&self, chat: ChatId, title: &str) -> Result<MessageId, ImpossibleAction> {
        self.write(|world| world.add_topic(chat, title))
    }
}
