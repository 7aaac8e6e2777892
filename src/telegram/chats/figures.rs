//! Rate, estimate and warnings of a group's deals, for the publisher alone: as a message that only they see, else in the pop-up of
//! a button that opens for admins only, else in the private chat.

use serde_json::Value;
use teloxide::types::{ChatId, MessageId};

use super::group::Taken;
use super::said::{Said, names_product};
use super::{Author, Gathering};
use crate::answer::{Button, POPUP_AT_MOST, Part, compose, popup};
use crate::deals::Answer;
use crate::store::{LinksOf, Publisher};
use crate::telegram::desk::Trouble;
use crate::telegram::ephemeral::Whisper;
use crate::telegram::keyboard::{markup, outgoing};
use crate::telegram::original::Original;
use crate::telegram::post::Reading;
use crate::telegram::send::SendError;
use crate::text::{Speaker, html_length};
use dealink_core::message::Sentence;

/// Telegram's limit for a message, in UTF-16 units after the markup is read.
const MESSAGE_AT_MOST: usize = 4096;

impl Gathering<'_> {
    /// Shows the figures to the publisher right away; where that is not to be had, the button below the answer has them.
    pub(super) async fn show_figures(
        &self,
        taken: &Taken,
        receiver: u64,
        answer: MessageId,
    ) -> Result<(), Trouble> {
        let topic = taken.first().spot.topic;
        if self.whispered(&taken.answer, &taken.publisher, receiver, topic, None).await {
            return Ok(());
        }
        let button = markup(&[vec![self.figures_button()]]);
        match self.desk.sender.edit_buttons(self.chat, answer, &button).await {
            Ok(()) | Err(SendError::Unchanged | SendError::Gone | SendError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Sends the figures into the publisher's private chat: for what has no room for a button.
    pub(super) async fn send_figures(&self, taken: &Taken) -> Result<(), Trouble> {
        if self.settings.silent {
            return Ok(());
        }
        let of = taken.first().original.message_id;
        self.send_parts(|speak| private_parts(&taken.answer, &taken.publisher, speak), of).await
    }

    /// Sends parts of an answer into the keeper's private chat, with what they are about above.
    pub(super) async fn send_parts(
        &self,
        parts: impl FnOnce(&Speaker) -> Vec<Part>,
        of: i32,
    ) -> Result<(), Trouble> {
        let Some((chat, speak)) = self.keeper() else { return Ok(()) };
        if self.lost_its_keeper().await {
            return Ok(());
        }
        let about = speak.html(&Sentence::new("chats-about").with("title", self.settings.title.clone()));
        let mut parts = headed(about, parts(speak));
        if let (Some(first), Some(url)) = (parts.first_mut(), super::share::address_of(self.chat, of)) {
            first.buttons.push(vec![Button::Open { label: speak.word("chats-button-open"), url }]);
        }
        self.send_privately(chat, &parts).await?;
        Ok(())
    }

    /// Sends parts into a private chat; `false` when the person has never spoken to the bot, or blocked it.
    pub(super) async fn send_privately(&self, chat: ChatId, parts: &[Part]) -> Result<bool, Trouble> {
        for part in parts {
            match self.desk.sender.send(chat, &outgoing(part)).await {
                Ok(_) => {}
                Err(SendError::Closed | SendError::Refused(_)) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }

    async fn whispered(
        &self,
        answer: &Answer,
        publisher: &Publisher,
        to: u64,
        topic: Option<i32>,
        press: Option<&str>,
    ) -> bool {
        let lang = publisher.language.filter(|_| self.settings.keeper == Some(to));
        let speak = lang.map_or(self.speak, |lang| self.desk.texts.of(lang));
        let harmless = speak.html(&Sentence::new("figures-wait"));
        let whisper = Whisper { chat: self.chat, topic, to, press, harmless: &harmless };
        for part in private_parts(answer, publisher, speak) {
            if !self.desk.whisper(&whisper, &part.html).await {
                return false;
            }
        }
        true
    }

    /// A press on the button below an answer: for admins, and for whoever's figures they are.
    pub(super) async fn press_on_figures(&self, press: &Value, presser: u64) -> Result<(), Trouble> {
        let message = &press["message"];
        // What the pressed message answers. A repost answers what the original did, and that is another's.
        let asked = Said::replied(message).filter(|asked| self.is_answered_by(asked, message));
        let theirs = self.settings.account == LinksOf::Sender
            && asked.is_some_and(|asked| asked["from"]["id"].as_u64() == Some(presser));
        if !theirs && !self.desk.is_admin(self.chat, presser).await {
            self.pop_up(press, self.speak.word("figures-admins-only")).await;
            return Ok(());
        }
        // The member's own words have the price that they gave; a repost has them in itself.
        let names = |message: &&Value| {
            Original::read(message).is_some_and(|original| names_product(&original.post.links()))
        };
        let Some(source) = asked.filter(names).or(Some(message).filter(names)) else {
            self.pop_up(press, self.speak.word("chat-old-press")).await;
            return Ok(());
        };
        let Some(said) = Said::read(source) else { return Ok(()) };
        let author = match (self.settings.account, asked) {
            (LinksOf::Sender, _) => Author::Person { id: presser, name: String::new() },
            (LinksOf::Keeper, Some(_)) => said.author.clone(),
            // The bot's own words: whose they were is not known any more.
            (LinksOf::Keeper, None) => Author::Admin,
        };
        let publisher = self.publisher(&author)?;
        let topic = Said::read(message).and_then(|said| said.spot.topic);
        let answer = self.answer(&Reading::of(vec![said.original]), &publisher, &author, topic).await;
        let id = press["id"].as_str().unwrap_or_default();
        if self.whispered(&answer, &publisher, presser, topic, Some(id)).await {
            self.pop_up_quietly(press).await;
            return Ok(());
        }
        let (text, whole) = popup(&answer, &publisher, self.speak);
        let text = match whole && !text.is_empty() {
            true => text,
            false => self.pop_up_of_more(text, presser, &answer, &publisher).await?,
        };
        self.pop_up(press, text).await;
        Ok(())
    }

    /// What the pop-up says where it cannot say all: the rest is in the private chat.
    async fn pop_up_of_more(
        &self,
        text: String,
        presser: u64,
        answer: &Answer,
        publisher: &Publisher,
    ) -> Result<String, Trouble> {
        let parts = private_parts(answer, publisher, self.speak);
        let sent = self.send_privately(ChatId(presser as i64), &parts).await?;
        let more = self.speak.word(if sent { "figures-sent" } else { "figures-start-me" });
        let both = format!("{text}\n{more}");
        Ok(match (text.is_empty(), both.encode_utf16().count() <= POPUP_AT_MOST) {
            (false, true) => both,
            _ if sent || text.is_empty() => more,
            _ => text,
        })
    }

    /// Whether `answer`, both as Telegram's JSON, is what the bot answered a message with.
    fn is_answered_by(&self, message: &Value, answer: &Value) -> bool {
        let number = |message: &Value| message["message_id"].as_i64().and_then(|id| i32::try_from(id).ok());
        let (Some(of), Some(answer)) = (number(message), number(answer)) else { return false };
        let answers = self.desk.store.answers.to(self.chat.0, of).unwrap_or_default();
        answers.contains(&answer)
    }

    /// Answers a press with a box.
    pub(super) async fn pop_up(&self, press: &Value, text: String) {
        self.desk.sender.answer_press(super::press::id(press), Some(text), true).await;
    }

    /// Answers a press without a word.
    pub(super) async fn pop_up_quietly(&self, press: &Value) {
        self.desk.sender.answer_press(super::press::id(press), None, false).await;
    }
}

/// Parts with a heading above: in the first one, or where that has no room before it.
pub(super) fn headed(heading: String, mut parts: Vec<Part>) -> Vec<Part> {
    match parts.first_mut().map(|first| (html_length(&first.html), first)) {
        Some((length, first)) if html_length(&heading) + 2 + length <= MESSAGE_AT_MOST => {
            first.html = format!("{heading}\n\n{}", first.html);
        }
        _ => parts.insert(0, Part { html: heading, ..Part::default() }),
    }
    parts
}

/// An answer as its publisher reads it, without the buttons that come back to a message of a private chat.
pub(super) fn private_parts(answer: &Answer, publisher: &Publisher, speak: &Speaker) -> Vec<Part> {
    compose(answer, publisher, speak).into_iter().map(without_presses).collect()
}

/// The same part with the buttons alone that ask the bot nothing.
pub(super) fn without_presses(part: Part) -> Part {
    let asks = |button: &Button| matches!(button, Button::Press { .. });
    let rows = part.buttons.into_iter().map(|row| row.into_iter().filter(|button| !asks(button)).collect());
    let buttons = rows.filter(|row: &Vec<Button>| !row.is_empty()).collect();
    Part { buttons, replies: false, ..part }
}
