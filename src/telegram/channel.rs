//! A channel's posts: edited in place, so that text, caption, buttons and preview carry the channel's own links. The parts of an
//! album are handled together, and posts that the bot made are never edited. The figures go to the owner.

use super::api::{OutgoingMessage, SendError};
use super::chats::{ChatContext, PublisherDeals, without_callbacks};
use super::handler_error::Result;
use super::post_text::{PostText, names_product};
use super::update::{IncomingMessage, MessageAuthor, MessageContent};
use crate::answer::{Renderer, RewriteOutcome};
use crate::settings::ChatMode;
use crate::text::Localizer;

impl ChatContext<'_> {
    /// A post of the channel, new or edited.
    pub async fn handle_post(&self, post: &IncomingMessage) -> Result<()> {
        if self.settings.mode == ChatMode::Off || self.settings.paused || self.must_not_edit(post).await? {
            return Ok(());
        }
        if post.content.album.is_none() {
            return self.edit_posts(vec![post.content.clone()]).await;
        }
        let (parts, updates) = self.app.collect_album(self.record, post).await?;
        let edited = self.edit_posts(parts.into_iter().map(|part| part.content).collect()).await;
        self.app.finish_album(self.record, &updates, edited).await
    }

    /// What the bot made itself is never edited again, other bots' posts only if the settings say so. Telegram lets no bot edit
    /// what was forwarded or chosen from inline results; buttons of other bots would not survive it.
    async fn must_not_edit(&self, post: &IncomingMessage) -> Result<bool> {
        let words = post.content.all_text();
        let is_own = self.app.store.share_log.is_edited(self.chat.0, post.id, &words).await?;
        let never = post.via_bot.is_some() || post.content.forwarded || post.has_foreign_buttons;
        Ok(is_own || never || (post.is_from_bot && !self.settings.other_bots))
    }

    async fn edit_posts(&self, parts: Vec<MessageContent>) -> Result<()> {
        let post_text = PostText::new(parts.clone());
        if !names_product(&post_text.links()) {
            return Ok(());
        }
        let PublisherDeals { publisher, mut answer } =
            self.find_deals(&post_text, &MessageAuthor::Unknown, None).await?;
        let rewritten = post_text.rewrite_to_fit(&mut answer, &publisher, &self.app.deals).await;
        let outcome = match rewritten.too_long() {
            Some((units, limit)) => RewriteOutcome::TooLong { units, limit },
            None if rewritten.replaced == 0 => return Ok(()),
            None => RewriteOutcome::Rewritten { replaced: rewritten.replaced, subids: &[] },
        };
        if matches!(outcome, RewriteOutcome::Rewritten { .. }) {
            for (content, before) in rewritten.contents.iter().zip(&parts) {
                if content != before && !self.edit_in_place(content).await? {
                    return Ok(());
                }
            }
        }
        if self.settings.silent {
            return Ok(());
        }
        let parts_of_report = |localizer: &Localizer| {
            let parts = Renderer { publisher: &publisher, localizer }.report(outcome, &answer, &[]);
            parts.into_iter().map(without_callbacks).collect()
        };
        self.send_to_owner(parts_of_report, parts[0].message_id).await
    }

    /// Returns `false` if the post was not edited. If the bot may not edit posts in this channel at all, the channel is paused.
    async fn edit_in_place(&self, content: &MessageContent) -> Result<bool> {
        let message = content.message_id;
        // Stored before the edit, so that after a crash in between the bot still recognises its own edit.
        self.app.store.share_log.record_edit(self.chat.0, message, &content.all_text()).await?;
        let edited = OutgoingMessage::copy(content.clone());
        match self.app.sender.edit(self.chat, message, &edited).await {
            Ok(()) | Err(SendError::Unchanged) => Ok(true),
            // Telegram gives the same error for a post that is gone, that is too old, or that the bot may not edit. The rights show
            // whether it is the last.
            Err(error @ (SendError::MessageGone | SendError::Refused(_) | SendError::OtherKind)) => {
                tracing::debug!(%error, "a channel's post was not edited");
                if self.may_edit_posts().await == Ok(false) {
                    self.pause_chat().await?;
                }
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }
}
