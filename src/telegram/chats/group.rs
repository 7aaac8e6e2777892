//! A group's messages with product links: whether they are taken, and what becomes of them. One message gets one answer, which
//! follows its edits; everything else is met with silence.

use serde_json::Value;
use teloxide::types::{ChatId, MessageId};

use super::said::{Said, names_product};
use super::{Author, Gathering, subids};
use crate::answer::{Button, Part, Template, shared};
use crate::deals::{Answer, Deal, Listed, Others, Request, Suppose};
use crate::sentence::Sentence;
use crate::store::{LinksOf, Mode, Publisher, Whose};
use crate::telegram::commands::{Written, read};
use crate::telegram::desk::Trouble;
use crate::telegram::keyboard::outgoing;
use crate::telegram::original::{Original, Spot};
use crate::telegram::post::Reading;
use crate::telegram::send::{Outgoing, SendError};

/// Seconds in which an edit may be the first that names a product. An older message that nothing is remembered of was perhaps
/// answered long ago.
const EDITS_COUNT: i64 = 15 * 60;

/// What a button brings back that wants the figures of a deal.
pub(super) const FIGURES: &str = "figures";

/// A message, or an album, whose links are taken.
pub(super) struct Taken {
    pub(super) parts: Vec<Said>,
    pub(super) publisher: Publisher,
    pub(super) answer: Answer,
    pub(super) reading: Reading,
}

/// What is to become of a message.
enum Verdict {
    /// Its deals are shared.
    Share(Box<Taken>),
    /// It names no product, or none that was not shared just now.
    Nothing,
    /// Not here, not now, or not by this author.
    NotNow,
}

impl Taken {
    /// The message that is answered: of an album the first one with words.
    pub(super) fn first(&self) -> &Said {
        let with_words = self.parts.iter().find(|said| !said.original.post.text.is_empty());
        with_words.unwrap_or(&self.parts[0])
    }
}

