//! Takes answers away when their time has come.

use teloxide::types::{ChatId, MessageId};

use crate::store::{Store, StoreError};
use crate::telegram::bot_api::BotApiError;
use crate::telegram::sender::Sender;

/// Removes what is due at `now`, in seconds of Unix time.
///
/// # Errors
/// When the store fails; then it is tried again with the next round.
pub(in crate::telegram) async fn delete_due_messages(
    store: &Store,
    sender: &Sender,
    now: i64,
) -> Result<(), StoreError> {
    for (record, chat, message) in store.share_log.due_removals(now)? {
        match sender.try_delete(ChatId(chat), MessageId(message)).await {
            Ok(()) | Err(BotApiError::Refused { .. } | BotApiError::Migrated(_)) => {}
            // One chat that asks for patience holds up no other.
            Err(error @ (BotApiError::RetryAfter(_) | BotApiError::Transport(_))) => {
                tracing::debug!(%error, "an answer is removed with the next round");
                continue;
            }
        }
        store.share_log.forget_removal(&record)?;
    }
    Ok(())
}
