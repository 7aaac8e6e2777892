//! The operator's lists, with older versions.
//!
//! Each change of a list makes a version with a number that is never used again; the newest version is in force. Restoring an
//! old version stores it again as the newest, and removing a list makes a version without a list, so that both can be undone. A
//! version is flushed to the disk before it is confirmed, and is then in force for the whole bot at once.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use tokio::sync::Mutex;

use super::list_backup;
use super::records::{RecordChange, RecordStore, RecordTable};
use crate::lists::{List, ListEntries, ListKind, Lists, LiveLists};
use crate::store::error::{StoreError, StoredRecord};

/// The number of versions that are kept of each list.
const VERSIONS_KEPT: usize = 10;
const TABLE: RecordTable = RecordTable::Lists;

/// A version, without its entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListVersion {
    /// Identifies it for [`ListStore::restore`].
    pub number: u64,
    /// When it came into force.
    pub loaded: Timestamp,
    /// The list's date; `None` if this version removed the list.
    pub date: Option<Date>,
    /// The number of entries.
    pub count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// The change is on the disk and in force.
    InForce,
    /// The same list was already in force.
    Unchanged,
}

#[derive(Clone)]
pub struct ListStore {
    records: Arc<dyn RecordStore>,
    live: LiveLists,
    /// Path of the readable copy of the lists in force. Locked during each change, so that no version number is used twice.
    backup_path: Arc<Mutex<PathBuf>>,
}

impl ListStore {
    /// Reads the lists in force, and writes their readable copy below `dir`: a crash may have come between the last change and its
    /// copy.
    pub(in crate::store) async fn load(
        records: Arc<dyn RecordStore>,
        dir: &Path,
    ) -> Result<Self, StoreError> {
        let path = list_backup::path(dir);
        let store = ListStore {
            records,
            live: LiveLists::default(),
            backup_path: Arc::new(Mutex::new(path.clone())),
        };
        if store.records.list(TABLE, "").await?.is_empty() {
            store.restore_backup(dir).await?;
        }
        for kind in ListKind::all() {
            let Some(newest) = store.versions(kind).await?.pop() else { continue };
            match store.load_version(kind, newest.number).await {
                Ok(list) => store.live.replace(store.live.current().with_list(kind, list)),
                // The bot is useful without the list, and the operator can restore another version.
                Err(StoreError::Record(_)) => {
                    tracing::error!(list = %kind, "a list cannot be read and is not in force")
                }
                Err(error) => return Err(error),
            }
        }
        write_backup(&path, &store.live.current());
        Ok(store)
    }

    /// The lists in force.
    pub fn live(&self) -> &LiveLists {
        &self.live
    }

