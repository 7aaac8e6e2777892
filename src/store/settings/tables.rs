//! The records in sled, from which they are read. Everything here can be made anew from the journal.
//!
//! sled 0.34 panics on some damaged files and reports others as corruption. Its own flushing is slowed down, so that an idle bot lets
//! the disk sleep: what survives a power cut is the journal.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;
use std::{fs, io};

use dealink_core::atomic_file;

use super::Records;
use super::records::{RecordChange, RecordTable};
use crate::store::error::StoreError;

const NAME: &str = "settings";
const CACHE_BYTES: u64 = 16 * 1024 * 1024;
/// New files are filled by changes of about so many bytes, which are in memory together.
const FILL_BYTES: usize = 1024 * 1024;
/// Also the interval of sled's housekeeping.
const FLUSH_INTERVAL_MS: u64 = 60_000;
/// A write takes some milliseconds.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
const LOCK_ATTEMPTS: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(20);
/// The key of the number of the last change. It sorts behind the tables' keys.
const LAST: &[u8] = b"~last";

pub(super) struct SledTables {
    /// Always there, but while it is dropped.
    db: Option<sled::Db>,
}

/// Closes the files, on a thread of its own: sled writes once more, and panics or waits for ever if the disk does not take it.
impl Drop for SledTables {
    fn drop(&mut self) {
        let db = self.db.take();
        std::thread::spawn(move || drop(db));
    }
}

#[derive(Debug)]
pub(in crate::store) enum OpenFailure {
    Locked,
    Broken,
    Unusable(String),
}

impl OpenFailure {
    pub(in crate::store) fn into_error(self, dir: &Path) -> StoreError {
        match self {
            OpenFailure::Locked => StoreError::Locked(dir.into()),
            OpenFailure::Broken => {
                StoreError::Directory { dir: dir.into(), fault: "new files are unreadable".to_owned() }
            }
            OpenFailure::Unusable(fault) => StoreError::Directory { dir: dir.into(), fault },
        }
    }
}

pub(super) fn path(dir: &Path) -> PathBuf {
    dir.join(NAME)
}

/// Where new files are made.
fn new_path(dir: &Path) -> PathBuf {
    dir.join(NAME.to_owned() + ".new")
}

/// Removes the files below `dir`.
pub(super) fn remove(dir: &Path) -> io::Result<()> {
    remove_directory(&path(dir))
}

/// Removes new files that a crash left before they came into use.
pub(super) fn remove_unfinished(dir: &Path) -> io::Result<()> {
    remove_directory(&new_path(dir))
}

fn remove_directory(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Opens a sled database without panicking.
pub(in crate::store) fn open_sled(path: &Path) -> Result<sled::Db, OpenFailure> {
    let opened = catch_unwind(AssertUnwindSafe(|| {
        let config = sled::Config::new().path(path).cache_capacity(CACHE_BYTES);
        config.flush_every_ms(Some(FLUSH_INTERVAL_MS)).open()
    }));
    match opened {
        Err(_panic) => Err(OpenFailure::Broken),
        Ok(Ok(db)) => Ok(db),
        Ok(Err(sled::Error::Io(error))) if error.to_string().contains("could not acquire lock") => {
            Err(OpenFailure::Locked)
        }
        // A full disk or a limit of the system does not mean that the database is broken.
        Ok(Err(sled::Error::Io(error))) if !indicates_corruption(error.kind()) => {
            Err(OpenFailure::Unusable(error.to_string()))
        }
        Ok(Err(_)) => Err(OpenFailure::Broken),
    }
}

/// sled reports some damage as an I/O error of these kinds.
fn indicates_corruption(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof | ErrorKind::Other
    )
}

impl SledTables {
    /// Opens the files. If they are locked, then probably by the tables that were closed just now: sled gives the lock back a moment
    /// after that. Another process is kept out by the lock of the whole data directory.
    pub(super) fn open(dir: &Path) -> Result<Self, OpenFailure> {
        for _ in 0..LOCK_ATTEMPTS {
            match open_sled(&path(dir)) {
                Err(OpenFailure::Locked) => std::thread::sleep(LOCK_PAUSE),
                opened => return Ok(SledTables { db: Some(opened?) }),
            }
        }
        Err(OpenFailure::Locked)
    }

    /// Makes new files beside the present ones, with these records, which are the state after the change `last`. They come into
    /// use by [`SledTables::swap_in`].
    pub(super) fn prepare(dir: &Path, records: &Records, last: u64) -> Result<(), StoreError> {
        remove_directory(&new_path(dir))?;
        let db = open_sled(&new_path(dir)).map_err(|failure| failure.into_error(dir))?;
        SledTables { db: Some(db) }.fill(records, last)
    }

