//! Ephemeral messages: messages in a group that only one person sees, and that are not stored in the chat.
//!
//! Source: Bot API 10.3, `EphemeralMessageParameters` and the methods named `…EphemeralMessage…`. An older server can
//! be chosen ([`FeatureSupport`](super::FeatureSupport)): it does not know the methods and ignores the parameter, so
//! that everybody sees the message.

use serde_json::{Value, json};

use super::access::{check_may_send, known_chat, writable_chat};
use super::ids::{ChatId, MessageId, UserId};
use super::impossible::ImpossibleAction;
use super::keyboard;
use super::log::ChangeKind;
use super::model::{Content, MessageRelations, SandboxAuthor, SandboxMessage, SandboxUser};
use super::options::FeatureSupport;
use super::parameters::{Params, flag, not_served, number, parse_content, reply_target};
use super::pending::ShownEphemeral;
use super::refusal::{RefusedCall, refuse};
use super::stand_in::{TelegramStandIn, expect_ok};
use super::topics::find_topic;
use super::validation::missing_parameter;
use super::world::TelegramWorld;

/// The error of a server that does not allow ephemeral messages to this bot.
pub(crate) fn unavailable() -> RefusedCall {
    RefusedCall::bad_request("method is available only for bots with ephemeral messages")
}

/// The methods about ephemeral messages; `None` for any other.
pub(crate) fn serve(
    world: &mut TelegramWorld,
    method: &str,
    params: &Params,
) -> Option<Result<Value, RefusedCall>> {
    if !method.contains("EphemeralMessage") {
        return None;
    }
    Some(match (world.options.ephemeral, method) {
        (FeatureSupport::Unknown, _) => Err(RefusedCall::not_found()),
        (FeatureSupport::Refused, _) => Err(unavailable()),
        (FeatureSupport::Supported, "editEphemeralMessageText") => edit(world, params, EditedContent::Text),
        (FeatureSupport::Supported, "editEphemeralMessageReplyMarkup") => {
            edit(world, params, EditedContent::Keyboard)
        }
        (FeatureSupport::Supported, "deleteEphemeralMessage") => delete(world, params),
        (FeatureSupport::Supported, _) => Err(not_served("method")),
    })
}

/// `sendMessage` to one person in a group. The bot must be an administrator or answer a button press of that person.
pub(crate) fn send(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let chat = writable_chat(world, params)?;
    let mut said = params.clone();
    let whom = said.remove("ephemeral_message_parameters").unwrap_or_default();
    let whom = whom.as_object().cloned().unwrap_or_default();
    let receiver = number(&whom, "receiver_user_id").unwrap_or_default();
    let query = whom.get("callback_query_id").and_then(Value::as_str);
    let press = query.and_then(|query| world.presses.get(query));
    let answers = press.filter(|press| press.user == receiver && press.chat == chat);
    let Some(place) = world.chats.get(&chat) else { return refuse("chat not found") };
    if !place.kind.is_group() {
        return refuse("ephemeral messages can be sent to groups and supergroups only");
    }
    if !place.role(receiver).is_in() {
        return refuse("receiver user not found");
    }
    if !place.bot.is_admin() && answers.is_none() {
        return refuse("not enough rights to send ephemeral messages");
    }
    let replaced = answers.and_then(|press| press.ephemeral);
    let replaced = replaced.filter(|_| flag(&whom, "replace_callback_query_message"));
    let content = parse_content(&said, "message is too long")?;
    keyboard::refuse_other_markup(said.get("reply_markup"))?;
    let thread = find_topic(world, chat, params)?;
    let reply_to = reply_target(world, chat, params)?;
    check_may_send(world, chat, None)?;
    let relations = MessageRelations { thread, reply_to, ..MessageRelations::default() };
    let message = SandboxMessage {
        id: 0,
        author: SandboxAuthor::Bot,
        date: world.now(),
        edit_date: None,
        content,
        relations,
        reaction: Vec::new(),
    };
    // The message with the pressed button is replaced, which is not a change of its own.
    if let Some(replaced) = replaced {
        world.ephemerals.shown.remove(&replaced);
    }
    world.ephemerals.last += 1;
    let id = world.ephemerals.last;
    world.ephemerals.shown.insert(id, ShownEphemeral { chat, receiver, message });
    let message = world.ephemeral_json(id);
    world.log.push(Some(chat), ChangeKind::Ephemeral { receiver, message: message.clone() });
    Ok(message)
}

