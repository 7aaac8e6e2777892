//! The connection that writes, and the ways in which its file becomes durable.

use std::fs::File;
use std::time::Duration;

use rusqlite::{Connection, ffi};

use super::change::{Applied, Change, Durability};
use super::connection::{self, Opened};
use super::files::FlowFiles;
use crate::store::error::StoreError;

/// The connection and what is known of its file.
pub(super) struct Disk {
    pub(super) sql: Connection,
    /// The log, for syncing what was written without a sync.
    log: Option<File>,
    /// What the connection is set to.
    durability: Durability,
}

/// What becomes of the log after it was copied into the database.
#[derive(Clone, Copy)]
pub(super) enum CheckpointMode {
    /// It is written over from its beginning.
    Passive,
    /// It is emptied. Nothing may read meanwhile.
    Truncate,
}

/// Writes everything that can be read of a database into the next file, and syncs it.
pub(super) fn rewrite(from: &Connection, to: &FlowFiles) -> Result<Opened, StoreError> {
    to.remove_all().map_err(|error| StoreError::unusable(to.dir(), &error))?;
    let unfinished = to.unfinished();
    from.execute("VACUUM INTO ?1", [unfinished.to_string_lossy()])?;
    to.publish().map_err(|error| StoreError::unusable(to.dir(), &error))?;
    match connection::open(&to.path()) {
        Ok(opened) => Ok(opened),
        Err(connection::OpenFault::Store(error)) => Err(error),
        Err(connection::OpenFault::Damaged) => Err(StoreError::Failed("the new file is damaged".to_owned())),
    }
}

impl Disk {
    pub(super) fn new(sql: Connection) -> Self {
        Disk { sql, log: None, durability: Durability::Synced }
    }

    /// Makes changes in one transaction, without those that fail by themselves, and returns when it is as durable as asked for.
    pub(super) fn transaction(
        &mut self,
        durability: Durability,
        changes: &mut [Box<dyn Change>],
    ) -> rusqlite::Result<()> {
        if self.durability != durability {
            let level = if durability == Durability::Written { "normal" } else { "full" };
            self.sql.pragma_update(None, "synchronous", level)?;
            self.durability = durability;
        }
        let mut transaction = self.sql.unchecked_transaction()?;
        for change in changes {
            let savepoint = transaction.savepoint()?;
            if change.apply(&savepoint) == Applied::Made {
                savepoint.commit()?;
            } else {
                drop(savepoint);
            }
            // Some failures end the whole transaction. Nothing may be written outside of it.
            if transaction.is_autocommit() {
                return Err(ended_early());
            }
        }
        transaction.commit()
    }

    /// Syncs what was written without a sync.
    pub(super) fn sync_log(&mut self, files: &FlowFiles) -> std::io::Result<()> {
        if self.log.is_none() {
            self.log = Some(File::open(files.log_path())?);
        }
        self.log.as_ref().map_or(Ok(()), File::sync_data)
    }

    /// Copies the log into the database, which syncs both. Does not wait for readers; returns whether none prevented it.
    pub(super) fn copy_log(&self, mode: CheckpointMode) -> rusqlite::Result<bool> {
        let statement = match mode {
            CheckpointMode::Passive => "PRAGMA wal_checkpoint(PASSIVE)",
            CheckpointMode::Truncate => "PRAGMA wal_checkpoint(TRUNCATE)",
        };
        self.sql.busy_timeout(Duration::ZERO)?;
        let copied = self.sql.query_row(statement, [], |row| Ok(row.get::<_, i64>(0)? == 0));
        self.sql.busy_timeout(connection::BUSY_TIMEOUT)?;
        match copied {
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => Ok(false),
            copied => copied,
        }
    }

    /// The rows that were changed since the connection was opened.
    pub(super) fn rows_changed(&self) -> u64 {
        self.sql.total_changes()
    }

    /// Rewrites the database without its free space, in which deleted content may stand.
    pub(super) fn vacuum(&self) -> rusqlite::Result<()> {
        self.sql.execute_batch("VACUUM")
    }

    /// Pages in the log that are not in the database yet.
    pub(super) fn log_pages(&self) -> i64 {
        let pages = |row: &rusqlite::Row<'_>| Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?);
        self.sql
            .prepare_cached("PRAGMA wal_checkpoint(NOOP)")
            .and_then(|mut look| look.query_row([], pages))
            .unwrap_or(0)
    }
}

fn ended_early() -> rusqlite::Error {
    let ended = ffi::Error { code: rusqlite::ErrorCode::OperationAborted, extended_code: ffi::SQLITE_ABORT };
    rusqlite::Error::SqliteFailure(ended, None)
}

/// Whether the disk failed in a way after which the file's state is not known.
pub(super) fn is_failed_sync(error: &rusqlite::Error) -> bool {
    let Some(error) = error.sqlite_error() else { return false };
    matches!(
        error.extended_code,
        ffi::SQLITE_IOERR_FSYNC
            | ffi::SQLITE_IOERR_DIR_FSYNC
            | ffi::SQLITE_IOERR_TRUNCATE
            | ffi::SQLITE_IOERR_CLOSE
    )
}
