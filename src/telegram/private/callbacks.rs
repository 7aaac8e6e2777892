//! Presses on buttons in the private chat. A client can send any data; data that no button carries is answered with the settings
//! card.

use super::cards_common::{render_program_card, show_card};
use super::context::PrivateContext;
use crate::answer::Action;
use crate::telegram::callback::{CallbackData, SettingsPage};
use crate::telegram::handler_error::HandlerError;
use crate::telegram::update::CallbackQuery;

/// Handles a press.
pub(crate) async fn handle_callback(
    context: &PrivateContext<'_>,
    query: &CallbackQuery,
) -> Result<(), HandlerError> {
    match CallbackData::decode(query.data()) {
        Some(CallbackData::Answer(action)) => match action {
            Action::Calculator(press) => context.handle_calculator_press(query, &press).await,
            Action::Browse(press) => context.handle_browse_press(query, press).await,
            Action::ForeignLinks(choice) => context.handle_foreign_links_choice(query, choice).await,
            Action::Post(action) => context.handle_post_action(query, action).await,
            Action::Program(page) => {
                context.answer_silently(query).await;
                show_card(context, query, &render_program_card(context, page).await).await
            }
        },
        Some(CallbackData::Settings(action)) => context.handle_settings_action(query, action).await,
        Some(CallbackData::Chat(chat, action)) => {
            context.handle_chat_card_callback(query, chat, action).await
        }
        Some(CallbackData::Lists(action)) if context.is_operator() => {
            context.handle_list_action(query, action).await
        }
        Some(CallbackData::Suggestion(choice, number)) => {
            context.handle_suggestion_choice(query, choice, number).await
        }
        Some(CallbackData::Forget(choice)) => context.handle_forget_choice(query, choice).await,
        // Lists are for operators only, and buttons for figures occur only below messages of groups.
        Some(CallbackData::Lists(_) | CallbackData::Figures) | None => {
            context.answer_callback(query, "chat-old-press").await;
            context.send(&context.settings_card(SettingsPage::Home)).await?;
            Ok(())
        }
    }
}
