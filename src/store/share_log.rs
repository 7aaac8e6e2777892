//! What was shared in groups and channels: which product when, which answers are to be removed, which suggestions wait for an
//! admin, and how the bot edited a channel's post. Holds numbers, product pages and hashes only, no text.

use ring::digest::{Digest, SHA256, digest};
use serde::{Deserialize, Serialize};

use super::error::{StoreError, StoredRecord};
use super::flusher::Flusher;

/// How long a product is remembered: as long as the longest repeat window that can be chosen.
const REMEMBERED_SECONDS: i64 = 7 * 24 * 3600;
/// How long a suggestion without a decision is kept.
const SUGGESTED_SECONDS: i64 = 7 * 24 * 3600;

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

#[derive(Clone)]
pub struct ShareLog {
    products: sled::Tree,
    removals: sled::Tree,
    suggestions: sled::Tree,
    edited: sled::Tree,
    flush: Flusher,
}

impl ShareLog {
    pub(super) fn new(db: &sled::Db, flush: Flusher) -> Result<Self, StoreError> {
        Ok(ShareLog {
            products: db.open_tree("shared")?,
            removals: db.open_tree("due")?,
            suggestions: db.open_tree("suggestions")?,
            edited: db.open_tree("edited")?,
            flush,
        })
    }

