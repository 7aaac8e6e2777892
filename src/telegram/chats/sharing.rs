//! What is shared in a chat: whose settings it carries, what everybody sees of it, where it goes, and what is remembered of it.

use teloxide::types::{ChatId, MessageId};

use super::group::AcceptedMessage;
use super::group_message::GroupMessage;
use super::{ChatContext, MessageAuthor, subid_patterns};
use crate::answer::{PostTemplate, public_reply};
use crate::deals::{Answer, Deal, DealRequest, ForeignLinksOverride, PublicProduct, WhatIf};
use crate::settings::{ChatMode, LinkAccount, Publisher};
use crate::telegram::context::HandlerError;
use crate::telegram::keyboard::{MessageButton, MessagePart, encode_part, message_from_part};
use crate::telegram::message_content::ReplyTarget;
use crate::telegram::post_text::PostText;
use crate::telegram::sender::OutgoingMessage;
use dealink_core::message::Message;

/// What a button brings back that wants the figures of a deal.
pub(super) const FIGURES_CALLBACK: &str = "figures";

impl ChatContext<'_> {
    /// Whose settings the links carry.
    pub(super) fn load_publisher(&self, author: &MessageAuthor) -> Result<Publisher, HandlerError> {
        Ok(match self.figures_receiver(author) {
            Some(person) => self.app.store.publishers.load(person)?,
            None => Publisher::default(),
        })
    }

    /// The deals of a message, with the chat's SubIDs on their links.
    pub(super) async fn find_deals(
        &self,
        reading: &PostText,
        publisher: &Publisher,
        author: &MessageAuthor,
        topic: Option<i32>,
    ) -> Answer {
        let own = self.settings.link_account == LinkAccount::Sender && publisher.subid.is_some();
        let subids = match own {
            true => Vec::new(),
            false => subid_patterns::fill_patterns(&self.settings, author, topic, self.app.clock.today()),
        };
        let request = DealRequest {
            text: &reading.text,
            hidden: &reading.hidden,
            publisher,
            what_if: WhatIf::default(),
            subids: &subids,
            foreign_links: ForeignLinksOverride::FollowSettings,
        };
        self.app.deals.answer(&request).await
    }

    /// Whether a product was shared here just now, as the answer to another message.
    pub(super) fn is_repeat(&self, deal: &Deal, said: &GroupMessage) -> Result<bool, HandlerError> {
        let within = i64::from(self.settings.repeat_window.0) * 60;
        let Some(product) = deal.public.product else { return Ok(false) };
        let message = said.content.message_id;
        Ok(self.app.store.share_log.is_repeat(
            self.chat.0,
            product.value(),
            message,
            self.unix_now(),
            within,
        )?)
    }

    /// What everybody sees of the deals that were not shared lately.
    pub(super) fn public_parts(
        &self,
        answer: &Answer,
        of: &GroupMessage,
    ) -> Result<Vec<MessagePart>, HandlerError> {
        let mut listed = Vec::new();
        for deal in &answer.deals {
            if !self.is_repeat(deal, of)? {
                listed.extend(PublicProduct::from_deal(&deal.public));
            }
        }
        Ok(self.encode_public_reply(&listed))
    }

    fn encode_public_reply(&self, listed: &[PublicProduct]) -> Vec<MessagePart> {
        let parts = public_reply(listed, &self.load_template(), self.localizer);
        parts.into_iter().map(encode_part).collect()
    }

    pub(super) fn load_template(&self) -> PostTemplate {
        let own = self.settings.template.as_deref().map(PostTemplate::parse);
        own.and_then(Result::ok).unwrap_or_default()
    }

    /// Whoever's settings the links carry, and who is to see the figures.
    pub(super) fn figures_receiver(&self, author: &MessageAuthor) -> Option<u64> {
        match self.settings.link_account {
            LinkAccount::Owner => self.settings.owner,
            LinkAccount::Sender => author.person_id().or(self.settings.owner),
        }
    }

    /// Whether the figures are shown to their receiver right away.
    pub(super) async fn will_show_figures(&self, receiver: Option<u64>) -> bool {
        match receiver.filter(|_| !self.settings.silent) {
            Some(receiver) if self.settings.owner == Some(receiver) && self.owner_lost_admin().await => false,
            Some(receiver) => self.app.may_show_ephemeral(self.chat, receiver).await,
            None => false,
        }
    }

    pub(super) fn figures_button(&self) -> MessageButton {
        MessageButton::Press {
            label: self.localizer.text("figures-button"),
            data: FIGURES_CALLBACK.to_owned(),
        }
    }

    /// Remembers what answered a message, what was shared, and when it is to be removed.
    pub(super) fn remember_answer(
        &self,
        taken: &AcceptedMessage,
        answers: &[i32],
    ) -> Result<(), HandlerError> {
        let (store, now) = (&self.app.store, self.unix_now());
        let of = taken.answered_message().content.message_id;
        if !self.migrated {
            store.answers.remember(self.chat.0, of, answers)?;
            for said in taken.parts.iter().filter(|said| said.content.message_id != of) {
                store.answers.remember(self.chat.0, said.content.message_id, &[])?;
            }
        }
        for deal in &taken.answer.deals {
            // A repost shows all of a message; an answer leaves out what was shared just now.
            let left_out =
                self.settings.mode != ChatMode::Repost && self.is_repeat(deal, taken.answered_message())?;
            if let (Some(product), false) = (deal.public.product, left_out) {
                store.share_log.record_share(self.chat.0, product.value(), of, now)?;
            }
        }
        // What took a member's message's place is theirs.
        match self.settings.mode {
            ChatMode::Repost => Ok(()),
            _ => self.schedule_removal(answers),
        }
    }

    pub(super) fn schedule_removal(&self, messages: &[i32]) -> Result<(), HandlerError> {
        let Some(minutes) = self.settings.remove_after else { return Ok(()) };
        for message in messages {
            let due = self.unix_now() + i64::from(minutes) * 60;
            self.app.store.share_log.schedule_removal(due, self.chat.0, *message)?;
        }
        Ok(())
    }

    /// Shares the deals of `source` because somebody asked for them with `asked`, whatever mode and windows say.
    pub(super) async fn share_on_demand(
        &self,
        source: &GroupMessage,
        asked: &GroupMessage,
    ) -> Result<(), HandlerError> {
        let (spot, of) = (asked.answer_target(), asked.content.message_id);
        if !self.migrated && self.app.store.answers.is_answered(self.chat.0, of)? {
            return Ok(());
        }
        let reading = PostText::new(vec![source.content.clone()]);
        let publisher = self.load_publisher(&asked.author)?;
        let answer = self.find_deals(&reading, &publisher, &asked.author, spot.topic).await;
        match self.post_deals(&answer, spot).await? {
            Some(sent) if self.migrated => self.schedule_removal(&sent),
            Some(sent) => {
                self.app.store.answers.remember(self.chat.0, of, &sent)?;
                self.schedule_removal(&sent)
            }
            None => self.send_text(spot, self.localizer.html(&Message::new("chats-no-link-now"))).await,
        }
    }

    /// Posts the deals of an answer because somebody asked for it; `None` where none of them has a link.
    pub(super) async fn post_deals(
        &self,
        answer: &Answer,
        spot: ReplyTarget,
    ) -> Result<Option<Vec<i32>>, HandlerError> {
        let listed: Vec<PublicProduct> =
            answer.deals.iter().filter_map(|deal| PublicProduct::from_deal(&deal.public)).collect();
        let mut parts = self.encode_public_reply(&listed);
        let Some(first) = parts.first_mut() else { return Ok(None) };
        first.buttons.push(vec![self.figures_button()]);
        Ok(Some(self.send_public(&parts, spot).await?))
    }

    /// Sends what everybody sees; the first message replies.
    pub(super) async fn send_public(
        &self,
        parts: &[MessagePart],
        spot: ReplyTarget,
    ) -> Result<Vec<i32>, HandlerError> {
        let mut sent = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let reply_to = spot.reply_to.filter(|_| index == 0 && !self.migrated).map(MessageId);
            let message = OutgoingMessage { topic: spot.topic, reply_to, ..message_from_part(part) };
            sent.push(self.app.sender.send(self.chat, &message).await?.0);
        }
        Ok(sent)
    }

    /// Sends a sentence of the bot where something was asked.
    pub(super) async fn send_text(&self, spot: ReplyTarget, html: String) -> Result<(), HandlerError> {
        let reply_to = spot.reply_to.filter(|_| !self.migrated).map(MessageId);
        let message = OutgoingMessage { html, topic: spot.topic, reply_to, ..OutgoingMessage::default() };
        self.app.sender.send(self.chat, &message).await?;
        Ok(())
    }
}

/// The address of a message, for those who are in the chat; none in a basic group, whose messages have none.
pub(super) fn message_url(chat: ChatId, message: i32) -> Option<String> {
    let number = chat.0.to_string();
    let inner = number.strip_prefix("-100").filter(|inner| inner.len() > 8 && message != 0)?;
    Some(format!("https://t.me/c/{inner}/{message}"))
}
