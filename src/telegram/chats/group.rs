//! A group's messages with product links: whether they are taken, and what becomes of them. One message gets one answer, which
//! follows its edits; everything else is met with silence.

use serde_json::Value;
use teloxide::types::MessageId;

use super::said::{Said, names_product};
use super::{Author, Gathering};
use crate::deals::Answer;
use crate::store::{Mode, Publisher, Whose};
use crate::telegram::commands::{Written, read};
use crate::telegram::desk::Trouble;
use crate::telegram::keyboard::outgoing;
use crate::telegram::original::Original;
use crate::telegram::post::Reading;
use crate::telegram::send::SendError;

/// Seconds in which an edit may be the first that names a product. An older message that nothing is remembered of was perhaps
/// answered long ago.
const EDITS_COUNT: i64 = 15 * 60;

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
            // Handled again after a crash: all that may be left to do is to take away what was replaced, and only that.
            let reposted =
                |said: &Said| self.desk.store.answers.is_reposted(self.chat.0, said.original.message_id);
            let reposted: Vec<bool> = parts.iter().map(reposted).collect::<Result<_, _>>()?;
            return match reposted.contains(&true) {
                true => self.take_away(&parts).await,
                false => Ok(()),
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

    /// The answer to a message follows its edits. One that names its first product now is answered like a new one, if it is
    /// not old.
    async fn edited(&self, said: Said) -> Result<(), Trouble> {
        // Its number is another message's here.
        if self.moved {
            return Ok(());
        }
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
}
