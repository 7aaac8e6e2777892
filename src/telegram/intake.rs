//! Updates in: polled, stored, then handed to the lanes.
//!
//! Polling is our own: an update has to be in the store before a later offset tells Telegram that we have it, and the back-off
//! stays short whatever Telegram answers (DESIGN.md says what teloxide's would do).

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use serde_json::json;
use serde_json::value::RawValue;
use teloxide::Bot;

use super::glance::{Door, Fate, KINDS, Sorted};
use super::lanes::Lanes;
use super::newest::Newest;
use super::wire::{self, WireError};
use crate::store::Store;

/// Seconds that Telegram keeps a poll open. Kept under the HTTP client's patience.
const POLL_SECONDS: u64 = 10;
const POLL_PATIENCE: Duration = Duration::from_secs(POLL_SECONDS + 10);
const BATCH: u64 = 100;
const LONGEST_WAIT: Duration = Duration::from_secs(3);

/// Why polling ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum IntakeEnd {
    /// Telegram does not know the token.
    #[error("Telegram does not accept the bot token")]
    Token,
}

/// The receiving end.
pub struct Intake {
    bot: Bot,
    store: Store,
    door: Door,
    lanes: Lanes,
    inline: Newest,
}

enum Trouble {
    Token,
    Wait(Duration, String),
    Retry(String),
}

impl Intake {
    /// Takes from `bot` (whose username is `me`) into `store` and `lanes`; inline queries into `inline`.
    pub fn new(bot: Bot, me: String, store: Store, lanes: Lanes, inline: Newest) -> Self {
        let door = Door { me, store: store.clone(), lanes: lanes.clone() };
        Intake { bot, door, store, lanes, inline }
    }

    /// Puts the updates of an earlier run into the lanes.
    ///
    /// # Errors
    /// When the store fails.
    pub fn resume(&self) -> Result<usize, crate::store::StoreError> {
        let waiting = self.store.inbox.waiting()?;
        for (id, lane) in &waiting {
            self.lanes.admit(*lane, *id);
        }
        Ok(waiting.len())
    }

    /// Polls until cancelled (dropping the future loses nothing) or until it makes no sense any more.
    pub async fn poll(&self) -> IntakeEnd {
        let pause = || {
            ExponentialBuilder::default()
                .with_min_delay(Duration::from_millis(200))
                .with_max_delay(LONGEST_WAIT)
                .with_jitter()
                .without_max_times()
                .build()
        };
        let mut offset = None;
        let mut pauses = pause();
        loop {
            let trouble = match self.fetch(offset).await {
                Ok(updates) => match self.take_in(updates).await {
                    Ok(next) => {
                        offset = next.or(offset);
                        pauses = pause();
                        continue;
                    }
                    Err(error) => {
                        tracing::error!(%error, "updates could not be stored; asking for them again");
                        Trouble::Retry("the store failed".to_owned())
                    }
                },
                Err(trouble) => trouble,
            };
            let (wait, why) = match trouble {
                Trouble::Token => return IntakeEnd::Token,
                Trouble::Wait(wait, why) => (wait, why),
                Trouble::Retry(why) => (pauses.next().unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT), why),
            };
            tracing::warn!(why, ?wait, "no updates; trying again");
            tokio::time::sleep(wait).await;
        }
    }

    async fn fetch(&self, offset: Option<u64>) -> Result<Vec<Box<RawValue>>, Trouble> {
        let mut question = json!({ "limit": BATCH, "timeout": POLL_SECONDS, "allowed_updates": KINDS });
        if let Some(offset) = offset {
            question["offset"] = offset.into();
        }
        let answer = wire::post(&self.bot, "getUpdates", &question, Some(POLL_PATIENCE)).await;
        answer.map_err(|error| match error {
            WireError::Wait(wait) => Trouble::Wait(wait, error.to_string()),
            WireError::Refused { code: 401 | 404, .. } => Trouble::Token,
            // 409: another process polls with this token, or a webhook is set.
            WireError::Refused { .. } | WireError::Moved(_) | WireError::OutOfReach(_) => {
                Trouble::Retry(error.to_string())
            }
        })
    }

    /// Stores updates that concern somebody here, admits the new ones, and returns the offset to ask for next.
    async fn take_in(&self, updates: Vec<Box<RawValue>>) -> Result<Option<u64>, crate::store::StoreError> {
        let mut records = Vec::new();
        let mut next = None;
        for update in &updates {
            let Some(Sorted { id, fate }) = self.door.sort(update) else {
                tracing::error!("an update without a number was passed over");
                continue;
            };
            next = next.max(Some(id + 1));
            match fate {
                Fate::Pass => {}
                Fate::Inline(person) => {
                    if let Ok(update) = serde_json::from_str::<serde_json::Value>(update.get()) {
                        self.inline.admit(person, update["inline_query"].clone());
                    }
                }
                Fate::Lane(lane) => records.push((id, lane, update.get().as_bytes().to_vec())),
            }
        }
        for (id, lane) in self.store.inbox.take_in(records).await? {
            self.lanes.admit(lane, id);
        }
        Ok(next)
    }
}
