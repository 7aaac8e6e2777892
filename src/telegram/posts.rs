//! Posts that are asked for by name, by a press, or by sending an album.

use serde_json::Value;
use teloxide::types::{CallbackQuery, MessageId};

use super::callback::CallbackData;
use super::commands::{ChatCommand, ParsedCommand, parse_command};
use super::context::{AppContext, HandlerError};
use super::links_reply::{ReplyFormat, ReplyOptions};
use super::message_content::{MessageContent, is_bot_answer};
use super::private::PrivateContext;
use super::sender::SendError;
use super::subid_suffix;
use crate::answer::{Action, ForeignLinksChoice, PostAction};
use crate::deals::ForeignLinksOverride;
use crate::settings::ForeignLinks;
use crate::store::WaitingUpdate;
use dealink_links::Replacement;

/// Telegram's limit for the parts of an album.
const MAX_ALBUM_PARTS: usize = 10;
/// Waiting updates of the person that are looked through for parts of the album.
const MAX_SCANNED_UPDATES: usize = 30;

impl AppContext {
    /// The parts of the same album that wait behind its first one: the numbers of their updates, and the messages as they came.
    /// `kind` is the kind of updates that they come as.
    pub(super) async fn collect_album(
        &self,
        waiting: &WaitingUpdate,
        first: &MessageContent,
        kind: &str,
    ) -> Result<(Vec<u64>, Vec<Value>), HandlerError> {
        let mut rest = self.album_siblings(waiting, first, kind)?;
        // After a crash its parts are all here.
        while waiting.answer.is_none() && rest.len() + 1 < MAX_ALBUM_PARTS {
            tokio::time::sleep(self.album_wait).await;
            let now = self.album_siblings(waiting, first, kind)?;
            if now.len() == rest.len() {
                break;
            }
            rest = now;
        }
        Ok(rest.into_iter().unzip())
    }

    /// Takes an album's other parts out of the inbox, as becomes what was made of it.
    pub(super) async fn finish_album(
        &self,
        waiting: &WaitingUpdate,
        updates: &[u64],
        answered: Result<(), HandlerError>,
    ) -> Result<(), HandlerError> {
        let inbox = &self.store.inbox;
        match &answered {
            // In one go with the first: after a crash in between, what is left would be answered as an album of its own.
            Ok(()) => inbox.mark_done(&[updates, &[waiting.id]].concat()).await?,
            // These are handled again as a whole.
            Err(HandlerError::Send(SendError::Token | SendError::Migrated(_))) => {}
            // The fault is told once, for the first.
            Err(_) => inbox.mark_done(updates).await?,
        }
        answered
    }

    fn album_siblings(
        &self,
        waiting: &WaitingUpdate,
        first: &MessageContent,
        kind: &str,
    ) -> Result<Vec<(u64, Value)>, HandlerError> {
        let behind = self.store.inbox.waiting_after(waiting.id, waiting.chat, MAX_SCANNED_UPDATES)?;
        let parts = behind.into_iter().filter_map(|behind| {
            let mut update: Value = serde_json::from_slice(&behind.raw).ok()?;
            let part = update.get_mut(kind)?.take();
            (part["media_group_id"].as_str() == first.album.as_deref()).then_some((behind.id, part))
        });
        Ok(parts.take(MAX_ALBUM_PARTS - 1).collect())
    }
}

