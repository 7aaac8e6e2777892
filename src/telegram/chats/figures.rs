//! Rate, estimate and warnings of a group's deals, for the publisher alone: as a message that only they see, else in the pop-up of
//! a button that opens for admins only, else in the private chat.

use serde_json::Value;
use teloxide::types::{ChatId, MessageId};

use super::group::Taken;
use super::said::{Said, names_product};
use super::{Author, Gathering};
use crate::answer::{Button, Part, compose, popup};
use crate::deals::Answer;
use crate::sentence::Sentence;
use crate::store::{LinksOf, Publisher};
use crate::telegram::desk::Trouble;
use crate::telegram::ephemeral::Whisper;
use crate::telegram::keyboard::{markup, outgoing};
use crate::telegram::original::Original;
use crate::telegram::post::Reading;
use crate::telegram::send::SendError;
use crate::text::Speaker;

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
        let about = Sentence::new("chats-about").with("title", self.settings.title.clone());
        let open = Button::Open {
            label: speak.word("chats-button-open"),
            url: super::group::address_of(self.chat, of),
        };
        for (index, part) in parts(speak).into_iter().enumerate() {
            let mut part = part;
            if index == 0 {
                part.html = format!("{}\n\n{}", speak.html(&about), part.html);
                part.buttons.push(vec![open.clone()]);
            }
            match self.desk.sender.send(chat, &outgoing(&part)).await {
                Ok(_) => {}
                // Has never spoken to the bot, or blocked it.
                Err(SendError::Closed | SendError::Refused(_)) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
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
        let asked = message["reply_to_message"].as_object().map(|_| &message["reply_to_message"]);
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
        let author = match self.settings.account {
            LinksOf::Keeper => said.author.clone(),
            LinksOf::Sender => Author::Person { id: presser, name: String::new() },
        };
        let publisher = self.publisher(&author)?;
        let topic = Said::read(message).and_then(|said| said.spot.topic);
        let answer = self.answer(&Reading::of(vec![said.original]), &publisher, &author, topic).await;
        let id = press["id"].as_str().unwrap_or_default();
        if self.whispered(&answer, &publisher, presser, topic, Some(id)).await {
            self.pop_up_quietly(press).await;
            return Ok(());
        }
        let (text, whole) = popup(&answer, self.speak);
        if !whole || text.is_empty() {
            let sent = self.figures_to(presser, &answer, &publisher).await?;
            let key = if sent { "figures-sent" } else { "figures-start-me" };
            let text = if text.is_empty() || sent { self.speak.word(key) } else { text };
            self.pop_up(press, text).await;
            return Ok(());
        }
        self.pop_up(press, text).await;
        Ok(())
    }

    /// The figures in somebody's private chat; `false` where they never spoke to the bot.
    async fn figures_to(&self, person: u64, answer: &Answer, publisher: &Publisher) -> Result<bool, Trouble> {
        for part in private_parts(answer, publisher, self.speak) {
            match self.desk.sender.send(ChatId(person as i64), &outgoing(&part)).await {
                Ok(_) => {}
                Err(SendError::Closed | SendError::Refused(_)) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }

    /// Answers a press with a box.
    pub(super) async fn pop_up(&self, press: &Value, text: String) {
        let id = press["id"].as_str().unwrap_or_default().to_owned();
        self.desk.sender.answer_press(teloxide::types::CallbackQueryId(id), Some(text), true).await;
    }

    /// Answers a press without a word.
    pub(super) async fn pop_up_quietly(&self, press: &Value) {
        let id = press["id"].as_str().unwrap_or_default().to_owned();
        self.desk.sender.answer_press(teloxide::types::CallbackQueryId(id), None, false).await;
    }
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