    /// Remembers that a product was shared in a chat as the answer to `message`, at `now` in Unix time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_share(&self, chat: i64, product: u64, message: i32, now: i64) -> Result<(), StoreError> {
        let value = [&now.to_be_bytes()[..], &message.to_be_bytes()[..]].concat();
        self.products.insert(chat_key(chat, product), value)?;
        Ok(())
    }

    /// Whether a product was shared in a chat within the last `within` seconds, as the answer to another message.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_repeat(
        &self,
        chat: i64,
        product: u64,
        message: i32,
        now: i64,
        within: i64,
    ) -> Result<bool, StoreError> {
        let Some(value) = self.products.get(chat_key(chat, product))? else { return Ok(false) };
        let (Some(at), Some(of)) = (value.first_chunk(), value.last_chunk()) else { return Ok(false) };
        Ok(now - i64::from_be_bytes(*at) < within && i32::from_be_bytes(*of) != message)
    }

    /// Remembers that a message is to be removed at `due`, in Unix time.
    ///
    /// # Errors
    /// When the store fails.
    pub fn schedule_removal(&self, due: i64, chat: i64, message: i32) -> Result<(), StoreError> {
        let key = [&due.to_be_bytes()[..], &chat.to_be_bytes()[..], &message.to_be_bytes()[..]].concat();
        self.removals.insert(key, &[])?;
        Ok(())
    }

    /// The messages that are to be removed by `now`: record, chat and number of each.
    ///
    /// # Errors
    /// When the store fails.
    pub fn due_removals(&self, now: i64) -> Result<Vec<(Vec<u8>, i64, i32)>, StoreError> {
        let mut due = Vec::new();
        for key in self.removals.range(..(now + 1).to_be_bytes()).keys() {
            let key = key?;
            let chat = key.get(8..16).and_then(|part| part.try_into().ok());
            if let (Some(chat), Some(message)) = (chat, key.last_chunk()) {
                due.push((key.to_vec(), i64::from_be_bytes(chat), i32::from_be_bytes(*message)));
            }
        }
        Ok(due)
    }

    /// Drops the record of a message that was removed or cannot be removed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_removal(&self, record: &[u8]) -> Result<(), StoreError> {
        self.removals.remove(record)?;
        Ok(())
    }

    /// Stores a suggestion and returns its number once it is on the disk. The number is that of the update, so that a suggestion
    /// made again after a crash is the same one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn save_suggestion(&self, update: u64, suggestion: &Suggestion) -> Result<u64, StoreError> {
        let bytes =
            serde_json::to_vec(suggestion).map_err(|_| StoreError::Record(StoredRecord::Suggestion))?;
        self.suggestions.insert(update.to_be_bytes(), bytes)?;
        self.flush.flush().await?;
        Ok(update)
    }

    /// A suggestion without a decision.
    ///
    /// # Errors
    /// When the store fails.
    pub fn load_suggestion(&self, number: u64) -> Result<Option<Suggestion>, StoreError> {
        let value = self.suggestions.get(number.to_be_bytes())?;
        value
            .map(|value| {
                serde_json::from_slice(&value).map_err(|_| StoreError::Record(StoredRecord::Suggestion))
            })
            .transpose()
    }

    /// Drops a suggestion after the decision.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_suggestion(&self, number: u64) -> Result<(), StoreError> {
        self.suggestions.remove(number.to_be_bytes())?;
        self.flush.flush().await
    }

    /// Remembers the text and addresses that a channel's post will have after the bot's edit.
    ///
    /// # Errors
    /// When the store fails.
    pub fn record_edit(&self, chat: i64, message: i32, words: &str) -> Result<(), StoreError> {
        self.edited.insert(chat_key(chat, message as u64), fingerprint(words).as_ref())?;
        Ok(())
    }

    /// Whether a channel's post is unchanged since the bot edited it.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_edited(&self, chat: i64, message: i32, words: &str) -> Result<bool, StoreError> {
        let value = self.edited.get(chat_key(chat, message as u64))?;
        Ok(value.is_some_and(|value| *value == *fingerprint(words).as_ref()))
    }

    /// Drops records that are too old to matter.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_old(&self, now: i64) -> Result<(), StoreError> {
        for entry in self.products.iter() {
            let (key, value) = entry?;
            let at = value.first_chunk().map_or(0, |at| i64::from_be_bytes(*at));
            if now - at > REMEMBERED_SECONDS {
                self.products.remove(key)?;
            }
        }
        for entry in self.suggestions.iter() {
            let (key, value) = entry?;
            let at = serde_json::from_slice::<Suggestion>(&value).map_or(0, |suggestion| suggestion.at);
            if now - at > SUGGESTED_SECONDS {
                self.suggestions.remove(key)?;
            }
        }
        // Only the newest posts of each channel are kept. Older posts are rarely edited, and then their links are recognised as
        // own links.
        let mut of_chat: Vec<sled::IVec> = Vec::new();
        for key in self.edited.iter().keys() {
            let key = key?;
            if of_chat.first().is_some_and(|first| first.get(..8) != key.get(..8)) {
                of_chat.clear();
            }
            of_chat.push(key);
            if of_chat.len() > EDITED_PER_CHAT {
                self.edited.remove(of_chat.remove(0))?;
            }
        }
        Ok(())
    }

    pub(super) fn remove_chat(&self, chat: i64) -> Result<(), StoreError> {
        for tree in [&self.products, &self.edited] {
            for key in tree.scan_prefix(chat.to_be_bytes()).keys() {
                tree.remove(key?)?;
            }
        }
        self.rewrite_suggestions(|suggestion| (suggestion.chat != chat).then_some(suggestion))
    }

    pub(super) fn migrate(&self, old: i64, new: i64) -> Result<(), StoreError> {
        super::rekey(&self.products, old, new)?;
        // Messages have new numbers in the new chat, so records with old ones are useless.
        for (record, chat, _) in self.due_removals(i64::MAX - 1)? {
            if chat == old {
                self.removals.remove(record)?;
            }
        }
        self.rewrite_suggestions(|suggestion| {
            let moved = suggestion.chat == old;
            Some(if moved { Suggestion { chat: new, message: 0, ..suggestion } } else { suggestion })
        })
    }

    pub(super) fn forget_person(&self, person: u64) -> Result<(), StoreError> {
        self.rewrite_suggestions(|suggestion| (suggestion.sender != Some(person)).then_some(suggestion))
    }

    fn rewrite_suggestions(
        &self,
        rewrite: impl Fn(Suggestion) -> Option<Suggestion>,
    ) -> Result<(), StoreError> {
        for entry in self.suggestions.iter() {
            let (key, value) = entry?;
            let Ok(suggestion) = serde_json::from_slice::<Suggestion>(&value) else { continue };
            match rewrite(suggestion) {
                Some(rewritten) => {
                    let bytes = serde_json::to_vec(&rewritten)
                        .map_err(|_| StoreError::Record(StoredRecord::Suggestion))?;
                    self.suggestions.insert(key, bytes)?;
                }
                None => {
                    self.suggestions.remove(key)?;
                }
            }
        }
        Ok(())
    }
}

const EDITED_PER_CHAT: usize = 200;

fn fingerprint(words: &str) -> Digest {
    digest(&SHA256, words.as_bytes())
}

fn chat_key(chat: i64, second: u64) -> [u8; 16] {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&chat.to_be_bytes());
    key[8..].copy_from_slice(&second.to_be_bytes());
    key
}
