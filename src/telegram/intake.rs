//! Updates in: polled, stored, then handed to the lanes.
//!
//! Polling is our own: an update has to be in the store before a later offset tells Telegram that we have it, and the back-off
//! stays short whatever Telegram answers (DESIGN.md says what teloxide's would do).

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use serde_json::{Value, json};
use teloxide::Bot;

use super::lanes::Lanes;
use super::newest::Newest;
use super::wire::{self, WireError};
use crate::store::Store;

/// What Telegram is asked to send.
pub const KINDS: [&str; 4] = ["message", "edited_message", "callback_query", INLINE];
/// What is not stored: it is worthless by the time of a next run.
const INLINE: &str = "inline_query";

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
    lanes: Lanes,
    inline: Newest,
}

enum Trouble {
    Token,
    Wait(Duration, String),
    Retry(String),
}

impl Intake {
    /// Takes from `bot` into `store` and `lanes`; inline queries into `inline`.
    pub fn new(bot: Bot, store: Store, lanes: Lanes, inline: Newest) -> Self {
        Intake { bot, store, lanes, inline }
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

    async fn fetch(&self, offset: Option<u64>) -> Result<Vec<Value>, Trouble> {
        let mut question = json!({ "limit": BATCH, "timeout": POLL_SECONDS, "allowed_updates": KINDS });
        if let Some(offset) = offset {
            question["offset"] = offset.into();
        }
        let answer = wire::post(&self.bot, "getUpdates", &question, Some(POLL_PATIENCE)).await;
        answer.map_err(|error| match error {
            WireError::Wait(wait) => Trouble::Wait(wait, error.to_string()),
            WireError::Refused { code: 401 | 404, .. } => Trouble::Token,
            // 409: another process polls with this token, or a webhook is set.
            WireError::Refused { .. } | WireError::OutOfReach(_) => Trouble::Retry(error.to_string()),
        })
    }

    /// Stores updates, admits the new ones, and returns the offset to ask for next.
    async fn take_in(&self, updates: Vec<Value>) -> Result<Option<u64>, crate::store::StoreError> {
        let mut records = Vec::with_capacity(updates.len());
        let mut next = None;
        for update in &updates {
            let Some(id) = update["update_id"].as_u64() else {
                tracing::error!("an update without a number was passed over");
                continue;
            };
            next = next.max(Some(id + 1));
            if let Some(query) = update.get(INLINE) {
                if let Some(person) = query["from"]["id"].as_i64() {
                    self.inline.admit(person, query.clone());
                }
                continue;
            }
            if let Some(lane) = lane_of(update) {
                records.push((id, lane, update.to_string().into_bytes()));
            }
        }
        for (id, lane) in self.store.inbox.take_in(records).await? {
            self.lanes.admit(lane, id);
        }
        Ok(next)
    }
}

/// The person into whose lane an update goes; `None` for what is not of a private chat, which is not even stored.
fn lane_of(update: &Value) -> Option<i64> {
    let kind = KINDS.iter().find_map(|kind| update.get(kind))?;
    // A press on a message that is too old to be shown comes without its chat.
    let chat = kind.get("chat").or_else(|| kind["message"].get("chat"));
    let private = chat.is_none_or(|chat| chat["type"] == "private");
    kind["from"]["id"].as_i64().filter(|_| private)
}
