//! Guest mode: somebody names the bot in a chat that it is not in, and it may answer there once.
//!
//! Source: Bot API 10.3, `guest_message`, `answerGuestQuery` and `SentGuestMessage`. The answer is an
//! inline result and keeps to the rules of one.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::TelegramStandIn;
use super::asked::text;
use super::inline::{self, BYTES};
use super::media::MediaKind;
use super::methods::Params;
use super::options::Newer;
use super::people::{Author, ChatId, ChatKind, MessageId, Tie, User, UserId};
use super::post::Post;
use super::refusal::Refusal;
use super::stand_in::sure;
use super::voices::Voice;
use super::watching::Overdue;
use super::world::{Impossible, World};

/// What was asked and answered.
#[derive(Default)]
pub(crate) struct Guests {
    asked: HashMap<String, Question>,
    count: u64,
}

struct Question {
    chat: ChatId,
    user: UserId,
    message: MessageId,
    answer: Option<GuestAnswer>,
}

/// The bot's answer in a chat that it is not in.
#[derive(Clone, Debug, PartialEq)]
pub struct GuestAnswer {
    /// The chat.
    pub chat: ChatId,
    /// The `InlineQueryResult`.
    pub result: Value,
    /// The `Message` that it became.
    pub message: Value,
    /// What the bot was told to know it by.
    pub inline_message_id: String,
}

impl World {
    /// Somebody names the bot in the chat of this title, which is made when the person is in none such;
    /// gives the query's id.
    fn ask_guest(
        &mut self,
        user: UserId,
        title: &str,
        post: &Post,
        answered: Option<(UserId, &Post)>,
    ) -> Result<String, Impossible> {
        let from = self.users.get(&user).map(User::json).ok_or(Impossible::NoUser(user))?;
        let here = self.chats.values().find(|place| {
            place.kind != ChatKind::Private && place.title == title && place.role(user).is_in()
        });
        let chat = match here {
            Some(place) if place.bot.is_in() => {
                return Err(Impossible::NoRight("the bot is no guest where it is a member".to_owned()));
            }
            Some(place) => place.id,
            None => {
                let other = answered.map(|(other, _)| other).filter(|other| *other != user);
                let people: Vec<UserId> = std::iter::once(user).chain(other).collect();
                self.add_place(ChatKind::Group, title, &people)
            }
        };
        let mut post = post.clone();
        if let Some((other, answered)) = answered {
            let said = self.speak(chat, &Voice::of(other), std::slice::from_ref(answered), 1)?;
            post.reply_to = said.first().copied();
        }
        let said = self.speak(chat, &Voice::of(user), &[post], 1)?;
        let id = said.first().copied().unwrap_or_default();
        self.guests.count += 1;
        let query = (4_300_000_000_000 + self.guests.count).to_string();
        let place = self.chats.get(&chat).ok_or(Impossible::NoChat(chat))?;
        let message = place.messages.get(&id).ok_or(Impossible::NoMessage(id))?;
        let mut told = self.message_json(place, message);
        told["guest_query_id"] = json!(query);
        told["guest_bot_caller_user"] = from;
        self.updates.push("guest_message", told);
        self.guests.asked.insert(query.clone(), Question { chat, user, message: id, answer: None });
        Ok(query)
    }
}

/// `answerGuestQuery`: a query takes one answer.
pub(crate) fn answer(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    match world.options.guest {
        Newer::Known => {}
        Newer::NotFound => return Err(Refusal::not_found()),
        Newer::BadRequest => {
            return Err(Refusal::bad_request("method is available only for bots with guest mode"));
        }
    }
    let query = text(params, "guest_query_id");
    let open = world.guests.asked.get(query).filter(|question| question.answer.is_none());
    let Some(&Question { chat, user, message: asked, .. }) = open else {
        let what = "query is too old and response timeout expired or query ID is invalid";
        return Err(Refusal::bad_request(what));
    };
    let result = params.get("result").cloned().unwrap_or_default();
    if !(1..=BYTES).contains(&result["id"].as_str().unwrap_or_default().len()) {
        return Err(Refusal::bad_request("RESULT_ID_INVALID"));
    }
    let said = inline::said(&result)?;
    let mut content = said.content;
    if said.photo {
        content.media = Some(world.new_file(MediaKind::Photo, None, None));
    }
    let caller = world.users.get(&user).map(User::json);
    let tie = Tie { reply_to: Some(asked), caller, ..Tie::default() };
    let message = world.post(chat, Author::Bot, content, tie);
    let id = message["message_id"].as_i64().unwrap_or_default();
    let inline_message_id = inline::message_id(chat, id);
    let sent = json!({ "inline_message_id": inline_message_id });
    if let Some(question) = world.guests.asked.get_mut(query) {
        question.answer = Some(GuestAnswer { chat, result, message, inline_message_id });
    }
    Ok(sent)
}

impl TelegramStandIn {
    /// A person names the bot in a group of this title that the bot is not in; gives the query's id. The
    /// group is made when the person is in none of this title.
    #[track_caller]
    pub fn guest(&self, user: UserId, in_chat_title: &str, post: &Post) -> String {
        sure(self.try_guest(user, in_chat_title, post, None))
    }

    /// The same in answer to what somebody has just said there.
    #[track_caller]
    pub fn guest_to(&self, user: UserId, in_chat_title: &str, post: &Post, said: (UserId, &Post)) -> String {
        sure(self.try_guest(user, in_chat_title, post, Some(said)))
    }

    /// Either of the two.
    ///
    /// # Errors
    /// There is no such user, the bot is in that group, or Telegram's apps cannot send this.
    pub fn try_guest(
        &self,
        user: UserId,
        in_chat_title: &str,
        post: &Post,
        said: Option<(UserId, &Post)>,
    ) -> Result<String, Impossible> {
        self.write(|world| world.ask_guest(user, in_chat_title, post, said))
    }

    /// The answer to a query. It stands as the bot's message in the log of the chat as well.
    ///
    /// # Errors
    /// None came before the deadline of the options.
    pub async fn guest_answer(&self, query: &str) -> Result<GuestAnswer, Overdue> {
        let answer = || self.read(|world| world.guests.asked.get(query)?.answer.clone());
        self.wait(answer, || (format!("the answer to the guest query {query}"), String::new())).await
    }

    /// From now on the guest queries so far are too old to be answered.
    pub fn expire_guests(&self) {
        self.write(|world| world.guests.asked.clear());
    }
}