fn find_ephemeral(
    world: &TelegramWorld,
    params: &Params,
    what: &str,
) -> Result<(ChatId, UserId, MessageId), RefusedCall> {
    let chat = known_chat(world, params)?;
    let receiver = number(params, "receiver_user_id").unwrap_or_default();
    let id = number(params, "ephemeral_message_id").unwrap_or_default();
    let found = world.ephemerals.shown.get(&id);
    match found.filter(|shown| (shown.chat, shown.receiver) == (chat, receiver)) {
        Some(_) => Ok((chat, receiver, id)),
        None => refuse(format!("message to {what} not found")),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EditedContent {
    Text,
    Keyboard,
}

fn edit(world: &mut TelegramWorld, params: &Params, part: EditedContent) -> Result<Value, RefusedCall> {
    let (chat, receiver, id) = find_ephemeral(world, params, "edit")?;
    if part == EditedContent::Text && !params.contains_key("text") {
        return refuse(missing_parameter("text"));
    }
    let now = world.now();
    let Some(shown) = world.ephemerals.shown.get_mut(&id) else { return Ok(json!(true)) };
    let old = &shown.message.content;
    let new = match part {
        EditedContent::Text => parse_content(params, "MESSAGE_TOO_LONG")?,
        EditedContent::Keyboard => {
            Content { keyboard: keyboard::parse_inline_keyboard(params.get("reply_markup"))?, ..old.clone() }
        }
    };
    if new == *old {
        return Err(RefusedCall::not_modified());
    }
    (shown.message.content, shown.message.edit_date) = (new, Some(now));
    let message = world.ephemeral_json(id);
    world.log.push(Some(chat), ChangeKind::EphemeralEdited { receiver, message });
    Ok(json!(true))
}

fn delete(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let (chat, receiver, id) = find_ephemeral(world, params, "delete")?;
    world.ephemerals.shown.remove(&id);
    world.log.push(Some(chat), ChangeKind::EphemeralDeleted { receiver, ephemeral_message_id: id });
    Ok(json!(true))
}

impl TelegramWorld {
    /// The Bot API's `Message`; its `message_id` is 0.
    fn ephemeral_json(&self, id: MessageId) -> Value {
        let Some(shown) = self.ephemerals.shown.get(&id) else { return Value::Null };
        let Some(place) = self.chats.get(&shown.chat) else { return Value::Null };
        let mut message = self.message_json(place, &shown.message);
        message["ephemeral_message_id"] = json!(id);
        message["receiver_user"] = self.users.get(&shown.receiver).map(SandboxUser::json).unwrap_or_default();
        message
    }

    /// The ephemeral messages that a person sees in a chat, oldest first.
    fn ephemeral_of(&self, chat: ChatId, user: UserId) -> Vec<Value> {
        let seen =
            self.ephemerals.shown.iter().filter(|(_, shown)| (shown.chat, shown.receiver) == (chat, user));
        seen.map(|(id, _)| self.ephemeral_json(*id)).collect()
    }

    /// A person presses a button of an ephemeral message; returns the query's id.
    pub(crate) fn press_ephemeral(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        button: &str,
    ) -> Result<String, ImpossibleAction> {
        self.take_part(chat, user)?;
        let shown = self.ephemerals.shown.get(&id);
        let shown = shown.filter(|shown| (shown.chat, shown.receiver) == (chat, user));
        let shown = shown.ok_or(ImpossibleAction::NoMessage(id))?;
        let data = shown.message.callback_data(button);
        let data = data.ok_or_else(|| ImpossibleAction::NoButton(id, button.to_owned()))?;
        let of_message = json!({ "message": self.ephemeral_json(id) });
        let query = self.push_callback_query(chat, user, &data, of_message, false);
        if let Some(press) = self.presses.get_mut(&query) {
            press.ephemeral = Some(id);
        }
        Ok(query)
    }
}

impl TelegramStandIn {
    /// The ephemeral `Message` objects that this person sees in a chat, oldest first.
    pub fn ephemeral(&self, chat: ChatId, user: UserId) -> Vec<Value> {
        self.read(|world| world.ephemeral_of(chat, user))
    }

    /// A person presses a button of an ephemeral message, named by its text or its callback data; returns the query's
    /// id.
    #[track_caller]
    pub fn press_ephemeral(
        &self,
        chat: ChatId,
        user: UserId,
        ephemeral_id: MessageId,
        button: &str,
    ) -> String {
        expect_ok(self.write(|world| world.press_ephemeral(chat, user, ephemeral_id, button)))
    }
}
