//! A group's messages with product links: whether they are taken, and what becomes of them. One message gets one answer, which
//! follows its edits; everything else is met with silence.

use serde_json::Value;
use teloxide::types::MessageId;

use super::group_message::{GroupMessage, names_product};
use super::{ChatContext, MessageAuthor};
use crate::deals::Answer;
use crate::settings::{ChatMode, LinkPolicy, Publisher};
use crate::telegram::commands::{ParsedCommand, parse_command};
use crate::telegram::context::HandlerError;
use crate::telegram::keyboard::message_from_part;
use crate::telegram::message_content::MessageContent;
use crate::telegram::post_text::PostText;
use crate::telegram::sender::SendError;

/// Seconds in which an edit may be the first that names a product. An older message that nothing is remembered of was perhaps
/// answered long ago.
const MAX_EDIT_AGE: i64 = 15 * 60;

/// A message, or an album, whose links are taken.
pub(super) struct AcceptedMessage {
    pub(super) parts: Vec<GroupMessage>,
    pub(super) publisher: Publisher,
    pub(super) answer: Answer,
    pub(super) post_text: PostText,
}

/// What is to become of a message.
enum Acceptance {
    /// Its deals are shared.
    Accepted(Box<AcceptedMessage>),
    /// It names no product, or none that was not shared just now.
    NothingNew,
    /// Not here, not now, or not by this author.
    NotAccepted,
}

impl AcceptedMessage {
    /// The message that is answered: of an album the first one with words.
    pub(super) fn answered_message(&self) -> &GroupMessage {
        let with_words = self.parts.iter().find(|said| !said.content.post.text.is_empty());
        with_words.unwrap_or(&self.parts[0])
    }
}

