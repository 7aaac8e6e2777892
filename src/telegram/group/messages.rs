//! A group's messages with product links: whether they are accepted, and how they are answered. Each gets one answer, which
//! is edited when the message is edited. Messages without product links get no answer.

use crate::settings::{ChatMode, LinkPolicy};
use crate::telegram::api::{OutgoingMessage, SendError};
use crate::telegram::chats::{ChatContext, NotKnown, PublisherDeals};
use crate::telegram::commands::{ParsedCommand, parse_command};
use crate::telegram::handler_error::{HandlerError, Result};
use crate::telegram::post_text::{PostText, names_product};
use crate::telegram::update::{IncomingMessage, MessageAuthor};

/// An edit that adds the first product link is answered only within so many seconds after the message. An older message without
/// a record may have been answered already, because records are dropped.
const MAX_EDIT_AGE: i64 = 15 * 60;

/// A message, or an album, with links that are accepted.
pub(super) struct AcceptedMessage {
    pub(super) parts: Vec<IncomingMessage>,
    pub(super) deals: PublisherDeals,
    pub(super) post_text: PostText,
}

/// Whether a message is new or an edit of one that was answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    New,
    Edited,
}

/// How a message is handled.
enum Acceptance {
    Accepted(Box<AcceptedMessage>),
    /// It names no product, or only products that were shared lately.
    NothingNew,
    /// Links are not accepted in this topic, at this time, or from this author.
    NotAccepted,
}

impl AcceptedMessage {
    /// The message that is answered; for an album the first part with a caption.
    pub(super) fn answered_message(&self) -> &IncomingMessage {
        let with_words = self.parts.iter().find(|part| !part.content.post.text.is_empty());
        with_words.unwrap_or(&self.parts[0])
    }
}

