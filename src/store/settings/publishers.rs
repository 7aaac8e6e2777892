//! The settings of publishers.

use std::sync::Arc;

use crate::settings::Publisher;
use crate::store::error::{StoreError, StoredRecord};

use super::records::{RecordChange, RecordStore, RecordTable};

const TABLE: RecordTable = RecordTable::Publishers;

/// Cheap to clone.
#[derive(Clone)]
pub struct Publishers {
    records: Arc<dyn RecordStore>,
}

impl Publishers {
    pub(in crate::store) fn new(records: Arc<dyn RecordStore>) -> Self {
        Publishers { records }
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
        let before = self.load(person).await?;
        let mut publisher = before.clone();
        change(&mut publisher);
        if publisher != before {
            self.records.apply(vec![put(person, &publisher)?]).await?;
        }
        Ok(publisher)
    }

    pub(in crate::store) fn erasure(person: u64) -> RecordChange {
        RecordChange::delete(TABLE, person.to_string())
    }
}

pub(in crate::store) fn put(person: u64, publisher: &Publisher) -> Result<RecordChange, StoreError> {
    let value =
        serde_json::to_vec(publisher).map_err(|_| StoreError::Record(StoredRecord::PublisherSettings))?;
    Ok(RecordChange::put(TABLE, person.to_string(), value))
}
