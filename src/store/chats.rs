//! The settings of groups and channels.
//!
//! All settings are also kept in memory, because every message of a group needs them. The settings of a group that became a
//! supergroup move to its new number.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use super::backup::BackupFile;
use super::error::{StoreError, StoredRecord};
use super::flusher::Flusher;
use crate::settings::ChatSettings;

#[derive(Clone)]
pub struct Chats {
    tree: sled::Tree,
    /// The new numbers of groups that became supergroups, because buttons of old cards hold the old ones.
    moved: sled::Tree,
    flush: Flusher,
    cache: Arc<RwLock<HashMap<i64, Arc<ChatSettings>>>>,
    backup: BackupFile,
}

impl Chats {
    pub(super) fn new(
        tree: sled::Tree,
        moved: sled::Tree,
        flush: Flusher,
        snapshot: PathBuf,
    ) -> Result<Self, StoreError> {
        let copy = BackupFile::new(snapshot);
        let chats = Chats { tree, moved, flush, cache: Arc::default(), backup: copy };
        chats.fill_cache()?;
        Ok(chats)
    }

    fn fill_cache(&self) -> Result<(), StoreError> {
        let mut known = HashMap::new();
        for entry in self.tree.iter() {
            let (key, value) = entry?;
            let Ok(key) = key.as_ref().try_into() else { continue };
            match serde_json::from_slice(&value) {
                Ok(settings) => known.insert(i64::from_be_bytes(key), Arc::new(settings)),
                Err(_) => {
                    tracing::error!("the settings of a chat cannot be read; the defaults hold");
                    None
                }
            };
        }
        *self.cache.write().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(())
    }

    /// The present number of a chat.
    pub fn current_id(&self, chat: i64) -> i64 {
        let new = self.moved.get(chat.to_be_bytes()).ok().flatten();
        new.and_then(|new| Some(i64::from_be_bytes(*new.first_chunk()?))).unwrap_or(chat)
    }

    /// `None` for a chat that was never set up.
    pub fn get(&self, chat: i64) -> Option<Arc<ChatSettings>> {
        self.cache.read().unwrap_or_else(PoisonError::into_inner).get(&chat).cloned()
    }

    /// The chats that a person owns, sorted by title.
    pub fn owned_by(&self, person: u64) -> Vec<(i64, Arc<ChatSettings>)> {
        let known = self.cache.read().unwrap_or_else(PoisonError::into_inner);
        let kept = known.iter().filter(|(_, settings)| settings.owner == Some(person));
        let mut kept: Vec<_> = kept.map(|(chat, settings)| (*chat, settings.clone())).collect();
        kept.sort_by(|(_, one), (_, other)| one.title.cmp(&other.title));
        kept
    }

    /// The chats in which the bot is paused.
    pub fn paused(&self) -> Vec<i64> {
        let known = self.cache.read().unwrap_or_else(PoisonError::into_inner);
        known.iter().filter(|(_, settings)| settings.paused).map(|(chat, _)| *chat).collect()
    }

    /// Changes a chat's settings and returns them once they are on the disk.
    ///
    /// # Errors
    /// When the store fails; then the change must not be confirmed.
    pub async fn update(
        &self,
        chat: i64,
        change: impl FnOnce(&mut ChatSettings),
    ) -> Result<Arc<ChatSettings>, StoreError> {
        let chat = self.current_id(chat);
        let changed = {
            // The lock is held while reading and writing, because the chat's queue and the queue of its admin may change the
            // settings at the same time.
            let mut known = self.cache.write().unwrap_or_else(PoisonError::into_inner);
            let mut settings = known.get(&chat).map(|settings| (**settings).clone()).unwrap_or_default();
            change(&mut settings);
            let bytes =
                serde_json::to_vec(&settings).map_err(|_| StoreError::Record(StoredRecord::ChatSettings))?;
            self.tree.insert(chat.to_be_bytes(), bytes)?;
            let settings = Arc::new(settings);
            known.insert(chat, settings.clone());
            settings
        };
        self.flush.flush().await?;
        Ok(changed)
    }

    pub(super) fn remove(&self, chat: i64) -> Result<(), StoreError> {
        let mut known = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        self.tree.remove(chat.to_be_bytes())?;
        known.remove(&chat);
        Ok(())
    }

    /// Moves the settings of a chat to its new number, where they replace those that were created when the bot was added.
    pub(super) fn migrate(&self, old: i64, new: i64) -> Result<(), StoreError> {
        let mut known = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        self.moved.insert(old.to_be_bytes(), &new.to_be_bytes())?;
        let Some(mut settings) = known.get(&old).cloned() else { return Ok(()) };
        // Telegram removes the bot from the old group in this process, which is no reason to pause in the new one.
        Arc::make_mut(&mut settings).paused = false;
        let bytes =
            serde_json::to_vec(&*settings).map_err(|_| StoreError::Record(StoredRecord::ChatSettings))?;
        let mut batch = sled::Batch::default();
        batch.insert(&new.to_be_bytes(), bytes);
        batch.remove(&old.to_be_bytes());
        self.tree.apply_batch(batch)?;
        known.remove(&old);
        known.insert(new, settings);
        Ok(())
    }

    /// Removes a person from all chats, as the owner and as a chosen member.
    pub(super) fn forget_person(&self, person: u64) -> Result<(), StoreError> {
        let mut known = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        for (chat, settings) in known.iter_mut() {
            if settings.owner != Some(person) && !settings.chosen_members.contains(&person) {
                continue;
            }
            let mut without = (**settings).clone();
            without.owner = without.owner.filter(|owner| *owner != person);
            without.chosen_members.remove(&person);
            let bytes =
                serde_json::to_vec(&without).map_err(|_| StoreError::Record(StoredRecord::ChatSettings))?;
            self.tree.insert(chat.to_be_bytes(), bytes)?;
            *settings = Arc::new(without);
        }
        Ok(())
    }

    /// Writes the plain copy that a broken database is restored from.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn snapshot(&self) -> Result<(), StoreError> {
        self.backup.write::<ChatRecord>(&self.tree)
    }

    /// Reads the plain copy back into an empty tree.
    pub(super) fn restore(&self) -> Result<(), StoreError> {
        self.backup.restore::<ChatRecord>(&self.tree)?;
        self.fill_cache()
    }
}

#[derive(Serialize, Deserialize)]
struct ChatRecord {
    chat: i64,
    settings: ChatSettings,
}

impl super::backup::BackupRecord for ChatRecord {
    const KIND: StoredRecord = StoredRecord::ChatSettings;
    type Value = ChatSettings;

    fn from_entry(key: &[u8], settings: ChatSettings) -> Option<Self> {
        Some(ChatRecord { chat: i64::from_be_bytes(key.try_into().ok()?), settings })
    }

    fn into_entry(self, _: &HashSet<Vec<u8>>) -> (Vec<u8>, ChatSettings) {
        (self.chat.to_be_bytes().to_vec(), self.settings)
    }
}
