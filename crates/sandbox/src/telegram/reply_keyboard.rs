//! The reply keyboard, and sharing a chat with one of its buttons.
//!
//! Source: Bot API, `ReplyKeyboardMarkup`, `KeyboardButtonRequestChat` and `ChatShared`.

use serde_json::{Value, json};

use super::ids::{ChatId, ChatKind, MessageId, UserId};
use super::impossible::ImpossibleAction;
use super::model::SandboxChat;
use super::parameters::not_served;
use super::refusal::{RefusedCall, refuse};
use super::rights::{Rights, Role};
use super::stand_in::{TelegramStandIn, expect_ok};
use super::world::TelegramWorld;

/// Checks a `reply_markup` that is no inline keyboard; returns what the person's app gets.
pub(crate) fn parse_reply_keyboard(
    place: &SandboxChat,
    markup: Option<&Value>,
) -> Result<Option<Value>, RefusedCall> {
    let Some(markup) = markup.filter(|markup| markup.get("inline_keyboard").is_none()) else {
        return Ok(None);
    };
    if place.kind == ChatKind::Channel {
        return refuse("inline keyboard expected");
    }
    let buttons = markup["keyboard"].as_array().into_iter().flatten().filter_map(Value::as_array).flatten();
    for button in buttons {
        if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
            return refuse("can't parse keyboard button: Button text must be non-empty");
        }
        let kinds = button.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        for (kind, _) in kinds.filter(|(key, _)| !["text", "style"].contains(&key.as_str())) {
            match kind.as_str() {
                "request_chat" if place.kind != ChatKind::Private => {
                    return refuse("chats can be requested in private chats only");
                }
                "request_chat" => {}
                other => return Err(not_served(&format!("field \"{other}\" of KeyboardButton"))),
            }
        }
    }
    Ok(Some(markup.clone()))
}

/// Shows the reply keyboard of the bot's newest message.
pub(crate) fn show_reply_keyboard(world: &mut TelegramWorld, chat: ChatId, markup: Value) {
    if let Some(place) = world.chats.get_mut(&chat) {
        if markup.get("keyboard").is_some() {
            place.reply_keyboard = Some(markup.clone());
        } else if markup["remove_keyboard"] == true {
            place.reply_keyboard = None;
        }
    }
    world.log.attach_keyboard(markup);
}

/// The rights of a `ChatAdministratorRights` object.
fn parse_rights(asked: &Value) -> Option<Rights> {
    let asked = asked.as_object()?.iter().filter(|(name, yes)| **yes == true && *name != "is_anonymous");
    Rights::from_names(asked.map(|(name, _)| name.as_str()))
}

impl TelegramWorld {
    /// A person picks a chat. As Telegram's apps do, this makes the bot an administrator there if the button asks for
    /// it.
    pub(crate) fn share_chat(
        &mut self,
        user: UserId,
        request: i64,
        chat: ChatId,
    ) -> Result<MessageId, ImpossibleAction> {
        let no = |why: &str| ImpossibleAction::NoRight(why.to_owned());
        let keyboard = self.chats.get(&user).and_then(|place| place.reply_keyboard.as_ref());
        let buttons = keyboard.and_then(|keyboard| keyboard["keyboard"].as_array());
        let buttons = buttons.into_iter().flatten().filter_map(Value::as_array).flatten();
        let mut asked = buttons.map(|button| &button["request_chat"]);
        let asked = asked.find(|asked| asked["request_id"] == request).cloned();
        let asked = asked.ok_or_else(|| no("no button asks for a chat by this number"))?;
        let place = self.chat_of(chat, user)?;
        let is_forum = place.kind == (ChatKind::Supergroup { topics: true });
        if place.kind == ChatKind::Private
            || asked["chat_is_channel"] != (place.kind == ChatKind::Channel)
            || asked["chat_is_forum"].as_bool().is_some_and(|wanted| wanted != is_forum)
            || asked["chat_has_username"] == true
            || (asked["chat_is_created"] == true && *place.role(user) != Role::Owner)
            || (asked["bot_is_member"] == true && !place.bot.is_in())
        {
            return Err(no("the button asks for another kind of chat"));
        }
        if let Some(needed) = parse_rights(&asked["user_administrator_rights"])
            && !needed.names().all(|right| place.role(user).has_right(right))
        {
            return Err(no("the person has not the rights that the button asks for"));
        }
        let mut shared = json!({"request_id": request, "chat_id": chat});
        if asked["request_title"] == true {
            shared["title"] = json!(place.title);
        }
        if let Some(needed) = parse_rights(&asked["bot_administrator_rights"])
            && !(place.bot.is_admin() && needed.names().all(|right| place.bot.has_right(right)))
        {
            let old = if let Role::Admin(rights) = &place.bot { rights.clone() } else { Rights::none() };
            let all = needed.names().fold(old, |rights, name| rights.with(name));
            self.set_bot(chat, user, Role::Admin(all))?;
        }
        self.take_part(user, user)?;
        let message = self.post_service_message(user, user, json!({ "chat_shared": shared }));
        message["message_id"].as_i64().ok_or(ImpossibleAction::NoChat(user))
    }
}

impl TelegramStandIn {
    /// A person picks a chat with the button of this `request_id`. If the button asks for it, the bot is made an
    /// administrator there first.
    #[track_caller]
    pub fn share_chat(&self, user: UserId, request_id: i64, chat: ChatId) -> MessageId {
        expect_ok(self.write(|world| world.share_chat(user, request_id, chat)))
    }

    /// The `ReplyKeyboardMarkup` that a chat shows now.
    pub fn reply_keyboard(&self, chat: ChatId) -> Option<Value> {
        self.read(|world| world.chats.get(&chat)?.reply_keyboard.clone())
    }
}
