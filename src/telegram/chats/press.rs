//! Presses below messages of groups and channels. What a button brings back is checked as if a stranger had written it.

use serde_json::Value;
use teloxide::types::CallbackQueryId;

use super::Gathering;
use super::share::FIGURES;
use crate::telegram::desk::Trouble;

/// The number of a press, given as its JSON.
pub(super) fn id(press: &Value) -> CallbackQueryId {
    CallbackQueryId(press["id"].as_str().unwrap_or_default().to_owned())
}

impl Gathering<'_> {
    pub(super) async fn press(&self, press: &Value) -> Result<(), Trouble> {
        let (Some(presser), Some(data)) = (press["from"]["id"].as_u64(), press["data"].as_str()) else {
            return Ok(());
        };
        if data == FIGURES {
            return self.press_on_figures(press, presser).await;
        }
        if !self.press_on_card(press, presser, data).await? {
            self.pop_up(press, self.speak.word("chat-old-press")).await;
        }
        Ok(())
    }
}
