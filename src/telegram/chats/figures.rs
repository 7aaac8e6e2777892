//! Rate, estimate and warnings of a chat's deals, for the publisher only: in a message that only the publisher sees; else in the
//! pop-up of a button that works only for admins; else in the private chat.

use teloxide::types::ChatId;

use super::context::ChatContext;
use super::person_rights::Denial;
use super::sharing::{PublisherDeals, message_url};
use crate::answer::{MAX_MESSAGE_UNITS, MAX_POPUP_UNITS, Renderer};
use crate::settings::LinkAccount;
use crate::telegram::api::{
    CallbackAnswer, EphemeralMessage, MessageButton, MessagePart, OutgoingMessage, SendError,
};
use crate::telegram::handler_error::Result;
use crate::telegram::post_text::{PostText, names_product};
use crate::telegram::update::{CallbackQuery, IncomingMessage, MessageAuthor};
use crate::text::{Localizer, html_length};
use dealink_core::message::Message;

impl ChatContext<'_> {
    /// Shows the figures to the publisher right away. If that is not possible, the button below the message `answer_id` shows them.
    pub async fn show_figures(
        &self,
        deals: &PublisherDeals,
        receiver: u64,
        topic: Option<i32>,
        answer_id: i32,
    ) -> Result<()> {
        if self.show_privately(deals, receiver, topic, None).await {
            return Ok(());
        }
        let buttons = [vec![self.figures_button()]];
        match self.app.sender.edit_buttons(self.chat, answer_id, &buttons).await {
            Ok(())
            | Err(
                SendError::Unchanged | SendError::MessageGone | SendError::Refused(_) | SendError::GivenUp(_),
            ) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Sends the figures to the owner's private chat, for messages that cannot have a button. `message`: the message with the deals.
    pub async fn send_figures(&self, deals: &PublisherDeals, message: i32) -> Result<()> {
        if self.settings.silent {
            return Ok(());
        }
        self.send_to_owner(|localizer| deals.private_parts(localizer), message).await
    }

    /// Sends parts of an answer to the owner's private chat, below a heading that names the chat and the message.
    pub async fn send_to_owner(
        &self,
        parts: impl FnOnce(&Localizer) -> Vec<MessagePart>,
        message: i32,
    ) -> Result<()> {
        let Some((chat, localizer)) = self.owner().await else { return Ok(()) };
        if !self.may_inform_owner().await? {
            return Ok(());
        }
        let heading = Message::new("chats-about").with("title", self.title());
        let mut parts = with_heading(localizer.html(&heading), parts(localizer));
        if let (Some(first), Some(url)) = (parts.first_mut(), message_url(self.chat, message)) {
            let label = localizer.text("chats-button-open");
            first.buttons.push(vec![MessageButton::Open { label, url }]);
        }
        self.send_privately(chat, parts).await?;
        Ok(())
    }

    /// Sends parts to a private chat; `false` if the person never wrote to the bot, or blocked it.
    pub async fn send_privately(&self, chat: ChatId, parts: Vec<MessagePart>) -> Result<bool> {
        for part in parts {
            if !self.app.send_if_open(chat, &OutgoingMessage::from(part)).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn show_privately(
        &self,
        deals: &PublisherDeals,
        receiver: u64,
        topic: Option<i32>,
        callback_id: Option<&str>,
    ) -> bool {
        let language = deals.publisher.language.filter(|_| self.settings.owner == Some(receiver));
        let localizer = language.map_or(self.localizer, |lang| self.app.texts.localizer(lang));
        let placeholder = localizer.html(&Message::new("figures-wait"));
        let message =
            EphemeralMessage { chat: self.chat, topic, receiver, callback_id, placeholder: &placeholder };
        for part in deals.private_parts(localizer) {
            if !self.app.ephemeral.show(&message, &part.html).await {
                return false;
            }
        }
        true
    }

    /// Handles a tap on the button below an answer. Only admins and the publisher of the links may see the figures.
    pub(super) async fn handle_figures_callback(&self, query: &CallbackQuery) -> Result<()> {
        let Some(message) = query.message.as_deref() else { return Ok(()) };
        let person = query.from.id;
        // The message that was answered. `None` for a repost, because it replies to another message: that to which the original
        // replied.
        let asked = match message.replied() {
            Some(asked) if self.is_answer_to(asked, message).await => Some(asked),
            _ => None,
        };
        let is_theirs = self.settings.link_account == LinkAccount::Sender
            && asked.and_then(|asked| asked.from.as_ref()).is_some_and(|user| user.id == person);
        if is_theirs {
            // Each press may send a message into the group.
            let presser = MessageAuthor::Person { id: person, name: String::new() };
            if !self.app.answers_member(self.chat, &presser).await {
                self.app.sender.answer_callback(&query.id, CallbackAnswer::Silent).await;
                return Ok(());
            }
        } else {
            let denied = match self.app.check_rights(self.chat, person, &[]).await {
                Ok(()) => None,
                Err(Denial::NotKnown) => Some("chats-not-checked"),
                Err(Denial::NotAdmin | Denial::Lacks(_) | Denial::Anonymous) => Some("figures-admins-only"),
            };
            if let Some(key) = denied {
                return self.show_alert(query, self.localizer.text(key)).await;
            }
        }
        // The original text has the price that the member gave; a repost contains that text.
        let names = |message: &&IncomingMessage| names_product(&message.content.post.links());
        let Some(source) = asked.filter(names).or(Some(message).filter(names)) else {
            return self.show_alert(query, self.localizer.text("chat-old-press")).await;
        };
        let author = match (self.settings.link_account, asked) {
            (LinkAccount::Sender, _) => MessageAuthor::Person { id: person, name: String::new() },
            (LinkAccount::Owner, Some(_)) => source.author.clone(),
            // The bot wrote this message, and the author of the original is not known any more.
            (LinkAccount::Owner, None) => MessageAuthor::Admin,
        };
        let topic = message.topic();
        let post_text = PostText::new(vec![source.content.clone()]);
        let deals = self.find_deals(&post_text, &author, topic).await?;
        if self.show_privately(&deals, person, topic, Some(&query.id)).await {
            self.app.sender.answer_callback(&query.id, CallbackAnswer::Silent).await;
            return Ok(());
        }
        let renderer = Renderer { publisher: &deals.publisher, localizer: self.localizer };
        let (text, is_whole) = renderer.popup(&deals.answer);
        let text = match is_whole && !text.is_empty() {
            true => text,
            false => self.popup_with_rest(text, person, &deals).await?,
        };
        self.show_alert(query, text).await
    }

    /// The pop-up's text if the figures are too long for it: all of them are sent to the private chat.
    async fn popup_with_rest(&self, text: String, person: u64, deals: &PublisherDeals) -> Result<String> {
        let parts = deals.private_parts(self.localizer);
        let was_sent = self.send_privately(ChatId(person as i64), parts).await?;
        let more = self.localizer.text(if was_sent { "figures-sent" } else { "figures-start-me" });
        let both = format!("{text}\n{more}");
        Ok(match (text.is_empty(), both.encode_utf16().count() <= MAX_POPUP_UNITS) {
            (false, true) => both,
            _ if was_sent || text.is_empty() => more,
            _ => text,
        })
    }

    /// Whether the bot answered `message` with `answer`.
    async fn is_answer_to(&self, message: &IncomingMessage, answer: &IncomingMessage) -> bool {
        let answers = self.app.store.answers.answers_to(self.chat.0, message.id).await.unwrap_or_default();
        answers.contains(&answer.id)
    }

    /// Answers a tap on a button with a box, and with nothing else.
    pub(super) async fn show_alert(&self, query: &CallbackQuery, text: String) -> Result<()> {
        self.app.sender.answer_callback(&query.id, CallbackAnswer::Alert(text)).await;
        Ok(())
    }
}

/// Parts below a heading, which is put into the first part, or before it if it does not fit there.
pub(crate) fn with_heading(heading: String, mut parts: Vec<MessagePart>) -> Vec<MessagePart> {
    match parts.first_mut().map(|first| (html_length(&first.html), first)) {
        Some((length, first)) if html_length(&heading) + 2 + length <= MAX_MESSAGE_UNITS => {
            first.html = format!("{heading}\n\n{}", first.html);
        }
        _ => parts.insert(0, MessagePart { html: heading, ..MessagePart::default() }),
    }
    parts
}
