//! The version of the data directory's form, and the lock that keeps a second process out.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use dealink_core::atomic_file::{self, Access};
use serde::{Deserialize, Serialize};

use super::StoreError;

/// The form that this version writes: SQLite and sled with a journal. Form 1 had everything in sled, and no mark.
const FORMAT: i64 = 2;

#[derive(Serialize, Deserialize)]
struct FormatMark {
    format: i64,
}

/// The form of a data directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// There is no mark: the directory is new, or of form 1.
    Unmarked,
    Present,
}

/// Makes the directory if it is not there, and locks it until the file is dropped.
pub(super) fn lock(dir: &Path) -> Result<File, StoreError> {
    let unusable = |error| StoreError::unusable(dir, &error);
    fs::create_dir_all(dir).map_err(unusable)?;
    let mut options = OpenOptions::new();
    let file = options.create(true).truncate(false).write(true).mode(0o600).open(dir.join("lock"));
    let file = file.map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked(dir.into())),
        Err(TryLockError::Error(error)) => Err(unusable(error)),
    }
}

pub(super) fn read(dir: &Path) -> Result<Format, StoreError> {
    let text = match fs::read(mark(dir)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Format::Unmarked),
        Err(error) => return Err(StoreError::unusable(dir, &error)),
    };
    match serde_json::from_slice(&text) {
        Ok(FormatMark { format }) if format > FORMAT => {
            Err(StoreError::Newer { found: format, known: FORMAT })
        }
        // A damaged mark says that there was one.
        _ => Ok(Format::Present),
    }
}

/// Marks the directory with the present form. It is on the disk when this returns.
pub(super) fn write(dir: &Path) -> Result<(), StoreError> {
    let written = atomic_file::replace(&mark(dir), Access::OwnerOnly, |file| {
        serde_json::to_writer(&mut *file, &FormatMark { format: FORMAT })?;
        file.write_all(b"\n")
    });
    written.map_err(|error| StoreError::unusable(dir, &error))
}

fn mark(dir: &Path) -> PathBuf {
    dir.join("format")
}
