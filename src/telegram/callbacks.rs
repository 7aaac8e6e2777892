//! Presses on buttons. What a button brings back is checked as if a stranger had written it.

use teloxide::types::CallbackQuery;

use super::callback::CallbackData;
use super::context::HandlerError;
use super::private::{PrivateContext, render_program_card};
use super::sender::{OutgoingMessage, SendError};
use super::settings_card::{self, SettingsAction, SettingsPage};
use crate::answer::Action;
use crate::settings::QuestionKind;
use dealink_core::message::Message;
use dealink_network::tracking_link::SubIdSlot;

/// Handles a press.
pub(super) async fn handle_callback(
    visit: &PrivateContext<'_>,
    query: &CallbackQuery,
) -> Result<(), HandlerError> {
    let sender = &visit.app.sender;
    let data = query.data.as_deref().unwrap_or_default();
    if visit.handle_calculator_callback(query).await?
        || visit.handle_browse_callback(query).await?
        || visit.handle_post_callback(query).await?
        || visit.handle_lists_callback(query).await?
        || visit.handle_chat_card_callback(query).await?
        || visit.handle_suggestion_callback(query).await?
    {
        return Ok(());
    }
    if let Some(CallbackData::Answer(Action::Program(page))) = CallbackData::decode(data) {
        sender.answer_callback(query.id.clone(), None, false).await;
        return show_card(visit, query, &render_program_card(visit, page).await).await;
    }
    let Some(change) = settings_card::parse_settings_callback(data) else {
        sender.answer_callback(query.id.clone(), Some(visit.localizer.text("chat-old-press")), false).await;
        sender.send(visit.chat, &settings_card::render_home(visit)).await?;
        return Ok(());
    };
    apply_settings_action(visit, query, change).await
}

async fn apply_settings_action(
    visit: &PrivateContext<'_>,
    query: &CallbackQuery,
    change: SettingsAction,
) -> Result<(), HandlerError> {
    let desk = visit.app;
    let person = visit.user.id.0;
    let (publisher, page, saved) = match change {
        SettingsAction::Show(page) => (visit.publisher.clone(), page, false),
        SettingsAction::AskSubId => {
            desk.sender.answer_callback(query.id.clone(), None, false).await;
            return ask_subid(visit).await;
        }
        SettingsAction::AskJoined => {
            desk.sender.answer_callback(query.id.clone(), None, false).await;
            return ask_joined(visit).await;
        }
        SettingsAction::Set(page, set) => {
            (desk.store.publishers.update(person, |publisher| set.apply(publisher)).await?, page, true)
        }
    };
    // From here on the change is on the disk: it may be shown.
    let speak = desk.localizer_for(visit.user, &publisher);
    let after = PrivateContext { publisher: &publisher, localizer: speak, ..*visit };
    let card = match page {
        SettingsPage::Home => settings_card::render_home(&after),
        SettingsPage::Language => settings_card::render_language(&after),
        SettingsPage::Traffic => settings_card::render_traffic(&after),
        SettingsPage::Currency => settings_card::render_currency(&after),
        SettingsPage::SubId => settings_card::render_subid(&after),
        SettingsPage::ForeignLinks => settings_card::render_foreign_links(&after),
        SettingsPage::Joined => settings_card::render_joined(&after),
    };
    desk.sender.answer_callback(query.id.clone(), saved.then(|| speak.text("settings-saved")), false).await;
    show_card(visit, query, &card).await
}

/// In place of the pressed card; anew where that is gone.
pub(super) async fn show_card(
    visit: &PrivateContext<'_>,
    query: &CallbackQuery,
    card: &OutgoingMessage,
) -> Result<(), HandlerError> {
    let sender = &visit.app.sender;
    let Some(message) = query.message.as_ref().and_then(|message| message.regular_message()) else {
        sender.send(visit.chat, card).await?;
        return Ok(());
    };
    match sender.edit(visit.chat, message.id, card).await {
        Ok(()) | Err(SendError::Unchanged) => Ok(()),
        Err(SendError::MessageGone) => {
            sender.send(visit.chat, card).await?;
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

async fn ask_subid(visit: &PrivateContext<'_>) -> Result<(), HandlerError> {
    let speak = visit.localizer;
    let outgoing = OutgoingMessage {
        html: speak.html(&Message::new("chat-ask-subid").with("longest", SubIdSlot::SubId.max_chars())),
        reply_hint: Some(speak.text("chat-ask-subid-hint")),
        ..OutgoingMessage::default()
    };
    let id = visit.app.sender.send(visit.chat, &outgoing).await?;
    visit.remember_question(QuestionKind::SubId, id).await
}

async fn ask_joined(visit: &PrivateContext<'_>) -> Result<(), HandlerError> {
    let outgoing = OutgoingMessage {
        html: visit.html_of("chat-ask-joined"),
        reply_hint: Some(visit.localizer.text("chat-ask-joined-hint")),
        ..OutgoingMessage::default()
    };
    let id = visit.app.sender.send(visit.chat, &outgoing).await?;
    visit.remember_question(QuestionKind::Joined, id).await
}
