//! Favourites: products that a person or a chat keeps under a name.

use std::collections::BTreeSet;
use std::sync::Arc;

use dealink_core::fold::fold_text;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, MutexGuard};

use super::records::{RecordChange, RecordStore, RecordTable};
use crate::store::error::{StoreError, StoredRecord};

const TABLE: RecordTable = RecordTable::Favourites;
/// Favourites of one person or chat.
pub const FAVOURITES_AT_MOST: usize = 100;
/// Letters of a favourite's name.
pub const FAVOURITE_NAME_AT_MOST: usize = 32;

/// A product under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Favourite {
    /// The name as it was written.
    pub name: String,
    /// The product's page.
    pub page: String,
}

/// Why a favourite was not saved or renamed.
#[derive(Debug, thiserror::Error)]
pub enum FavouriteFault {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The owner already has [`FAVOURITES_AT_MOST`] favourites.
    #[error("there are too many favourites")]
    Full,
    /// No favourite has this name.
    #[error("there is no such favourite")]
    Unknown,
    /// Another favourite has the new name.
    #[error("the name is taken")]
    Taken,
}

/// An owner is the Telegram number of a person or a chat; these never coincide. Cheap to clone.
#[derive(Clone)]
pub struct Favourites {
    records: Arc<dyn RecordStore>,
    /// Held during each change, because updates of an owner can be handled at the same time.
    writing: Arc<Mutex<()>>,
}

impl Favourites {
    pub(in crate::store) fn new(records: Arc<dyn RecordStore>) -> Self {
        Favourites { records, writing: Arc::default() }
    }

    /// All favourites of an owner, sorted by name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, owner: i64) -> Result<Vec<Favourite>, StoreError> {
        let records = self.records.list(TABLE, &prefix(owner)).await?;
        records.into_iter().map(|(_, value)| decode(&value)).collect()
    }

    /// The favourite of this name, in any case.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, owner: i64, name: &str) -> Result<Option<Favourite>, StoreError> {
        let value = self.records.get(TABLE, &key(owner, name)).await?;
        value.map(|value| decode(&value)).transpose()
    }

    /// Saves a favourite. Returns whether it replaced a favourite with the same name.
    ///
    /// # Errors
    /// [`FavouriteFault::Full`], or when the store fails.
    pub async fn save(&self, owner: i64, favourite: &Favourite) -> Result<bool, FavouriteFault> {
        let _writing = self.writing.lock().await;
        let replaces = self.find(owner, &favourite.name).await?.is_some();
        if !replaces && self.records.list(TABLE, &prefix(owner)).await?.len() >= FAVOURITES_AT_MOST {
            return Err(FavouriteFault::Full);
        }
        self.records.apply(vec![put(owner, favourite)?]).await?;
        Ok(replaces)
    }

    /// Gives a favourite another name.
    ///
    /// # Errors
    /// [`FavouriteFault::Unknown`], [`FavouriteFault::Taken`], or when the store fails.
    pub async fn rename(&self, owner: i64, from: &str, to: &str) -> Result<(), FavouriteFault> {
        let _writing = self.writing.lock().await;
        let favourite = self.find(owner, from).await?.ok_or(FavouriteFault::Unknown)?;
        let old = key(owner, from);
        if old != key(owner, to) && self.find(owner, to).await?.is_some() {
            return Err(FavouriteFault::Taken);
        }
        let renamed = put(owner, &Favourite { name: to.to_owned(), ..favourite })?;
        self.records.apply(vec![RecordChange::delete(TABLE, old), renamed]).await?;
        Ok(())
    }

    /// Deletes a favourite. Returns whether it existed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delete(&self, owner: i64, name: &str) -> Result<bool, StoreError> {
        let _writing = self.writing.lock().await;
        let exists = self.find(owner, name).await?.is_some();
        let change = exists.then(|| RecordChange::delete(TABLE, key(owner, name)));
        self.records.apply(change.into_iter().collect()).await?;
        Ok(exists)
    }

    /// The changes that delete all favourites of an owner. Nobody changes favourites until the guard is dropped.
    pub(in crate::store) async fn erasure(
        &self,
        owner: i64,
    ) -> Result<(Vec<RecordChange>, MutexGuard<'_, ()>), StoreError> {
        let writing = self.writing.lock().await;
        let records = self.records.list(TABLE, &prefix(owner)).await?;
        Ok((records.into_iter().map(|(key, _)| RecordChange::delete(TABLE, key)).collect(), writing))
    }

    /// The changes that give all favourites of one chat to another. Nobody changes favourites until the guard is dropped.
    pub(in crate::store) async fn migration(
        &self,
        old: i64,
        new: i64,
    ) -> Result<(Vec<RecordChange>, MutexGuard<'_, ()>), StoreError> {
        let (mut changes, writing) = self.erasure(old).await?;
        for favourite in self.list(old).await? {
            changes.push(put(new, &favourite)?);
        }
        Ok((changes, writing))
    }
}

/// The changes that store favourites whose names may fold to the same key: then a number is added to the later name.
pub(in crate::store) fn put_all(favourites: Vec<(i64, Favourite)>) -> Result<Vec<RecordChange>, StoreError> {
    let mut taken = BTreeSet::new();
    let mut changes = Vec::new();
    for (owner, favourite) in favourites {
        let favourite = with_free_name(owner, favourite, &taken);
        taken.insert(key(owner, &favourite.name));
        changes.push(put(owner, &favourite)?);
    }
    Ok(changes)
}

fn put(owner: i64, favourite: &Favourite) -> Result<RecordChange, StoreError> {
    let value = serde_json::to_vec(favourite).map_err(|_| StoreError::Record(StoredRecord::Favourite))?;
    Ok(RecordChange::put(TABLE, key(owner, &favourite.name), value))
}

fn decode(value: &[u8]) -> Result<Favourite, StoreError> {
    serde_json::from_slice(value).map_err(|_| StoreError::Record(StoredRecord::Favourite))
}

fn prefix(owner: i64) -> String {
    format!("{owner}:")
}

fn key(owner: i64, name: &str) -> String {
    prefix(owner) + &fold_text(name)
}

/// The favourite under its name if that is free, else under the first numbered one that is.
fn with_free_name(owner: i64, favourite: Favourite, taken: &BTreeSet<String>) -> Favourite {
    let (mut name, mut number) = (favourite.name.clone(), 1);
    while taken.contains(&key(owner, &name)) {
        number += 1;
        name = numbered_name(&favourite.name, number);
    }
    Favourite { name, ..favourite }
}

/// The name with a number behind it, within the length of names.
fn numbered_name(name: &str, number: u32) -> String {
    let ending = format!(" {number}");
    let kept = FAVOURITE_NAME_AT_MOST - ending.len();
    let name: String = name.chars().take(kept).collect();
    name + &ending
}
