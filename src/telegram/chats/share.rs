//! What is shared in a chat: whose settings it carries, what everybody sees of it, where it goes, and what is remembered of it.

use teloxide::types::{ChatId, MessageId};

use super::group::Taken;
use super::said::Said;
use super::{Author, Gathering, subids};
use crate::answer::{Button, Part, Template, shared};
use crate::deals::{Answer, Deal, Listed, Others, Request, Suppose};
use crate::store::{LinksOf, Mode, Publisher};
use crate::telegram::desk::Trouble;
use crate::telegram::keyboard::outgoing;
use crate::telegram::original::Spot;
use crate::telegram::post::Reading;
use crate::telegram::send::Outgoing;
use dealink_core::message::Sentence;

/// What a button brings back that wants the figures of a deal.
pub(super) const FIGURES: &str = "figures";

impl Gathering<'_> {
    /// Whose settings the links carry.
    pub(super) fn publisher(&self, author: &Author) -> Result<Publisher, Trouble> {
        Ok(match self.receiver(author) {
            Some(person) => self.desk.store.publishers.of(person)?,
            None => Publisher::default(),
        })
    }

    /// The deals of a message, with the chat's SubIDs on their links.
    pub(super) async fn answer(
        &self,
        reading: &Reading,
        publisher: &Publisher,
        author: &Author,
        topic: Option<i32>,
    ) -> Answer {
        let own = self.settings.account == LinksOf::Sender && publisher.subid.is_some();
        let subids = match own {
            true => Vec::new(),
            false => subids::of(&self.settings, author, topic, self.desk.clock.today()),
        };
        let request = Request {
            text: &reading.text,
            hidden: &reading.hidden,
            publisher,
            suppose: Suppose::default(),
            subids: &subids,
            others: Others::AsSet,
        };
        self.desk.deals.answer(&request).await
    }

    /// Whether a product was shared here just now, as the answer to another message.
    pub(super) fn repeats(&self, deal: &Deal, said: &Said) -> Result<bool, Trouble> {
        let within = i64::from(self.settings.repeat.0) * 60;
        let Some(product) = deal.public.product else { return Ok(false) };
        let message = said.original.message_id;
        Ok(self.desk.store.shared.repeats(self.chat.0, product.value(), message, self.now(), within)?)
    }

    /// What everybody sees of the deals that were not shared lately.
    pub(super) fn public(&self, answer: &Answer, of: &Said) -> Result<Vec<Part>, Trouble> {
        let mut listed = Vec::new();
        for deal in &answer.deals {
            if !self.repeats(deal, of)? {
                listed.extend(Listed::pasted(&deal.public));
            }
        }
        Ok(shared(&listed, &self.template(), self.speak))
    }

    pub(super) fn template(&self) -> Template {
        let own = self.settings.template.as_deref().map(Template::read);
        own.and_then(Result::ok).unwrap_or_default()
    }

    /// Whoever's settings the links carry, and who is to see the figures.
    pub(super) fn receiver(&self, author: &Author) -> Option<u64> {
        match self.settings.account {
            LinksOf::Keeper => self.settings.keeper,
            LinksOf::Sender => author.id().or(self.settings.keeper),
        }
    }

    /// Whether the figures are shown to their receiver right away.
    pub(super) async fn will_whisper(&self, receiver: Option<u64>) -> bool {
        match receiver.filter(|_| !self.settings.silent) {
            Some(receiver) if self.settings.keeper == Some(receiver) && self.lost_its_keeper().await => false,
            Some(receiver) => self.desk.may_whisper(self.chat, receiver).await,
            None => false,
        }
    }

    pub(super) fn figures_button(&self) -> Button {
        Button::Press { label: self.speak.word("figures-button"), data: FIGURES.to_owned() }
    }

    /// Remembers what answered a message, what was shared, and when it is to be removed.
    pub(super) fn remember(&self, taken: &Taken, answers: &[i32]) -> Result<(), Trouble> {
        let (store, now) = (&self.desk.store, self.now());
        let of = taken.first().original.message_id;
        if !self.moved {
            store.answers.remember(self.chat.0, of, answers)?;
            for said in taken.parts.iter().filter(|said| said.original.message_id != of) {
                store.answers.remember(self.chat.0, said.original.message_id, &[])?;
            }
        }
        for deal in &taken.answer.deals {
            // A repost shows all of a message; an answer leaves out what was shared just now.
            let left_out = self.settings.mode != Mode::Repost && self.repeats(deal, taken.first())?;
            if let (Some(product), false) = (deal.public.product, left_out) {
                store.shared.remember(self.chat.0, product.value(), of, now)?;
            }
        }
        // What took a member's message's place is theirs.
        match self.settings.mode {
            Mode::Repost => Ok(()),
            _ => self.remove_later(answers),
        }
    }

    pub(super) fn remove_later(&self, messages: &[i32]) -> Result<(), Trouble> {
        let Some(minutes) = self.settings.remove_after else { return Ok(()) };
        for message in messages {
            let due = self.now() + i64::from(minutes) * 60;
            self.desk.store.shared.remove_at(due, self.chat.0, *message)?;
        }
        Ok(())
    }

    /// Shares the deals of `source` because somebody asked for them with `asked`, whatever mode and windows say.
    pub(super) async fn share_on_demand(&self, source: &Said, asked: &Said) -> Result<(), Trouble> {
        let (spot, of) = (asked.answer_spot(), asked.original.message_id);
        if !self.moved && self.desk.store.answers.is_answered(self.chat.0, of)? {
            return Ok(());
        }
        let reading = Reading::of(vec![source.original.clone()]);
        let publisher = self.publisher(&asked.author)?;
        let answer = self.answer(&reading, &publisher, &asked.author, spot.topic).await;
        match self.post_deals(&answer, spot).await? {
            Some(sent) if self.moved => self.remove_later(&sent),
            Some(sent) => {
                self.desk.store.answers.remember(self.chat.0, of, &sent)?;
                self.remove_later(&sent)
            }
            None => self.say(spot, self.speak.html(&Sentence::new("chats-no-link-now"))).await,
        }
    }

    /// Posts the deals of an answer because somebody asked for it; `None` where none of them has a link.
    pub(super) async fn post_deals(&self, answer: &Answer, spot: Spot) -> Result<Option<Vec<i32>>, Trouble> {
        let listed: Vec<Listed> =
            answer.deals.iter().filter_map(|deal| Listed::pasted(&deal.public)).collect();
        let mut parts = shared(&listed, &self.template(), self.speak);
        let Some(first) = parts.first_mut() else { return Ok(None) };
        first.buttons.push(vec![self.figures_button()]);
        Ok(Some(self.send_public(&parts, spot).await?))
    }

    /// Sends what everybody sees; the first message replies.
    pub(super) async fn send_public(&self, parts: &[Part], spot: Spot) -> Result<Vec<i32>, Trouble> {
        let mut sent = Vec::with_capacity(parts.len());
        for (index, part) in parts.iter().enumerate() {
            let reply_to = spot.reply_to.filter(|_| index == 0 && !self.moved).map(MessageId);
            let message = Outgoing { topic: spot.topic, reply_to, ..outgoing(part) };
            sent.push(self.desk.sender.send(self.chat, &message).await?.0);
        }
        Ok(sent)
    }

    /// Sends a sentence of the bot where something was asked.
    pub(super) async fn say(&self, spot: Spot, html: String) -> Result<(), Trouble> {
        let reply_to = spot.reply_to.filter(|_| !self.moved).map(MessageId);
        let message = Outgoing { html, topic: spot.topic, reply_to, ..Outgoing::default() };
        self.desk.sender.send(self.chat, &message).await?;
        Ok(())
    }
}

/// The address of a message, for those who are in the chat; none in a basic group, whose messages have none.
pub(super) fn address_of(chat: ChatId, message: i32) -> Option<String> {
    let number = chat.0.to_string();
    let inner = number.strip_prefix("-100").filter(|inner| inner.len() > 8 && message != 0)?;
    Some(format!("https://t.me/c/{inner}/{message}"))
}
