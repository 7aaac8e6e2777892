//! Topics of a supergroup: a thread is known by the message that began it.

use serde_json::json;

use super::TelegramStandIn;
use super::asked::{not_served, number};
use super::methods::Params;
use super::people::{Author, ChatId, ChatKind, Content, MessageId, Tie};
use super::refusal::Refusal;
use super::rights::Role;
use super::stand_in::sure;
use super::world::{Impossible, World};

/// One of the colours that a topic's icon can have (Bot API, `createForumTopic`).
const ICON_COLOUR: u32 = 7_322_096;

impl World {
    /// The owner begins a topic; gives its thread's identifier.
    pub(crate) fn add_topic(&mut self, chat: ChatId, title: &str) -> Result<MessageId, Impossible> {
        let place = self.chats.get_mut(&chat).ok_or(Impossible::NoChat(chat))?;
        if place.kind != (ChatKind::Supergroup { topics: true }) {
            return Err(Impossible::NoRight("this chat has no topics".to_owned()));
        }
        let owner = place.people.iter().find(|user| *place.role(**user) == Role::Owner);
        let by = owner.or(place.people.first()).copied().ok_or(Impossible::NoChat(chat))?;
        let thread = place.last_message_id + 1;
        place.topics.insert(thread, title.to_owned());
        let service = json!({"forum_topic_created": {"name": title, "icon_color": ICON_COLOUR}});
        let tie = Tie { thread: Some(thread), service: Some(service), ..Tie::default() };
        self.post(chat, Author::User(by), Content::default(), tie);
        Ok(thread)
    }
}

/// The topic that a call names. The topic General has no identifier to send to.
pub(crate) fn thread(world: &World, chat: ChatId, params: &Params) -> Result<Option<MessageId>, Refusal> {
    let Some(thread) = number(params, "message_thread_id") else { return Ok(None) };
    match world.chats.get(&chat) {
        Some(place) if place.kind == ChatKind::Private => Err(not_served("parameter \"message_thread_id\"")),
        Some(place) if place.topics.contains_key(&thread) => Ok(Some(thread)),
        _ => Err(Refusal::bad_request("message thread not found")),
    }
}

impl TelegramStandIn {
    /// The owner of a supergroup with topics begins one; gives the identifier of its thread, which is
    /// that of the message that tells of it.
    #[track_caller]
    pub fn topic(&self, chat: ChatId, title: &str) -> MessageId {
        sure(self.try_topic(chat, title))
    }

    /// The same.
    ///
    /// # Errors
    /// There is no such chat, or it has no topics.
    pub fn try_topic(&self, chat: ChatId, title: &str) -> Result<MessageId, Impossible> {
        self.write(|world| world.add_topic(chat, title))
    }
}
