//! A plain copy of the lists in force beside the database: one JSON line for each list, the file replaced as a whole. A broken
//! database is restored from it, and the command line reads it while the bot has the database open.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use dealink_core::atomic_file::{self, Access};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::lists::{List, ListEntries, ListKind, Lists};
use crate::store::error::StoreError;

#[derive(Serialize)]
struct ListRecordRef<'a> {
    list: &'static str,
    date: Date,
    entries: &'a ListEntries,
}

#[derive(Deserialize)]
struct ListRecord {
    list: String,
    date: Date,
    entries: ListEntries,
}

pub(super) fn path(dir: &Path) -> PathBuf {
    dir.join("lists.jsonl")
}

/// Writes all lists to a new file and replaces the old file with it.
pub(super) fn write(path: &Path, lists: &Lists) -> Result<(), StoreError> {
    let written = atomic_file::replace(path, Access::OwnerOnly, |file| {
        for kind in ListKind::all() {
            let Some(List { date, entries }) = lists.get(kind) else { continue };
            serde_json::to_writer(&mut *file, &ListRecordRef { list: kind.name(), date: *date, entries })?;
            file.write_all(b"\n")?;
        }
        Ok(())
    });
    written.map_err(|error| StoreError::Failed(error.to_string()))
}

/// Reads the copy, if there is one. A damaged line is skipped, because the others are still useful.
pub(super) fn read(dir: &Path) -> Vec<(ListKind, List)> {
    let Ok(file) = File::open(path(dir)) else { return Vec::new() };
    let lines = BufReader::new(file).lines().map_while(Result::ok);
    let list = |line: String| {
        let ListRecord { list, date, entries } = serde_json::from_str(&line).ok()?;
        Some((list.parse().ok()?, List { date, entries }))
    };
    lines.filter_map(list).collect()
}
