//! Sends the messages of an answer, sends the rest after a crash, and edits them when the answered message is edited.

use super::context::PrivateContext;
use crate::store::{StoreError, StoredRecord};
use crate::telegram::api::{OutgoingContent, OutgoingMessage, SendError};
use crate::telegram::handler_error::Result;

/// Whether an answer is to be edited when the answered message is edited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum EditPolicy {
    #[default]
    Follow,
    Ignore,
}

/// The number of each answered message with the number of its answer; several for an album.
type SentAnswers = Vec<(i32, i32)>;

impl PrivateContext<'_> {
    /// The answer that was begun before a crash.
    pub(super) fn stored_answer(&self) -> Result<Option<Vec<OutgoingMessage>>> {
        let Some(stored) = &self.record.answer else { return Ok(None) };
        Ok(Some(serde_json::from_slice(stored).map_err(|_| StoreError::Record(StoredRecord::LongAnswer))?))
    }

    /// Stores an answer of several messages before the first is sent, so that the rest of the same answer can be sent after a crash,
    /// even if the network would answer differently by then.
    pub(super) async fn store_answer(&self, answer: &[OutgoingMessage]) -> Result<()> {
        if answer.len() > 1 {
            let stored =
                serde_json::to_vec(answer).map_err(|_| StoreError::Record(StoredRecord::LongAnswer))?;
            self.app.store.inbox.keep_answer(self.record.id, stored).await?;
        }
        Ok(())
    }

    /// Sends the messages of the answer to `answered` that were not sent yet. One that Telegram's server never takes does not hold up
    /// those behind it.
    pub(super) async fn send_answer(
        &self,
        answer: &[OutgoingMessage],
        answered: i32,
        edits: EditPolicy,
    ) -> Result<()> {
        let store = &self.app.store;
        let sent_before = usize::from(self.record.parts_sent);
        let mut answers = store.answers.answers_to(self.chat.0, answered).await?;
        answers.truncate(sent_before);
        let mut given_up = None;
        for (index, message) in answer.iter().enumerate().skip(sent_before) {
            let sent = match self.send_or_explain(index, message, answered).await {
                Err(error @ SendError::GivenUp(_)) => {
                    given_up = Some(error);
                    SentAnswers::new()
                }
                sent => sent?,
            };
            for (of, id) in sent {
                if of == answered {
                    answers.push(id);
                } else if edits == EditPolicy::Follow {
                    store.answers.remember(self.chat.0, of, &[id]).await?;
                }
            }
            if edits == EditPolicy::Follow {
                store.answers.remember(self.chat.0, answered, &answers).await?;
            }
            if answer.len() > 1 {
                store.inbox.mark_part_sent(self.record.id, (index + 1) as u16).await?;
            }
        }
        given_up.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Edits the messages `before` into the new answer. Further messages are sent, and surplus old messages are deleted.
    pub(super) async fn edit_answer(
        &self,
        answer: Vec<OutgoingMessage>,
        answered: i32,
        before: Vec<i32>,
    ) -> Result<()> {
        let answers = &self.app.store.answers;
        let mut now = before.clone();
        for (index, message) in answer.iter().enumerate() {
            let edited = match before.get(index) {
                Some(id) => self.app.sender.edit(self.chat, *id, message).await,
                None => Err(SendError::OtherKind),
            };
            match edited {
                Ok(()) | Err(SendError::MessageGone | SendError::Unchanged) => {}
                // A text message cannot become a picture, so a new message replaces the old one.
                Err(SendError::OtherKind) => {
                    let sent = self.send_or_explain(index, message, answered).await?;
                    let id = sent.first().map(|(_, id)| *id).unwrap_or_default();
                    match now.get_mut(index) {
                        Some(old) => self.delete_message(std::mem::replace(old, id)).await?,
                        None => now.push(id),
                    }
                    // Stored after each message: after a crash the edit starts again and edits these messages.
                    answers.remember(self.chat.0, answered, &now).await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        for id in now.drain(answer.len().min(now.len())..) {
            self.delete_message(id).await?;
        }
        answers.remember(self.chat.0, answered, &now).await?;
        Ok(())
    }

    /// Sends a message. If Telegram refuses a copy, a text that says so is sent instead. For content that cannot be copied (paid
    /// media, a protected message) Telegram gives the same error as for a message that is gone.
    async fn send_or_explain(
        &self,
        index: usize,
        message: &OutgoingMessage,
        answered: i32,
    ) -> Result<SentAnswers, SendError> {
        // The first message of an answer always replies.
        let mut message = OutgoingMessage { must_reply: message.must_reply || index == 0, ..message.clone() };
        match self.send_one(&message, answered).await {
            Err(error @ (SendError::Refused(_) | SendError::MessageGone)) if !message.is_text() => {
                tracing::warn!(%error, "a post was not taken");
                message.content = OutgoingMessage::html(self.html_of("chat-post-refused")).content;
                self.send_one(&message, answered).await
            }
            sent => sent,
        }
    }

    async fn send_one(&self, message: &OutgoingMessage, answered: i32) -> Result<SentAnswers, SendError> {
        let replies = message.is_text() && message.must_reply;
        let message = message.clone().replying_to(replies.then_some(answered));
        let sent = self.app.sender.send_all(self.chat, &message).await?;
        let answered: Vec<i32> = match &message.content {
            OutgoingContent::Album(parts) => parts.iter().map(|part| part.message_id).collect(),
            OutgoingContent::Text { .. } | OutgoingContent::Copy(_) => vec![answered],
        };
        Ok(answered.into_iter().zip(sent).collect())
    }

    async fn delete_message(&self, id: i32) -> Result<()> {
        match self.app.sender.delete(self.chat, id).await {
            // Telegram does not allow the deletion of messages that are older than two days.
            Ok(()) | Err(SendError::MessageGone | SendError::Refused(_) | SendError::GivenUp(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
