//! Taps on buttons below messages of groups and channels. What a button brings back is checked as if a stranger had written it.

use super::context::ChatContext;
use super::sharing::FIGURES_CALLBACK;
use crate::telegram::handler_error::HandlerError;
use crate::telegram::update::CallbackQuery;

impl ChatContext<'_> {
    pub async fn handle_callback(&self, query: &CallbackQuery) -> Result<(), HandlerError> {
        if query.data.is_none() {
            return Ok(());
        }
        // What one person alone sees is in their language, not the group's.
        let own = self.with_language_of(query);
        if query.data() == FIGURES_CALLBACK {
            return own.handle_figures_callback(query).await;
        }
        if !self.handle_card_callback(query, own.localizer).await? {
            own.show_alert(query, own.localizer.text("chat-old-press")).await;
        }
        Ok(())
    }

    fn with_language_of(&self, query: &CallbackQuery) -> Self {
        let publisher = self.app.store.publishers.load(query.from.id).unwrap_or_default();
        let language = publisher.language.or_else(|| query.from.language());
        let localizer = language.map_or(self.localizer, |lang| self.app.texts.localizer(lang));
        let ChatContext { app, chat, record, migrated, .. } = *self;
        ChatContext { app, chat, settings: self.settings.clone(), localizer, record, migrated }
    }
}
