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
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use futures::FutureExt;

use super::error::StoreError;
use super::{Repair, Stored};
use journal::Journal;
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
    tables: RwLock<Tables>,
    /// Locked during each change.
    journal: Mutex<Journal>,
    /// The last change when everything was made anew, so that only what is stored is in the files.
    made_anew_at: AtomicU64,
}

/// What is read from: always the state after the last confirmed change.
enum Tables {
    Sled(SledTables),
    /// After sled failed and could not be made anew.
    Memory(Arc<Records>),
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
            tables: RwLock::new(Tables::Sled(tables)),
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
            let mut journal = inner.journal();
            if !journal.is_long() {
                return Ok(());
            }
            let records = inner.records(&journal)?;
            Ok(journal.rewrite(&records)?)
        })
    }

    /// Writes out what is written already, before the process ends.
    pub(super) fn flush(&self) -> Stored<'static, ()> {
        self.on_disk_thread(|inner| match &*inner.tables() {
            Tables::Sled(tables) => tables.flush(),
            Tables::Memory(_) => Ok(()),
        })
    }
}

impl Inner {
    fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tables(&self) -> RwLockReadGuard<'_, Tables> {
        self.tables.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// All records after the last confirmed change. A damaged journal does not matter while there are tables.
    fn records(&self, journal: &Journal) -> Result<Records, StoreError> {
        journal.records().or_else(|_| match &*self.tables() {
            Tables::Sled(tables) => tables.records(),
            Tables::Memory(records) => Ok(Records::clone(records)),
        })
    }

    /// Whether the files hold nothing that was refused.
    fn is_sound(&self, journal: &Journal) -> bool {
        journal.is_sound() && matches!(&*self.tables(), Tables::Sled(_))
    }

    /// After a change that was refused: writes anew what may hold it.
    fn recover(&self, journal: &mut Journal) -> Result<(), StoreError> {
        if self.is_sound(journal) {
            return Ok(());
        }
        let records = Arc::new(self.records(journal)?);
        if !journal.is_sound() {
            journal.rewrite(&records)?;
        }
        if matches!(&*self.tables(), Tables::Memory(_)) {
            self.make_tables_anew(&records, journal.last(), records.clone())?;
        }
        Ok(())
    }

    fn apply(&self, changes: Vec<RecordChange>) -> Result<(), StoreError> {
        let mut journal = self.journal();
        self.recover(&mut journal)?;
        if changes.is_empty() {
            return Ok(());
        }
        let appended = journal.append(&changes)?;
        let applied = match &*self.tables() {
            Tables::Sled(tables) => tables.apply(appended.number, &changes),
            Tables::Memory(_) => Err(StoreError::Closed),
        };
        if applied.is_err() {
            let before = journal.records()?;
            let mut records = before.clone();
            changes.into_iter().for_each(|change| change.make(&mut records));
            self.make_tables_anew(&records, appended.number, Arc::new(before))?;
        }
        journal.confirm(appended);
        Ok(())
    }

    /// Writes all files anew with what they hold now.
    fn purge(&self) -> Result<(), StoreError> {
        let mut journal = self.journal();
        let last = journal.last();
        // Nothing was written since everything was made anew.
        if self.is_sound(&journal)
            && journal.is_compact()
            && self.made_anew_at.load(Ordering::Relaxed) == last
        {
            return Ok(());
        }
        let records = Arc::new(self.records(&journal)?);
        journal.rewrite(&records)?;
        journal.remove_copy()?;
        // sled keeps what was deleted in its log for long.
        self.make_tables_anew(&records, last, records.clone())?;
        self.made_anew_at.store(last, Ordering::Relaxed);
        Ok(())
    }

    /// Replaces sled's files by new ones. After a crash in between the next start fills them from the journal. `meanwhile` is read until
    /// they are there, and after a failure.
    fn make_tables_anew(
        &self,
        records: &Records,
        last: u64,
        meanwhile: Arc<Records>,
    ) -> Result<(), StoreError> {
        let prepared = SledTables::prepare(&self.dir, records, last);
        // sled's lock must be gone before the new files are opened. The journal's lock keeps others from doing the same.
        self.replace_tables(Tables::Memory(meanwhile));
        prepared?;
        self.replace_tables(Tables::Sled(SledTables::swap_in(&self.dir)?));
        Ok(())
    }

    fn replace_tables(&self, new: Tables) {
        *self.tables.write().unwrap_or_else(PoisonError::into_inner) = new;
    }
}

impl RecordStore for SettingsDatabase {
    fn get<'a>(&'a self, table: RecordTable, key: &'a str) -> Stored<'a, Option<Vec<u8>>> {
        let value = match &*self.0.tables() {
            Tables::Sled(tables) => tables.get(table, key),
            Tables::Memory(records) => Ok(records.get(&(table, key.to_owned())).cloned()),
        };
        std::future::ready(value).boxed()
    }

    fn list<'a>(&'a self, table: RecordTable, prefix: &'a str) -> Stored<'a, Vec<(String, Vec<u8>)>> {
        let listed = match &*self.0.tables() {
            Tables::Sled(tables) => tables.list(table, prefix),
            Tables::Memory(records) => Ok(records
                .range((table, prefix.to_owned())..)
                .take_while(|((of, key), _)| *of == table && key.starts_with(prefix))
                .map(|((_, key), value)| (key.clone(), value.clone()))
                .collect()),
        };
        std::future::ready(listed).boxed()
    }

    fn apply(&self, changes: Vec<RecordChange>) -> Stored<'_, ()> {
        let is_sound = || self.0.journal.try_lock().is_ok_and(|journal| self.0.is_sound(&journal));
        if changes.is_empty() && is_sound() {
            return std::future::ready(Ok(())).boxed();
        }
        self.on_disk_thread(move |inner| inner.apply(changes))
    }

    fn purge(&self) -> Stored<'_, ()> {
        self.on_disk_thread(Inner::purge)
    }
}

#[cfg(test)]
mod tests;
