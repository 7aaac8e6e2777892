//! The settings of publishers.

use std::collections::HashSet;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::backup::BackupFile;
use super::error::{StoreError, StoredRecord};
use super::flusher::Flusher;
use crate::settings::Publisher;

#[derive(Clone)]
pub struct Publishers {
    tree: sled::Tree,
    flush: Flusher,
    backup: BackupFile,
}

impl Publishers {
    pub(super) fn new(tree: sled::Tree, flush: Flusher, snapshot: PathBuf) -> Self {
        Publishers { tree, flush, backup: BackupFile::new(snapshot) }
    }

    /// The settings of a person; the defaults if nothing was set.
    ///
    /// # Errors
    /// When the store fails.
    pub fn load(&self, person: u64) -> Result<Publisher, StoreError> {
        match self.tree.get(person.to_be_bytes())? {
            // A record that this version cannot read must not prevent the person from using the bot or from erasing the record.
            Some(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_else(|_| {
                tracing::error!("the settings of a person cannot be read; the defaults hold");
                Publisher::default()
            })),
            None => Ok(Publisher::default()),
        }
    }

    /// Changes a person's settings and returns them once they are on the disk.
    ///
    /// # Errors
    /// When the store fails; then the change must not be confirmed.
    pub async fn update(
        &self,
        person: u64,
        change: impl FnOnce(&mut Publisher),
    ) -> Result<Publisher, StoreError> {
        let mut publisher = self.load(person)?;
        change(&mut publisher);
        let bytes = serde_json::to_vec(&publisher)
            .map_err(|_| StoreError::Record(StoredRecord::PublisherSettings))?;
        self.tree.insert(person.to_be_bytes(), bytes)?;
        self.flush.flush().await?;
        Ok(publisher)
    }

    pub(super) fn remove(&self, person: u64) -> Result<(), StoreError> {
        self.tree.remove(person.to_be_bytes())?;
        Ok(())
    }

    /// Writes the snapshot that a broken database is restored from.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn snapshot(&self) -> Result<(), StoreError> {
        self.backup.write::<PublisherRecord>(&self.tree)
    }

    /// Reads the snapshot back into an empty tree. This also completes a restoration that a crash interrupted. If the tree is empty
    /// because everything was erased, the snapshot is empty, too.
    pub(super) fn restore(&self) -> Result<(), StoreError> {
        self.backup.restore::<PublisherRecord>(&self.tree)
    }
}

#[derive(Serialize, Deserialize)]
struct PublisherRecord {
    id: u64,
    publisher: Publisher,
}

impl super::backup::BackupRecord for PublisherRecord {
    const KIND: StoredRecord = StoredRecord::PublisherSettings;
    type Value = Publisher;

    fn from_entry(key: &[u8], publisher: Publisher) -> Option<Self> {
        Some(PublisherRecord { id: u64::from_be_bytes(key.try_into().ok()?), publisher })
    }

    fn into_entry(self, _: &HashSet<Vec<u8>>) -> (Vec<u8>, Publisher) {
        (self.id.to_be_bytes().to_vec(), self.publisher)
    }
}
