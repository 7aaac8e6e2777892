//! Presses on buttons. What a button brings back is checked as if a stranger had written it.

use teloxide::types::CallbackQuery;

use super::desk::Trouble;
use super::private::{Visit, program_page};
use super::send::{Outgoing, SendError};
use super::settings_card::{self, Change, Page};
use crate::answer::ProgramPage;
use crate::store::Question;
use dealink_core::message::Sentence;
use dealink_network::admitad::tracker::Slot;

/// Handles a press.
pub(super) async fn handle(visit: &Visit<'_>, query: &CallbackQuery) -> Result<(), Trouble> {
    let sender = &visit.desk.sender;
    let data = query.data.as_deref().unwrap_or_default();
    if visit.press_on_calculator(query).await?
        || visit.press_on_browse(query).await?
        || visit.press_on_post(query).await?
        || visit.press_on_lists(query).await?
        || visit.press_on_chat(query).await?
        || visit.press_on_suggestion(query).await?
    {
        return Ok(());
    }
    if let Some(page) = ProgramPage::read(data) {
        sender.answer_press(query.id.clone(), None, false).await;
        return show(visit, query, &program_page(visit, page).await).await;
    }
    let Some(change) = settings_card::read(data) else {
        sender.answer_press(query.id.clone(), Some(visit.speak.word("chat-old-press")), false).await;
        sender.send(visit.chat, &settings_card::home(visit)).await?;
        return Ok(());
    };
    settings(visit, query, change).await
}

async fn settings(visit: &Visit<'_>, query: &CallbackQuery, change: Change) -> Result<(), Trouble> {
    let desk = visit.desk;
    let person = visit.user.id.0;
    let (publisher, page, saved) = match change {
        Change::Show(page) => (visit.publisher.clone(), page, false),
        Change::AskSubId => {
            desk.sender.answer_press(query.id.clone(), None, false).await;
            return ask_subid(visit).await;
        }
        Change::AskJoined => {
            desk.sender.answer_press(query.id.clone(), None, false).await;
            return ask_joined(visit).await;
        }
        Change::Set(page, set) => {
            (desk.store.publishers.change(person, |publisher| set.apply(publisher)).await?, page, true)
        }
    };
    // From here on the change is on the disk: it may be shown.
    let speak = desk.speaker(visit.user, &publisher);
    let after = Visit { publisher: &publisher, speak, ..*visit };
    let card = match page {
        Page::Home => settings_card::home(&after),
        Page::Language => settings_card::language(&after),
        Page::Traffic => settings_card::traffic(&after),
        Page::Currency => settings_card::currency(&after),
        Page::SubId => settings_card::subid(&after),
        Page::Others => settings_card::others(&after),
        Page::Joined => settings_card::joined(&after),
    };
    desk.sender.answer_press(query.id.clone(), saved.then(|| speak.word("settings-saved")), false).await;
    show(visit, query, &card).await
}

/// In place of the pressed card; anew where that is gone.
pub(super) async fn show(visit: &Visit<'_>, query: &CallbackQuery, card: &Outgoing) -> Result<(), Trouble> {
    let sender = &visit.desk.sender;
    let Some(message) = query.message.as_ref().and_then(|message| message.regular_message()) else {
        sender.send(visit.chat, card).await?;
        return Ok(());
    };
    match sender.edit(visit.chat, message.id, card).await {
        Ok(()) | Err(SendError::Unchanged) => Ok(()),
        Err(SendError::Gone) => {
            sender.send(visit.chat, card).await?;
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}

async fn ask_subid(visit: &Visit<'_>) -> Result<(), Trouble> {
    let speak = visit.speak;
    let outgoing = Outgoing {
        html: speak.html(&Sentence::new("chat-ask-subid").with("longest", Slot::SubId.longest())),
        ask: Some(speak.word("chat-ask-subid-hint")),
        ..Outgoing::default()
    };
    let id = visit.desk.sender.send(visit.chat, &outgoing).await?;
    visit.asked(Question::SubId, id).await
}

async fn ask_joined(visit: &Visit<'_>) -> Result<(), Trouble> {
    let outgoing = Outgoing {
        html: visit.html("chat-ask-joined"),
        ask: Some(visit.speak.word("chat-ask-joined-hint")),
        ..Outgoing::default()
    };
    let id = visit.desk.sender.send(visit.chat, &outgoing).await?;
    visit.asked(Question::Joined, id).await
}