impl Gathering<'_> {
    pub(super) async fn message(&self, message: &Value, edited: bool) -> Result<(), Trouble> {
        let store = &self.desk.store;
        if let Some(new) = message["migrate_to_chat_id"].as_i64() {
            return Ok(store.migrate(self.chat.0, new).await?);
        }
        if let Some(old) = message["migrate_from_chat_id"].as_i64() {
            return Ok(store.migrate(old, self.chat.0).await?);
        }
        let Some(said) = Said::read(message) else { return Ok(()) };
        // A post of ours that somebody chose asks nothing.
        if said.via_bot.as_deref() == Some(self.desk.me.as_str()) {
            return Ok(());
        }
        match read(&said.original.post.text, &self.desk.me) {
            Some(Written::NotForUs) => return Ok(()),
            Some(Written::Known(command, arguments)) if command.is_of_groups() => {
                // An edited command asks nothing twice.
                return if edited { Ok(()) } else { self.command(command, arguments, &said, message).await };
            }
            _ => {}
        }
        if self.settings.mode == Mode::Off || self.settings.paused {
            return Ok(());
        }
        if edited {
            return self.edited(said).await;
        }
        if said.original.album.is_some() {
            let (updates, siblings) =
                self.desk.rest_of_album(self.waiting, &said.original, "message").await?;
            let siblings = siblings.iter().filter_map(Said::read);
            let parts: Vec<Said> = std::iter::once(said).chain(siblings).collect();
            let shared = self.shared(parts).await;
            return self.desk.album_done(self.waiting, &updates, shared).await;
        }
        self.shared(vec![said]).await
    }

    /// Shares the deals of a message, as the chat wants it.
    pub(super) async fn shared(&self, parts: Vec<Said>) -> Result<(), Trouble> {
        let first = parts[0].original.message_id;
        if !self.moved && self.desk.store.answers.is_answered(self.chat.0, first)? {
            // Handled again after a crash: all that may be left to do is to take the replaced message away.
            return match self.settings.mode {
                Mode::Repost => self.take_away(&parts).await,
                _ => Ok(()),
            };
        }
        let Verdict::Share(taken) = self.judge(parts).await? else { return Ok(()) };
        match self.settings.mode {
            Mode::Off => Ok(()),
            Mode::Reply => self.reply(&taken).await,
            // In the chat that it was, a file has another number, and cannot be copied from there.
            Mode::Repost if self.moved && taken.parts.iter().any(|said| said.original.is_media()) => {
                self.reply(&taken).await
            }
            Mode::Repost => self.repost(&taken).await,
            Mode::Suggest => self.suggest(&taken).await,
        }
    }

    /// The message with its deals, if it is one to be answered here and now.
    async fn judge(&self, parts: Vec<Said>) -> Result<Verdict, Trouble> {
        let originals: Vec<Original> = parts.iter().map(|said| said.original.clone()).collect();
        let reading = Reading::of(originals);
        let author = parts[0].author.clone();
        if !names_product(&reading.links()) {
            return Ok(Verdict::Nothing);
        }
        if self.is_quiet() || !self.takes(&author).await {
            return Ok(Verdict::NotNow);
        }
        let publisher = self.publisher(&author)?;
        let answer = self.answer(&reading, &publisher, &author, parts[0].spot.topic).await;
        let taken = Taken { parts, publisher, answer, reading };
        if taken.answer.deals.iter().all(|deal| deal.public.link.is_none()) {
            if !taken.answer.deals.is_empty() {
                self.warn_keeper("chats-no-link").await?;
            }
            return Ok(Verdict::NotNow);
        }
        let repeated = taken.answer.deals.iter().map(|deal| self.repeats(deal, taken.first()));
        let repeated: Vec<bool> = repeated.collect::<Result<_, _>>()?;
        Ok(match repeated.iter().all(|repeated| *repeated) {
            true => Verdict::Nothing,
            false => Verdict::Share(Box::new(taken)),
        })
    }

    /// Whether this author's links are taken.
    async fn takes(&self, author: &Author) -> bool {
        match (self.settings.whose, author) {
            (Whose::All, _) | (_, Author::Admin) => true,
            (Whose::Chosen, Author::Person { id, .. }) if self.settings.chosen.contains(id) => true,
            (_, Author::Person { id, .. }) => self.desk.was_admin(self.chat, *id).await,
            (_, Author::Channel { .. } | Author::Nobody) => false,
        }
    }

    /// Whose settings the links carry.
    pub(super) fn publisher(&self, author: &Author) -> Result<Publisher, Trouble> {
        let of = match self.settings.account {
            LinksOf::Keeper => self.settings.keeper,
            LinksOf::Sender => author.id().or(self.settings.keeper),
        };
        Ok(match of {
            Some(person) => self.desk.store.publishers.of(person)?,
            None => Publisher::default(),
        })
    }

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

    fn repeats(&self, deal: &Deal, said: &Said) -> Result<bool, Trouble> {
        let within = i64::from(self.settings.repeat.0) * 60;
        let Some(product) = deal.public.product else { return Ok(false) };
        let message = said.original.message_id;
        Ok(self.desk.store.shared.repeats(self.chat.0, product.value(), message, self.now(), within)?)
    }

    /// What everybody sees of the deals that were not shared lately.
    fn public(&self, answer: &Answer, of: &Said) -> Result<Vec<Part>, Trouble> {
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

    async fn reply(&self, taken: &Taken) -> Result<(), Trouble> {
        let said = taken.first();
        let mut parts = self.public(&taken.answer, said)?;
        if parts.is_empty() {
            return Ok(());
        }
        let receiver = self.receiver(&said.author);
        let whispers = self.will_whisper(receiver).await;
        if !whispers && let Some(first) = parts.first_mut() {
            first.buttons.push(vec![self.figures_button()]);
        }
        let sent = match self.send_public(&parts, said.answer_spot()).await {
            Ok(sent) => sent,
            // A closed topic, or one that is gone.
            Err(Trouble::Send(SendError::Refused(why))) => {
                tracing::debug!(why, "an answer was not taken");
                return self.warn_keeper("chats-not-answered").await;
            }
            Err(error) => return Err(error),
        };
        self.remember(taken, &sent)?;
        if let (true, Some(receiver), Some(first)) = (whispers, receiver, sent.first()) {
            self.show_figures(taken, receiver, MessageId(*first)).await?;
        }
        Ok(())
    }

    /// Whoever is to see the figures of a message's deals.
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

    /// The answer to a message follows its edits. One that names its first product now is answered like a new one, if it is
    /// not old.
    async fn edited(&self, said: Said) -> Result<(), Trouble> {
        let of = said.original.message_id;
        if !self.desk.store.answers.is_answered(self.chat.0, of)? {
            let young = self.now() - said.date <= EDITS_COUNT;
            return if young && said.original.album.is_none() {
                self.shared(vec![said]).await
            } else {
                Ok(())
            };
        }
        let before = self.desk.store.answers.to(self.chat.0, of)?;
        let Some(first) = before.first().copied() else { return Ok(()) };
        if self.desk.store.answers.is_reposted(self.chat.0, of)? {
            return self.repost_edited(&said, &before).await;
        }
        let parts = match self.judge(vec![said]).await? {
            Verdict::Share(taken) => {
                let parts = self.public(&taken.answer, taken.first())?;
                self.remember(&taken, &before)?;
                parts
            }
            // What the answer said still holds as far as anybody knows.
            Verdict::NotNow => return Ok(()),
            Verdict::Nothing => Vec::new(),
        };
        let Some(part) = parts.first() else { return self.withdraw(of, &before).await };
        let mut part = part.clone();
        part.buttons.push(vec![self.figures_button()]);
        match self.desk.sender.edit(self.chat, MessageId(first), &outgoing(&part)).await {
            Ok(()) | Err(SendError::Unchanged | SendError::Gone) => {}
            Err(error) => return Err(error.into()),
        }
        // An answer of several messages is for so many products that nobody edits them one by one.
        self.withdraw_messages(&before[1..]).await?;
        self.desk.store.answers.remember(self.chat.0, of, &[first])?;
        Ok(())
    }

    async fn withdraw(&self, of: i32, answers: &[i32]) -> Result<(), Trouble> {
        self.withdraw_messages(answers).await?;
        self.desk.store.answers.forget(self.chat.0, of)?;
        Ok(())
    }

    async fn withdraw_messages(&self, messages: &[i32]) -> Result<(), Trouble> {
        for message in messages {
            match self.desk.sender.delete(self.chat, MessageId(*message)).await {
                Ok(()) | Err(SendError::Gone | SendError::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
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
    async fn send_public(&self, parts: &[Part], spot: Spot) -> Result<Vec<i32>, Trouble> {
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
