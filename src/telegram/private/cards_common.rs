//! Shows a page of a card in place of another.

use super::context::PrivateContext;
use crate::telegram::api::{OutgoingMessage, SendError};
use crate::telegram::handler_error::Result;
use crate::telegram::update::CallbackQuery;

/// Edits the message with the button into the card; sends the card as a new message if that one is gone.
pub(crate) async fn show_card(
    context: &PrivateContext<'_>,
    query: &CallbackQuery,
    card: &OutgoingMessage,
) -> Result<()> {
    if let Some(message) = query.message.as_ref().filter(|message| message.is_accessible()) {
        match context.app.sender.edit(context.chat, message.id, card).await {
            Ok(()) | Err(SendError::Unchanged) => return Ok(()),
            Err(SendError::MessageGone) => {}
            Err(error) => return Err(error.into()),
        }
    }
    context.send(card).await?;
    Ok(())
}
