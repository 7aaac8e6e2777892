//! A channel's posts: edited in place, so that text, caption, buttons and preview carry the channel's own links. Albums as one;
//! never what the bot made itself. The figures go to the keeper.

use serde_json::Value;
use teloxide::types::MessageId;

use super::Gathering;
use super::figures::without_presses;
use super::said::{Author, Said, names_product};
use crate::answer::{Posted, report};
use crate::store::Mode;
use crate::telegram::desk::Trouble;
use crate::telegram::original::Original;
use crate::telegram::post::Reading;
use crate::telegram::send::SendError;

impl Gathering<'_> {
    /// A post of the channel, new or edited.
    pub(super) async fn post(&self, post: &Value) -> Result<(), Trouble> {
        let Some(said) = Said::read(post) else { return Ok(()) };
        if self.settings.mode == Mode::Off || self.settings.paused || self.is_not_to_be_edited(&said)? {
            return Ok(());
        }
        if said.original.album.is_some() {
            let (updates, siblings) =
                self.desk.rest_of_album(self.waiting, &said.original, "channel_post").await?;
            let siblings = siblings.iter().filter_map(Said::read);
            let parts: Vec<Said> = std::iter::once(said).chain(siblings).collect();
            let edited = self.edit_posts(parts).await;
            return self.desk.album_done(self.waiting, &updates, edited).await;
        }
        self.edit_posts(vec![said]).await
    }

    /// What the bot made itself is never edited again, other bots' only if they are switched on. What was forwarded, or chosen
    /// from what a bot offers, Telegram lets nobody edit; buttons of other bots would not survive it.
    fn is_not_to_be_edited(&self, said: &Said) -> Result<bool, Trouble> {
        let (message, wording) = (said.original.message_id, said.original.wording());
        let by_us = self.desk.store.shared.is_edited(self.chat.0, message, &wording)?;
        let never = said.via_bot.is_some() || said.original.forwarded || said.has_foreign_buttons;
        Ok(by_us || never || (said.of_bot && !self.settings.other_bots))
    }

    async fn edit_posts(&self, parts: Vec<Said>) -> Result<(), Trouble> {
        let before: Vec<Original> = parts.iter().map(|said| said.original.clone()).collect();
        let reading = Reading::of(before.clone());
        if !names_product(&reading.links()) {
            return Ok(());
        }
        let publisher = self.publisher(&Author::Nobody)?;
        let mut answer = self.answer(&reading, &publisher, &Author::Nobody, None).await;
        let rewritten = reading.fitting(&mut answer, &publisher, &self.desk.deals).await;
        let posted = match rewritten.too_long() {
            Some((units, limit)) => Posted::TooLong { units, limit },
            None if rewritten.replaced == 0 => return Ok(()),
            None => Posted::Back { replaced: rewritten.replaced, subids: &[] },
        };
        if matches!(posted, Posted::Back { .. }) {
            for (original, before) in rewritten.originals.iter().zip(&before) {
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
            let parts = report(posted, &answer, &[], &publisher, speak);
            parts.into_iter().map(without_presses).collect()
        };
        self.send_parts(parts, of).await
    }

    /// `false` where the post was not edited; where the bot may not edit here at all, the channel is paused.
    async fn edit_in_place(&self, original: &Original) -> Result<bool, Trouble> {
        let message = original.message_id;
        // Before the edit, so that a crash in between cannot make the bot read its own words as somebody's.
        self.desk.store.shared.edits(self.chat.0, message, &original.wording())?;
        match self.desk.sender.give_back_edited(self.chat, MessageId(message), original).await {
            Ok(()) | Err(SendError::Unchanged) => Ok(true),
            // Telegram says the same of a post that is gone, too old or not the bot's to edit; the rights tell which it is.
            Err(error @ (SendError::Gone | SendError::Refused(_) | SendError::OtherKind)) => {
                tracing::debug!(%error, "a channel's post was not edited");
                if self.may_edit_posts().await == Some(false) {
                    self.pause().await?;
                }
                Ok(false)
            }
            Err(error) => Err(error.into()),
        }
    }
}
