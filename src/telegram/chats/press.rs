//! Presses below messages of groups and channels. What a button brings back is checked as if a stranger had written it.

use serde_json::Value;
use teloxide::types::CallbackQueryId;

use super::Gathering;
use super::share::FIGURES;
use crate::telegram::desk::Trouble;
use dealink_core::lang::Lang;

/// The number of a press, given as its JSON.
pub(super) fn id(press: &Value) -> CallbackQueryId {
    CallbackQueryId(press["id"].as_str().unwrap_or_default().to_owned())
}

impl Gathering<'_> {
    pub(super) async fn press(&self, press: &Value) -> Result<(), Trouble> {
        let (Some(presser), Some(data)) = (press["from"]["id"].as_u64(), press["data"].as_str()) else {
            return Ok(());
        };
        // What one person alone sees is in their language, not the group's.
        let own = self.in_language_of(press, presser);
        if data == FIGURES {
            return own.press_on_figures(press, presser).await;
        }
        if !self.press_on_card(press, presser, data, own.speak).await? {
            own.pop_up(press, own.speak.word("chat-old-press")).await;
        }
        Ok(())
    }

    fn in_language_of(&self, press: &Value, presser: u64) -> Self {
        let publisher = self.desk.store.publishers.of(presser).unwrap_or_default();
        let of_telegram = || press["from"]["language_code"].as_str().and_then(Lang::from_tag);
        let speak =
            publisher.language.or_else(of_telegram).map_or(self.speak, |lang| self.desk.texts.of(lang));
        let Gathering { desk, chat, waiting, moved, .. } = *self;
        Gathering { desk, chat, settings: self.settings.clone(), speak, waiting, moved }
    }
}
