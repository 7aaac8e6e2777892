//! Posts that are requested by a command or by a tap on a button.

use super::context::PrivateContext;
use super::links_reply::{ReplyFormat, ReplyOptions};
use super::subid_suffix::parse_subids;
use crate::answer::{ForeignLinksChoice, PostAction};
use crate::deals::ForeignLinksOverride;
use crate::settings::{ForeignLinks, Publisher};
use crate::telegram::api::CallbackAnswer;
use crate::telegram::commands::{ChatCommand, ParsedCommand, parse_command};
use crate::telegram::handler_error::Result;
use crate::telegram::update::{CallbackQuery, IncomingMessage, MessageContent};
use dealink_links::Replacement;

impl PrivateContext<'_> {
    /// `/post` or `/check` followed by a post, or as a reply to a post; otherwise the answer explains the command.
    pub(super) async fn reply_to_post_command(
        &self,
        format: ReplyFormat,
        usage: &'static str,
        arguments: &str,
        message: &IncomingMessage,
    ) -> Result<()> {
        let options = ReplyOptions::with_format(format);
        if !arguments.is_empty() {
            let (content, _) = strip_command(message.content.clone(), &self.app.bot_username);
            return self.reply_to_links(vec![content], &options).await;
        }
        match replied_post(message) {
            Some(content) => self.reply_to_links(vec![content], &options.once()).await,
            None => self.send_text(usage).await,
        }
    }

    /// `/subid a b c` as a reply to a post. At a post's end it is read with the post.
    pub(super) async fn reply_with_subids(&self, arguments: &str, message: &IncomingMessage) -> Result<()> {
        let Some(content) = replied_post(message) else { return self.send_text("chat-labels-usage").await };
        match parse_subids(arguments) {
            Ok(subids) => {
                let options = ReplyOptions { subids, ..ReplyOptions::with_format(ReplyFormat::Post) };
                self.reply_to_links(vec![content], &options.once()).await
            }
            Err(error) => self.send_message(&error).await,
        }
    }

    /// A press on a button about other publishers' links.
    pub(super) async fn handle_foreign_links_choice(
        &self,
        query: &CallbackQuery,
        choice: ForeignLinksChoice,
    ) -> Result<()> {
        let mut options = ReplyOptions::default();
        let chosen = match choice {
            ForeignLinksChoice::Once => {
                options.foreign_links = ForeignLinksOverride::Convert;
                None
            }
            ForeignLinksChoice::Always => Some(ForeignLinks::Convert),
            ForeignLinksChoice::Never => Some(ForeignLinks::Leave),
        };
        let (publisher, answer) = match chosen {
            Some(_) => {
                let publishers = &self.app.store.publishers;
                let change = |publisher: &mut Publisher| publisher.foreign_links = chosen;
                let saved = CallbackAnswer::Notice(self.localizer.text("settings-saved"));
                (publishers.update(self.user.id, change).await?, saved)
            }
            None => (self.publisher.clone(), CallbackAnswer::Silent),
        };
        let Some((content, format)) = self.answered_content(query, answer).await else { return Ok(()) };
        let after = PrivateContext { publisher: &publisher, ..*self };
        if !after.is_reply_to(&content, query.message_id()).await? {
            options.format = ReplyFormat::Post;
            return after.reply_to_links(vec![content], &options.once()).await;
        }
        if choice == ForeignLinksChoice::Once {
            self.app.store.answers.mark_foreign_converted(self.chat.0, content.message_id).await?;
        }
        options.format = format;
        after.update_reply(content, &options).await
    }

    /// Handles a press that asks for another form of answer to the same message.
    pub(super) async fn handle_post_action(&self, query: &CallbackQuery, action: PostAction) -> Result<()> {
        let content = self.answered_content(query, CallbackAnswer::Silent).await;
        let Some((content, _)) = content else { return Ok(()) };
        let format = match action {
            PostAction::Details => ReplyFormat::Deals,
            PostAction::Rewrite => ReplyFormat::Post,
        };
        let options = ReplyOptions::with_format(format);
        self.reply_to_links(vec![content], &options.once()).await
    }

    /// Answers a press with `answer`. Returns the message to which the message with the button replies, and the format that its
    /// command asks for; `None` if that message is gone, and then the person is told.
    async fn answered_content(
        &self,
        query: &CallbackQuery,
        answer: CallbackAnswer,
    ) -> Option<(MessageContent, ReplyFormat)> {
        let Some(message) = query.replied() else {
            self.alert(query, "chat-original-gone").await;
            return None;
        };
        self.app.sender.answer_callback(&query.id, answer).await;
        Some(strip_command(message.content.clone(), &self.app.bot_username))
    }

    /// Whether a message of the bot is an answer that follows the edits of `content`.
    async fn is_reply_to(&self, content: &MessageContent, answer: Option<i32>) -> Result<bool> {
        let answers = self.app.store.answers.answers_to(self.chat.0, content.message_id).await?;
        Ok(answer.is_some_and(|answer| answers.contains(&answer)))
    }
}

/// The post to which a message replies. `None` for an answer of the bot: it contains figures for the publisher only, and must
/// not become a post.
fn replied_post(message: &IncomingMessage) -> Option<MessageContent> {
    let replied = message.reply_to.as_ref().filter(|replied| !replied.is_bot_answer)?;
    Some(replied.content.clone())
}

/// The message without the command at its beginning, and the form of answer that the command asks for.
pub(super) fn strip_command(content: MessageContent, bot: &str) -> (MessageContent, ReplyFormat) {
    let text = &content.post.text;
    let format = match parse_command(text, bot) {
        Some(ParsedCommand::Known(ChatCommand::Post, _)) => ReplyFormat::Post,
        Some(ParsedCommand::Known(ChatCommand::Check, _)) => ReplyFormat::WordCheck,
        Some(ParsedCommand::Known(ChatCommand::Link, _)) => ReplyFormat::Deals,
        _ => return (content, ReplyFormat::Auto),
    };
    let behind = text.split_once(char::is_whitespace).map_or("", |(_, rest)| rest.trim_start());
    let command = Replacement { span: 0..text.len() - behind.len(), address: String::new() };
    let post = content.post.with_replacements(&[command]);
    (MessageContent { post, ..content }, format)
}
