//! The messages of an answer, whatever they are: words of the bot, a post that is given back, an album.

use serde::{Deserialize, Serialize};
use teloxide::types::{ChatId, MessageId};

use super::desk::Desk;
use super::keyboard;
use super::original::{Original, Spot};
use super::send::{Outgoing, SendError};
use crate::answer::Part;

/// One of an answer's messages; an album counts as one. It is stored as it is, so that after a crash the rest of the very same
/// answer follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Piece {
    /// What the bot says.
    Words(Part),
    /// A message that is given back.
    Post(Original),
    /// An album that is given back.
    Album(Vec<Original>),
}

/// The messages that a piece became: for each message that is answered its number and that of the answer.
pub(super) type Sent = Vec<(i32, i32)>;

impl Desk {
    /// Sends a piece of the answer to `to` and says what became of it.
    pub(super) async fn send_piece(
        &self,
        chat: ChatId,
        piece: &Piece,
        to: i32,
        first: bool,
    ) -> Result<Sent, SendError> {
        match piece {
            Piece::Words(part) => {
                let reply_to = (first || part.replies).then_some(MessageId(to));
                let outgoing = Outgoing { reply_to, ..keyboard::outgoing(part) };
                Ok(vec![(to, self.sender.send(chat, &outgoing).await?.0)])
            }
            Piece::Post(original) => {
                Ok(vec![(to, self.sender.give_back(chat, original, Spot::default()).await?.0)])
            }
            Piece::Album(parts) => {
                let sent = self.sender.give_back_album(chat, parts, Spot::default()).await?;
                Ok(parts.iter().map(|part| part.message_id).zip(sent.into_iter().map(|id| id.0)).collect())
            }
        }
    }

    /// Puts a piece in the place of a message that was sent before.
    pub(super) async fn edit_piece(&self, chat: ChatId, id: i32, piece: &Piece) -> Result<(), SendError> {
        let id = MessageId(id);
        match piece {
            Piece::Words(part) => self.sender.edit(chat, id, &keyboard::outgoing(part)).await,
            Piece::Post(original) => self.sender.give_back_edited(chat, id, original).await,
            // The parts of an album are edited one by one, as they are written.
            Piece::Album(_) => Err(SendError::Unchanged),
        }
    }
}