impl PrivateContext<'_> {
    /// An album: its parts come as updates of their own, and are answered as one.
    pub(super) async fn reply_to_album(&self, first: MessageContent) -> Result<(), HandlerError> {
        self.end_question().await?;
        let (updates, siblings) = self.app.collect_album(self.record, &first, "message").await?;
        let siblings = siblings.iter().filter_map(MessageContent::from_json);
        let parts: Vec<MessageContent> = std::iter::once(first).chain(siblings).collect();
        let answered = self.reply_to_album_parts(parts).await;
        self.app.finish_album(self.record, &updates, answered).await
    }

    async fn reply_to_album_parts(&self, parts: Vec<MessageContent>) -> Result<(), HandlerError> {
        if parts.iter().any(|part| !part.post.text.is_empty()) {
            let (parts, manners): (Vec<MessageContent>, Vec<ReplyFormat>) =
                parts.into_iter().map(|part| self.strip_command(part)).unzip();
            let manner = manners.into_iter().find(|manner| *manner != ReplyFormat::Auto).unwrap_or_default();
            return self
                .reply_to_links(parts, &ReplyOptions { format: manner, ..ReplyOptions::default() }, true)
                .await;
        }
        // A part that comes late, by itself and without words, asks nothing.
        if parts.len() > 1 { self.send_text("chat-no-text").await } else { Ok(()) }
    }

    /// `/post` or `/check` with a post behind it, or as a reply to one; else how it is used.
    pub(super) async fn reply_to_post_command(
        &self,
        manner: ReplyFormat,
        usage: &'static str,
        arguments: &str,
        original: &MessageContent,
    ) -> Result<(), HandlerError> {
        let wish = ReplyOptions { format: manner, ..ReplyOptions::default() };
        if !arguments.is_empty() {
            let (original, _) = self.strip_command(original.clone());
            return self.reply_to_links(vec![original], &wish, true).await;
        }
        match self.replied_content() {
            Some(original) => self.reply_to_links(vec![original], &wish, false).await,
            None => self.send_text(usage).await,
        }
    }

    /// `/subid a b c` as a reply to a post. At a post's end it is read with the post.
    pub(super) async fn reply_with_subids(&self, arguments: &str) -> Result<(), HandlerError> {
        let Some(original) = self.replied_content() else { return self.send_text("chat-labels-usage").await };
        match subid_suffix::parse_subids(arguments) {
            Ok(subids) => {
                let wish = ReplyOptions { format: ReplyFormat::Post, subids, ..ReplyOptions::default() };
                self.reply_to_links(vec![original], &wish, false).await
            }
            Err(fault) => self.app.send_html(self.chat, self.localizer.html(&fault)).await,
        }
    }

    /// The message that this one replies to. None for what the bot answered: it holds figures for the publisher alone, and
    /// must not come back as a post.
    fn replied_content(&self) -> Option<MessageContent> {
        let place = ["message", "reply_to_message"];
        self.json_at(&place)
            .filter(|message| !is_bot_answer(message))
            .and_then(|message| MessageContent::from_json(&message))
    }

    /// A message without the command in front of it, and how that command wants it answered.
    pub(super) fn strip_command(&self, original: MessageContent) -> (MessageContent, ReplyFormat) {
        let text = &original.post.text;
        let manner = match parse_command(text, &self.app.bot_username) {
            Some(ParsedCommand::Known(ChatCommand::Post, _)) => ReplyFormat::Post,
            Some(ParsedCommand::Known(ChatCommand::Check, _)) => ReplyFormat::WordCheck,
            Some(ParsedCommand::Known(ChatCommand::Link, _)) => ReplyFormat::Deals,
            _ => return (original, ReplyFormat::Auto),
        };
        let behind = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
        let command = Replacement { span: 0..text.len() - behind.len(), address: String::new() };
        (MessageContent { post: original.post.with_replacements(&[command]), ..original }, manner)
    }

    /// A press that comes back to the message that was answered. `false` when it is no such press.
    pub(super) async fn handle_post_callback(&self, query: &CallbackQuery) -> Result<bool, HandlerError> {
        let data = query.data.as_deref().unwrap_or_default();
        let mut wish = ReplyOptions::default();
        let mut chosen = None;
        match CallbackData::decode(data) {
            Some(CallbackData::Answer(Action::ForeignLinks(choice))) => match choice {
                ForeignLinksChoice::Once => wish.foreign_links = ForeignLinksOverride::Convert,
                ForeignLinksChoice::Always => chosen = Some(ForeignLinks::Convert),
                ForeignLinksChoice::Never => chosen = Some(ForeignLinks::Leave),
            },
            Some(CallbackData::Answer(Action::Post(PostAction::Details))) => wish.format = ReplyFormat::Deals,
            Some(CallbackData::Answer(Action::Post(PostAction::Rewrite))) => wish.format = ReplyFormat::Post,
            _ => return Ok(false),
        }
        let person = self.user.id.0;
        let publisher = match chosen {
            Some(chosen) => {
                self.app
                    .store
                    .publishers
                    .update(person, |publisher| publisher.foreign_links = Some(chosen))
                    .await?
            }
            None => self.publisher.clone(),
        };
        let original = self.content_at(&["callback_query", "message", "reply_to_message"]);
        let said = match (&original, chosen) {
            (None, _) => Some(self.localizer.text("chat-original-gone")),
            (Some(_), Some(_)) => Some(self.localizer.text("settings-saved")),
            (Some(_), None) => None,
        };
        self.app.sender.answer_callback(query.id.clone(), said, original.is_none()).await;
        let Some(original) = original else { return Ok(true) };
        let (original, manner) = self.strip_command(original);
        let after = PrivateContext { publisher: &publisher, ..*self };
        let pressed = query.message.as_ref().map(|message| message.id());
        if wish.format == ReplyFormat::Auto && after.is_reply_to(&original, pressed)? {
            if wish.foreign_links == ForeignLinksOverride::Convert {
                self.app.store.answers.mark_foreign_converted(self.chat.0, original.message_id)?;
            }
            after.update_reply(original, &ReplyOptions { format: manner, ..wish }).await?;
        } else {
            let manner = if wish.format == ReplyFormat::Auto { ReplyFormat::Post } else { wish.format };
            after.reply_to_links(vec![original], &ReplyOptions { format: manner, ..wish }, false).await?;
        }
        Ok(true)
    }

    /// Whether a message of the bot is an answer that follows the edits of `content_at`.
    fn is_reply_to(
        &self,
        original: &MessageContent,
        answer: Option<MessageId>,
    ) -> Result<bool, HandlerError> {
        let answers = self.app.store.answers.answers_to(self.chat.0, original.message_id)?;
        Ok(answer.is_some_and(|answer| answers.contains(&answer.0)))
    }
}
