//! What flows through the bot, in SQLite: the inbox, updates that were set aside, which message answered which, what was shared,
//! recent products, open questions, exchange rates.
//!
//! One thread writes; callers wait until their change is written, and for what must survive a power cut until it is on the disk.
//! Reads use a connection of their own and see every change that was confirmed. Content that is deleted is overwritten
//! (`secure_delete`). After a failed sync nothing is written to the same file any more (see [`writer`]).

mod answers;
mod aside;
mod change;
mod connection;
mod disk;
mod erase;
mod files;
mod import;
mod inbox;
mod queries;
mod questions;
mod rates;
mod recent;
mod run;
mod salvage;
mod shares;
mod writer;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use rusqlite::Connection;

use super::error::StoreError;
use super::format::Format;
use super::{Repair, Stored};
use connection::{OpenFault, Opened};
use erase::ErasingRequests;
use files::FlowFiles;
use writer::{FlowWriter, ThreadEnd};

use change::Durability;
pub(super) use import::FlowContents;

/// The open database. Cheap to clone.
#[derive(Clone)]
pub(super) struct FlowDatabase {
    writer: FlowWriter,
    reader: Reader,
    erased_with: ErasingRequests,
}

/// The connection that everybody reads through. The writer replaces it when it has written the database anew.
#[derive(Clone)]
struct Reader(Arc<Mutex<Connection>>);

impl FlowDatabase {
    /// Opens the database below `dir`, and makes it if there is none. What is damaged is moved aside, and everything that can
    /// still be read of it is taken over. In a directory of the `Present` form a database that is not there counts as damaged.
    ///
    /// # Errors
    /// When the directory is not usable or the database is of a newer version.
    pub(super) fn open(dir: &Path, format: Format) -> Result<(Self, Option<Repair>), StoreError> {
        let unusable = |error| StoreError::unusable(dir, &error);
        let found = FlowFiles::find(dir).map_err(unusable)?;
        let expected = found.is_some() || format == Format::Present;
        let files = found.unwrap_or_else(|| FlowFiles::first(dir));
        let opened = match files.is_empty() && expected {
            true => Err(OpenFault::Damaged),
            false => connection::open(&files.path()),
        };
        let (Opened { writer, reader }, files, repair) = match opened {
            Ok(opened) => (opened, files, None),
            Err(OpenFault::Damaged) => {
                let (opened, files, repair) = salvage::reopen(&files)?;
                (opened, files, Some(repair))
            }
            Err(OpenFault::Store(error)) => return Err(error),
        };
        // Only now: they were all there was if the newest one could not be read.
        for other in files.others().map_err(unusable)?.into_iter().chain([files.next()]) {
            other.remove_all().map_err(unusable)?;
        }
        let reader = Reader(Arc::new(Mutex::new(reader)));
        let writer = FlowWriter::start(writer, reader.clone(), files, ThreadEnd::EmptyLog)?;
        Ok((FlowDatabase { writer, reader, erased_with: ErasingRequests::default() }, repair))
    }

    /// Opens the database below `dir` beside the process that has it in use.
    ///
    /// # Errors
    /// When there is none, or it cannot be read, or it is not of this version.
    pub(super) fn open_beside(dir: &Path) -> Result<Self, StoreError> {
        let found = FlowFiles::find(dir).map_err(|error| StoreError::unusable(dir, &error))?;
        let missing =
            || StoreError::Directory { dir: dir.into(), fault: "there is no store in it".to_owned() };
        let files = found.filter(|files| !files.is_empty()).ok_or_else(missing)?;
        let writer = connection::connect_to_present(&files.path())?;
        let reader = Reader(Arc::new(Mutex::new(connection::connect(&files.path())?)));
        let writer = FlowWriter::start(writer, reader.clone(), files, ThreadEnd::LeaveLog)?;
        Ok(FlowDatabase { writer, reader, erased_with: ErasingRequests::default() })
    }

    /// Removes the files below `dir`.
    pub(super) fn remove_files(dir: &Path) -> Result<(), StoreError> {
        let remove = || {
            let Some(files) = FlowFiles::find(dir)? else { return Ok(()) };
            files.others()?.iter().try_for_each(FlowFiles::remove_all)?;
            files.remove_all()
        };
        remove().map_err(|error| StoreError::unusable(dir, &error))
    }

    /// A change by the writing thread; returns once it is as durable as asked for.
    fn write<T: Send + 'static>(
        &self,
        durability: Durability,
        change: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Stored<'static, T> {
        self.writer.write(durability, change)
    }

    fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Stored<'static, T> {
        let read = query(&self.reader.0.lock().unwrap_or_else(PoisonError::into_inner));
        std::future::ready(read.map_err(StoreError::from)).boxed()
    }

    /// Returns once everything that was written is on the disk.
    pub(super) fn sync(&self) -> Stored<'static, ()> {
        self.write(Durability::Synced, queries::touch)
    }

    /// Ends the writing thread after what it has to write, and returns when the database is closed.
    pub(super) async fn close(&self) {
        self.writer.close().await;
    }
}

#[cfg(test)]
mod tests;
