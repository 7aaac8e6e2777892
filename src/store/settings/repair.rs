//! Opening the settings: what is damaged or behind is made good from what is not.
//!
//! In this order: if sled cannot be opened and read, its snapshot files are moved aside and it is opened again, since it can do
//! without them; if that does not help, it is moved aside and made anew from the journal. If the journal is whole and not behind
//! sled, sled is corrected to say the same. Else the journal is written anew: from sled and the journal's readable later changes, or
//! without sled from the lines that can be read, together with the copy of an earlier journal.
//!
//! A whole journal is written anew as well: after a failed sync of the run before it may be in the memory of the operating system
//! alone, and no later sync of the same file would help.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Records;
use super::journal::{Journal, JournalContent, JournalState};
use super::tables::{self, OpenFailure, SledTables};
use crate::store::error::StoreError;
use crate::store::{Repair, damaged};

/// sled's tables with what is in them.
struct ReadTables {
    tables: SledTables,
    records: Records,
    last: u64,
}

/// The opened tables, if they hold anything, and what of sled was moved aside.
struct OpenedTables {
    filled: Option<ReadTables>,
    moved_to: Option<PathBuf>,
}

pub(super) fn open(dir: &Path) -> Result<(SledTables, Journal, Vec<Repair>), StoreError> {
    tables::remove_unfinished(dir).map_err(|error| StoreError::unusable(dir, &error))?;
    let OpenedTables { filled, moved_to } = open_tables(dir)?;
    let content = JournalContent::read(dir)?;
    match filled {
        Some(read) if content.state == JournalState::Whole && content.last >= read.last => {
            follow_journal(dir, read, &content, moved_to)
        }
        Some(read) => follow_tables(dir, read, &content),
        None => restore(dir, content, moved_to),
    }
}

/// Corrects sled. That it is behind is usual after the death of the process.
fn follow_journal(
    dir: &Path,
    read: ReadTables,
    content: &JournalContent,
    moved_to: Option<PathBuf>,
) -> Result<(SledTables, Journal, Vec<Repair>), StoreError> {
    let records = read.tables.correct(&content.records, content.last)?;
    let was_damaged = moved_to.is_some() || (records > 0 && read.last == content.last);
    let repair = was_damaged.then_some(Repair::SettingsCorrected { moved_to, records });
    let journal = Journal::create(dir, &content.records, content.last)?;
    Ok((read.tables, journal, repair.into_iter().collect()))
}

/// The journal is damaged or behind. sled's records count, with the later changes that can be read.
fn follow_tables(
    dir: &Path,
    read: ReadTables,
    content: &JournalContent,
) -> Result<(SledTables, Journal, Vec<Repair>), StoreError> {
    let ReadTables { tables, mut records, last } = read;
    for change in JournalContent::changes_after(dir, last)? {
        change.make(&mut records);
    }
    let last = last.max(content.last);
    tables.correct(&records, last)?;
    let repair = Repair::JournalRewritten { records: records.len() };
    Ok((tables, Journal::create(dir, &records, last)?, vec![repair]))
}

/// sled is new, empty or lost: what the journal holds, or else its copy with what can be read of the journal.
fn restore(
    dir: &Path,
    content: JournalContent,
    moved_to: Option<PathBuf>,
) -> Result<(SledTables, Journal, Vec<Repair>), StoreError> {
    let complete = content.state == JournalState::Whole;
    let copy = if complete { JournalContent::default() } else { JournalContent::read_copy(dir)? };
    let last = content.last.max(copy.last);
    let is_from_copy = content.state == JournalState::Missing && copy.state != JournalState::Missing;
    let mut records = copy.records;
    records.extend(content.records.clone());
    let restored = records.len();
    let journal = Journal::create(dir, &records, last)?;
    let tables = if records.is_empty() && last == 0 {
        SledTables::open(dir).map_err(|failure| failure.into_error(dir))?
    } else {
        SledTables::prepare(dir, &records, last)?;
        SledTables::swap_in(dir)?
    };
    let is_new = restored == 0 && moved_to.is_none() && content.state != JournalState::Damaged;
    let repair = match is_from_copy {
        true => Repair::SettingsFromCopy { restored },
        false => Repair::SettingsRestored { moved_to, restored, complete },
    };
    Ok((tables, journal, if is_new { Vec::new() } else { vec![repair] }))
}

fn open_tables(dir: &Path) -> Result<OpenedTables, StoreError> {
    if let Some(filled) = try_open(dir)? {
        return Ok(OpenedTables { filled: some_if_filled(filled), moved_to: None });
    }
    let unusable = |error| StoreError::unusable(dir, &error);
    let moved_to = damaged::new_directory(dir).map_err(unusable)?;
    move_snapshots(&tables::path(dir), &moved_to).map_err(unusable)?;
    if let Some(filled) = try_open(dir)? {
        return Ok(OpenedTables { filled: some_if_filled(filled), moved_to: Some(moved_to) });
    }
    if tables::path(dir).exists() {
        fs::rename(tables::path(dir), moved_to.join("settings")).map_err(unusable)?;
    }
    Ok(OpenedTables { filled: None, moved_to: Some(moved_to) })
}

/// `None` if sled cannot be opened or read.
fn try_open(dir: &Path) -> Result<Option<ReadTables>, StoreError> {
    let tables = match SledTables::open(dir) {
        Ok(tables) => tables,
        Err(OpenFailure::Broken) => return Ok(None),
        Err(failure) => return Err(failure.into_error(dir)),
    };
    match tables.read_all() {
        Ok((records, last)) => Ok(Some(ReadTables { tables, records, last })),
        Err(_) => Ok(None),
    }
}

/// Tables without any change are new, or what is left of lost ones.
fn some_if_filled(read: ReadTables) -> Option<ReadTables> {
    Some(read).filter(|read| !read.records.is_empty() || read.last > 0)
}

/// sled reads its snapshot files before its log, and can do without them.
fn move_snapshots(sled: &Path, to: &Path) -> io::Result<()> {
    if !sled.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(sled)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("snap.") {
            fs::rename(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}
