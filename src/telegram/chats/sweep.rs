//! Takes answers away when their time has come.

use teloxide::types::{ChatId, MessageId};

use crate::store::{Store, StoreError};
use crate::telegram::send::{SendError, Sender};

/// Removes what is due at `now`, in seconds of Unix time.
///
/// # Errors
/// When the store fails; then it is tried again with the next round.
pub(in crate::telegram) async fn sweep(store: &Store, sender: &Sender, now: i64) -> Result<(), StoreError> {
    for (record, chat, message) in store.shared.due(now)? {
        match sender.delete(ChatId(chat), MessageId(message)).await {
            Ok(())
            | Err(SendError::Gone | SendError::Refused(_) | SendError::Closed | SendError::Moved(_)) => {}
            Err(error) => {
                tracing::warn!(%error, "an answer was not removed yet");
                continue;
            }
        }
        store.shared.removed(&record)?;
    }
    Ok(())
}
