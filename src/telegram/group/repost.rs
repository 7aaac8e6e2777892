//! Reposting: a copy of the member's message with the chat's links replaces it. The original is deleted only after Telegram has
//! confirmed the copy; after any failure it stays.

use dealink_links::Entity;
use serde_json::json;

use super::messages::AcceptedMessage;
use crate::telegram::api::{OutgoingMessage, SendError};
use crate::telegram::chats::{ChatContext, NotKnown, PublisherDeals};
use crate::telegram::handler_error::Result;
use crate::telegram::post_text::{PostText, RewrittenPost};
use crate::telegram::update::{IncomingMessage, MessageAuthor, MessageContent, ReplyTarget};
use crate::text::foreign_name;
use dealink_core::message::Message;

/// Stands for the name while the sentence is made, so that the name's place in it is known. No text has this character.
const NAME_PLACE: &str = "\u{e000}";

impl ChatContext<'_> {
    /// Replaces the member's message with a copy that has the new links.
    pub(super) async fn repost_message(&self, accepted: &AcceptedMessage) -> Result<()> {
        let deals = &accepted.deals;
        let mut answer = deals.answer.clone();
        let rewritten = accepted.post_text.rewrite_to_fit(&mut answer, &deals.publisher, &self.app.deals);
        let RewrittenPost { mut contents, replaced } = rewritten.await;
        // Nothing to replace: the message has the right links already.
        if replaced == 0 {
            return Ok(());
        }
        match self.may_delete().await {
            Ok(true) => {}
            Ok(false) => return self.warn_owner("chats-cannot-delete").await,
            Err(NotKnown) => return self.warn_owner("chats-rights-not-checked").await,
        }
        let message = accepted.answered_message();
        let credited = contents.iter().position(|content| !content.post.text.is_empty()).unwrap_or(0);
        self.add_credit(&mut contents[credited], &message.author);
        if contents.iter().any(is_too_long) {
            return self.warn_owner("chats-too-long").await;
        }
        let (parts, is_album) = (contents.len(), contents.len() > 1);
        let receiver = self.figures_receiver(&message.author);
        let shows_figures = !is_album && self.will_show_figures(receiver).await?;
        let repost = match is_album {
            true => OutgoingMessage::album(contents),
            false => OutgoingMessage::copy(contents.remove(0)),
        };
        let repost = match is_album || shows_figures {
            true => repost,
            false => repost.with_buttons(vec![vec![self.figures_button()]]),
        };
        // The copy replies to the same message as the original, in the same topic.
        let target = message.target();
        let target = ReplyTarget { reply_to: target.reply_to.filter(|_| !self.migrated), ..target };
        let sent = match self.app.sender.send_all(self.chat, &repost.with_target(target)).await {
            Ok(sent) => sent,
            // The content is protected or not allowed here, or the topic is closed: the original stays.
            Err(error @ (SendError::Refused(_) | SendError::MessageGone | SendError::OtherKind)) => {
                tracing::debug!(%error, "a message was not reposted");
                return self.warn_owner("chats-not-reposted").await;
            }
            Err(error) => return Err(error.into()),
        };
        if sent.len() != parts {
            return self.warn_owner("chats-not-reposted").await;
        }
        // Figures that are shown right away are one more message in the group.
        let messages = sent.len() + usize::from(shows_figures);
        self.app.record_links_answer(self.chat, &message.author, messages);
        self.remember_answer(accepted, &sent).await?;
        if !self.migrated {
            // If the bot crashes after this point, the next run deletes the original and sends nothing again.
            self.app.store.answers.remember_repost(self.chat.0, message.id, &sent).await?;
            self.delete_originals(&accepted.parts).await?;
        }
        match receiver.filter(|_| shows_figures) {
            Some(receiver) => self.show_figures(deals, receiver, message.topic(), sent[0]).await,
            // An album has no buttons.
            None if is_album => self.send_figures(deals, message.id).await,
            None => Ok(()),
        }
    }

    /// The message was edited while it was being reposted: the repost gets the new text.
    pub(super) async fn update_repost(&self, message: &IncomingMessage, reposts: &[i32]) -> Result<()> {
        // It is not known any more which part of the album this was.
        let [repost] = reposts else { return Ok(()) };
        let post_text = PostText::new(vec![message.content.clone()]);
        let PublisherDeals { publisher, mut answer } =
            self.find_deals(&post_text, &message.author, message.topic()).await?;
        let RewrittenPost { mut contents, .. } =
            post_text.rewrite_to_fit(&mut answer, &publisher, &self.app.deals).await;
        let mut content = contents.remove(0);
        self.add_credit(&mut content, &message.author);
        if is_too_long(&content) {
            return self.warn_owner("chats-too-long").await;
        }
        let edited = OutgoingMessage::copy(content).with_buttons(vec![vec![self.figures_button()]]);
        match self.app.sender.edit(self.chat, *repost, &edited).await {
            Ok(()) | Err(SendError::Unchanged | SendError::MessageGone) => Ok(()),
            // A text message cannot become a picture, so the repost keeps its text.
            Err(SendError::OtherKind | SendError::Refused(_)) => self.warn_owner("chats-not-reposted").await,
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes the originals. An original that cannot be deleted stays beside its repost.
    pub(super) async fn delete_originals(&self, parts: &[IncomingMessage]) -> Result<()> {
        for part in parts {
            match self.app.sender.delete(self.chat, part.id).await {
                // Already deleted, by its author or before a crash.
                Ok(()) | Err(SendError::MessageGone) => {}
                Err(error @ SendError::Refused(_)) => {
                    tracing::debug!(%error, "a replaced message was not deleted");
                    self.warn_owner("chats-cannot-delete").await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Adds a sentence that names the author, at the end of the text.
    fn add_credit(&self, content: &mut MessageContent, author: &MessageAuthor) {
        let (name, user) = match author {
            MessageAuthor::Person { id, name } => (foreign_name(name), Some(*id)),
            MessageAuthor::Channel { title } => (foreign_name(title), None),
            MessageAuthor::Admin | MessageAuthor::Unknown => (self.title(), None),
        };
        let credit = self.localizer.plain(&Message::new("chats-credit").with("name", NAME_PLACE));
        let (before, after) = credit.split_once(NAME_PLACE).unwrap_or((&credit, ""));
        let post = &mut content.post;
        if !post.text.is_empty() {
            post.text.push_str("\n\n");
        }
        post.text.push_str(before);
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
        post.text.push_str(after);
    }
}

fn is_too_long(content: &MessageContent) -> bool {
    content.post.utf16_length() > content.max_units()
}
