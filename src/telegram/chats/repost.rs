//! Reposting: the message with its own links takes the place of the member's. Only when Telegram has confirmed it is the
//! original deleted; on any failure it stays.

use serde_json::json;
use teloxide::types::MessageId;

use super::Gathering;
use super::group::Taken;
use super::said::{Author, Said};
use crate::telegram::desk::Trouble;
use crate::telegram::keyboard::markup;
use crate::telegram::original::Original;
use crate::telegram::post::{Reading, Rewritten};
use crate::telegram::send::SendError;
use dealink_links::Entity;

impl Gathering<'_> {
    /// Puts the message with its new links in the place of the member's.
    pub(super) async fn repost(&self, taken: &Taken) -> Result<(), Trouble> {
        let mut answer = taken.answer.clone();
        let rewritten = taken.reading.fitting(&mut answer, &taken.publisher, &self.desk.deals);
        let Rewritten { mut originals, replaced } = rewritten.await;
        // Nothing to replace: it has the right links already.
        if replaced == 0 {
            return Ok(());
        }
        if !self.may_delete().await {
            return self.warn_keeper("chats-cannot-delete").await;
        }
        let author = &taken.first().author;
        let credited = originals.iter().position(|original| !original.post.text.is_empty()).unwrap_or(0);
        self.credit(&mut originals[credited], author);
        if originals.iter().any(|original| original.post.units() > original.limit()) {
            return self.warn_keeper("chats-too-long").await;
        }
        let album = originals.len() > 1;
        let receiver = self.receiver(author);
        let whispers = !album && self.will_whisper(receiver).await;
        if !album && !whispers {
            self.add_figures_button(&mut originals[0]);
        }
        // The new message answers what the old one did, in its topic.
        let mut spot = taken.first().spot;
        spot.reply_to = spot.reply_to.filter(|_| !self.moved);
        let sender = &self.desk.sender;
        let sent = match originals.as_slice() {
            [original] => sender.give_back(self.chat, original, spot).await.map(|id| vec![id]),
            parts => sender.give_back_album(self.chat, parts, spot).await,
        };
        let sent = match sent {
            Ok(sent) => sent,
            // Protected, of a kind that is not allowed here, a closed topic: the original stays.
            Err(error @ (SendError::Refused(_) | SendError::Gone | SendError::OtherKind)) => {
                tracing::debug!(%error, "a message was not reposted");
                return self.warn_keeper("chats-not-reposted").await;
            }
            Err(error) => return Err(error.into()),
        };
        if sent.len() != originals.len() {
            return self.warn_keeper("chats-not-reposted").await;
        }
        let sent: Vec<i32> = sent.into_iter().map(|id| id.0).collect();
        self.remember(taken, &sent)?;
        if !self.moved {
            self.desk.store.answers.remember_repost(self.chat.0, taken.first().original.message_id, &sent)?;
        }
        // From here on a crash deletes the original when it is handled again, and sends nothing twice.
        self.desk.store.answers.flush().await?;
        if !self.moved {
            self.take_away(&taken.parts).await?;
        }
        match receiver.filter(|_| whispers) {
            Some(receiver) => self.show_figures(taken, receiver, MessageId(sent[0])).await,
            // An album has no buttons.
            None if album => self.send_figures(taken).await,
            None => Ok(()),
        }
    }

    /// A message was edited while it was being reposted: its repost says the new words.
    pub(super) async fn repost_edited(&self, said: &Said, reposts: &[i32]) -> Result<(), Trouble> {
        // Which part of an album it was is not known any more.
        let [repost] = reposts else { return Ok(()) };
        let reading = Reading::of(vec![said.original.clone()]);
        let publisher = self.publisher(&said.author)?;
        let mut answer = self.answer(&reading, &publisher, &said.author, said.spot.topic).await;
        let Rewritten { mut originals, .. } =
            reading.fitting(&mut answer, &publisher, &self.desk.deals).await;
        let original = &mut originals[0];
        self.credit(original, &said.author);
        self.add_figures_button(original);
        if original.post.units() > original.limit() {
            return self.warn_keeper("chats-too-long").await;
        }
        match self.desk.sender.give_back_edited(self.chat, MessageId(*repost), original).await {
            Ok(()) | Err(SendError::Unchanged | SendError::Gone) => Ok(()),
            // A text that became a picture: the words that were there stay.
            Err(SendError::OtherKind | SendError::Refused(_)) => self.warn_keeper("chats-not-reposted").await,
            Err(error) => Err(error.into()),
        }
    }

    fn add_figures_button(&self, original: &mut Original) {
        let button = markup(&[vec![self.figures_button()]]);
        let row = serde_json::to_value(&button.inline_keyboard[0]).unwrap_or_default();
        original.buttons.extend(row.as_array().cloned());
    }

    /// Deletes what was replaced. One that cannot be deleted stays beside its replacement.
    pub(super) async fn take_away(&self, parts: &[Said]) -> Result<(), Trouble> {
        for said in parts {
            match self.desk.sender.delete(self.chat, MessageId(said.original.message_id)).await {
                Ok(()) => {}
                // Gone already: by its author, or before a crash.
                Err(SendError::Gone) => {}
                Err(error @ SendError::Refused(_)) => {
                    tracing::debug!(%error, "a replaced message was not deleted");
                    self.warn_keeper("chats-cannot-delete").await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Names the author at the end of the words.
    fn credit(&self, original: &mut Original, author: &Author) {
        let (name, user) = match author {
            Author::Person { id, name } => (name.clone(), Some(*id)),
            Author::Channel { title, .. } => (title.clone(), None),
            Author::Admin | Author::Nobody => (self.settings.title.clone(), None),
        };
        let post = &mut original.post;
        if !post.text.is_empty() {
            post.text.push_str("\n\n");
        }
        post.text.push_str("👤 ");
        let offset = post.units();
        post.text.push_str(&name);
        if let Some(user) = user {
            let more = json!({ "user": { "id": user, "is_bot": false, "first_name": name } });
            post.entities.push(Entity {
                kind: "text_mention".to_owned(),
                offset,
                length: post.units() - offset,
                url: None,
                more: more.as_object().cloned().unwrap_or_default(),
            });
        }
    }
}
