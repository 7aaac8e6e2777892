//! Presses below messages of groups and channels. What a button brings back is checked as if a stranger had written it.

use serde_json::Value;
use teloxide::types::CallbackQueryId;

use super::ChatContext;
use super::sharing::FIGURES_CALLBACK;
use crate::telegram::context::HandlerError;
use dealink_core::lang::Lang;

/// The number of a press, given as its JSON.
pub(super) fn callback_id(press: &Value) -> CallbackQueryId {
    CallbackQueryId(press["id"].as_str().unwrap_or_default().to_owned())
}

impl ChatContext<'_> {
    pub(super) async fn handle_callback(&self, press: &Value) -> Result<(), HandlerError> {
        let (Some(presser), Some(data)) = (press["from"]["id"].as_u64(), press["data"].as_str()) else {
            return Ok(());
        };
        // What one person alone sees is in their language, not the group's.
        let own = self.with_language_of(press, presser);
        if data == FIGURES_CALLBACK {
            return own.handle_figures_callback(press, presser).await;
        }
        if !self.handle_card_callback(press, presser, data, own.localizer).await? {
            own.show_alert(press, own.localizer.text("chat-old-press")).await;
        }
        Ok(())
    }

    fn with_language_of(&self, press: &Value, presser: u64) -> Self {
        let publisher = self.app.store.publishers.load(presser).unwrap_or_default();
        let of_telegram = || press["from"]["language_code"].as_str().and_then(Lang::from_tag);
        let speak = publisher
            .language
            .or_else(of_telegram)
            .map_or(self.localizer, |lang| self.app.texts.localizer(lang));
        let ChatContext { app: desk, chat, record: waiting, migrated: moved, .. } = *self;
        ChatContext {
            app: desk,
            chat,
            settings: self.settings.clone(),
            localizer: speak,
            record: waiting,
            migrated: moved,
        }
    }
}
