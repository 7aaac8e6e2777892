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
use tokio::sync::Mutex;

use super::error::{StoreError, StoredRecord};
use super::flusher::Flusher;
use super::list_backup;
use crate::lists::{List, ListEntries, ListKind, Lists, LiveLists};

/// The number of versions that are kept of each list.
const VERSIONS_KEPT: usize = 10;
/// Separates the header of a record from the entries.
const HEADER_END: u8 = b'\n';

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
    tree: sled::Tree,
    flush: Flusher,
    live: LiveLists,
    /// Path of the readable copy of the lists in force. Locked during each change, so that no version number is used twice.
    backup_path: Arc<Mutex<PathBuf>>,
}

impl ListStore {
    pub(super) fn new(tree: sled::Tree, flush: Flusher, plain: PathBuf) -> Result<Self, StoreError> {
        let store =
            ListStore { tree, flush, live: LiveLists::default(), backup_path: Arc::new(Mutex::new(plain)) };
        for kind in ListKind::all() {
            let Some(newest) = store.versions(kind)?.pop() else { continue };
            match store.load_version(kind, newest.number) {
                Ok(list) => store.live.replace(store.live.current().with_list(kind, list)),
                // The bot is useful without the list, and the operator can restore another version.
                Err(StoreError::Record(_)) => {
                    tracing::error!(list = %kind, "a list cannot be read and is not in force")
                }
                Err(error) => return Err(error),
            }
        }
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
    pub fn history(&self, kind: ListKind) -> Result<Vec<ListVersion>, StoreError> {
        let mut versions = self.versions(kind)?;
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
        if !self.versions(kind)?.iter().any(|version| version.number == number) {
            return Ok(None);
        }
        let list = self.load_version(kind, number)?;
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
            // An earlier attempt may have written the same list without flushing it, so it is flushed before it is confirmed.
            self.flush.flush().await?;
            return Ok(SaveOutcome::Unchanged);
        }
        let versions = self.versions(kind)?;
        let version = ListVersion {
            number: versions.last().map_or(1, |newest| newest.number + 1),
            loaded: now,
            date: list.as_ref().map(|list| list.date),
            count: list.as_ref().map_or(0, |list| list.entries.len()),
        };
        let mut batch = sled::Batch::default();
        batch.insert(key(kind, version.number), encode(kind, &version, list.as_ref())?);
        for old in versions.iter().rev().skip(VERSIONS_KEPT - 1) {
            batch.remove(key(kind, old.number));
        }
        self.tree.apply_batch(batch)?;
        self.flush.flush().await?;
        let lists = in_force.with_list(kind, list);
        self.live.replace(lists.clone());
        write_backup(&plain, &lists);
        Ok(SaveOutcome::InForce)
    }

    /// Reads the plain copy into an empty tree, as after a broken database. If the tree is not empty, the copy is written again,
    /// because a crash may have come between the last change and its copy.
    pub(super) fn restore_backup(&self, dir: &Path) -> Result<(), StoreError> {
        let now = self.live.current();
        if !self.tree.is_empty() {
            write_backup(&list_backup::path(dir), &now);
            return Ok(());
        }
        for (kind, list) in list_backup::read(dir) {
            let (loaded, count) = (Timestamp::UNIX_EPOCH, list.entries.len());
            let version = ListVersion { number: 1, loaded, date: Some(list.date), count };
            self.tree.insert(key(kind, version.number), encode(kind, &version, Some(&list))?)?;
            self.live.replace(self.live.current().with_list(kind, Some(list)));
        }
        self.tree.flush()?;
        Ok(())
    }

    /// The versions of a list, the oldest first. A version that cannot be read is skipped, because the others are still useful.
    fn versions(&self, kind: ListKind) -> Result<Vec<ListVersion>, StoreError> {
        let mut versions = Vec::new();
        for entry in self.tree.scan_prefix(prefix(kind)) {
            let (_, value) = entry?;
            match split_record(&value).and_then(|(head, _)| serde_json::from_slice(head).ok()) {
                Some(version) => versions.push(version),
                None => tracing::error!(list = %kind, "a version of a list cannot be read"),
            }
        }
        Ok(versions)
    }

    /// The list of a version; `None` if this version removed the list.
    fn load_version(&self, kind: ListKind, number: u64) -> Result<Option<List>, StoreError> {
        let unreadable = || StoreError::Record(StoredRecord::ListVersion { list: kind, number });
        let value = self.tree.get(key(kind, number))?.ok_or_else(unreadable)?;
        let (head, entries) = split_record(&value).ok_or_else(unreadable)?;
        let version: ListVersion = serde_json::from_slice(head).map_err(|_| unreadable())?;
        let Some(date) = version.date else { return Ok(None) };
        let entries: ListEntries = serde_json::from_slice(entries).map_err(|_| unreadable())?;
        Ok(Some(List { date, entries }))
    }
}

/// Writes the plain copy. A failure is only logged, because the list itself is on the disk.
fn write_backup(path: &Path, lists: &Lists) {
    if let Err(error) = list_backup::write(path, lists) {
        tracing::error!(%error, "the plain copy of the lists could not be written");
    }
}

fn prefix(kind: ListKind) -> Vec<u8> {
    [kind.name().as_bytes(), b"/"].concat()
}

fn key(kind: ListKind, number: u64) -> Vec<u8> {
    [prefix(kind).as_slice(), &number.to_be_bytes()].concat()
}

fn encode(kind: ListKind, version: &ListVersion, list: Option<&List>) -> Result<Vec<u8>, StoreError> {
    let unwritable = |_| StoreError::Record(StoredRecord::ListVersion { list: kind, number: version.number });
    let mut record = serde_json::to_vec(version).map_err(unwritable)?;
    record.push(HEADER_END);
    if let Some(list) = list {
        serde_json::to_writer(&mut record, &list.entries).map_err(unwritable)?;
    }
    Ok(record)
}

/// Header and entries. The header is JSON in one line, so its end is unambiguous.
fn split_record(record: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = record.iter().position(|byte| *byte == HEADER_END)?;
    Some((&record[..end], &record[end + 1..]))
}

/// The lists in force, from the plain copy below `dir`. Can be read while the bot runs; empty if there is no copy.
pub fn read_lists_backup(dir: &Path) -> Lists {
    let lists = list_backup::read(dir).into_iter();
    lists.fold(Lists::default(), |lists, (kind, list)| lists.with_list(kind, Some(list)))
}
