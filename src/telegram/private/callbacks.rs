//! Presses on buttons in the private chat. A client can send any data; data that no button carries is answered with the settings
//! card.

use super::cards_common::show_card;
use super::context::PrivateContext;
use crate::answer::Action;
use crate::telegram::callback::{CallbackData, SettingsPage};
use crate::telegram::handler_error::Result;
use crate::telegram::update::CallbackQuery;

impl PrivateContext<'_> {
    pub(crate) async fn handle_callback(&self, query: &CallbackQuery) -> Result<()> {
        match CallbackData::decode(&query.data) {
            Some(CallbackData::Answer(action)) => match action {
                Action::Calculator(press) => self.handle_calculator_press(query, &press).await,
                Action::Browse(press) => self.handle_browse_press(query, press).await,
                Action::ForeignLinks(choice) => self.handle_foreign_links_choice(query, choice).await,
                Action::Post(action) => self.handle_post_action(query, action).await,
                Action::Program(page) => {
                    self.answer_silently(query).await;
                    show_card(self, query, &self.program_card(page).await).await
                }
            },
            Some(CallbackData::Settings(action)) => self.handle_settings_action(query, action).await,
            Some(CallbackData::Chat(chat, action)) => {
                self.handle_chat_card_callback(query, chat, action).await
            }
            Some(CallbackData::Lists(action)) if self.is_operator() => {
                self.handle_list_action(query, action).await
            }
            Some(CallbackData::Suggestion(choice, number)) => {
                self.handle_suggestion_choice(query, choice, number).await
            }
            Some(CallbackData::Forget(choice)) => self.handle_forget_choice(query, choice).await,
            // Lists are for operators only, and buttons for figures occur only below messages of groups.
            Some(CallbackData::Lists(_) | CallbackData::Figures) | None => {
                self.answer_callback(query, "chat-old-press").await;
                self.send_card(&self.settings_card(SettingsPage::Home)).await
            }
        }
    }
}