    /// Replaces the files, which must be closed, by those that [`SledTables::prepare`] made, and opens them.
    pub(super) fn swap_in(dir: &Path) -> Result<Self, StoreError> {
        remove(dir)?;
        atomic_file::rename(&new_path(dir), &path(dir))?;
        SledTables::open(dir).map_err(|failure| failure.into_error(dir))
    }

    /// Makes the records exactly these, and returns how many were different.
    pub(super) fn correct(&self, records: &Records, last: u64) -> Result<usize, StoreError> {
        let mut different: Vec<RecordChange> = Vec::new();
        let present = self.records()?;
        for ((table, key), value) in records {
            if present.get(&(*table, key.clone())) != Some(value) {
                different.push(RecordChange::put(*table, key.clone(), value.clone()));
            }
        }
        let surplus = present.into_keys().filter(|place| !records.contains_key(place));
        different.extend(surplus.map(|(table, key)| RecordChange::delete(table, key)));
        if !different.is_empty() || self.last()? != last {
            self.apply(last, &different)?;
        }
        Ok(different.len())
    }

    fn fill(&self, records: &Records, last: u64) -> Result<(), StoreError> {
        let (mut changes, mut bytes) = (Vec::new(), 0);
        for ((table, key), value) in records {
            changes.push(RecordChange::put(*table, key.clone(), value.clone()));
            bytes += value.len();
            if bytes >= FILL_BYTES {
                self.apply(last, &std::mem::take(&mut changes))?;
                bytes = 0;
            }
        }
        self.apply(last, &changes)
    }

    fn db(&self) -> Result<&sled::Db, StoreError> {
        self.db.as_ref().ok_or(StoreError::Closed)
    }

    /// The number of the last change.
    pub(super) fn last(&self) -> Result<u64, StoreError> {
        let last = self.db()?.get(LAST)?;
        Ok(last.and_then(|bytes| Some(u64::from_be_bytes(*bytes.first_chunk()?))).unwrap_or(0))
    }

    pub(super) fn get(&self, table: RecordTable, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.db()?.get(sled_key(table, key))?.map(|value| value.to_vec()))
    }

    pub(super) fn list(
        &self,
        table: RecordTable,
        prefix: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let skipped = table.name().len() + 1;
        let mut records = Vec::new();
        for entry in self.db()?.scan_prefix(sled_key(table, prefix)) {
            let (key, value) = entry?;
            let key = String::from_utf8_lossy(key.get(skipped..).unwrap_or_default()).into_owned();
            records.push((key, value.to_vec()));
        }
        Ok(records)
    }

    /// All records and the number of the last change. sled panics on some damaged pages.
    pub(super) fn read_all(&self) -> Result<(Records, u64), StoreError> {
        let read = catch_unwind(AssertUnwindSafe(|| Ok((self.records()?, self.last()?))));
        read.unwrap_or_else(|_| Err(StoreError::Failed("a page of the settings cannot be read".to_owned())))
    }

    pub(super) fn records(&self) -> Result<Records, StoreError> {
        let mut records = Records::new();
        for table in RecordTable::ALL {
            let of_table = self.list(table, "")?;
            records.extend(of_table.into_iter().map(|(key, value)| ((table, key), value)));
        }
        Ok(records)
    }

    /// Makes changes together. They survive the death of the process when this returns.
    pub(super) fn apply(&self, number: u64, changes: &[RecordChange]) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        for RecordChange { table, key, value } in changes {
            match value {
                Some(value) => batch.insert(sled_key(*table, key), value.as_slice()),
                None => batch.remove(sled_key(*table, key)),
            }
        }
        batch.insert(LAST, &number.to_be_bytes());
        self.within_time(move |db| db.apply_batch(batch).and_then(|()| db.flush()))
    }

    pub(super) fn flush(&self) -> Result<(), StoreError> {
        self.within_time(|db| db.flush())
    }

    /// Runs a write on a thread of its own and gives up on it after a while: after a failed write sled can wait for ever.
    fn within_time(
        &self,
        write: impl FnOnce(&sled::Db) -> sled::Result<usize> + Send + 'static,
    ) -> Result<(), StoreError> {
        let (tell, told) = mpsc::channel();
        let db = self.db()?.clone();
        std::thread::spawn(move || tell.send(write(&db)));
        match told.recv_timeout(WRITE_TIMEOUT) {
            Ok(written) => Ok(written.map(drop)?),
            // Or it panicked.
            Err(_) => Err(StoreError::Failed("sled does not write any more".to_owned())),
        }
    }
}

fn sled_key(table: RecordTable, key: &str) -> Vec<u8> {
    [table.name().as_bytes(), b"/", key.as_bytes()].concat()
}
