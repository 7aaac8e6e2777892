//! Fetches updates, stores those that need an answer, and queues them. While the store fails nothing is confirmed to Telegram, which
//! keeps updates for a day; while too much waits nothing is fetched.
//!
//! teloxide's polling is not used: an update has to be in the store before a later offset confirms it to Telegram, and the
//! pauses after errors must stay short (see DESIGN.md).

use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::retry::RetryPolicy;
use futures::FutureExt;
use serde::de::IgnoredAny;
use serde_json::json;
use serde_json::value::RawValue;
use teloxide::Bot;
use tokio::time::Instant;

use super::chat_queues::{Admission, ChatQueues};
use super::latest_only::LatestOnly;
use super::router::{ALLOWED_UPDATES, Route, RoutedUpdate, UpdateRouter, route_unreadable};
use crate::store::{NewUpdate, Store, StoreError};
use crate::telegram::api::{BotApiError, call_method};
use crate::telegram::update::{Update, UpdateKind};

/// Seconds that Telegram keeps a poll open; below the HTTP client's timeout.
const POLL_SECONDS: u64 = 10;
const POLL_TIMEOUT: Duration = Duration::from_secs(POLL_SECONDS + 10);
const BATCH_SIZE: u64 = 100;
/// How often the log tells of a conflict, of which Telegram tells at each poll.
const TELL_OF_CONFLICT_EVERY: Duration = Duration::from_secs(60);
const MAX_PAUSE: Duration = Duration::from_secs(3);
/// After this many failures of the store in a row the operators are told.
const STORE_FAILURES: u32 = 3;

/// Why polling ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum PollingEnd {
    #[error("Telegram does not accept the bot token")]
    Token,
}

/// What people have to be told because of what the poller met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollNotice {
    /// So much of this chat waits that its updates are passed over until its queue is empty.
    TooMuchWaits {
        chat: i64,
        /// The language of the sender's Telegram.
        language: Option<Lang>,
    },
    /// The store failed several times in a row.
    StoreFails,
    /// It works again.
    StoreWorks,
}

/// Called with each notice; must not wait.
pub type NoticeHandler = Arc<dyn Fn(PollNotice) + Send + Sync>;

/// What the poller works with.
pub struct PollerParts {
    pub bot: Bot,
    /// The bot's username.
    pub bot_username: String,
    pub store: Store,
    pub queues: ChatQueues,
    /// Where inline queries go.
    pub inline: LatestOnly<Update>,
    pub notices: NoticeHandler,
    pub clock: Clock,
}

pub struct UpdatePoller {
    bot: Bot,
    store: Store,
    router: UpdateRouter,
    queues: ChatQueues,
    inline: LatestOnly<Update>,
    notices: NoticeHandler,
    clock: Clock,
    /// Whether updates could not be stored the last time.
    failed_before: AtomicBool,
}

enum PollError {
    Token,
    Conflict(Conflict),
    /// Wait as long as Telegram says, for this reason.
    Wait(Duration, String),
    Retry(String),
}

/// Why Telegram serves no poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Conflict {
    /// Another bot with this token set a webhook, often an earlier one.
    Webhook,
    /// Another process polls with this token.
    OtherPoller,
}

impl Conflict {
    fn log(self) {
        match self {
            Conflict::Webhook => tracing::warn!(
                "another bot with the same token left a webhook, which keeps updates from this one; it is removed, and what waits is \
                 fetched"
            ),
            Conflict::OtherPoller => tracing::error!(
                "another program fetches updates with the same bot token, so people get answers from this one or from that one; stop \
                 the other program, or give it a token of its own"
            ),
        }
    }
}

impl UpdatePoller {
    pub fn new(parts: PollerParts) -> Self {
        let PollerParts { bot, bot_username, store, queues, inline, notices, clock } = parts;
        let router = UpdateRouter { bot_username, store: store.clone(), queues: queues.clone() };
        let failed_before = AtomicBool::new(false);
        UpdatePoller { bot, store, router, queues, inline, notices, clock, failed_before }
    }

