//! What was shared in groups and channels: which product when, which answers are to be removed, which suggestions wait for an
//! admin, and how the bot edited a channel's post. Holds numbers, product pages and hashes only, no text.
//!
//! Contract. A change survives the death of the process at once, and a power cut a moment later.

use std::collections::HashSet;
use std::sync::Arc;

use parking_lot::Mutex;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

use super::{StoreError, Stored};

/// How long a product is remembered, in seconds: as long as the longest repeat window that can be chosen.
pub const SHARES_KEPT: i64 = 7 * 24 * 3600;
/// How long a suggestion without a decision is kept, in seconds.
pub const SUGGESTIONS_KEPT: i64 = 7 * 24 * 3600;
/// Edited posts that are remembered of each channel. Older posts are rarely edited, and then their links are recognised as own
/// links.
pub const EDITS_KEPT_PER_CHAT: usize = 200;

/// A deal that waits for an admin's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    pub chat: i64,
    /// The topic of the message.
    pub topic: Option<i32>,
    /// The message with the links.
    pub message: i32,
    /// The author; `None` for an anonymous admin.
    pub sender: Option<u64>,
    /// The products' pages.
    pub pages: Vec<String>,
    /// When it was made, in Unix time.
    pub at: i64,
}

/// A product that was shared in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// When, in Unix time.
    pub at: i64,
    /// The message that it answered.
    pub message: i32,
}

/// A message that is to be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueRemoval {
    /// When, in Unix time.
    pub due: i64,
    pub chat: i64,
    pub message: i32,
}

pub trait ShareStore: Send + Sync {
    /// Remembers the last time that a product was shared in a chat.
    fn put_share(&self, chat: i64, product: u64, share: Share) -> Stored<'_, ()>;

    fn last_share(&self, chat: i64, product: u64) -> Stored<'_, Option<Share>>;

    fn schedule_removal(&self, removal: DueRemoval) -> Stored<'_, ()>;

    /// The messages that are to be removed by `now`, in Unix time, the earliest first.
    fn due_removals(&self, now: i64) -> Stored<'_, Vec<DueRemoval>>;

    /// Drops the record of a message that was removed or cannot be removed.
    fn remove_removal(&self, removal: DueRemoval) -> Stored<'_, ()>;

    /// Stores a suggestion under a number, in place of an earlier one.
    fn put_suggestion(&self, number: u64, suggestion: Suggestion) -> Stored<'_, ()>;

    fn suggestion(&self, number: u64) -> Stored<'_, Option<Suggestion>>;

    fn remove_suggestion(&self, number: u64) -> Stored<'_, ()>;

    /// Remembers the hash of what a channel's post holds after the bot's edit.
    fn put_edit(&self, chat: i64, message: i32, hash: Vec<u8>) -> Stored<'_, ()>;

    fn edit(&self, chat: i64, message: i32) -> Stored<'_, Option<Vec<u8>>>;

    /// Drops what is older at `now` than it is kept.
    fn forget_old(&self, now: i64) -> Stored<'_, ()>;
}

/// The questions that the bot's handlers ask of the share log. Cheap to clone.
#[derive(Clone)]
pub struct ShareLog {
    store: Arc<dyn ShareStore>,
    /// The suggestions that are being decided. One process alone uses a data directory, so they need not be in the store, and after a
    /// crash the same decision is made again.
    being_decided: Arc<Mutex<HashSet<u64>>>,
}

/// The right to decide a suggestion, until it is dropped.
pub struct SuggestionClaim {
    number: u64,
    being_decided: Arc<Mutex<HashSet<u64>>>,
}

impl Drop for SuggestionClaim {
    fn drop(&mut self) {
        self.being_decided.lock().remove(&self.number);
    }
}

impl std::ops::Deref for ShareLog {
    type Target = dyn ShareStore;

    fn deref(&self) -> &Self::Target {
        &*self.store
    }
}

impl ShareLog {
    pub fn new(store: Arc<dyn ShareStore>) -> Self {
        ShareLog { store, being_decided: Arc::default() }
    }

    /// Claims the decision about a suggestion; `None` while somebody else decides about it. Who has the claim reads the suggestion after
    /// that, and removes it before the claim ends.
    pub fn claim_suggestion(&self, number: u64) -> Option<SuggestionClaim> {
        let claimed = self.being_decided.lock().insert(number);
        claimed.then(|| SuggestionClaim { number, being_decided: self.being_decided.clone() })
    }

    /// Whether a product was shared in a chat within the last `within` seconds, as the answer to another message.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_repeat(
        &self,
        chat: i64,
        product: u64,
        message: i32,
        now: i64,
        within: i64,
    ) -> Result<bool, StoreError> {
        let last = self.last_share(chat, product).await?;
        Ok(last.is_some_and(|share| now - share.at < within && share.message != message))
    }

    /// Remembers the text and addresses that a channel's post will have after the bot's edit.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn record_edit(&self, chat: i64, message: i32, words: &str) -> Result<(), StoreError> {
        self.put_edit(chat, message, fingerprint(words)).await
    }

    /// Whether a channel's post is unchanged since the bot edited it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_edited(&self, chat: i64, message: i32, words: &str) -> Result<bool, StoreError> {
        Ok(self.edit(chat, message).await?.is_some_and(|hash| hash == fingerprint(words)))
    }
}

fn fingerprint(words: &str) -> Vec<u8> {
    digest(&SHA256, words.as_bytes()).as_ref().to_vec()
}
