//! Favourites: products that a person or a chat keeps under a name.

use std::collections::HashSet;
use std::path::PathBuf;

use dealink_core::fold::fold_text;
use serde::{Deserialize, Serialize};

use super::backup::BackupFile;
use super::error::{StoreError, StoredRecord};
use super::flusher::Flusher;

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

/// An owner is the Telegram number of a person or a chat; these never coincide.
#[derive(Clone)]
pub struct Favourites {
    tree: sled::Tree,
    flush: Flusher,
    backup: BackupFile,
}

impl Favourites {
    pub(super) fn new(tree: sled::Tree, flush: Flusher, snapshot: PathBuf) -> Self {
        Favourites { tree, flush, backup: BackupFile::new(snapshot) }
    }

    /// All favourites of an owner, sorted by name.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list(&self, owner: i64) -> Result<Vec<Favourite>, StoreError> {
        let mut all = Vec::new();
        for entry in self.tree.scan_prefix(owner.to_be_bytes()) {
            let (_, value) = entry?;
            all.push(
                serde_json::from_slice(&value).map_err(|_| StoreError::Record(StoredRecord::Favourite))?,
            );
        }
        Ok(all)
    }

    /// The favourite of this name, in any case.
    ///
    /// # Errors
    /// When the store fails.
    pub fn find(&self, owner: i64, name: &str) -> Result<Option<Favourite>, StoreError> {
        let value = self.tree.get(key(owner, name))?;
        value
            .map(|value| {
                serde_json::from_slice(&value).map_err(|_| StoreError::Record(StoredRecord::Favourite))
            })
            .transpose()
    }

    /// Saves a favourite. Returns whether it replaced a favourite with the same name.
    ///
    /// # Errors
    /// [`FavouriteFault::Full`], or when the store fails.
    pub async fn save(&self, owner: i64, favourite: &Favourite) -> Result<bool, FavouriteFault> {
        let key = key(owner, &favourite.name);
        let replaces = self.tree.contains_key(&key).map_err(StoreError::from)?;
        if !replaces && self.tree.scan_prefix(owner.to_be_bytes()).count() >= FAVOURITES_AT_MOST {
            return Err(FavouriteFault::Full);
        }
        self.tree.insert(key, encode(favourite)?).map_err(StoreError::from)?;
        self.flush.flush().await?;
        Ok(replaces)
    }

    /// Gives a favourite another name.
    ///
    /// # Errors
    /// [`FavouriteFault::Unknown`], [`FavouriteFault::Taken`], or when the store fails.
    pub async fn rename(&self, owner: i64, from: &str, to: &str) -> Result<(), FavouriteFault> {
        let favourite = self.find(owner, from)?.ok_or(FavouriteFault::Unknown)?;
        let (old, new) = (key(owner, from), key(owner, to));
        if old != new && self.tree.contains_key(&new).map_err(StoreError::from)? {
            return Err(FavouriteFault::Taken);
        }
        let mut batch = sled::Batch::default();
        batch.remove(old);
        batch.insert(new, encode(&Favourite { name: to.to_owned(), ..favourite })?);
        self.tree.apply_batch(batch).map_err(StoreError::from)?;
        self.flush.flush().await?;
        Ok(())
    }

    /// Deletes a favourite. Returns whether it existed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn delete(&self, owner: i64, name: &str) -> Result<bool, StoreError> {
        let was = self.tree.remove(key(owner, name))?.is_some();
        self.flush.flush().await?;
        // An empty tree is read back from the plain copy when the store is opened.
        if was && self.tree.is_empty() {
            self.snapshot()?;
        }
        Ok(was)
    }

    pub(super) fn remove_owner(&self, owner: i64) -> Result<(), StoreError> {
        for key in self.tree.scan_prefix(owner.to_be_bytes()).keys() {
            self.tree.remove(key?)?;
        }
        Ok(())
    }

    pub(super) fn migrate(&self, old: i64, new: i64) -> Result<(), StoreError> {
        super::rekey(&self.tree, old, new)
    }

    /// Writes the plain copy that a broken database is restored from.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn snapshot(&self) -> Result<(), StoreError> {
        self.backup.write::<FavouriteRecord>(&self.tree)
    }

    /// Moves records from keys that an earlier version folded in another way. If two different names have the same key now, both are
    /// kept, and a number is added to the later name.
    pub(super) fn refold_keys(&self) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        let (mut taken, mut moved) = (HashSet::new(), Vec::new());
        for entry in self.tree.iter() {
            let (old, value) = entry?;
            // A record that cannot be read is not moved.
            let owner = old.first_chunk().map(|owner| i64::from_be_bytes(*owner));
            let favourite = serde_json::from_slice::<Favourite>(&value).ok();
            match owner.zip(favourite) {
                Some((owner, favourite)) if old != key(owner, &favourite.name) => {
                    batch.remove(old);
                    moved.push((owner, favourite));
                }
                _ => drop(taken.insert(old.to_vec())),
            }
        }
        if moved.is_empty() {
            return Ok(());
        }
        for (owner, favourite) in moved {
            let (key, favourite) = with_free_name(owner, favourite, &taken);
            batch.insert(key.as_slice(), encode(&favourite)?);
            taken.insert(key);
        }
        self.tree.apply_batch(batch)?;
        self.tree.flush()?;
        Ok(())
    }

    /// Reads the plain copy back into an empty tree. Names that were different for an earlier version and are the same now are
    /// both kept: the later one gets a number.
    pub(super) fn restore(&self) -> Result<(), StoreError> {
        self.backup.restore::<FavouriteRecord>(&self.tree)
    }
}

fn encode(favourite: &Favourite) -> Result<Vec<u8>, StoreError> {
    serde_json::to_vec(favourite).map_err(|_| StoreError::Record(StoredRecord::Favourite))
}

fn key(owner: i64, name: &str) -> Vec<u8> {
    [&owner.to_be_bytes()[..], fold_text(name).as_bytes()].concat()
}

/// The favourite with its key: under its name if that is free, else under the first numbered one that is.
fn with_free_name(owner: i64, favourite: Favourite, taken: &HashSet<Vec<u8>>) -> (Vec<u8>, Favourite) {
    let (mut name, mut number) = (favourite.name.clone(), 1);
    loop {
        let key = key(owner, &name);
        if !taken.contains(&key) {
            return (key, Favourite { name, ..favourite });
        }
        number += 1;
        name = numbered_name(&favourite.name, number);
    }
}

/// The name with a number behind it, within the length of names.
fn numbered_name(name: &str, number: u32) -> String {
    let ending = format!(" {number}");
    let kept = FAVOURITE_NAME_AT_MOST - ending.len();
    let name: String = name.chars().take(kept).collect();
    name + &ending
}

#[derive(Serialize, Deserialize)]
struct FavouriteRecord {
    owner: i64,
    #[serde(flatten)]
    favourite: Favourite,
}

impl super::backup::BackupRecord for FavouriteRecord {
    const KIND: StoredRecord = StoredRecord::Favourite;
    type Value = Favourite;

    fn from_entry(key: &[u8], favourite: Favourite) -> Option<Self> {
        Some(FavouriteRecord { owner: i64::from_be_bytes(*key.first_chunk()?), favourite })
    }

    fn into_entry(self, taken: &HashSet<Vec<u8>>) -> (Vec<u8>, Favourite) {
        with_free_name(self.owner, self.favourite, taken)
    }
}
