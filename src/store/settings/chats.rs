//! The settings of groups and channels.
//!
//! All settings are also kept in memory, because every message of a group needs them. The settings of a group that became a
//! supergroup move to its new number.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::{Mutex, MutexGuard};

use super::records::{RecordChange, RecordStore, RecordTable};
use crate::settings::ChatSettings;
use crate::store::error::{StoreError, StoredRecord};

const TABLE: RecordTable = RecordTable::Chats;

/// Cheap to clone.
#[derive(Clone)]
pub struct Chats {
    records: Arc<dyn RecordStore>,
    cache: Arc<RwLock<ChatCache>>,
    /// Held during each change, because the chat's queue and the queue of its admin may change the settings at the same time.
    writing: Arc<Mutex<()>>,
}

#[derive(Default)]
struct ChatCache {
    settings: HashMap<i64, Arc<ChatSettings>>,
    /// The new numbers of groups that became supergroups, because buttons of old cards hold the old ones.
    moved: HashMap<i64, i64>,
}

/// Chats without a person who was their owner or a chosen member of theirs, to be stored.
pub(in crate::store) struct WithoutPerson<'a> {
    chats: &'a Chats,
    changed: Vec<(i64, Arc<ChatSettings>)>,
    _writing: MutexGuard<'a, ()>,
}

impl Chats {
    /// Reads all settings.
    pub(in crate::store) async fn load(records: Arc<dyn RecordStore>) -> Result<Self, StoreError> {
        let mut cache = ChatCache::default();
        for (key, value) in records.list(TABLE, "").await? {
            match (key.parse(), serde_json::from_slice(&value)) {
                (Ok(chat), Ok(settings)) => drop(cache.settings.insert(chat, Arc::new(settings))),
                _ => tracing::error!("the settings of a chat cannot be read; the defaults hold"),
            }
        }
        for (key, value) in records.list(RecordTable::Moved, "").await? {
            if let (Ok(old), Ok(new)) = (key.parse(), serde_json::from_slice(&value)) {
                cache.moved.insert(old, new);
            }
        }
        Ok(Chats { records, cache: Arc::new(RwLock::new(cache)), writing: Arc::default() })
    }

