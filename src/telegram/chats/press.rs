//! Presses below messages of groups and channels. What a button brings back is checked as if a stranger had written it.

use serde_json::Value;

use super::Gathering;
use super::group::FIGURES;
use crate::telegram::desk::Trouble;

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