    /// Polls until the future is dropped, which loses no update, or until an error makes further polling useless.
    pub async fn poll(&self) -> PollingEnd {
        let retry = RetryPolicy::endless(Duration::from_millis(200), MAX_PAUSE);
        let (mut offset, mut store_failures) = (None, 0);
        let mut pauses = retry.pauses();
        let mut told = None::<Instant>;
        loop {
            self.queues.wait_for_room().await;
            let error = match self.get_updates(offset).await {
                Ok(updates) => match self.store_updates(updates).await {
                    Ok(next) => {
                        offset = next.or(offset);
                        pauses = retry.pauses();
                        if std::mem::take(&mut store_failures) >= STORE_FAILURES {
                            (self.notices)(PollNotice::StoreWorks);
                        }
                        continue;
                    }
                    Err(error) => {
                        tracing::error!(%error, "updates could not be stored; asking for them again");
                        self.failed_before.store(true, Ordering::Relaxed);
                        store_failures += 1;
                        if store_failures == STORE_FAILURES {
                            (self.notices)(PollNotice::StoreFails);
                        }
                        PollError::Retry("the store failed".to_owned())
                    }
                },
                Err(error) => error,
            };
            let (wait, why) = match error {
                PollError::Token => return PollingEnd::Token,
                PollError::Wait(wait, why) => (wait, why),
                PollError::Retry(why) => (pauses.next().unwrap_or(MAX_PAUSE).min(MAX_PAUSE), why),
                PollError::Conflict(conflict) => {
                    if told.is_none_or(|told| told.elapsed() >= TELL_OF_CONFLICT_EVERY) {
                        told = Some(Instant::now());
                        conflict.log();
                    }
                    if conflict == Conflict::Webhook
                        && let Err(error) = self.remove_webhook().await
                    {
                        tracing::warn!(%error, "a webhook could not be removed; trying again");
                    }
                    // Also after a webhook was removed: another program may set it again and again.
                    tokio::time::sleep(pauses.next().unwrap_or(MAX_PAUSE).min(MAX_PAUSE)).await;
                    continue;
                }
            };
            tracing::warn!(why, ?wait, "no updates; trying again");
            tokio::time::sleep(wait).await;
        }
    }

    /// Removes the webhook and keeps the updates that wait for it.
    async fn remove_webhook(&self) -> Result<(), BotApiError> {
        let params = json!({ "drop_pending_updates": false });
        call_method::<IgnoredAny>(&self.bot, "deleteWebhook", &params, None).await.map(drop)
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
            BotApiError::Refused { code: 409, ref description } if description.contains("webhook") => {
                PollError::Conflict(Conflict::Webhook)
            }
            BotApiError::Refused { code: 409, .. } => PollError::Conflict(Conflict::OtherPoller),
            BotApiError::Refused { .. }
            | BotApiError::Migrated(_)
            | BotApiError::ServerFault { .. }
            | BotApiError::Transport(_) => PollError::Retry(error.to_string()),
        })
    }

    /// Stores updates that need an answer, queues the new ones, and returns the offset to ask for next.
    async fn store_updates(&self, updates: Vec<Box<RawValue>>) -> Result<Option<u64>, StoreError> {
        let mut next = None;
        let mut batch = AdmittedBatch::default();
        for update in &updates {
            // Polling would end with the same panic again and again.
            let routed = AssertUnwindSafe(self.router.route(update)).catch_unwind().await;
            let Some(RoutedUpdate { id, route }) = routed.unwrap_or_else(|_| route_unreadable(update)) else {
                tracing::error!("an update without a number was passed over");
                continue;
            };
            next = next.max(Some(id.saturating_add(1)));
            let raw = update.get().as_bytes();
            match route {
                Route::Ignore => {}
                Route::LatestOnly(person) => {
                    if let Some(update) = Update::parse(raw) {
                        self.inline.start(person, update);
                    }
                }
                Route::Queue(chat) => match batch.admit(&self.queues, chat, raw.len() as u64) {
                    Admission::Admitted => batch.updates.push(NewUpdate { id, chat, raw: raw.to_vec() }),
                    Admission::FirstRefused => {
                        tracing::warn!(
                            "a chat has too much waiting; its updates are passed over until it is answered"
                        );
                        let language = sender_language(raw);
                        (self.notices)(PollNotice::TooMuchWaits { chat, language });
                    }
                    Admission::Refused => {}
                },
            }
        }
        if !batch.updates.is_empty() {
            let now = self.clock.now().as_second();
            let ids: HashSet<u64> = batch.updates.iter().map(|update| update.id).collect();
            let mut heads = self.store.inbox.take_in(batch.updates, now).await?;
            if self.failed_before.load(Ordering::Relaxed) {
                // The failure may have come after these were stored. Then they are not new, and are in no queue. Others that are in
                // no queue were answered, and only their done marks failed.
                heads = self.store.inbox.waiting().await?;
                heads.retain(|head| ids.contains(&head.id));
                self.failed_before.store(false, Ordering::Relaxed);
                self.queues.enqueue_missing(&heads);
            } else {
                heads.iter().for_each(|head| self.queues.enqueue(head));
            }
        }
        Ok(next)
    }
}

/// The language of the Telegram of the person who sent an update.
fn sender_language(raw: &[u8]) -> Option<Lang> {
    match Update::parse(raw)?.kind {
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) => message.from?.language(),
        UpdateKind::CallbackQuery(query) => query.from.language(),
        _ => None,
    }
}

/// Updates that were received together and may be put into queues.
#[derive(Default)]
struct AdmittedBatch {
    updates: Vec<NewUpdate>,
    /// Updates and bytes of each chat among them.
    taken: HashMap<i64, (usize, u64)>,
}

impl AdmittedBatch {
    fn admit(&mut self, queues: &ChatQueues, chat: i64, bytes: u64) -> Admission {
        let taken = self.taken.entry(chat).or_default();
        let admission = queues.admit(chat, bytes, taken.0, taken.1);
        if admission == Admission::Admitted {
            *taken = (taken.0 + 1, taken.1 + bytes);
        }
        admission
    }
}
