//! An album in the private chat: its parts arrive as separate updates and get one answer.

use super::context::PrivateContext;
use super::links_reply::{ReplyFormat, ReplyOptions};
use super::post_commands::strip_command;
use crate::telegram::handler_error::HandlerError;
use crate::telegram::update::{IncomingMessage, MessageContent};

impl PrivateContext<'_> {
    pub(super) async fn reply_to_album(&self, first: &IncomingMessage) -> Result<(), HandlerError> {
        self.end_question().await?;
        let (updates, siblings) = self.app.collect_album(self.record, first).await?;
        let siblings = siblings.into_iter().map(|part| part.content);
        let parts = std::iter::once(first.content.clone()).chain(siblings).collect();
        let answered = self.reply_to_parts(parts).await;
        self.app.finish_album(self.record, &updates, answered).await
    }

    async fn reply_to_parts(&self, parts: Vec<MessageContent>) -> Result<(), HandlerError> {
        if parts.iter().any(|part| !part.post.text.is_empty()) {
            let stripped = parts.into_iter().map(|part| strip_command(part, &self.app.bot_username));
            let (parts, formats): (Vec<MessageContent>, Vec<ReplyFormat>) = stripped.unzip();
            let format = formats.into_iter().find(|format| *format != ReplyFormat::Auto).unwrap_or_default();
            return self.reply_to_links(parts, &ReplyOptions { format, ..ReplyOptions::default() }).await;
        }
        // A late part without a caption needs no answer of its own.
        if parts.len() > 1 { self.send_text("chat-no-text").await } else { Ok(()) }
    }
}
