//! Takes answers away when their time has come.

use teloxide::types::{ChatId, MessageId};

use crate::store::{Store, StoreError};
use crate::telegram::send::Sender;
use crate::telegram::wire::WireError;

/// Removes what is due at `now`, in seconds of Unix time.
///
/// # Errors
/// When the store fails; then it is tried again with the next round.
pub(in crate::telegram) async fn sweep(store: &Store, sender: &Sender, now: i64) -> Result<(), StoreError> {
    for (record, chat, message) in store.shared.due(now)? {
        match sender.try_delete(ChatId(chat), MessageId(message)).await {
            Ok(()) | Err(WireError::Refused { .. } | WireError::Moved(_)) => {}
            // One chat that asks for patience holds up no other.
            Err(error @ (WireError::Wait(_) | WireError::OutOfReach(_))) => {
                tracing::debug!(%error, "an answer is removed with the next round");
                continue;
            }
        }
        store.shared.removed(&record)?;
    }
    Ok(())
}
