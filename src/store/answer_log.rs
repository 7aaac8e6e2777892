//! Which of the bot's messages answered which message, so that an edited message gets its answer edited.
//!
//! Holds message numbers only, and only those of the newest messages of a chat.

use super::StoreError;
use super::flusher::Flusher;

const KEPT_PER_CHAT: usize = 50;
/// Groups have more people. A message counts as new if an edit adds its first product link soon enough; this is enough for all
/// answers that Telegram permits within that time.
const KEPT_PER_GROUP: usize = 500;
/// The last byte of a record: other publishers' links in the message were converted.
const MARK_FOREIGN_CONVERTED: u8 = 1;
/// The last byte of a record: the answer replaced the message.
const MARK_REPOSTED: u8 = 2;

#[derive(Clone)]
pub struct AnswerLog {
    tree: sled::Tree,
    flush: Flusher,
}

impl AnswerLog {
    pub(super) fn new(tree: sled::Tree, flush: Flusher) -> Self {
        AnswerLog { tree, flush }
    }

    /// Remembers the messages that answered `message`. On the disk with the next flush of the store.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remember(&self, chat: i64, message: i32, answers: &[i32]) -> Result<(), StoreError> {
        let mut value: Vec<u8> = answers.iter().flat_map(|id| id.to_be_bytes()).collect();
        value.extend(self.is_foreign_converted(chat, message)?.then_some(MARK_FOREIGN_CONVERTED));
        self.tree.insert(key(chat, message), value)?;
        let of_chat = self.tree.scan_prefix(chat.to_be_bytes()).keys().collect::<Result<Vec<_>, _>>()?;
        let kept = if chat < 0 { KEPT_PER_GROUP } else { KEPT_PER_CHAT };
        for old in of_chat.iter().take(of_chat.len().saturating_sub(kept)) {
            self.tree.remove(old)?;
        }
        Ok(())
    }

    /// Remembers that messages of the bot replaced `message`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remember_repost(&self, chat: i64, message: i32, reposts: &[i32]) -> Result<(), StoreError> {
        self.remember(chat, message, reposts)?;
        let mut value: Vec<u8> = reposts.iter().flat_map(|id| id.to_be_bytes()).collect();
        value.push(MARK_REPOSTED);
        self.tree.insert(key(chat, message), value)?;
        Ok(())
    }

    /// Whether messages of the bot replaced `message`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_reposted(&self, chat: i64, message: i32) -> Result<bool, StoreError> {
        Ok(self.tree.get(key(chat, message))?.is_some_and(|value| mark(&value) == Some(MARK_REPOSTED)))
    }

    /// Remembers that other publishers' links in `message` were converted, so that they are converted also after edits and for its
    /// details. Does nothing for a message without a remembered answer.
    ///
    /// # Errors
    /// When the store fails.
    pub fn mark_foreign_converted(&self, chat: i64, message: i32) -> Result<(), StoreError> {
        if let Some(value) = self.tree.get(key(chat, message))?.filter(|value| mark(value).is_none()) {
            self.tree.insert(key(chat, message), [value.as_ref(), &[MARK_FOREIGN_CONVERTED]].concat())?;
        }
        Ok(())
    }

    /// Whether other publishers' links in `message` were converted this time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_foreign_converted(&self, chat: i64, message: i32) -> Result<bool, StoreError> {
        Ok(self
            .tree
            .get(key(chat, message))?
            .is_some_and(|value| mark(&value) == Some(MARK_FOREIGN_CONVERTED)))
    }

    /// Returns once everything remembered is on the disk.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn flush(&self) -> Result<(), StoreError> {
        self.flush.flush().await
    }

    /// The messages that answered `message`, in order; empty if they are not known any more.
    ///
    /// # Errors
    /// When the store fails.
    pub fn answers_to(&self, chat: i64, message: i32) -> Result<Vec<i32>, StoreError> {
        let value = self.tree.get(key(chat, message))?.unwrap_or_default();
        Ok(value.as_chunks().0.iter().map(|bytes| i32::from_be_bytes(*bytes)).collect())
    }

    /// Whether `message` was answered.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_answered(&self, chat: i64, message: i32) -> Result<bool, StoreError> {
        Ok(self.tree.contains_key(key(chat, message))?)
    }

    /// Forgets what answered `message`.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget(&self, chat: i64, message: i32) -> Result<(), StoreError> {
        self.tree.remove(key(chat, message))?;
        Ok(())
    }

    pub(super) fn remove_chat(&self, chat: i64) -> Result<(), StoreError> {
        for key in self.tree.scan_prefix(chat.to_be_bytes()).keys() {
            self.tree.remove(key?)?;
        }
        Ok(())
    }
}

/// The mark is the byte after the message numbers, which have four bytes each.
fn mark(value: &[u8]) -> Option<u8> {
    value.last().copied().filter(|_| value.len() % 4 == 1)
}

fn key(chat: i64, message: i32) -> [u8; 12] {
    let mut key = [0; 12];
    key[..8].copy_from_slice(&chat.to_be_bytes());
    key[8..].copy_from_slice(&message.to_be_bytes());
    key
}
