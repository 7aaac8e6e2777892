//! Guest mode: a person mentions the bot in a chat that it is not in, and it may answer there once.
//!
//! Source: Bot API 10.3, `guest_message`, `answerGuestQuery` and `SentGuestMessage`. The answer is an inline result and
//! follows the rules of one.

use serde_json::{Value, json};

use super::ids::{ChatKind, UserId};
use super::impossible::{ImpossibleAction, no_right};
use super::inline::{self, BYTES_LIMIT};
use super::media::MediaKind;
use super::model::{MessageRelations, SandboxAuthor, SandboxUser};
use super::options::FeatureSupport;
use super::parameters::{Params, text};
use super::pending::{GuestAnswer, PendingGuestQuery};
use super::post::UserPost;
use super::refusal::{RefusedCall, refuse};
use super::senders::SendAs;
use super::stand_in::{TelegramStandIn, expect_ok};
use super::waiting::WaitTimeout;
use super::world::TelegramWorld;

impl TelegramWorld {
    /// A person mentions the bot in the chat with this title; the chat is made if the person is in no such chat.
    /// Returns the query's id.
    pub(crate) fn ask_guest(
        &mut self,
        user: UserId,
        title: &str,
        post: &UserPost,
        answered: Option<(UserId, &UserPost)>,
    ) -> Result<String, ImpossibleAction> {
        let from = self.user_json(user)?;
        let here = self.chats.values().find(|place| {
            place.kind != ChatKind::Private && place.title == title && place.role(user).is_in()
        });
        let chat = match here {
            Some(place) if place.bot.is_in() => {
                return no_right("the bot is no guest where it is a member");
            }
            Some(place) => place.id,
            None => {
                let other = answered.map(|(other, _)| other).filter(|other| *other != user);
                let people: Vec<UserId> = std::iter::once(user).chain(other).collect();
                self.add_chat(ChatKind::Group, title, &people)
            }
        };
        let mut post = post.clone();
        if let Some((other, answered)) = answered {
            let said = self.speak(chat, &SendAs::user(other), std::slice::from_ref(answered), 1)?;
            post.reply_to = said.first().copied();
        }
        let said = self.speak(chat, &SendAs::user(user), &[post], 1)?;
        let id = said.first().copied().unwrap_or_default();
        self.guests.count += 1;
        let query = (4_300_000_000_000 + self.guests.count).to_string();
        let place = self.chat(chat)?;
        let message = place.messages.get(&id).ok_or(ImpossibleAction::NoMessage(id))?;
        let mut told = self.message_json(place, message);
        told["guest_query_id"] = json!(query);
        told["guest_bot_caller_user"] = from;
        self.updates.push("guest_message", told);
        self.guests.asked.insert(query.clone(), PendingGuestQuery { chat, user, message: id, answer: None });
        Ok(query)
    }
}

/// `answerGuestQuery`: a query can be answered once.
pub(crate) fn answer(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    match world.options.guest {
        FeatureSupport::Supported => {}
        FeatureSupport::Unknown => return Err(RefusedCall::not_found()),
        FeatureSupport::Refused => {
            return refuse("method is available only for bots with guest mode");
        }
    }
    let query = text(params, "guest_query_id");
    let open = world.guests.asked.get(query).filter(|question| question.answer.is_none());
    let Some(&PendingGuestQuery { chat, user, message: asked, .. }) = open else {
        return refuse("query is too old and response timeout expired or query ID is invalid");
    };
    let result = params.get("result").cloned().unwrap_or_default();
    if !(1..=BYTES_LIMIT).contains(&result["id"].as_str().unwrap_or_default().len()) {
        return refuse("RESULT_ID_INVALID");
    }
    let said = inline::parse_result(&result)?;
    let mut content = said.content;
    if said.photo {
        content.media = Some(world.new_file(MediaKind::Photo, None, None));
    }
    let caller = world.users.get(&user).map(SandboxUser::json);
    let relations = MessageRelations { reply_to: Some(asked), caller, ..MessageRelations::default() };
    let message = world.post(chat, SandboxAuthor::Bot, content, relations);
    let id = message["message_id"].as_i64().unwrap_or_default();
    let inline_message_id = inline::inline_message_id(chat, id);
    let sent = json!({ "inline_message_id": inline_message_id });
    if let Some(question) = world.guests.asked.get_mut(query) {
        question.answer = Some(GuestAnswer { chat, result, message, inline_message_id });
    }
    Ok(sent)
}

impl TelegramStandIn {
    /// A person mentions the bot in a group with this title that the bot is not in. The group is made if the person is
    /// in no such group. Returns the query's id.
    #[track_caller]
    pub fn ask_guest(&self, user: UserId, in_chat_title: &str, post: &UserPost) -> String {
        expect_ok(self.write(|world| world.ask_guest(user, in_chat_title, post, None)))
    }

    /// Like [`ask_guest`](Self::ask_guest), in reply to a message that was just sent there.
    #[track_caller]
    pub fn ask_guest_in_reply(
        &self,
        user: UserId,
        in_chat_title: &str,
        post: &UserPost,
        said: (UserId, &UserPost),
    ) -> String {
        expect_ok(self.write(|world| world.ask_guest(user, in_chat_title, post, Some(said))))
    }

    /// The answer to a query. It is also in the chat's log as a message of the bot.
    pub async fn guest_answer(&self, query: &str) -> Result<GuestAnswer, WaitTimeout> {
        let answer = || self.read(|world| world.guests.asked.get(query)?.answer.clone());
        self.wait(answer, || (format!("the answer to the guest query {query}"), String::new())).await
    }

    /// Makes all guest queries so far too old to be answered.
    pub fn expire_guests(&self) {
        self.write(|world| world.guests.asked.clear());
    }
}
