//! What people, chat admins and the operator chose, in sled, with a plain journal beside it.
//!
//! A change is appended to the journal and synced before it is confirmed; the journal is the truth, and sled is what is read. So
//! nothing that was confirmed depends on one file: sled is filled from the journal again, and the journal from sled.

mod chats;
mod favourites;
mod journal;
mod list_backup;
mod lists;
mod publishers;
mod records;
mod repair;
mod tables;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use futures::FutureExt;

use super::error::StoreError;
use super::{Repair, Stored};
use journal::{Journal, JournalContent, JournalState};
use tables::SledTables;

pub use chats::Chats;
pub(super) use chats::put as put_chat;
pub(super) use favourites::put_all as put_all_favourites;
pub use favourites::{FAVOURITE_NAME_AT_MOST, FAVOURITES_AT_MOST, Favourite, FavouriteFault, Favourites};
pub(super) use lists::put as put_list_version;
pub use lists::{ListStore, ListVersion, SaveOutcome, read_lists_backup};
pub use publishers::Publishers;
pub(super) use publishers::put as put_publisher;
pub use records::{RecordChange, RecordStore, RecordTable};
pub(super) use tables::{OpenFailure, open_sled};

/// All records, by table and key.
type Records = BTreeMap<(RecordTable, String), Vec<u8>>;

/// The open settings. Cheap to clone.
#[derive(Clone)]
pub(super) struct SettingsDatabase(Arc<Inner>);

struct Inner {
    dir: PathBuf,
    /// `None` while it is made anew, and after that failed.
    tables: RwLock<Option<SledTables>>,
    /// Locked during each change.
    journal: Mutex<Journal>,
    /// The last change when everything was made anew, so that only what is stored is in the files.
    made_anew_at: AtomicU64,
}

impl SettingsDatabase {
    /// Opens the settings below `dir`, and makes them if there are none. What is damaged is repaired, see [`repair`].
    ///
    /// # Errors
    /// [`StoreError::Locked`] while another process has them, [`StoreError::Directory`] when the directory is not usable.
    pub(super) fn open(dir: &Path) -> Result<(Self, Vec<Repair>), StoreError> {
        let (tables, journal, repairs) = repair::open(dir)?;
        let inner = Inner {
            dir: dir.into(),
            tables: RwLock::new(Some(tables)),
            journal: Mutex::new(journal),
            made_anew_at: AtomicU64::new(u64::MAX),
        };
        Ok((SettingsDatabase(Arc::new(inner)), repairs))
    }

    /// Removes the files below `dir`.
    pub(super) fn remove_files(dir: &Path) -> Result<(), StoreError> {
        let unusable = |error| StoreError::unusable(dir, &error);
        Journal::remove(dir).map_err(unusable)?;
        tables::remove(dir).map_err(unusable)
    }

    fn with_tables<T>(
        &self,
        read: impl FnOnce(&SledTables) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let tables = self.0.tables.read().unwrap_or_else(PoisonError::into_inner);
        tables.as_ref().ok_or(StoreError::Closed).and_then(read)
    }

    /// Runs what waits for the disk on a thread for that.
    fn on_disk_thread(
        &self,
        work: impl FnOnce(&Inner) -> Result<(), StoreError> + Send + 'static,
    ) -> Stored<'static, ()> {
        let inner = self.0.clone();
        let ended = tokio::task::spawn_blocking(move || work(&inner));
        async { ended.await.unwrap_or_else(|_| Err(StoreError::Failed("a change was cut off".to_owned()))) }
            .boxed()
    }

    /// Writes the journal anew without what later changes replaced, if that makes it much shorter.
    pub(super) fn compact(&self) -> Stored<'static, ()> {
        self.on_disk_thread(|inner| {
            let mut journal = inner.journal.lock().unwrap_or_else(PoisonError::into_inner);
            if !journal.is_long() {
                return Ok(());
            }
            let records = inner.records()?;
            Ok(journal.rewrite(&records)?)
        })
    }

    /// Writes out what is written already, before the process ends.
    pub(super) fn flush(&self) -> Stored<'static, ()> {
        self.on_disk_thread(|inner| {
            inner
                .tables
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .as_ref()
                .map_or(Ok(()), SledTables::flush)
        })
    }
}

impl Inner {
    /// The journal's records; sled's if the journal is damaged. After a failed write the journal still holds every confirmed change,
    /// while sled refuses everything.
    fn records(&self) -> Result<Records, StoreError> {
        if let Ok(JournalContent { state: JournalState::Whole, records, .. }) =
            JournalContent::read(&self.dir)
        {
            return Ok(records);
        }
        let tables = self.tables.read().unwrap_or_else(PoisonError::into_inner);
        tables.as_ref().ok_or(StoreError::Closed)?.records()
    }

    fn apply(&self, changes: &[RecordChange]) -> Result<(), StoreError> {
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if !journal.is_sound() {
            let records = self.records()?;
            journal.rewrite(&records)?;
        }
        let number = journal.append(changes)?;
        let applied = match &*self.tables.read().unwrap_or_else(PoisonError::into_inner) {
            Some(tables) => tables.apply(number, changes),
            None => Err(StoreError::Closed),
        };
        // The journal has it, so sled is filled from there.
        applied.or_else(|_| self.make_tables_anew(&journal.read_back()?, number))
    }

    fn erase(&self, changes: Vec<RecordChange>) -> Result<(), StoreError> {
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.records()?;
        let mut records = before.clone();
        changes.into_iter().for_each(|change| change.make(&mut records));
        let last = journal.last();
        // Nothing was written since everything was made anew.
        if records == before && journal.is_compact() && self.made_anew_at.load(Ordering::Relaxed) == last {
            return Ok(());
        }
        journal.rewrite(&records)?;
        journal.remove_copy()?;
        // sled keeps what was deleted in its log for long.
        self.make_tables_anew(&records, last)?;
        self.made_anew_at.store(last, Ordering::Relaxed);
        Ok(())
    }

    /// Replaces sled's files by new ones. After a crash in between the next start fills them from the journal.
    fn make_tables_anew(&self, records: &Records, last: u64) -> Result<(), StoreError> {
        SledTables::prepare(&self.dir, records, last)?;
        let mut tables = self.tables.write().unwrap_or_else(PoisonError::into_inner);
        // Their lock must be gone before the new ones are opened.
        drop(tables.take());
        *tables = Some(SledTables::swap_in(&self.dir)?);
        Ok(())
    }
}

impl RecordStore for SettingsDatabase {
    fn get<'a>(&'a self, table: RecordTable, key: &'a str) -> Stored<'a, Option<Vec<u8>>> {
        std::future::ready(self.with_tables(|tables| tables.get(table, key))).boxed()
    }

    fn list<'a>(&'a self, table: RecordTable, prefix: &'a str) -> Stored<'a, Vec<(String, Vec<u8>)>> {
        std::future::ready(self.with_tables(|tables| tables.list(table, prefix))).boxed()
    }

    fn apply(&self, changes: Vec<RecordChange>) -> Stored<'_, ()> {
        self.on_disk_thread(move |inner| inner.apply(&changes))
    }

    fn erase(&self, changes: Vec<RecordChange>) -> Stored<'_, ()> {
        self.on_disk_thread(move |inner| inner.erase(changes))
    }
}

#[cfg(test)]
mod tests;