    /// The versions of a list that are kept, the newest (which is in force) first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn history(&self, kind: ListKind) -> Result<Vec<ListVersion>, StoreError> {
        let mut versions = self.versions(kind).await?;
        versions.reverse();
        Ok(versions)
    }

    /// Puts a list in force and returns once it is on the disk.
    ///
    /// # Errors
    /// When the store fails; then the list must not be confirmed.
    pub async fn save(&self, kind: ListKind, list: List, now: Timestamp) -> Result<SaveOutcome, StoreError> {
        self.add_version(kind, Some(list), now).await
    }

    /// Puts an old version in force again; `None` if there is no version of that number.
    ///
    /// # Errors
    /// When the store fails; then it must not be confirmed.
    pub async fn restore(
        &self,
        kind: ListKind,
        number: u64,
        now: Timestamp,
    ) -> Result<Option<SaveOutcome>, StoreError> {
        if !self.versions(kind).await?.iter().any(|version| version.number == number) {
            return Ok(None);
        }
        let list = self.load_version(kind, number).await?;
        self.add_version(kind, list, now).await.map(Some)
    }

    /// Removes a list from force, by a version without a list.
    ///
    /// # Errors
    /// When the store fails; then it must not be confirmed.
    pub async fn remove(&self, kind: ListKind, now: Timestamp) -> Result<SaveOutcome, StoreError> {
        self.add_version(kind, None, now).await
    }

    async fn add_version(
        &self,
        kind: ListKind,
        list: Option<List>,
        now: Timestamp,
    ) -> Result<SaveOutcome, StoreError> {
        let plain = self.backup_path.lock().await;
        let in_force = self.live.current();
        if in_force.get(kind) == list.as_ref() {
            self.records.apply(Vec::new()).await?;
            return Ok(SaveOutcome::Unchanged);
        }
        let versions = self.versions(kind).await?;
        let version = ListVersion {
            number: versions.last().map_or(1, |newest| newest.number + 1),
            loaded: now,
            date: list.as_ref().map(|list| list.date),
            count: list.as_ref().map_or(0, |list| list.entries.len()),
        };
        let entries = list.as_ref().map(|list| to_raw_value(&list.entries)).transpose();
        let entries = entries.map_err(|_| unwritable(kind, version.number))?;
        let mut changes = vec![put(kind, &version, entries.as_deref())?];
        for old in versions.iter().rev().skip(VERSIONS_KEPT - 1) {
            changes.push(RecordChange::delete(TABLE, key(kind, old.number)));
        }
        self.records.apply(changes).await?;
        let lists = in_force.with_list(kind, list);
        self.live.replace(lists.clone());
        write_backup(&plain, &lists);
        Ok(SaveOutcome::InForce)
    }

    /// Reads the readable copy into an empty store, as after the loss of everything else.
    async fn restore_backup(&self, dir: &Path) -> Result<(), StoreError> {
        let mut changes = Vec::new();
        for (kind, list) in list_backup::read(dir) {
            let (loaded, count) = (Timestamp::UNIX_EPOCH, list.entries.len());
            let version = ListVersion { number: 1, loaded, date: Some(list.date), count };
            let entries = to_raw_value(&list.entries).map_err(|_| unwritable(kind, version.number))?;
            changes.push(put(kind, &version, Some(&entries))?);
        }
        self.records.apply(changes).await
    }

    /// The versions of a list, the oldest first. A version that cannot be read is skipped, because the others are still useful.
    async fn versions(&self, kind: ListKind) -> Result<Vec<ListVersion>, StoreError> {
        let mut versions = Vec::new();
        for (_, value) in self.records.list(TABLE, &prefix(kind)).await? {
            match serde_json::from_slice::<VersionRecord<'_>>(&value) {
                Ok(record) => versions.push(record.version),
                Err(_) => tracing::error!(list = %kind, "a version of a list cannot be read"),
            }
        }
        Ok(versions)
    }

    /// The list of a version; `None` if this version removed the list.
    async fn load_version(&self, kind: ListKind, number: u64) -> Result<Option<List>, StoreError> {
        let unreadable = || StoreError::Record(StoredRecord::ListVersion { list: kind, number });
        let value = self.records.get(TABLE, &key(kind, number)).await?.ok_or_else(unreadable)?;
        let record: VersionRecord<'_> = serde_json::from_slice(&value).map_err(|_| unreadable())?;
        let (Some(date), Some(entries)) = (record.version.date, record.entries) else { return Ok(None) };
        let entries: ListEntries = serde_json::from_str(entries.get()).map_err(|_| unreadable())?;
        Ok(Some(List { date, entries }))
    }
}

/// A version as it is stored. The entries are read only where they are needed.
#[derive(Serialize, Deserialize)]
struct VersionRecord<'a> {
    version: ListVersion,
    #[serde(borrow)]
    entries: Option<&'a RawValue>,
}

/// The change that stores a version.
pub(in crate::store) fn put(
    kind: ListKind,
    version: &ListVersion,
    entries: Option<&RawValue>,
) -> Result<RecordChange, StoreError> {
    let record = VersionRecord { version: version.clone(), entries };
    let value = serde_json::to_vec(&record).map_err(|_| unwritable(kind, version.number))?;
    Ok(RecordChange::put(TABLE, key(kind, version.number), value))
}

fn unwritable(list: ListKind, number: u64) -> StoreError {
    StoreError::Record(StoredRecord::ListVersion { list, number })
}

/// Writes the plain copy. A failure is only logged, because the list itself is on the disk.
fn write_backup(path: &Path, lists: &Lists) {
    if let Err(error) = list_backup::write(path, lists) {
        tracing::error!(%error, "the plain copy of the lists could not be written");
    }
}

fn prefix(kind: ListKind) -> String {
    format!("{}/", kind.name())
}

/// With zeros before the number, so that the keys have the order of the versions.
fn key(kind: ListKind, number: u64) -> String {
    format!("{}{number:020}", prefix(kind))
}

/// The lists in force, from the plain copy below `dir`. Can be read while the bot runs; empty if there is no copy.
pub fn read_lists_backup(dir: &Path) -> Lists {
    let lists = list_backup::read(dir).into_iter();
    lists.fold(Lists::default(), |lists, (kind, list)| lists.with_list(kind, Some(list)))
}
