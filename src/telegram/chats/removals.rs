//! Deletes answers after the time that the chat's settings say.

use teloxide::types::ChatId;

use crate::store::StoreError;
use crate::telegram::api::BotApiError;
use crate::telegram::context::AppContext;

/// Deletes the answers that are due.
///
/// # Errors
/// When the store fails; the next round tries again.
pub async fn delete_due_messages(app: &AppContext) -> Result<(), StoreError> {
    for removal in app.store.share_log.due_removals(app.clock.now().as_second()).await? {
        match app.sender.try_delete(ChatId(removal.chat), removal.message).await {
            Ok(()) | Err(BotApiError::Refused { .. } | BotApiError::Migrated(_)) => {}
            // A chat in which Telegram asks for a wait must not delay the others.
            Err(error @ (BotApiError::RetryAfter(_) | BotApiError::Transport(_))) => {
                tracing::debug!(%error, "an answer is removed with the next round");
                continue;
            }
        }
        app.store.share_log.remove_removal(removal).await?;
    }
    Ok(())
}
