//! Reposting: the message with its own links takes the place of the member's. Only when Telegram has confirmed it is the
//! original deleted; on any failure it stays.

use serde_json::json;
use teloxide::types::MessageId;

use super::ChatContext;
use super::group::AcceptedMessage;
use super::group_message::{GroupMessage, MessageAuthor};
use crate::telegram::context::HandlerError;
use crate::telegram::keyboard::inline_keyboard;
use crate::telegram::message_content::MessageContent;
use crate::telegram::post_text::{PostText, RewrittenPost};
use crate::telegram::sender::SendError;
use dealink_links::Entity;

impl ChatContext<'_> {
    /// Puts the message with its new links in the place of the member's.
    pub(super) async fn repost_message(&self, taken: &AcceptedMessage) -> Result<(), HandlerError> {
        let mut answer = taken.answer.clone();
        let rewritten = taken.post_text.rewrite_to_fit(&mut answer, &taken.publisher, &self.app.deals);
        let RewrittenPost { contents: mut originals, replaced } = rewritten.await;
        // Nothing to replace: it has the right links already.
        if replaced == 0 {
            return Ok(());
        }
        if !self.may_delete().await {
            return self.warn_owner("chats-cannot-delete").await;
        }
        let author = &taken.answered_message().author;
        let credited = originals.iter().position(|original| !original.post.text.is_empty()).unwrap_or(0);
        self.add_credit(&mut originals[credited], author);
        if originals.iter().any(|original| original.post.utf16_length() > original.max_units()) {
            return self.warn_owner("chats-too-long").await;
        }
        let album = originals.len() > 1;
        let receiver = self.figures_receiver(author);
        let whispers = !album && self.will_show_figures(receiver).await;
        if !album && !whispers {
            self.add_figures_button(&mut originals[0]);
        }
        // The new message answers what the old one did, in its topic.
        let mut spot = taken.answered_message().target;
        spot.reply_to = spot.reply_to.filter(|_| !self.migrated);
        let sender = &self.app.sender;
        let sent = match originals.as_slice() {
            [original] => sender.send_copy(self.chat, original, spot).await.map(|id| vec![id]),
            parts => sender.send_album_copy(self.chat, parts, spot).await,
        };
        let sent = match sent {
            Ok(sent) => sent,
            // Protected, of a kind that is not allowed here, a closed topic: the original stays.
            Err(error @ (SendError::Refused(_) | SendError::MessageGone | SendError::OtherKind)) => {
                tracing::debug!(%error, "a message was not reposted");
                return self.warn_owner("chats-not-reposted").await;
            }
            Err(error) => return Err(error.into()),
        };
        if sent.len() != originals.len() {
            return self.warn_owner("chats-not-reposted").await;
        }
        let sent: Vec<i32> = sent.into_iter().map(|id| id.0).collect();
        self.remember_answer(taken, &sent)?;
        if !self.migrated {
            self.app.store.answers.remember_repost(
                self.chat.0,
                taken.answered_message().content.message_id,
                &sent,
            )?;
        }
        // From here on a crash deletes the original when it is handled again, and sends nothing twice.
        self.app.store.answers.flush().await?;
        if !self.migrated {
            self.delete_originals(&taken.parts).await?;
        }
        match receiver.filter(|_| whispers) {
            Some(receiver) => self.show_figures(taken, receiver, MessageId(sent[0])).await,
            // An album has no buttons.
            None if album => self.send_figures(taken).await,
            None => Ok(()),
        }
    }

    /// A message was edited while it was being reposted: its repost says the new words.
    pub(super) async fn update_repost(
        &self,
        said: &GroupMessage,
        reposts: &[i32],
    ) -> Result<(), HandlerError> {
        // Which part of an album it was is not known any more.
        let [repost] = reposts else { return Ok(()) };
        let reading = PostText::new(vec![said.content.clone()]);
        let publisher = self.load_publisher(&said.author)?;
        let mut answer = self.find_deals(&reading, &publisher, &said.author, said.target.topic).await;
        let RewrittenPost { contents: mut originals, .. } =
            reading.rewrite_to_fit(&mut answer, &publisher, &self.app.deals).await;
        let original = &mut originals[0];
        self.add_credit(original, &said.author);
        self.add_figures_button(original);
        if original.post.utf16_length() > original.max_units() {
            return self.warn_owner("chats-too-long").await;
        }
        match self.app.sender.edit_copy(self.chat, MessageId(*repost), original).await {
            Ok(()) | Err(SendError::Unchanged | SendError::MessageGone) => Ok(()),
            // A text that became a picture: the words that were there stay.
            Err(SendError::OtherKind | SendError::Refused(_)) => self.warn_owner("chats-not-reposted").await,
            Err(error) => Err(error.into()),
        }
    }

    fn add_figures_button(&self, original: &mut MessageContent) {
        let button = inline_keyboard(&[vec![self.figures_button()]]);
        let row = serde_json::to_value(&button.inline_keyboard[0]).unwrap_or_default();
        original.buttons.extend(row.as_array().cloned());
    }

    /// Deletes what was replaced. One that cannot be deleted stays beside its replacement.
    pub(super) async fn delete_originals(&self, parts: &[GroupMessage]) -> Result<(), HandlerError> {
        for said in parts {
            match self.app.sender.delete(self.chat, MessageId(said.content.message_id)).await {
                Ok(()) => {}
                // Gone already: by its author, or before a crash.
                Err(SendError::MessageGone) => {}
                Err(error @ SendError::Refused(_)) => {
                    tracing::debug!(%error, "a replaced message was not deleted");
                    self.warn_owner("chats-cannot-delete").await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Names the author at the end of the words.
    fn add_credit(&self, original: &mut MessageContent, author: &MessageAuthor) {
        let (name, user) = match author {
            MessageAuthor::Person { id, name } => (name.clone(), Some(*id)),
            MessageAuthor::Channel { title, .. } => (title.clone(), None),
            MessageAuthor::Admin | MessageAuthor::Unknown => (self.settings.title.clone(), None),
        };
        let post = &mut original.post;
        if !post.text.is_empty() {
            post.text.push_str("\n\n");
        }
        post.text.push_str("👤 ");
        let offset = post.utf16_length();
        post.text.push_str(&name);
        if let Some(user) = user {
            let more = json!({ "user": { "id": user, "is_bot": false, "first_name": name } });
            post.entities.push(Entity {
                kind: "text_mention".to_owned(),
                offset,
                length: post.utf16_length() - offset,
                url: None,
                more: more.as_object().cloned().unwrap_or_default(),
            });
        }
    }
}
