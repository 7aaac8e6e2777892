//! Showing a page of a card in place of another, and the program's card.

use super::context::PrivateContext;
use crate::answer::ProgramPage;
use crate::telegram::api::{OutgoingMessage, SendError};
use crate::telegram::handler_error::HandlerError;
use crate::telegram::update::CallbackQuery;

/// Edits the message with the button into the card; sends the card as a new message if that one is gone.
pub(crate) async fn show_card(
    context: &PrivateContext<'_>,
    query: &CallbackQuery,
    card: &OutgoingMessage,
) -> Result<(), HandlerError> {
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

/// A page of the program's card, with the figures as they are now.
pub(super) async fn render_program_card(context: &PrivateContext<'_>, page: ProgramPage) -> OutgoingMessage {
    let deals = &context.app.deals;
    let figures = deals.program().figures(deals.terms().await.as_deref());
    context.renderer().program_card(page, deals.program(), &figures).into()
}
