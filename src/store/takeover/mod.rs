//! Taking over the data directory of an earlier version.
//!
//! In this order, so that a crash at any point leaves the old data in force or the new, and the next start goes on: what an
//! interrupted attempt left is removed; the old database is read and everything is written into new ones; the mark of the new form
//! is written; the old files are moved to a directory of their own, where they stay until the new form has proved itself.

mod form1;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::flow::FlowDatabase;
use super::format::{self, Format};
use super::settings::{RecordStore, SettingsDatabase};
use super::{Repair, StoreError};

const KEPT_FILES: &str = "before-format-2";
/// How long the old files are kept, in seconds.
const KEPT_SECONDS: i64 = 7 * 24 * 3600;
/// What form 1 put into the data directory.
const FORM_1_FILES: [&str; 11] = [
    "store",
    "snapshot.jsonl",
    "chats.jsonl",
    "favourites.jsonl",
    // A crash may have left them.
    "snapshot.new",
    "chats.new",
    "favourites.new",
    "lists.new",
    "snapshot.jsonl.new",
    "chats.jsonl.new",
    "favourites.jsonl.new",
];
/// How the names of databases begin that form 1 could not open and moved aside.
const FORM_1_BROKEN: &str = "broken-";

/// Removes what an attempt left that was interrupted before the mark was written. Returns the form of the directory.
pub(super) fn prepare(dir: &Path) -> Result<Format, StoreError> {
    let format = format::read(dir)?;
    if format == Format::Unmarked && form1::is_present(dir) {
        SettingsDatabase::remove_files(dir)?;
        FlowDatabase::remove_files(dir)?;
    }
    Ok(format)
}

/// Takes over the data of form 1, if there is any, and marks the directory.
pub(super) async fn finish(
    dir: &Path,
    settings: &SettingsDatabase,
    flow: &FlowDatabase,
    repairs: &mut Vec<Repair>,
) -> Result<(), StoreError> {
    if format::read(dir)? == Format::Unmarked {
        if form1::is_present(dir) {
            let form1::Contents { changes, flowing, repair } = form1::read(dir)?;
            repairs.extend(repair);
            settings.apply(changes).await?;
            flow.import(flowing).await?;
            tracing::info!("the data of the earlier version was taken over");
        }
        format::write(dir)?;
    }
    move_old_files(dir).map_err(|error| StoreError::unusable(dir, &error))
}

fn move_old_files(dir: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name();
        let Some(name) = name.to_str() else { continue };
        if FORM_1_FILES.contains(&name) || name.starts_with(FORM_1_BROKEN) {
            fs::create_dir_all(kept_files(dir))?;
            fs::rename(dir.join(name), free_path(&kept_files(dir), name))?;
        }
    }
    Ok(())
}

/// A path for the file that does not exist yet: there is one of this name already if the earlier version was started again after
/// its data was taken over.
fn free_path(kept: &Path, name: &str) -> PathBuf {
    let (mut path, mut number) = (kept.join(name), 1);
    while path.exists() {
        number += 1;
        path = kept.join(format!("{name}-{number}"));
    }
    path
}

/// Where the files of the earlier version are kept. They hold people's data.
pub(super) fn kept_files(dir: &Path) -> PathBuf {
    dir.join(KEPT_FILES)
}

/// Removes the files of the earlier version when the present one has run long enough.
pub(super) fn remove_proven(dir: &Path, now: i64) -> Result<(), StoreError> {
    let kept = kept_files(dir);
    let since = match fs::metadata(&kept).and_then(|directory| directory.modified()) {
        Ok(since) => since,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::unusable(dir, &error)),
    };
    let since = since.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    if now - since < KEPT_SECONDS {
        return Ok(());
    }
    tracing::info!("the files of the earlier version are removed");
    fs::remove_dir_all(kept).map_err(|error| StoreError::unusable(dir, &error))
}
