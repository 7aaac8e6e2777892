//! Fetches updates, stores those that need an answer, and queues them.
//!
//! teloxide's polling is not used: an update has to be in the store before a later offset confirms it to Telegram, and the
//! pauses after errors must stay short (see DESIGN.md).

use std::time::Duration;

use dealink_core::retry::RetryPolicy;
use serde_json::json;
use serde_json::value::RawValue;
use teloxide::Bot;

use super::chat_queues::ChatQueues;
use super::latest_only::LatestOnly;
use super::router::{ALLOWED_UPDATES, Route, RoutedUpdate, UpdateRouter};
use crate::store::{Store, StoreError};
use crate::telegram::api::{BotApiError, call_method};
use crate::telegram::update::Update;

/// Seconds that Telegram keeps a poll open; below the HTTP client's timeout.
const POLL_SECONDS: u64 = 10;
const POLL_TIMEOUT: Duration = Duration::from_secs(POLL_SECONDS + 10);
const BATCH_SIZE: u64 = 100;
const MAX_PAUSE: Duration = Duration::from_secs(3);

/// Why polling ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum PollingEnd {
    #[error("Telegram does not accept the bot token")]
    Token,
}

pub struct UpdatePoller {
    bot: Bot,
    store: Store,
    router: UpdateRouter,
    queues: ChatQueues,
    inline: LatestOnly<Update>,
}

enum PollError {
    Token,
    /// Wait as long as Telegram says, for this reason.
    Wait(Duration, String),
    Retry(String),
}

impl UpdatePoller {
    /// Polls with `bot`. `bot_username`: the bot's username. Inline queries go to `inline`, all others into `store` and `queues`.
    pub fn new(
        bot: Bot,
        bot_username: String,
        store: Store,
        queues: ChatQueues,
        inline: LatestOnly<Update>,
    ) -> Self {
        let router = UpdateRouter { bot_username, store: store.clone(), queues: queues.clone() };
        UpdatePoller { bot, store, router, queues, inline }
    }

    /// Queues the updates that an earlier run left, and returns their number.
    ///
    /// # Errors
    /// When the store fails.
    pub fn resume(&self) -> Result<usize, StoreError> {
        let waiting = self.store.inbox.waiting()?;
        for (id, chat) in &waiting {
            self.queues.enqueue(*chat, *id);
        }
        Ok(waiting.len())
    }

    /// Polls until the future is dropped, which loses no update, or until an error makes further polling useless.
    pub async fn poll(&self) -> PollingEnd {
        let retry = RetryPolicy::endless(Duration::from_millis(200), MAX_PAUSE);
        let mut offset = None;
        let mut pauses = retry.pauses();
        loop {
            let error = match self.get_updates(offset).await {
                Ok(updates) => match self.store_updates(updates).await {
                    Ok(next) => {
                        offset = next.or(offset);
                        pauses = retry.pauses();
                        continue;
                    }
                    Err(error) => {
                        tracing::error!(%error, "updates could not be stored; asking for them again");
                        PollError::Retry("the store failed".to_owned())
                    }
                },
                Err(error) => error,
            };
            let (wait, why) = match error {
                PollError::Token => return PollingEnd::Token,
                PollError::Wait(wait, why) => (wait, why),
                PollError::Retry(why) => (pauses.next().unwrap_or(MAX_PAUSE).min(MAX_PAUSE), why),
            };
            tracing::warn!(why, ?wait, "no updates; trying again");
            tokio::time::sleep(wait).await;
        }
    }

    async fn get_updates(&self, offset: Option<u64>) -> Result<Vec<Box<RawValue>>, PollError> {
        let mut params =
            json!({ "limit": BATCH_SIZE, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES });
        if let Some(offset) = offset {
            params["offset"] = offset.into();
        }
        let answer = call_method(&self.bot, "getUpdates", &params, Some(POLL_TIMEOUT)).await;
        answer.map_err(|error| match error {
            BotApiError::RetryAfter(wait) => PollError::Wait(wait, error.to_string()),
            BotApiError::Refused { code: 401 | 404, .. } => PollError::Token,
            // 409: another process polls with this token, or a webhook is set.
            BotApiError::Refused { .. } | BotApiError::Migrated(_) | BotApiError::Transport(_) => {
                PollError::Retry(error.to_string())
            }
        })
    }

    /// Stores updates that need an answer, queues the new ones, and returns the offset to ask for next.
    async fn store_updates(&self, updates: Vec<Box<RawValue>>) -> Result<Option<u64>, StoreError> {
        let mut records = Vec::new();
        let mut next = None;
        for update in &updates {
            let Some(RoutedUpdate { id, route }) = self.router.route(update) else {
                tracing::error!("an update without a number was passed over");
                continue;
            };
            next = next.max(Some(id + 1));
            let raw = update.get().as_bytes();
            match route {
                Route::Ignore => {}
                Route::LatestOnly(person) => {
                    if let Some(update) = Update::parse(raw) {
                        self.inline.start(person, update);
                    }
                }
                Route::Queue(chat) => records.push((id, chat, raw.to_vec())),
            }
        }
        for (id, chat) in self.store.inbox.store_new(records).await? {
            self.queues.enqueue(chat, id);
        }
        Ok(next)
    }
}