    fn read<T>(&self, read: impl FnOnce(&ChatCache) -> T) -> T {
        read(&self.cache.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change_cache(&self, change: impl FnOnce(&mut ChatCache)) {
        change(&mut self.cache.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// The present number of a chat.
    pub fn current_id(&self, chat: i64) -> i64 {
        self.read(|cache| cache.moved.get(&chat).copied()).unwrap_or(chat)
    }

    /// The numbers that a chat had before its present one.
    pub(in crate::store) fn earlier_ids(&self, chat: i64) -> Vec<i64> {
        self.read(|cache| {
            let earlier = cache.moved.iter().filter(|(_, new)| **new == chat);
            earlier.map(|(old, _)| *old).collect()
        })
    }

    /// `None` for a chat that was never set up.
    pub fn get(&self, chat: i64) -> Option<Arc<ChatSettings>> {
        self.read(|cache| cache.settings.get(&chat).cloned())
    }

    /// The chats that a person owns, sorted by title.
    pub fn owned_by(&self, person: u64) -> Vec<(i64, Arc<ChatSettings>)> {
        let mut owned = self.select(|settings| settings.owner == Some(person));
        owned.sort_by(|(_, one), (_, other)| one.title.cmp(&other.title));
        owned
    }

    /// The chats in which the bot is paused.
    pub fn paused(&self) -> Vec<i64> {
        self.select(|settings| settings.paused).into_iter().map(|(chat, _)| chat).collect()
    }

    fn select(&self, wanted: impl Fn(&ChatSettings) -> bool) -> Vec<(i64, Arc<ChatSettings>)> {
        self.read(|cache| {
            let all = cache.settings.iter().filter(|(_, settings)| wanted(settings));
            all.map(|(chat, settings)| (*chat, settings.clone())).collect()
        })
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
        let _writing = self.writing.lock().await;
        let chat = self.current_id(chat);
        let before = self.get(chat);
        let mut settings = before.as_deref().cloned().unwrap_or_default();
        change(&mut settings);
        if let Some(before) = before.filter(|before| **before == settings) {
            self.records.apply(Vec::new()).await?;
            return Ok(before);
        }
        self.records.apply(vec![put(chat, &settings)?]).await?;
        let settings = Arc::new(settings);
        self.change_cache(|cache| drop(cache.settings.insert(chat, settings.clone())));
        Ok(settings)
    }

    /// Deletes the settings of a chat and its earlier numbers, and makes the `others` changes.
    pub(in crate::store) async fn delete(
        &self,
        chat: i64,
        mut others: Vec<RecordChange>,
    ) -> Result<(), StoreError> {
        let _writing = self.writing.lock().await;
        others.push(RecordChange::delete(TABLE, chat.to_string()));
        let concerns = |(old, new): (&i64, &i64)| (*old == chat || *new == chat).then_some(*old);
        let moved: Vec<i64> = self.read(|cache| cache.moved.iter().filter_map(concerns).collect());
        others.extend(moved.iter().map(|old| RecordChange::delete(RecordTable::Moved, old.to_string())));
        self.records.apply(others).await?;
        self.change_cache(|cache| {
            cache.settings.remove(&chat);
            cache.moved.retain(|old, _| !moved.contains(old));
        });
        Ok(())
    }

    /// Moves the settings of a chat to its new number, where they replace those that were created when the bot was added, and makes
    /// the `others` changes.
    pub(in crate::store) async fn migrate(
        &self,
        old: i64,
        new: i64,
        others: Vec<RecordChange>,
    ) -> Result<(), StoreError> {
        let _writing = self.writing.lock().await;
        let mut changes = others;
        let number = new.to_string();
        changes.push(RecordChange::put(RecordTable::Moved, old.to_string(), number.into_bytes()));
        let moved = self.get(old).map(|mut settings| {
            // Telegram removes the bot from the old group in this process, which is no reason to pause in the new one.
            Arc::make_mut(&mut settings).paused = false;
            settings
        });
        if let Some(settings) = &moved {
            changes.push(put(new, settings)?);
            changes.push(RecordChange::delete(TABLE, old.to_string()));
        }
        self.records.apply(changes).await?;
        self.change_cache(|cache| {
            cache.moved.insert(old, new);
            if let Some(settings) = moved {
                cache.settings.remove(&old);
                cache.settings.insert(new, settings);
            }
        });
        Ok(())
    }

    /// The chats that a person owns or is a chosen member of, without that person. Nobody changes chats until this is dropped.
    pub(in crate::store) async fn without_person(&self, person: u64) -> WithoutPerson<'_> {
        let writing = self.writing.lock().await;
        let concerned = self
            .select(|settings| settings.owner == Some(person) || settings.chosen_members.contains(&person));
        let without = |(chat, mut settings): (i64, Arc<ChatSettings>)| {
            let changed = Arc::make_mut(&mut settings);
            if changed.owner == Some(person) {
                (changed.owner, changed.owner_language) = (None, None);
            }
            changed.chosen_members.remove(&person);
            (chat, settings)
        };
        let changed = concerned.into_iter().map(without).collect();
        WithoutPerson { chats: self, changed, _writing: writing }
    }
}

impl WithoutPerson<'_> {
    pub(in crate::store) fn changes(&self) -> Result<Vec<RecordChange>, StoreError> {
        self.changed.iter().map(|(chat, settings)| put(*chat, settings)).collect()
    }

    /// After the changes were stored.
    pub(in crate::store) fn finish(self) {
        self.chats.change_cache(|cache| cache.settings.extend(self.changed));
    }
}

pub(in crate::store) fn put(chat: i64, settings: &ChatSettings) -> Result<RecordChange, StoreError> {
    let value = serde_json::to_vec(settings).map_err(|_| StoreError::Record(StoredRecord::ChatSettings))?;
    Ok(RecordChange::put(TABLE, chat.to_string(), value))
}
