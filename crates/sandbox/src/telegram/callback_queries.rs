//! Button presses: the updates about them, and the bot's answers.

use serde_json::{Value, json};

use super::entities::units;
use super::ids::{ChatId, MessageId, UserId};
use super::impossible::ImpossibleAction;
use super::inline;
use super::log::ChangeKind;
use super::model::{SandboxAuthor, SandboxUser};
use super::parameters::{Params, flag, not_served, text};
use super::pending::PendingPress;
use super::refusal::{RefusedCall, refuse};
use super::stand_in::{TelegramStandIn, expect_ok};
use super::world::TelegramWorld;

/// Longest answer, in UTF-16 units (Bot API, `answerCallbackQuery`).
const ANSWER_LIMIT: usize = 200;

impl TelegramWorld {
    /// A person presses a button, named by its text or its callback data; returns the query's id.
    pub(crate) fn press(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        button: &str,
    ) -> Result<String, ImpossibleAction> {
        self.take_part(chat, user)?;
        let place = self.chat(chat)?;
        let message = place.messages.get(&id).ok_or(ImpossibleAction::NoMessage(id))?;
        let data = message.callback_data(button);
        let data = data.ok_or_else(|| ImpossibleAction::NoButton(id, button.to_owned()))?;
        self.forge_press(chat, user, id, &data)
    }

    /// A press with any data on any message, as a changed app can send it; a deleted message is an inaccessible one in
    /// the update. The update names the person, also if they are an anonymous administrator.
    pub(crate) fn forge_press(
        &mut self,
        chat: ChatId,
        user: UserId,
        id: MessageId,
        data: &str,
    ) -> Result<String, ImpossibleAction> {
        self.take_part(chat, user)?;
        let place = self.chat(chat)?;
        let message = place.messages.get(&id);
        let of_other_bot = message.is_some_and(|message| message.author == SandboxAuthor::OtherBot);
        let bot = &self.options.bot_id;
        let is_result = |via: &Value| via["id"] == *bot;
        let of_message = match message {
            // For its own inline results the bot gets the `inline_message_id` alone, also in chats that it is in.
            Some(message) if message.relations.via_bot.as_ref().is_some_and(is_result) => {
                json!({"inline_message_id": inline::inline_message_id(chat, id)})
            }
            Some(message) => json!({"message": self.message_json(place, message)}),
            None => json!({"message": {"chat": place.json(), "message_id": id, "date": 0}}),
        };
        Ok(self.push_callback_query(chat, user, data, of_message, of_other_bot))
    }

    /// Sends the update, unless the button belongs to another bot; returns the query's id.
    pub(super) fn push_callback_query(
        &mut self,
        chat: ChatId,
        user: UserId,
        data: &str,
        of: Value,
        of_other_bot: bool,
    ) -> String {
        self.pressed += 1;
        let query = (4_100_000_000_000 + self.pressed).to_string();
        let mut body = of;
        body["id"] = json!(query);
        body["from"] = json!(self.users.get(&user).map(SandboxUser::json));
        body["chat_instance"] = json!((7_000_000_000 + chat).to_string());
        body["data"] = json!(data);
        if !of_other_bot {
            self.updates.push("callback_query", body);
            self.presses.insert(query.clone(), PendingPress { user, chat, ephemeral: None });
        }
        query
    }
}

/// `answerCallbackQuery`.
pub(crate) fn answer(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let query = text(params, "callback_query_id");
    let Some(press) = world.presses.get(query) else {
        return refuse("query is too old and response timeout expired or query ID is invalid");
    };
    if params.contains_key("url") {
        return Err(not_served("parameter \"url\""));
    }
    let note = text(params, "text");
    if units(note) > ANSWER_LIMIT {
        return refuse("MESSAGE_TOO_LONG");
    }
    let what = ChangeKind::CallbackAnswer {
        callback_query_id: query.to_owned(),
        user_id: press.user,
        text: note.to_owned(),
        show_alert: flag(params, "show_alert"),
    };
    world.log.push(Some(press.chat), what);
    Ok(json!(true))
}

impl TelegramStandIn {
    /// A person presses a button in the private chat, named by its text or its callback data; returns the query's id.
    #[track_caller]
    pub fn press(&self, user: UserId, message_id: MessageId, button: &str) -> String {
        self.press_in(user, user, message_id, button)
    }

    /// The same in any chat of the person.
    #[track_caller]
    pub fn press_in(&self, chat: ChatId, user: UserId, message_id: MessageId, button: &str) -> String {
        expect_ok(self.write(|world| world.press(chat, user, message_id, button)))
    }

    /// A press that Telegram's own apps never send: any data, on a message that may be deleted or never existed.
    #[track_caller]
    pub fn forge_press(&self, user: UserId, message_id: MessageId, data: &str) -> String {
        self.forge_press_in(user, user, message_id, data)
    }

    /// The same in any chat of the person.
    #[track_caller]
    pub fn forge_press_in(&self, chat: ChatId, user: UserId, message_id: MessageId, data: &str) -> String {
        expect_ok(self.write(|world| world.forge_press(chat, user, message_id, data)))
    }

    /// Makes all presses so far too old to be answered.
    pub fn expire_presses(&self) {
        self.write(|world| world.presses.clear());
    }
}
