//! The settings of publishers.

use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard};

use crate::settings::Publisher;
use crate::store::error::{StoreError, StoredRecord};

use super::records::{RecordChange, RecordStore, RecordTable};

const TABLE: RecordTable = RecordTable::Publishers;

/// Cheap to clone.
#[derive(Clone)]
pub struct Publishers {
    records: Arc<dyn RecordStore>,
    /// Held during each change, because updates of a person in several chats are handled at the same time.
    writing: Arc<Mutex<()>>,
}

impl Publishers {
    pub(in crate::store) fn new(records: Arc<dyn RecordStore>) -> Self {
        Publishers { records, writing: Arc::default() }
    }

    /// The settings of a person; the defaults if nothing was set.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn load(&self, person: u64) -> Result<Publisher, StoreError> {
        match self.records.get(TABLE, &person.to_string()).await? {
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
        let _writing = self.writing.lock().await;
        let before = self.load(person).await?;
        let mut publisher = before.clone();
        change(&mut publisher);
        let changed = (publisher != before).then(|| put(person, &publisher)).transpose()?;
        self.records.apply(changed.into_iter().collect()).await?;
        Ok(publisher)
    }

    /// Nobody changes settings of publishers until the guard is dropped.
    pub(in crate::store) async fn erasure(&self, person: u64) -> (RecordChange, MutexGuard<'_, ()>) {
        let writing = self.writing.lock().await;
        (RecordChange::delete(TABLE, person.to_string()), writing)
    }
}

pub(in crate::store) fn put(person: u64, publisher: &Publisher) -> Result<RecordChange, StoreError> {
    let value =
        serde_json::to_vec(publisher).map_err(|_| StoreError::Record(StoredRecord::PublisherSettings))?;
    Ok(RecordChange::put(TABLE, person.to_string(), value))
}
