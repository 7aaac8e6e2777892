//! Messages in a group that one person alone sees, and nobody finds in the chat afterwards.
//!
//! Source: Bot API 10.3, `EphemeralMessageParameters` and the methods named `…EphemeralMessage…`. A server
//! that is older can be played ([`Newer`](super::Newer)): it does not know the methods, and it overlooks
//! the parameter, so that everybody reads what was meant for one.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::TelegramStandIn;
use super::access::{known_chat, may_send, writable};
use super::asked::{content, flag, not_served, number, reply_target};
use super::check::absent;
use super::keyboard;
use super::log::What;
use super::methods::Params;
use super::options::Newer;
use super::people::{Author, ChatId, ChatKind, Content, Message, MessageId, Tie, User, UserId};
use super::posting::NOT_MODIFIED;
use super::refusal::Refusal;
use super::stand_in::sure;
use super::topics::thread;
use super::world::{Impossible, World};

/// What people see for themselves, by its identifier.
#[derive(Default)]
pub(crate) struct Ephemerals {
    shown: BTreeMap<MessageId, Shown>,
    last: MessageId,
}

struct Shown {
    chat: ChatId,
    receiver: UserId,
    message: Message,
}

/// What a server says that does not serve this bot ephemeral messages.
pub(crate) fn unavailable() -> Refusal {
    Refusal::bad_request("method is available only for bots with ephemeral messages")
}

/// The methods about ephemeral messages; `None` for any other.
pub(crate) fn serve(world: &mut World, method: &str, params: &Params) -> Option<Result<Value, Refusal>> {
    if !method.contains("EphemeralMessage") {
        return None;
    }
    Some(match (world.options.ephemeral, method) {
        (Newer::NotFound, _) => Err(Refusal::not_found()),
        (Newer::BadRequest, _) => Err(unavailable()),
        (Newer::Known, "editEphemeralMessageText") => edit(world, params, true),
        (Newer::Known, "editEphemeralMessageReplyMarkup") => edit(world, params, false),
        (Newer::Known, "deleteEphemeralMessage") => delete(world, params),
        (Newer::Known, _) => Err(not_served("method")),
    })
}

/// `sendMessage` to one person of a group. The bot must be an administrator or answer a press.
pub(crate) fn send(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = writable(world, params)?;
    let mut said = params.clone();
    let whom = said.remove("ephemeral_message_parameters").unwrap_or_default();
    let whom = whom.as_object().cloned().unwrap_or_default();
    let receiver = number(&whom, "receiver_user_id").unwrap_or_default();
    let query = whom.get("callback_query_id").and_then(Value::as_str);
    let press = query.and_then(|query| world.presses.get(query));
    let answers = press.filter(|press| press.user == receiver && press.chat == chat);
    let Some(place) = world.chats.get(&chat) else { return Err(Refusal::bad_request("chat not found")) };
    if !matches!(place.kind, ChatKind::Group | ChatKind::Supergroup { .. }) {
        return Err(Refusal::bad_request("ephemeral messages can be sent to groups and supergroups only"));
    }
    if !place.role(receiver).is_in() {
        return Err(Refusal::bad_request("receiver user not found"));
    }
    if !place.bot.is_admin() && answers.is_none() {
        return Err(Refusal::bad_request("not enough rights to send ephemeral messages"));
    }
    let replaced = answers.and_then(|press| press.ephemeral);
    let replaced = replaced.filter(|_| flag(&whom, "replace_callback_query_message"));
    let content = content(&said, "message is too long")?;
    keyboard::only_inline(said.get("reply_markup"))?;
    let thread = thread(world, chat, params)?;
    let reply_to = reply_target(world, chat, params)?;
    may_send(world, chat, None)?;
    let tie = Tie { thread, reply_to, ..Tie::default() };
    let message = Message {
        id: 0,
        author: Author::Bot,
        date: world.now(),
        edit_date: None,
        content,
        tie,
        reaction: Vec::new(),
    };
    // What the person pressed goes without a change of its own: the new message takes its place.
    if let Some(replaced) = replaced {
        world.ephemerals.shown.remove(&replaced);
    }
    world.ephemerals.last += 1;
    let id = world.ephemerals.last;
    world.ephemerals.shown.insert(id, Shown { chat, receiver, message });
    let message = world.ephemeral_json(id);
    world.log.push(Some(chat), What::Ephemeral { receiver, message: message.clone() });
    Ok(message)
}

