//! Presses on buttons below messages of groups and channels. A client can send any data, so data that no button there carries
//! is refused.

use super::context::ChatContext;
use crate::telegram::callback::CallbackData;
use crate::telegram::handler_error::Result;
use crate::telegram::update::CallbackQuery;

impl ChatContext<'_> {
    pub async fn handle_callback(&self, query: &CallbackQuery) -> Result<()> {
        if query.data.is_empty() {
            return Ok(());
        }
        // Text that only this person sees is in the language of the person, not of the group.
        let own = self.with_language_of(query).await;
        match CallbackData::decode(&query.data) {
            Some(CallbackData::Figures) => own.handle_figures_callback(query).await,
            // A card in a group may only change the settings of that group.
            Some(CallbackData::Chat(chat, action)) if chat == self.chat => {
                self.handle_card_callback(query, action, own.localizer).await
            }
            _ => own.show_alert(query, own.localizer.text("chat-old-press")).await,
        }
    }

    async fn with_language_of(&self, query: &CallbackQuery) -> Self {
        let publisher = self.app.store.publishers.load(query.from.id).await.unwrap_or_default();
        let language = publisher.language.or_else(|| query.from.language());
        let localizer = language.map_or(self.localizer, |lang| self.app.texts.localizer(lang));
        ChatContext { localizer, ..self.clone() }
    }
}
