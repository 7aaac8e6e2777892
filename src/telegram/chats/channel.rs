//! A channel's posts: edited in place, so that text, caption, buttons and preview carry the channel's own links. Albums as one;
//! never what the bot made itself. The figures go to the keeper.

use serde_json::Value;
use teloxide::types::MessageId;

use super::ChatContext;
use super::figures::without_callbacks;
use super::group_message::{GroupMessage, MessageAuthor, names_product};
use crate::answer::{Renderer, RewriteOutcome};
use crate::settings::ChatMode;
use crate::telegram::context::HandlerError;
use crate::telegram::message_content::MessageContent;
use crate::telegram::post_text::PostText;
use crate::telegram::sender::SendError;

impl ChatContext<'_> {
    /// A post of the channel, new or edited.
    pub(super) async fn handle_post(&self, post: &Value) -> Result<(), HandlerError> {
        let Some(said) = GroupMessage::from_json(post) else { return Ok(()) };
        if self.settings.mode == ChatMode::Off || self.settings.paused || self.must_not_edit(&said)? {
            return Ok(());
        }
        if said.content.album.is_some() {
            let (updates, siblings) =
                self.app.collect_album(self.record, &said.content, "channel_post").await?;
            let siblings = siblings.iter().filter_map(GroupMessage::from_json);
            let parts: Vec<GroupMessage> = std::iter::once(said).chain(siblings).collect();
            let edited = self.edit_posts(parts).await;
            return self.app.finish_album(self.record, &updates, edited).await;
        }
        self.edit_posts(vec![said]).await
    }

    /// What the bot made itself is never edited again, other bots' only if they are switched on. What was forwarded, or chosen
    /// from what a bot offers, Telegram lets nobody edit; buttons of other bots would not survive it.
    fn must_not_edit(&self, said: &GroupMessage) -> Result<bool, HandlerError> {
        let (message, wording) = (said.content.message_id, said.content.all_text());
        let by_us = self.app.store.share_log.is_edited(self.chat.0, message, &wording)?;
        let never = said.via_bot.is_some() || said.content.forwarded || said.has_foreign_buttons;
        Ok(by_us || never || (said.is_from_bot && !self.settings.other_bots))
    }

    async fn edit_posts(&self, parts: Vec<GroupMessage>) -> Result<(), HandlerError> {
        let before: Vec<MessageContent> = parts.iter().map(|said| said.content.clone()).collect();
        let reading = PostText::new(before.clone());
        if !names_product(&reading.links()) {
            return Ok(());
        }
        let publisher = self.load_publisher(&MessageAuthor::Unknown)?;
        let mut answer = self.find_deals(&reading, &publisher, &MessageAuthor::Unknown, None).await;
        let rewritten = reading.rewrite_to_fit(&mut answer, &publisher, &self.app.deals).await;
        let posted = match rewritten.too_long() {
            Some((units, limit)) => RewriteOutcome::TooLong { units, limit },
            None if rewritten.replaced == 0 => return Ok(()),
            None => RewriteOutcome::Rewritten { replaced: rewritten.replaced, subids: &[] },
        };
        if matches!(posted, RewriteOutcome::Rewritten { .. }) {
            for (original, before) in rewritten.contents.iter().zip(&before) {
                if original != before && !self.edit_in_place(original).await? {
                    return Ok(());
                }
            }
        }
        if self.settings.silent {
            return Ok(());
        }
        let of = before[0].message_id;
        let parts = |speak: &_| {
            let parts = Renderer { publisher: &publisher, localizer: speak }.report(posted, &answer, &[]);
            parts.into_iter().map(without_callbacks).collect()
        };
        self.send_to_owner(parts, of).await
    }

    /// `false` where the post was not edited; where the bot may not edit here at all, the channel is paused.
    async fn edit_in_place(&self, original: &MessageContent) -> Result<bool, HandlerError> {
        let message = original.message_id;
        // Before the edit, so that a crash in between cannot make the bot read its own words as somebody's.
        self.app.store.share_log.record_edit(self.chat.0, message, &original.all_text())?;
        match self.app.sender.edit_copy(self.chat, MessageId(message), original).await {
            Ok(()) | Err(SendError::Unchanged) => Ok(true),
            // Telegram says the same of a post that is gone, too old or not the bot's to edit; the rights tell which it is.
            Err(error @ (SendError::MessageGone | SendError::Refused(_) | SendError::OtherKind)) => {
                tracing::debug!(%error, "a channel's post was not edited");
                if self.may_edit_posts().await == Some(false) {
                    self.pause_chat().await?;
                }
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }
}
