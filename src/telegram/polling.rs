//! Updates in: polled, stored, then handed to the lanes.
//!
//! Polling is our own: an update has to be in the store before a later offset tells Telegram that we have it, and the back-off
//! stays short whatever Telegram answers (DESIGN.md says what teloxide's would do).

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use serde_json::json;
use serde_json::value::RawValue;
use teloxide::Bot;

use super::bot_api::{self, BotApiError};
use super::chat_queues::ChatQueues;
use super::latest_only::LatestOnly;
use super::update_filter::{ALLOWED_UPDATES, Route, RoutedUpdate, UpdateRouter};
use crate::store::Store;

/// Seconds that Telegram keeps a poll open. Kept under the HTTP client's patience.
const POLL_SECONDS: u64 = 10;
const POLL_TIMEOUT: Duration = Duration::from_secs(POLL_SECONDS + 10);
const BATCH_SIZE: u64 = 100;
const MAX_PAUSE: Duration = Duration::from_secs(3);

/// Why polling ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum PollingEnd {
    /// Telegram does not know the token.
    #[error("Telegram does not accept the bot token")]
    Token,
}

/// The receiving end.
pub struct UpdatePoller {
    bot: Bot,
    store: Store,
    router: UpdateRouter,
    queues: ChatQueues,
    inline: LatestOnly,
}

enum PollError {
    Token,
    Wait(Duration, String),
    Retry(String),
}

impl UpdatePoller {
    /// Takes from `bot` (whose username is `me`) into `store` and `queues`; inline queries into `inline`.
    pub fn new(bot: Bot, me: String, store: Store, queues: ChatQueues, inline: LatestOnly) -> Self {
        let router = UpdateRouter { bot_username: me, store: store.clone(), queues: queues.clone() };
        UpdatePoller { bot, router, store, queues, inline }
    }

    /// Puts the updates of an earlier run into the lanes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn resume(&self) -> Result<usize, crate::store::StoreError> {
        let waiting = self.store.inbox.waiting()?;
        for (id, lane) in &waiting {
            self.queues.enqueue(*lane, *id);
        }
        Ok(waiting.len())
    }

    /// Polls until cancelled (dropping the future loses nothing) or until it makes no sense any more.
    pub async fn poll(&self) -> PollingEnd {
        let pause = || {
            ExponentialBuilder::default()
                .with_min_delay(Duration::from_millis(200))
                .with_max_delay(MAX_PAUSE)
                .with_jitter()
                .without_max_times()
                .build()
        };
        let mut offset = None;
        let mut pauses = pause();
        loop {
            let trouble = match self.get_updates(offset).await {
                Ok(updates) => match self.store_updates(updates).await {
                    Ok(next) => {
                        offset = next.or(offset);
                        pauses = pause();
                        continue;
                    }
                    Err(error) => {
                        tracing::error!(%error, "updates could not be stored; asking for them again");
                        PollError::Retry("the store failed".to_owned())
                    }
                },
                Err(trouble) => trouble,
            };
            let (wait, why) = match trouble {
                PollError::Token => return PollingEnd::Token,
                PollError::Wait(wait, why) => (wait, why),
                PollError::Retry(why) => (pauses.next().unwrap_or(MAX_PAUSE).min(MAX_PAUSE), why),
            };
            tracing::warn!(why, ?wait, "no updates; trying again");
            tokio::time::sleep(wait).await;
        }
    }

    async fn get_updates(&self, offset: Option<u64>) -> Result<Vec<Box<RawValue>>, PollError> {
        let mut question =
            json!({ "limit": BATCH_SIZE, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES });
        if let Some(offset) = offset {
            question["offset"] = offset.into();
        }
        let answer = bot_api::call_method(&self.bot, "getUpdates", &question, Some(POLL_TIMEOUT)).await;
        answer.map_err(|error| match error {
            BotApiError::RetryAfter(wait) => PollError::Wait(wait, error.to_string()),
            BotApiError::Refused { code: 401 | 404, .. } => PollError::Token,
            // 409: another process polls with this token, or a webhook is set.
            BotApiError::Refused { .. } | BotApiError::Migrated(_) | BotApiError::Transport(_) => {
                PollError::Retry(error.to_string())
            }
        })
    }

    /// Stores updates that concern somebody here, admits the new ones, and returns the offset to ask for next.
    async fn store_updates(
        &self,
        updates: Vec<Box<RawValue>>,
    ) -> Result<Option<u64>, crate::store::StoreError> {
        let mut records = Vec::new();
        let mut next = None;
        for update in &updates {
            let Some(RoutedUpdate { id, route: fate }) = self.router.route(update) else {
                tracing::error!("an update without a number was passed over");
                continue;
            };
            next = next.max(Some(id + 1));
            match fate {
                Route::Ignore => {}
                Route::LatestOnly(person) => {
                    if let Ok(update) = serde_json::from_str::<serde_json::Value>(update.get()) {
                        self.inline.start(person, update["inline_query"].clone());
                    }
                }
                Route::Queue(lane) => records.push((id, lane, update.get().as_bytes().to_vec())),
            }
        }
        for (id, lane) in self.store.inbox.store_new(records).await? {
            self.queues.enqueue(lane, id);
        }
        Ok(next)
    }
}
