//! Presses on buttons. What a button brings back is checked as if a stranger had written it.

use super::cards_common::{render_program_card, show_card};
use super::context::PrivateContext;
use super::settings_card::{self, SettingsAction, SettingsPage};
use crate::answer::Action;
use crate::settings::QuestionKind;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::CallbackData;
use crate::telegram::handler_error::HandlerError;
use crate::telegram::update::CallbackQuery;
use dealink_core::message::Message;
use dealink_network::tracking_link::SubIdSlot;

/// Handles a press.
pub(crate) async fn handle_callback(
    visit: &PrivateContext<'_>,
    query: &CallbackQuery,
) -> Result<(), HandlerError> {
    if visit.handle_calculator_callback(query).await?
        || visit.handle_browse_callback(query).await?
        || visit.handle_post_callback(query).await?
        || visit.handle_lists_callback(query).await?
        || visit.handle_chat_card_callback(query).await?
        || visit.handle_suggestion_callback(query).await?
    {
        return Ok(());
    }
    if let Some(CallbackData::Answer(Action::Program(page))) = CallbackData::decode(query.data()) {
        visit.answer_silently(query).await;
        return show_card(visit, query, &render_program_card(visit, page).await).await;
    }
    let Some(change) = settings_card::parse_settings_callback(query.data()) else {
        visit.answer_callback(query, "chat-old-press").await;
        visit.send(&settings_card::render_home(visit)).await?;
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
    let person = visit.user.id;
    let (publisher, page, saved) = match change {
        SettingsAction::Show(page) => (visit.publisher.clone(), page, false),
        SettingsAction::AskSubId => {
            visit.answer_silently(query).await;
            return ask_subid(visit).await;
        }
        SettingsAction::AskJoined => {
            visit.answer_silently(query).await;
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
    match saved {
        true => after.answer_callback(query, "settings-saved").await,
        false => after.answer_silently(query).await,
    }
    show_card(visit, query, &card).await
}

async fn ask_subid(visit: &PrivateContext<'_>) -> Result<(), HandlerError> {
    let speak = visit.localizer;
    let ask = OutgoingMessage::html(
        speak.html(&Message::new("chat-ask-subid").with("longest", SubIdSlot::SubId.max_chars())),
    )
    .asking(speak.text("chat-ask-subid-hint"));
    let id = visit.send(&ask).await?;
    visit.remember_question(QuestionKind::SubId, id).await
}

async fn ask_joined(visit: &PrivateContext<'_>) -> Result<(), HandlerError> {
    let ask = OutgoingMessage::html(visit.html_of("chat-ask-joined"))
        .asking(visit.localizer.text("chat-ask-joined-hint"));
    let id = visit.send(&ask).await?;
    visit.remember_question(QuestionKind::Joined, id).await
}
