//! The messages of an answer, whatever they are: words of the bot, a post that is given back, an album.

use serde::{Deserialize, Serialize};
use teloxide::types::{ChatId, MessageId};

use super::context::AppContext;
use super::keyboard;
use super::message_content::{MessageContent, ReplyTarget};
use super::sender::{OutgoingMessage, SendError};
use crate::telegram::keyboard::MessagePart;

/// One of an answer's messages; an album counts as one. It is stored as it is, so that after a crash the rest of the very same
/// answer follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum AnswerMessage {
    /// What the bot says.
    Words(MessagePart),
    /// A message that is given back.
    Post(MessageContent),
    /// An album that is given back.
    Album(Vec<MessageContent>),
}

/// The messages that a piece became: for each message that is answered its number and that of the answer.
pub(super) type SentMessages = Vec<(i32, i32)>;

impl AppContext {
    /// Sends a piece of the answer to `to` and says what became of it.
    pub(super) async fn send_answer_message(
        &self,
        chat: ChatId,
        piece: &AnswerMessage,
        to: i32,
        first: bool,
    ) -> Result<SentMessages, SendError> {
        match piece {
            AnswerMessage::Words(part) => {
                let reply_to = (first || part.replies).then_some(MessageId(to));
                let outgoing = OutgoingMessage { reply_to, ..keyboard::message_from_part(part) };
                Ok(vec![(to, self.sender.send(chat, &outgoing).await?.0)])
            }
            AnswerMessage::Post(original) => {
                Ok(vec![(to, self.sender.send_copy(chat, original, ReplyTarget::default()).await?.0)])
            }
            AnswerMessage::Album(parts) => {
                let sent = self.sender.send_album_copy(chat, parts, ReplyTarget::default()).await?;
                Ok(parts.iter().map(|part| part.message_id).zip(sent.into_iter().map(|id| id.0)).collect())
            }
        }
    }

    /// Puts a piece in the place of a message that was sent before.
    pub(super) async fn edit_answer_message(
        &self,
        chat: ChatId,
        id: i32,
        piece: &AnswerMessage,
    ) -> Result<(), SendError> {
        let id = MessageId(id);
        match piece {
            AnswerMessage::Words(part) => {
                self.sender.edit(chat, id, &keyboard::message_from_part(part)).await
            }
            AnswerMessage::Post(original) => self.sender.edit_copy(chat, id, original).await,
            // The parts of an album are edited one by one, as they are written.
            AnswerMessage::Album(_) => Err(SendError::Unchanged),
        }
    }
}
