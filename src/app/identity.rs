//! The bot as Telegram knows it.

use std::time::Duration;

use dealink_core::retry::RetryPolicy;
use teloxide::Bot;
use teloxide::prelude::*;

use super::StartError;
use crate::telegram::api::{BotApiError, call_request};

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

pub(super) struct BotIdentity {
    pub(super) username: String,
    pub(super) id: u64,
    /// Whether it can be asked in any chat.
    pub(super) inline_enabled: bool,
    /// Whether it receives the messages of groups in which it is no admin.
    pub(super) reads_all_messages: bool,
}

/// Asks until Telegram answers.
///
/// # Errors
/// [`StartError::TokenRefused`].
pub(super) async fn fetch_bot_identity(bot: &Bot) -> Result<BotIdentity, StartError> {
    let mut pauses = RetryPolicy::endless(FIRST_PAUSE, LONGEST_PAUSE).pauses();
    loop {
        match call_request(bot, &bot.get_me()).await {
            Ok(me) => {
                return Ok(BotIdentity {
                    username: me.username().to_owned(),
                    id: me.id.0,
                    inline_enabled: me.supports_inline_queries,
                    reads_all_messages: me.can_read_all_group_messages,
                });
            }
            Err(BotApiError::Refused { code: 401 | 404, .. }) => return Err(StartError::TokenRefused),
            Err(BotApiError::RetryAfter(wait)) => tokio::time::sleep(wait).await,
            Err(error) => {
                tracing::warn!(%error, "Telegram is out of reach; trying again");
                tokio::time::sleep(pauses.next().unwrap_or(LONGEST_PAUSE)).await;
            }
        }
    }
}