/// The ephemeral message that a call is about.
fn named(world: &World, params: &Params, what: &str) -> Result<(ChatId, UserId, MessageId), Refusal> {
    let chat = known_chat(world, params)?;
    let receiver = number(params, "receiver_user_id").unwrap_or_default();
    let id = number(params, "ephemeral_message_id").unwrap_or_default();
    let found = world.ephemerals.shown.get(&id);
    match found.filter(|shown| (shown.chat, shown.receiver) == (chat, receiver)) {
        Some(_) => Ok((chat, receiver, id)),
        None => Err(Refusal::bad_request(format!("message to {what} not found"))),
    }
}

fn edit(world: &mut World, params: &Params, words: bool) -> Result<Value, Refusal> {
    let (chat, receiver, id) = named(world, params, "edit")?;
    if words && !params.contains_key("text") {
        return Err(Refusal::bad_request(absent("text")));
    }
    let now = world.now();
    let Some(shown) = world.ephemerals.shown.get_mut(&id) else { return Ok(json!(true)) };
    let old = &shown.message.content;
    let new = match words {
        true => content(params, "MESSAGE_TOO_LONG")?,
        false => Content { keyboard: keyboard::check(params.get("reply_markup"))?, ..old.clone() },
    };
    if new == *old {
        return Err(Refusal::bad_request(NOT_MODIFIED));
    }
    (shown.message.content, shown.message.edit_date) = (new, Some(now));
    let message = world.ephemeral_json(id);
    world.log.push(Some(chat), What::EphemeralEdited { receiver, message });
    Ok(json!(true))
}

fn delete(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let (chat, receiver, id) = named(world, params, "delete")?;
    world.ephemerals.shown.remove(&id);
    world.log.push(Some(chat), What::EphemeralDeleted { receiver, ephemeral_message_id: id });
    Ok(json!(true))
}

impl World {
    /// The `Message` of the Bot API, whose `message_id` is 0.
    fn ephemeral_json(&self, id: MessageId) -> Value {
        let Some(shown) = self.ephemerals.shown.get(&id) else { return Value::Null };
        let Some(place) = self.chats.get(&shown.chat) else { return Value::Null };
        let mut message = self.message_json(place, &shown.message);
        message["ephemeral_message_id"] = json!(id);
        message["receiver_user"] = self.users.get(&shown.receiver).map(User::json).unwrap_or_default();
        message
    }

    /// What a person sees in a chat that nobody else does, oldest first.
    fn ephemeral(&self, chat: ChatId, user: UserId) -> Vec<Value> {
        let seen =
            self.ephemerals.shown.iter().filter(|(_, shown)| (shown.chat, shown.receiver) == (chat, user));
        seen.map(|(id, _)| self.ephemeral_json(*id)).collect()
    }

    /// A person presses a button below an ephemeral message of theirs; gives the query's id.
    fn press_ephemeral(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        button: &str,
    ) -> Result<String, Impossible> {
        self.take_part(chat, user)?;
        let shown = self.ephemerals.shown.get(&id);
        let shown = shown.filter(|shown| (shown.chat, shown.receiver) == (chat, user));
        let shown = shown.ok_or(Impossible::NoMessage(id))?;
        let data = shown.message.data_of(button);
        let data = data.ok_or_else(|| Impossible::NoButton(id, button.to_owned()))?;
        let of_message = json!({ "message": self.ephemeral_json(id) });
        let query = self.ask_press(chat, user, &data, of_message, false);
        if let Some(press) = self.presses.get_mut(&query) {
            press.ephemeral = Some(id);
        }
        Ok(query)
    }
}

impl TelegramStandIn {
    /// The `Message` objects that this person alone sees in a chat now, oldest first.
    pub fn ephemeral(&self, chat: ChatId, user: UserId) -> Vec<Value> {
        self.read(|world| world.ephemeral(chat, user))
    }

    /// A person presses a button below a message that they alone see, named by its text or its callback
    /// data; gives the query's id.
    #[track_caller]
    pub fn press_ephemeral(
        &self,
        chat: ChatId,
        user: UserId,
        ephemeral_id: MessageId,
        button: &str,
    ) -> String {
        sure(self.try_press_ephemeral(chat, user, ephemeral_id, button))
    }

    /// The same.
    ///
    /// # Errors
    /// There is no such user, chat or button, or this person does not see such a message.
    pub fn try_press_ephemeral(
        &self,
        chat: ChatId,
        user: UserId,
        ephemeral_id: MessageId,
        button: &str,
    ) -> Result<String, Impossible> {
        self.write(|world| world.press_ephemeral(chat, user, ephemeral_id, button))
    }
}