impl ChatContext<'_> {
    pub(super) async fn handle_message(&self, message: &Value, edited: bool) -> Result<(), HandlerError> {
        let store = &self.app.store;
        if let Some(new) = message["migrate_to_chat_id"].as_i64() {
            return Ok(store.migrate(self.chat.0, new).await?);
        }
        if let Some(old) = message["migrate_from_chat_id"].as_i64() {
            return Ok(store.migrate(old, self.chat.0).await?);
        }
        let Some(said) = GroupMessage::from_json(message) else { return Ok(()) };
        // A post of ours that somebody chose asks nothing.
        if said.via_bot.as_deref() == Some(self.app.bot_username.as_str()) {
            return Ok(());
        }
        match parse_command(&said.content.post.text, &self.app.bot_username) {
            Some(ParsedCommand::ForOtherBot) => return Ok(()),
            Some(ParsedCommand::Known(command, arguments)) if command.is_group_command() => {
                // An edited command asks nothing twice.
                return if edited {
                    Ok(())
                } else {
                    self.handle_command(command, arguments, &said, message).await
                };
            }
            _ => {}
        }
        if self.settings.mode == ChatMode::Off || self.settings.paused {
            return Ok(());
        }
        if edited {
            return self.update_answer(said).await;
        }
        if said.content.album.is_some() {
            let (updates, siblings) = self.app.collect_album(self.record, &said.content, "message").await?;
            let siblings = siblings.iter().filter_map(GroupMessage::from_json);
            let parts: Vec<GroupMessage> = std::iter::once(said).chain(siblings).collect();
            let shared = self.share_message(parts).await;
            return self.app.finish_album(self.record, &updates, shared).await;
        }
        self.share_message(vec![said]).await
    }

    /// Shares the deals of a message, as the chat wants it.
    pub(super) async fn share_message(&self, parts: Vec<GroupMessage>) -> Result<(), HandlerError> {
        let first = parts[0].content.message_id;
        if !self.migrated && self.app.store.answers.is_answered(self.chat.0, first)? {
            // Handled again after a crash: all that may be left to do is to take away what was replaced, and only that.
            let reposted = |said: &GroupMessage| {
                self.app.store.answers.is_reposted(self.chat.0, said.content.message_id)
            };
            let reposted: Vec<bool> = parts.iter().map(reposted).collect::<Result<_, _>>()?;
            return match reposted.contains(&true) {
                true => self.delete_originals(&parts).await,
                false => Ok(()),
            };
        }
        let Acceptance::Accepted(taken) = self.evaluate_message(parts).await? else { return Ok(()) };
        match self.settings.mode {
            ChatMode::Off => Ok(()),
            ChatMode::Reply => self.reply_with_deals(&taken).await,
            // In the chat that it was, a file has another number, and cannot be copied from there.
            ChatMode::Repost if self.migrated && taken.parts.iter().any(|said| said.content.is_media()) => {
                self.reply_with_deals(&taken).await
            }
            ChatMode::Repost => self.repost_message(&taken).await,
            ChatMode::Suggest => self.send_suggestion(&taken).await,
        }
    }

    /// The message with its deals, if it is one to be answered here and now.
    async fn evaluate_message(&self, parts: Vec<GroupMessage>) -> Result<Acceptance, HandlerError> {
        let originals: Vec<MessageContent> = parts.iter().map(|said| said.content.clone()).collect();
        let reading = PostText::new(originals);
        let author = parts[0].author.clone();
        if !names_product(&reading.links()) {
            return Ok(Acceptance::NothingNew);
        }
        if self.is_quiet_hour() || !self.accepts_author(&author).await {
            return Ok(Acceptance::NotAccepted);
        }
        let publisher = self.load_publisher(&author)?;
        let answer = self.find_deals(&reading, &publisher, &author, parts[0].target.topic).await;
        let taken = AcceptedMessage { parts, publisher, answer, post_text: reading };
        if taken.answer.deals.iter().all(|deal| deal.public.link.is_none()) {
            if !taken.answer.deals.is_empty() {
                self.warn_owner("chats-no-link").await?;
            }
            return Ok(Acceptance::NotAccepted);
        }
        let repeated = taken.answer.deals.iter().map(|deal| self.is_repeat(deal, taken.answered_message()));
        let repeated: Vec<bool> = repeated.collect::<Result<_, _>>()?;
        Ok(match repeated.iter().all(|repeated| *repeated) {
            true => Acceptance::NothingNew,
            false => Acceptance::Accepted(Box::new(taken)),
        })
    }

    /// Whether this author's links are taken.
    async fn accepts_author(&self, author: &MessageAuthor) -> bool {
        match (self.settings.link_policy, author) {
            (LinkPolicy::All, _) | (_, MessageAuthor::Admin) => true,
            (LinkPolicy::Chosen, MessageAuthor::Person { id, .. })
                if self.settings.chosen_members.contains(id) =>
            {
                true
            }
            (_, MessageAuthor::Person { id, .. }) => self.app.is_admin_cached(self.chat, *id).await,
            (_, MessageAuthor::Channel { .. } | MessageAuthor::Unknown) => false,
        }
    }

    async fn reply_with_deals(&self, taken: &AcceptedMessage) -> Result<(), HandlerError> {
        let said = taken.answered_message();
        let mut parts = self.public_parts(&taken.answer, said)?;
        if parts.is_empty() {
            return Ok(());
        }
        let receiver = self.figures_receiver(&said.author);
        let whispers = self.will_show_figures(receiver).await;
        if !whispers && let Some(first) = parts.first_mut() {
            first.buttons.push(vec![self.figures_button()]);
        }
        let sent = match self.send_public(&parts, said.answer_target()).await {
            Ok(sent) => sent,
            // A closed topic, or one that is gone.
            Err(HandlerError::Send(SendError::Refused(why))) => {
                tracing::debug!(why, "an answer was not taken");
                return self.warn_owner("chats-not-answered").await;
            }
            Err(error) => return Err(error),
        };
        self.remember_answer(taken, &sent)?;
        if let (true, Some(receiver), Some(first)) = (whispers, receiver, sent.first()) {
            self.show_figures(taken, receiver, MessageId(*first)).await?;
        }
        Ok(())
    }

    /// The answer to a message follows its edits. One that names its first product now is answered like a new one, if it is
    /// not old.
    async fn update_answer(&self, said: GroupMessage) -> Result<(), HandlerError> {
        // Its number is another message's here.
        if self.migrated {
            return Ok(());
        }
        let of = said.content.message_id;
        if !self.app.store.answers.is_answered(self.chat.0, of)? {
            let young = self.unix_now() - said.date <= MAX_EDIT_AGE;
            return if young && said.content.album.is_none() {
                self.share_message(vec![said]).await
            } else {
                Ok(())
            };
        }
        let before = self.app.store.answers.answers_to(self.chat.0, of)?;
        let Some(first) = before.first().copied() else { return Ok(()) };
        if self.app.store.answers.is_reposted(self.chat.0, of)? {
            return self.update_repost(&said, &before).await;
        }
        let parts = match self.evaluate_message(vec![said]).await? {
            Acceptance::Accepted(taken) => {
                let parts = self.public_parts(&taken.answer, taken.answered_message())?;
                self.remember_answer(&taken, &before)?;
                parts
            }
            // What the answer said still holds as far as anybody knows.
            Acceptance::NotAccepted => return Ok(()),
            Acceptance::NothingNew => Vec::new(),
        };
        let Some(part) = parts.first() else { return self.withdraw_answer(of, &before).await };
        let mut part = part.clone();
        part.buttons.push(vec![self.figures_button()]);
        match self.app.sender.edit(self.chat, MessageId(first), &message_from_part(&part)).await {
            Ok(()) | Err(SendError::Unchanged | SendError::MessageGone) => {}
            Err(error) => return Err(error.into()),
        }
        // An answer of several messages is for so many products that nobody edits them one by one.
        self.withdraw_messages(&before[1..]).await?;
        self.app.store.answers.remember(self.chat.0, of, &[first])?;
        Ok(())
    }

    async fn withdraw_answer(&self, of: i32, answers: &[i32]) -> Result<(), HandlerError> {
        self.withdraw_messages(answers).await?;
        self.app.store.answers.forget(self.chat.0, of)?;
        Ok(())
    }

    async fn withdraw_messages(&self, messages: &[i32]) -> Result<(), HandlerError> {
        for message in messages {
            match self.app.sender.delete(self.chat, MessageId(*message)).await {
                Ok(()) | Err(SendError::MessageGone | SendError::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
