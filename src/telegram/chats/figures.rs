//! Rate, estimate and warnings of a group's deals, for the publisher alone: as a message that only they see, else in the pop-up of
//! a button that opens for admins only, else in the private chat.

use serde_json::Value;
use teloxide::types::{ChatId, MessageId};

use super::group::AcceptedMessage;
use super::group_message::{GroupMessage, names_product};
use super::{ChatContext, MessageAuthor};
use crate::answer::{AnswerPart, MAX_POPUP_UNITS, Renderer};
use crate::deals::Answer;
use crate::settings::{LinkAccount, Publisher};
use crate::telegram::context::HandlerError;
use crate::telegram::ephemeral::EphemeralMessage;
use crate::telegram::keyboard::{MessageButton, MessagePart};
use crate::telegram::keyboard::{inline_keyboard, message_from_part};
use crate::telegram::message_content::MessageContent;
use crate::telegram::post_text::PostText;
use crate::telegram::sender::SendError;
use crate::text::{Localizer, html_length};
use dealink_core::message::Message;

/// Telegram's limit for a message, in UTF-16 units after the markup is read.
const MAX_MESSAGE_UNITS: usize = 4096;

impl ChatContext<'_> {
    /// Shows the figures to the publisher right away; where that is not to be had, the button below the answer has them.
    pub(super) async fn show_figures(
        &self,
        taken: &AcceptedMessage,
        receiver: u64,
        answer: MessageId,
    ) -> Result<(), HandlerError> {
        let topic = taken.answered_message().target.topic;
        if self.show_privately(&taken.answer, &taken.publisher, receiver, topic, None).await {
            return Ok(());
        }
        let button = inline_keyboard(&[vec![self.figures_button()]]);
        match self.app.sender.edit_buttons(self.chat, answer, &button).await {
            Ok(()) | Err(SendError::Unchanged | SendError::MessageGone | SendError::Refused(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Sends the figures into the publisher's private chat: for what has no room for a button.
    pub(super) async fn send_figures(&self, taken: &AcceptedMessage) -> Result<(), HandlerError> {
        if self.settings.silent {
            return Ok(());
        }
        let of = taken.answered_message().content.message_id;
        self.send_to_owner(|speak| private_parts(&taken.answer, &taken.publisher, speak), of).await
    }

    /// Sends parts of an answer into the keeper's private chat, with what they are about above.
    pub(super) async fn send_to_owner(
        &self,
        parts: impl FnOnce(&Localizer) -> Vec<MessagePart>,
        of: i32,
    ) -> Result<(), HandlerError> {
        let Some((chat, speak)) = self.owner() else { return Ok(()) };
        if self.owner_lost_admin().await {
            return Ok(());
        }
        let about = speak.html(&Message::new("chats-about").with("title", self.settings.title.clone()));
        let mut parts = with_heading(about, parts(speak));
        if let (Some(first), Some(url)) = (parts.first_mut(), super::sharing::message_url(self.chat, of)) {
            first.buttons.push(vec![MessageButton::Open { label: speak.text("chats-button-open"), url }]);
        }
        self.send_privately(chat, &parts).await?;
        Ok(())
    }

    /// Sends parts into a private chat; `false` when the person has never spoken to the bot, or blocked it.
    pub(super) async fn send_privately(
        &self,
        chat: ChatId,
        parts: &[MessagePart],
    ) -> Result<bool, HandlerError> {
        for part in parts {
            match self.app.sender.send(chat, &message_from_part(part)).await {
                Ok(_) => {}
                Err(SendError::ChatClosed | SendError::Refused(_)) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }

    async fn show_privately(
        &self,
        answer: &Answer,
        publisher: &Publisher,
        to: u64,
        topic: Option<i32>,
        press: Option<&str>,
    ) -> bool {
        let lang = publisher.language.filter(|_| self.settings.owner == Some(to));
        let speak = lang.map_or(self.localizer, |lang| self.app.texts.localizer(lang));
        let harmless = speak.html(&Message::new("figures-wait"));
        let whisper = EphemeralMessage {
            chat: self.chat,
            topic,
            receiver: to,
            callback_id: press,
            placeholder: &harmless,
        };
        for part in private_parts(answer, publisher, speak) {
            if !self.app.show_ephemeral(&whisper, &part.html).await {
                return false;
            }
        }
        true
    }

    /// A press on the button below an answer: for admins, and for whoever's figures they are.
    pub(super) async fn handle_figures_callback(
        &self,
        press: &Value,
        presser: u64,
    ) -> Result<(), HandlerError> {
        let message = &press["message"];
        // What the pressed message answers. A repost answers what the original did, and that is another's.
        let asked = GroupMessage::replied_json(message).filter(|asked| self.is_answer_to(asked, message));
        let theirs = self.settings.link_account == LinkAccount::Sender
            && asked.is_some_and(|asked| asked["from"]["id"].as_u64() == Some(presser));
        if !theirs && !self.app.is_admin(self.chat, presser).await {
            self.show_alert(press, self.localizer.text("figures-admins-only")).await;
            return Ok(());
        }
        // The member's own words have the price that they gave; a repost has them in itself.
        let names = |message: &&Value| {
            MessageContent::from_json(message).is_some_and(|original| names_product(&original.post.links()))
        };
        let Some(source) = asked.filter(names).or(Some(message).filter(names)) else {
            self.show_alert(press, self.localizer.text("chat-old-press")).await;
            return Ok(());
        };
        let Some(said) = GroupMessage::from_json(source) else { return Ok(()) };
        let author = match (self.settings.link_account, asked) {
            (LinkAccount::Sender, _) => MessageAuthor::Person { id: presser, name: String::new() },
            (LinkAccount::Owner, Some(_)) => said.author.clone(),
            // The bot's own words: whose they were is not known any more.
            (LinkAccount::Owner, None) => MessageAuthor::Admin,
        };
        let publisher = self.load_publisher(&author)?;
        let topic = GroupMessage::from_json(message).and_then(|said| said.target.topic);
        let answer = self.find_deals(&PostText::new(vec![said.content]), &publisher, &author, topic).await;
        let id = press["id"].as_str().unwrap_or_default();
        if self.show_privately(&answer, &publisher, presser, topic, Some(id)).await {
            self.answer_silently(press).await;
            return Ok(());
        }
        let renderer = Renderer { publisher: &publisher, localizer: self.localizer };
        let (text, whole) = renderer.popup(&answer);
        let text = match whole && !text.is_empty() {
            true => text,
            false => self.popup_with_rest(text, presser, &answer, &publisher).await?,
        };
        self.show_alert(press, text).await;
        Ok(())
    }

    /// What the pop-up says where it cannot say all: the rest is in the private chat.
    async fn popup_with_rest(
        &self,
        text: String,
        presser: u64,
        answer: &Answer,
        publisher: &Publisher,
    ) -> Result<String, HandlerError> {
        let parts = private_parts(answer, publisher, self.localizer);
        let sent = self.send_privately(ChatId(presser as i64), &parts).await?;
        let more = self.localizer.text(if sent { "figures-sent" } else { "figures-start-me" });
        let both = format!("{text}\n{more}");
        Ok(match (text.is_empty(), both.encode_utf16().count() <= MAX_POPUP_UNITS) {
            (false, true) => both,
            _ if sent || text.is_empty() => more,
            _ => text,
        })
    }

    /// Whether `find_deals`, both as Telegram's JSON, is what the bot answered a message with.
    fn is_answer_to(&self, message: &Value, answer: &Value) -> bool {
        let number = |message: &Value| message["message_id"].as_i64().and_then(|id| i32::try_from(id).ok());
        let (Some(of), Some(answer)) = (number(message), number(answer)) else { return false };
        let answers = self.app.store.answers.answers_to(self.chat.0, of).unwrap_or_default();
        answers.contains(&answer)
    }

    /// Answers a press with a box.
    pub(super) async fn show_alert(&self, press: &Value, text: String) {
        self.app.sender.answer_callback(super::callbacks::callback_id(press), Some(text), true).await;
    }

    /// Answers a press without a word.
    pub(super) async fn answer_silently(&self, press: &Value) {
        self.app.sender.answer_callback(super::callbacks::callback_id(press), None, false).await;
    }
}

/// Parts with a heading above: in the first one, or where that has no room before it.
pub(super) fn with_heading(heading: String, mut parts: Vec<MessagePart>) -> Vec<MessagePart> {
    match parts.first_mut().map(|first| (html_length(&first.html), first)) {
        Some((length, first)) if html_length(&heading) + 2 + length <= MAX_MESSAGE_UNITS => {
            first.html = format!("{heading}\n\n{}", first.html);
        }
        _ => parts.insert(0, MessagePart { html: heading, ..MessagePart::default() }),
    }
    parts
}

/// An answer as its publisher reads it, without the buttons that come back to a message of a private chat.
pub(super) fn private_parts(answer: &Answer, publisher: &Publisher, speak: &Localizer) -> Vec<MessagePart> {
    let parts = Renderer { publisher, localizer: speak }.answer(answer);
    parts.into_iter().map(without_callbacks).collect()
}

/// The same part with the buttons alone that ask the bot nothing.
pub(super) fn without_callbacks(part: AnswerPart) -> MessagePart {
    MessagePart { replies: false, ..part.convert_presses(|_| None) }
}
