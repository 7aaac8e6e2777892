//! The thread that writes. It takes all changes that wait, writes them in one transaction, syncs it if one of them must survive a
//! power cut, and then answers all who wait. What was written without a sync is synced with the next one, or after
//! [`SYNC_DELAY`].
//!
//! When a sync fails, the operating system may have dropped what it could not write and call the next sync a success. So nothing is
//! written to that file any more: every change is refused until the whole database was written anew into another file, from what
//! can be read, and that file was synced.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;
use rusqlite::Connection;

use super::Reader;
use super::change::{Change, Durability, PendingChange};
use super::connection::Opened;
use super::disk::{CheckpointMode, Disk, is_failed_sync, rewrite};
use super::files::FlowFiles;
use crate::store::error::StoreError;

/// How long a change that a power cut may undo stays unsynced while nothing else is written.
const SYNC_DELAY: Duration = Duration::from_millis(50);
/// Changes in one transaction.
const CHANGES_AT_MOST: usize = 512;
/// The log is copied into the database when it has more than this many pages of 4 KiB.
const LOG_PAGES: i64 = 1_000;
/// How often, and with what pauses, it is tried to empty the log while the command line reads.
const CLEAR_ATTEMPTS: u32 = 100;
const CLEAR_PAUSE: Duration = Duration::from_millis(20);
/// How long after a failure the database is written anew at the earliest.
const REWRITE_PAUSE: Duration = Duration::from_secs(1);

/// Hands changes to the thread. Cheap to clone.
#[derive(Clone)]
pub(super) struct FlowWriter(Arc<Mutex<Option<RunningThread>>>);

struct RunningThread {
    changes: Sender<Box<dyn Change>>,
    thread: JoinHandle<()>,
}

impl FlowWriter {
    pub(super) fn start(
        sql: Connection,
        reader: Reader,
        files: FlowFiles,
        end: ThreadEnd,
    ) -> Result<Self, StoreError> {
        let (changes, waiting) = channel();
        let thread = WriterThread {
            waiting,
            disk: Disk::new(sql),
            reader,
            files,
            unsynced: false,
            refused_since: None,
            end,
        };
        let spawned = std::thread::Builder::new().name("store".to_owned()).spawn(move || thread.run());
        let thread =
            spawned.map_err(|error| StoreError::Failed(format!("no thread for the store: {error}")))?;
        Ok(FlowWriter(Arc::new(Mutex::new(Some(RunningThread { changes, thread })))))
    }

    /// Queues a change at once, and returns when it was made.
    pub(super) fn write<T: Send + 'static>(
        &self,
        durability: Durability,
        change: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, StoreError>> {
        let (pending, answer) = PendingChange::new(durability, change);
        if let Some(running) = &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            let _ = running.changes.send(Box::new(pending));
        }
        async { answer.await.unwrap_or_else(|_| Err(StoreError::Closed)) }.boxed()
    }

    /// Returns when the thread has written everything and has ended. Later changes are refused.
    pub(super) async fn close(&self) {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(RunningThread { changes, thread }) = running else { return };
        drop(changes);
        let ended = tokio::task::spawn_blocking(move || thread.join().is_ok()).await;
        if !ended.unwrap_or(false) {
            tracing::error!("the thread that writes did not end in order");
        }
    }
}

struct WriterThread {
    waiting: Receiver<Box<dyn Change>>,
    disk: Disk,
    reader: Reader,
    files: FlowFiles,
    /// Whether something was written and not synced.
    unsynced: bool,
    /// Since when the file is not trusted any more.
    refused_since: Option<Instant>,
    end: ThreadEnd,
}

/// What the thread does with the log when it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ThreadEnd {
    EmptyLog,
    /// Another process uses it.
    LeaveLog,
}

impl WriterThread {
    fn run(mut self) {
        while let Some(changes) = self.next_changes() {
            if self.refused_since.is_some() {
                self.rewrite_after_a_pause();
            }
            match self.refused_since {
                Some(_) => finish(changes, &Err(StoreError::Unsynced), &Ok(())),
                None => self.write(changes),
            }
            // After the answers, because it takes longer than a transaction.
            if self.refused_since.is_none() && self.disk.log_pages() > LOG_PAGES {
                self.checkpoint(CheckpointMode::Passive);
            }
        }
        if self.refused_since.is_none() {
            self.sync_log();
            if self.end == ThreadEnd::EmptyLog {
                self.checkpoint(CheckpointMode::Truncate);
            }
        }
    }

