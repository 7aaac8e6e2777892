//! Handles a message or an edit of the private chat: a file, an album, a command, the answer to a question, or links.

use super::context::PrivateContext;
use super::links_reply::{ReplyFormat, ReplyOptions};
use super::lists::ListFile;
use super::post_commands::strip_command;
use crate::telegram::commands::{ChatCommand, ParsedCommand, parse_command};
use crate::telegram::handler_error::Result;
use crate::telegram::update::{IncomingMessage, MessageContent};

impl PrivateContext<'_> {
    pub(crate) async fn handle_message(&self, message: &IncomingMessage) -> Result<()> {
        // A post that the person sent into this chat through the bot's inline mode needs no answer.
        if message.via_bot.as_ref() == Some(&self.app.bot_username) {
            return Ok(());
        }
        if let Some(chosen) = message.chat_shared {
            return self.open_chosen_chat(chosen).await;
        }
        if self.is_operator()
            && let Some(file) = ListFile::from_message(message)
        {
            return self.handle_list_file(&file).await;
        }
        let content = &message.content;
        if content.album.is_some() {
            return self.reply_to_album(message).await;
        }
        if content.post.text.is_empty() {
            return if message.is_service { Ok(()) } else { self.send_text("chat-no-text").await };
        }
        let has_links = !content.post.links().is_empty();
        let command = match parse_command(&content.post.text, &self.app.bot_username) {
            // The command is known to operators only.
            Some(ParsedCommand::Known(ChatCommand::Lists, _)) if !self.is_operator() => {
                Some(ParsedCommand::Unknown)
            }
            Some(ParsedCommand::Known(command, _)) if !command.is_private_command() => {
                Some(ParsedCommand::Unknown)
            }
            // `/deal` takes the name of a favourite. With a link in its place, the message is answered as a link.
            Some(ParsedCommand::Known(ChatCommand::Deal, _)) if has_links => Some(ParsedCommand::Unknown),
            command => command,
        };
        match command {
            Some(ParsedCommand::ForOtherBot) => Ok(()),
            Some(ParsedCommand::Known(command, arguments)) => {
                self.end_question().await?;
                self.handle_command(command, arguments, message).await
            }
            Some(ParsedCommand::Unknown) => {
                self.end_question().await?;
                match has_links {
                    true => self.reply_to_links(vec![content.clone()], &ReplyOptions::default()).await,
                    false => self.send_text("chat-unknown-command").await,
                }
            }
            None if self.answer_question(message).await? => Ok(()),
            None => self.reply_to_links(vec![content.clone()], &ReplyOptions::default()).await,
        }
    }

    /// Updates the answer to an edited message.
    pub(crate) async fn handle_edit(&self, message: &IncomingMessage) -> Result<()> {
        let (content, format) = strip_command(message.content.clone(), &self.app.bot_username);
        self.update_reply(content, &ReplyOptions::with_format(format)).await
    }

    /// The parts of an album arrive as separate updates and get one answer.
    async fn reply_to_album(&self, first: &IncomingMessage) -> Result<()> {
        self.end_question().await?;
        let (parts, updates) = self.app.collect_album(self.record, first).await?;
        let answered = self.reply_to_parts(parts.into_iter().map(|part| part.content).collect()).await;
        self.app.finish_album(self.record, &updates, answered).await
    }

    async fn reply_to_parts(&self, parts: Vec<MessageContent>) -> Result<()> {
        if parts.iter().any(|part| !part.post.text.is_empty()) {
            let stripped = parts.into_iter().map(|part| strip_command(part, &self.app.bot_username));
            let (parts, formats): (Vec<MessageContent>, Vec<ReplyFormat>) = stripped.unzip();
            let format = formats.into_iter().find(|format| *format != ReplyFormat::Auto).unwrap_or_default();
            return self.reply_to_links(parts, &ReplyOptions::with_format(format)).await;
        }
        // A late part without a caption needs no answer of its own.
        if parts.len() > 1 { self.send_text("chat-no-text").await } else { Ok(()) }
    }
}
