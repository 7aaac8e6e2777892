//! Updates that were received and wait for their answer.
//!
//! An update is written and flushed here before Telegram is asked for later updates, which confirms it to Telegram. It is marked
//! as done once its answer was sent. The mark holds only the number; the last thousand marks are kept, so that an update that
//! Telegram delivers again after a crash is not answered twice.

use std::sync::Arc;

use tokio::sync::Mutex;

use super::StoreError;
use super::flusher::Flusher;

const DONE_MARKS_KEPT: u64 = 1_000;
/// The most updates that are scanned for those of one chat. The limit keeps the scan fast when other chats have very many.
const UPDATES_SCANNED_AT_MOST: usize = 1_000;
const DONE: u8 = 0;
const WAITING: u8 = 1;
/// State byte, chat id, count of parts sent, length of the update; then the update as it came, then its answer.
const HEADER_BYTES: usize = 1 + 8 + 2 + 4;

/// An update that waits for its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingUpdate {
    /// Telegram's number of the update.
    pub id: u64,
    /// The chat of the update; 0 without a chat.
    pub chat: i64,
    /// How many messages of its answer were sent before a crash.
    pub parts_sent: u16,
    /// The update's JSON, unchanged.
    pub raw: Vec<u8>,
    /// The whole answer, if it is longer than one message and the first one is about to be sent.
    pub answer: Option<Vec<u8>>,
}

#[derive(Clone)]
pub struct Inbox {
    pub(super) tree: sled::Tree,
    flush: Flusher,
    unflushed: Arc<Mutex<Vec<(u64, i64)>>>,
}

impl Inbox {
    pub(super) fn new(tree: sled::Tree, flush: Flusher) -> Self {
        Inbox { tree, flush, unflushed: Arc::default() }
    }

    /// Stores updates and returns the numbers of the new ones, once they are on the disk.
    ///
    /// # Errors
    /// When the store fails; then Telegram must not be asked for later updates.
    pub async fn store_new(&self, updates: Vec<(u64, i64, Vec<u8>)>) -> Result<Vec<(u64, i64)>, StoreError> {
        let mut new = Vec::with_capacity(updates.len());
        let mut batch = sled::Batch::default();
        for (id, chat, raw) in updates {
            if self.tree.contains_key(id.to_be_bytes())? || new.iter().any(|(seen, _)| *seen == id) {
                continue;
            }
            batch.insert(
                &id.to_be_bytes(),
                encode(&WaitingUpdate { id, chat, parts_sent: 0, raw, answer: None }),
            );
            new.push((id, chat));
        }
        self.tree.apply_batch(batch)?;
        // These were written but may not be flushed: if a flush fails, Telegram delivers them again, and they count as new again.
        let mut unflushed = self.unflushed.lock().await;
        unflushed.extend(new);
        if let Some(newest) = unflushed.iter().map(|(id, _)| *id).max() {
            self.flush.flush().await?;
            self.drop_old_marks(newest)?;
        }
        Ok(std::mem::take(&mut *unflushed))
    }

    /// Number and chat of each waiting update, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn waiting(&self) -> Result<Vec<(u64, i64)>, StoreError> {
        let mut waiting = Vec::new();
        for entry in self.tree.iter() {
            let (key, value) = entry?;
            if let Some(update) = decode(&key, &value) {
                waiting.push((update.id, update.chat));
            }
        }
        Ok(waiting)
    }

    /// One waiting update; `None` if it is done or was erased.
    ///
    /// # Errors
    /// When the store fails.
    pub fn load(&self, id: u64) -> Result<Option<WaitingUpdate>, StoreError> {
        let key = id.to_be_bytes();
        Ok(self.tree.get(key)?.and_then(|value| decode(&key, &value)))
    }

    /// The waiting updates of a chat after one of its updates, in order, `at_most` of them.
    ///
    /// # Errors
    /// When the store fails.
    pub fn waiting_after(
        &self,
        id: u64,
        chat: i64,
        at_most: usize,
    ) -> Result<Vec<WaitingUpdate>, StoreError> {
        let mut behind = Vec::new();
        for entry in self.tree.range((id + 1).to_be_bytes()..).take(UPDATES_SCANNED_AT_MOST) {
            let (key, value) = entry?;
            behind.extend(decode(&key, &value).filter(|update| update.chat == chat));
            if behind.len() == at_most {
                break;
            }
        }
        Ok(behind)
    }

    /// Stores an answer of several messages before the first is sent.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_answer(&self, id: u64, answer: Vec<u8>) -> Result<(), StoreError> {
        self.rewrite(id, |waiting| waiting.answer = Some(answer)).await
    }

    /// Stores how many messages of an answer were sent.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mark_part_sent(&self, id: u64, parts: u16) -> Result<(), StoreError> {
        self.rewrite(id, |waiting| waiting.parts_sent = parts).await
    }

    async fn rewrite(&self, id: u64, change: impl FnOnce(&mut WaitingUpdate)) -> Result<(), StoreError> {
        let Some(mut waiting) = self.load(id)? else { return Ok(()) };
        change(&mut waiting);
        self.tree.insert(id.to_be_bytes(), encode(&waiting))?;
        self.flush.flush().await
    }

    /// Marks updates as answered: all of them or, after a crash, none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mark_done(&self, ids: &[u64]) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for id in ids {
            batch.insert(&id.to_be_bytes(), &[DONE]);
        }
        self.tree.apply_batch(batch)?;
        self.flush.flush().await
    }

    /// Erases the waiting updates of a chat that are older than the update `before`.
    pub(super) fn remove_chat(&self, chat: i64, before: u64) -> Result<(), StoreError> {
        for (id, of) in self.waiting()? {
            if of == chat && id < before {
                self.tree.insert(id.to_be_bytes(), &[DONE])?;
            }
        }
        Ok(())
    }

    fn drop_old_marks(&self, newest: u64) -> Result<(), StoreError> {
        let end = newest.saturating_sub(DONE_MARKS_KEPT).to_be_bytes();
        for entry in self.tree.range(..end) {
            let (key, value) = entry?;
            if value.first() == Some(&DONE) {
                self.tree.remove(key)?;
            }
        }
        Ok(())
    }
}

fn encode(update: &WaitingUpdate) -> Vec<u8> {
    let answer = update.answer.as_deref().unwrap_or_default();
    let mut bytes = Vec::with_capacity(HEADER_BYTES + update.raw.len() + answer.len());
    bytes.push(WAITING);
    bytes.extend(update.chat.to_be_bytes());
    bytes.extend(update.parts_sent.to_be_bytes());
    bytes.extend((update.raw.len() as u32).to_be_bytes());
    bytes.extend(&update.raw);
    bytes.extend(answer);
    bytes
}

fn decode(key: &[u8], value: &[u8]) -> Option<WaitingUpdate> {
    let (head, rest) = value.split_at_checked(HEADER_BYTES)?;
    let (state, head) = head.split_first()?;
    let (chat, head) = head.split_at_checked(8)?;
    let (parts, length) = head.split_at_checked(2)?;
    let length = u32::from_be_bytes(length.try_into().ok()?) as usize;
    let (raw, answer) = rest.split_at_checked(length)?;
    (*state == WAITING).then_some(WaitingUpdate {
        id: u64::from_be_bytes(key.try_into().ok()?),
        chat: i64::from_be_bytes(chat.try_into().ok()?),
        parts_sent: u16::from_be_bytes(parts.try_into().ok()?),
        raw: raw.to_vec(),
        answer: (!answer.is_empty()).then(|| answer.to_vec()),
    })
}