    /// The changes that wait, once there is one; `None` when there will be none any more. Syncs what was written before, when
    /// nothing comes for a while.
    fn next_changes(&mut self) -> Option<Vec<Box<dyn Change>>> {
        let first = loop {
            if !self.unsynced {
                break self.waiting.recv().ok()?;
            }
            match self.waiting.recv_timeout(SYNC_DELAY) {
                Ok(change) => break change,
                Err(RecvTimeoutError::Timeout) => self.sync_log(),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        };
        let mut changes = vec![first];
        changes.extend(self.waiting.try_iter().take(CHANGES_AT_MOST - 1));
        Some(changes)
    }

    /// Writes changes in one transaction, without those that fail by themselves, and answers them.
    fn write(&mut self, mut changes: Vec<Box<dyn Change>>) {
        let durability = changes.iter().map(|change| change.durability()).max().unwrap_or(Durability::Synced);
        let rows = self.disk.rows_changed();
        let written = self.disk.transaction(durability, &mut changes);
        match &written {
            Ok(()) if durability == Durability::Written => self.unsynced = true,
            // A transaction without changes is not written, and so syncs nothing of what was written before it.
            Ok(()) if self.disk.rows_changed() == rows => self.sync_log(),
            Ok(()) => self.unsynced = false,
            Err(error) if is_failed_sync(error) => self.refuse("a transaction"),
            Err(_) => {}
        }
        let written = match (written, self.refused_since) {
            (Ok(()), Some(_)) => Err(StoreError::Unsynced),
            (written, _) => written.map_err(StoreError::from),
        };
        // The others are written, whatever becomes of the log.
        let erased = match durability {
            Durability::Erased if written.is_ok() => self.clear_log(),
            _ => Ok(()),
        };
        finish(changes, &written, &erased);
    }

    /// Syncs what was written without a sync.
    fn sync_log(&mut self) {
        if std::mem::take(&mut self.unsynced) && self.disk.sync_log(&self.files).is_err() {
            self.refuse("the log");
        }
    }

    fn checkpoint(&mut self, mode: CheckpointMode) {
        if self.disk.copy_log(mode).as_ref().is_err_and(is_failed_sync) {
            self.refuse("the database");
        }
    }

    /// Rewrites the database, copies the log into it and empties the log: all of these may still hold what was deleted.
    fn clear_log(&mut self) -> Result<(), StoreError> {
        match self.try_to_clear_log() {
            Ok(true) => Ok(()),
            Ok(false) => Err(StoreError::Failed("another process reads the store".to_owned())),
            Err(error) => {
                if is_failed_sync(&error) {
                    self.refuse("the database");
                }
                Err(error.into())
            }
        }
    }

    fn try_to_clear_log(&self) -> rusqlite::Result<bool> {
        self.disk.vacuum()?;
        for _ in 0..CLEAR_ATTEMPTS {
            self.disk.copy_log(CheckpointMode::Passive)?;
            {
                // An open read would keep the log. There is little left to copy, so readers wait for a moment only.
                let _reads = self.reader.0.lock().unwrap_or_else(PoisonError::into_inner);
                if self.disk.copy_log(CheckpointMode::Truncate)? {
                    return Ok(true);
                }
            }
            std::thread::sleep(CLEAR_PAUSE);
        }
        Ok(false)
    }

    fn refuse(&mut self, what: &str) {
        tracing::error!(
            what,
            "the disk did not take it; nothing is confirmed until everything was written anew"
        );
        self.refused_since = Some(Instant::now());
    }

    /// Writes everything anew into another file. What was confirmed is still readable from the memory of the operating system, and
    /// what was not confirmed does no harm.
    fn rewrite_after_a_pause(&mut self) {
        if self.refused_since.is_none_or(|since| since.elapsed() < REWRITE_PAUSE) {
            return;
        }
        self.refused_since = Some(Instant::now());
        let next = self.files.next();
        match rewrite(&self.disk.sql, &next) {
            Ok(Opened { writer, reader }) => {
                *self.reader.0.lock().unwrap_or_else(PoisonError::into_inner) = reader;
                self.disk = Disk::new(writer);
                let before = std::mem::replace(&mut self.files, next);
                if let Err(error) = before.remove_all() {
                    tracing::warn!(%error, "the file before could not be removed; the next start does it");
                }
                (self.refused_since, self.unsynced) = (None, false);
                tracing::info!("everything was written anew to the disk");
            }
            Err(error) => tracing::error!(%error, "the disk still takes nothing"),
        }
    }
}

/// Answers changes: `erased` for those that had to leave no trace, `written` for the others.
fn finish(changes: Vec<Box<dyn Change>>, written: &Result<(), StoreError>, erased: &Result<(), StoreError>) {
    for change in changes {
        let outcome = match change.durability() {
            Durability::Erased => written.clone().and_then(|()| erased.clone()),
            Durability::Written | Durability::Synced => written.clone(),
        };
        change.finish(outcome);
    }
}