impl ChatContext<'_> {
    pub async fn handle_message(&self, message: &IncomingMessage) -> Result<()> {
        if self.follow_migration(message).await? || self.is_own_inline_result(message) {
            return Ok(());
        }
        match parse_command(&message.content.post.text, &self.app.bot_username) {
            Some(ParsedCommand::ForOtherBot) => return Ok(()),
            Some(ParsedCommand::Known(command, arguments)) if command.is_group_command() => {
                return self.handle_command(command, arguments, message).await;
            }
            _ => {}
        }
        if self.settings.mode == ChatMode::Off || self.settings.paused {
            return Ok(());
        }
        if message.content.album.is_some() {
            let (parts, updates) = self.app.collect_album(self.record, message).await?;
            let shared = self.share_message(parts).await;
            return self.app.finish_album(self.record, &updates, shared).await;
        }
        self.share_message(vec![message.clone()]).await
    }

    /// Updates the answer to an edited message.
    pub async fn handle_edit(&self, message: &IncomingMessage) -> Result<()> {
        if self.follow_migration(message).await? || self.is_own_inline_result(message) {
            return Ok(());
        }
        match parse_command(&message.content.post.text, &self.app.bot_username) {
            Some(ParsedCommand::ForOtherBot) => return Ok(()),
            // A command is not executed again when it is edited.
            Some(ParsedCommand::Known(command, _)) if command.is_group_command() => return Ok(()),
            _ => {}
        }
        if self.settings.mode == ChatMode::Off || self.settings.paused {
            return Ok(());
        }
        self.update_answer(message).await
    }

    /// Whether the message says that the group has another number; if so, the group's data is moved to that number.
    async fn follow_migration(&self, message: &IncomingMessage) -> Result<bool> {
        let store = &self.app.store;
        match (message.migrate_to, message.migrate_from) {
            (Some(new), _) => store.migrate(self.chat.0, new).await?,
            (None, Some(old)) => store.migrate(old, self.chat.0).await?,
            (None, None) => return Ok(false),
        }
        Ok(true)
    }

    /// A post that somebody sent through the bot's inline mode needs no answer.
    fn is_own_inline_result(&self, message: &IncomingMessage) -> bool {
        message.via_bot.as_deref() == Some(self.app.bot_username.as_str())
    }

    /// Shares the deals of a message in the mode of the chat.
    async fn share_message(&self, parts: Vec<IncomingMessage>) -> Result<()> {
        let answers = &self.app.store.answers;
        if !self.migrated && answers.is_answered(self.chat.0, parts[0].id).await? {
            // Handled again after a crash. If the message was reposted, the original may still have to be deleted; nothing else is left.
            for part in &parts {
                if answers.is_reposted(self.chat.0, part.id).await? {
                    return self.delete_originals(&parts).await;
                }
            }
            return Ok(());
        }
        let Acceptance::Accepted(accepted) = self.evaluate_message(parts, Version::New).await? else {
            return Ok(());
        };
        match self.settings.mode {
            ChatMode::Off => Ok(()),
            ChatMode::Reply => self.reply_with_deals(&accepted).await,
            // A message of the old group has another number there, and its file cannot be copied from there.
            ChatMode::Repost
                if self.migrated && accepted.parts.iter().any(|part| part.content.is_media()) =>
            {
                self.reply_with_deals(&accepted).await
            }
            ChatMode::Repost => self.repost_message(&accepted).await,
            ChatMode::Suggest => self.send_suggestion(&accepted).await,
        }
    }

    /// The message with its deals, if it is to be answered here and now.
    async fn evaluate_message(&self, parts: Vec<IncomingMessage>, version: Version) -> Result<Acceptance> {
        let post_text = PostText::new(parts.iter().map(|part| part.content.clone()).collect());
        let author = parts[0].author.clone();
        if !names_product(&post_text.links()) {
            return Ok(Acceptance::NothingNew);
        }
        if self.is_quiet_hour() {
            return Ok(Acceptance::NotAccepted);
        }
        let accepted = async {
            if !self.accepts_author(&author).await? {
                return Ok(false);
            }
            // The edit of an answer is no message, so it uses up nothing.
            let answers = version == Version::Edited || self.app.answers_links(self.chat, &author).await?;
            if !answers {
                self.app.chat_caches.record_passed_over(self.chat.0);
            }
            Ok(answers)
        };
        match accepted.await {
            Ok(true) => {}
            Ok(false) => return Ok(Acceptance::NotAccepted),
            Err(NotKnown) => {
                self.warn_owner("chats-author-not-checked").await?;
                return Ok(Acceptance::NotAccepted);
            }
        }
        let deals = self.find_deals(&post_text, &author, parts[0].topic()).await?;
        let accepted = AcceptedMessage { parts, deals, post_text };
        let deals = &accepted.deals.answer.deals;
        if deals.iter().all(|deal| deal.public.link.is_none()) {
            if !deals.is_empty() {
                self.warn_owner("chats-no-link").await?;
            }
            return Ok(Acceptance::NotAccepted);
        }
        let message = accepted.answered_message().id;
        for deal in deals {
            if !self.is_repeat(deal, message).await? {
                return Ok(Acceptance::Accepted(Box::new(accepted)));
            }
        }
        Ok(Acceptance::NothingNew)
    }

    async fn accepts_author(&self, author: &MessageAuthor) -> Result<bool, NotKnown> {
        match (self.settings.link_policy, author) {
            (LinkPolicy::All, _) | (_, MessageAuthor::Admin) => Ok(true),
            (LinkPolicy::Chosen, MessageAuthor::Person { id, .. })
                if self.settings.chosen_members.contains(id) =>
            {
                Ok(true)
            }
            (_, MessageAuthor::Person { id, .. }) => self.app.is_admin_cached(self.chat, *id).await,
            (_, MessageAuthor::Channel { .. } | MessageAuthor::Unknown) => Ok(false),
        }
    }

    async fn reply_with_deals(&self, accepted: &AcceptedMessage) -> Result<()> {
        let message = accepted.answered_message();
        let mut parts = self.public_parts(&accepted.deals.answer, message.id).await?;
        let Some(first) = parts.first_mut() else { return Ok(()) };
        let receiver = self.figures_receiver(&message.author);
        let shows_figures = self.will_show_figures(receiver).await?;
        if !shows_figures {
            first.buttons.push(vec![self.figures_button()]);
        }
        let sent = match self.send_public(parts, message.answer_target()).await {
            Ok(sent) => sent,
            // The topic is closed or was deleted.
            Err(HandlerError::Send(SendError::Refused(why))) => {
                tracing::debug!(why, "an answer was not taken");
                return self.warn_owner("chats-not-answered").await;
            }
            Err(error) => return Err(error),
        };
        // Figures that are shown right away are one more message in the group.
        let messages = sent.len() + usize::from(shows_figures);
        self.app.record_links_answer(self.chat, &message.author, messages);
        self.remember_answer(accepted, &sent).await?;
        match (receiver, sent.first()) {
            (Some(receiver), Some(first)) if shows_figures => {
                self.show_figures(&accepted.deals, receiver, message.topic(), *first).await
            }
            _ => Ok(()),
        }
    }

    /// Stores which messages answered a message, what was shared, and when the answer is to be removed.
    pub(super) async fn remember_answer(&self, accepted: &AcceptedMessage, sent: &[i32]) -> Result<()> {
        let (answers, answered) = (&self.app.store.answers, accepted.answered_message().id);
        if !self.migrated {
            answers.remember(self.chat.0, answered, sent).await?;
            for part in accepted.parts.iter().filter(|part| part.id != answered) {
                answers.remember(self.chat.0, part.id, &[]).await?;
            }
        }
        self.remember_shares(&accepted.deals.answer, answered).await?;
        // A repost belongs to the member, so it is not removed.
        match self.settings.mode {
            ChatMode::Repost => Ok(()),
            _ => self.schedule_removal(sent).await,
        }
    }

    /// If the edit adds the message's first product link, and the message is not too old, it is answered like a new message.
    async fn update_answer(&self, message: &IncomingMessage) -> Result<()> {
        // The message is from the old group; in this group its number belongs to another message.
        if self.migrated {
            return Ok(());
        }
        let answers = &self.app.store.answers;
        if !answers.is_answered(self.chat.0, message.id).await? {
            let is_young = self.unix_now() - message.date <= MAX_EDIT_AGE;
            return match is_young && message.content.album.is_none() {
                true => self.share_message(vec![message.clone()]).await,
                false => Ok(()),
            };
        }
        let before = answers.answers_to(self.chat.0, message.id).await?;
        let Some(first) = before.first().copied() else { return Ok(()) };
        if answers.is_reposted(self.chat.0, message.id).await? {
            return self.update_repost(message, &before).await;
        }
        let parts = match self.evaluate_message(vec![message.clone()], Version::Edited).await? {
            Acceptance::Accepted(accepted) => {
                let parts = self.public_parts(&accepted.deals.answer, message.id).await?;
                self.remember_answer(&accepted, &before).await?;
                parts
            }
            // Nothing is known that contradicts the old answer, so it stays.
            Acceptance::NotAccepted => return Ok(()),
            Acceptance::NothingNew => Vec::new(),
        };
        let Some(mut part) = parts.into_iter().next() else {
            self.delete_answers(&before).await?;
            return Ok(answers.forget(self.chat.0, message.id).await?);
        };
        part.buttons.push(vec![self.figures_button()]);
        match self.app.sender.edit(self.chat, first, &OutgoingMessage::from(part)).await {
            Ok(()) | Err(SendError::Unchanged | SendError::MessageGone) => {}
            Err(error) => return Err(error.into()),
        }
        // An answer of several messages has so many products that editing each message is not worth the calls.
        self.delete_answers(&before[1..]).await?;
        answers.remember(self.chat.0, message.id, &[first]).await?;
        Ok(())
    }

    async fn delete_answers(&self, messages: &[i32]) -> Result<()> {
        for message in messages {
            match self.app.sender.delete(self.chat, *message).await {
                Ok(()) | Err(SendError::MessageGone | SendError::Refused(_) | SendError::GivenUp(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
