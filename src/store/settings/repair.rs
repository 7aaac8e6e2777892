//! Opening the settings: what is damaged or behind is made good from what is not.
//!
//! In this order: if sled does not open, its snapshot files are moved aside and it is opened again, since it can do without them;
//! if it still does not open, it is moved aside and made anew from the journal. If the journal is whole and not behind sled, sled is
//! corrected to say the same. Else the journal is written anew: from sled if that opened, or from the lines that can be read,
//! or from the copy of an earlier journal.

use std::fs;
use std::path::{Path, PathBuf};

use super::Records;
use super::journal::{Journal, JournalContent, JournalState};
use super::tables::{self, OpenFailure, SledTables};
use crate::store::error::StoreError;
use crate::store::{Repair, damaged};

/// The opened tables, and what of sled was moved aside.
struct OpenedTables {
    tables: Option<SledTables>,
    moved_to: Option<PathBuf>,
}

pub(super) fn open(dir: &Path) -> Result<(SledTables, Journal, Vec<Repair>), StoreError> {
    let opened = open_tables(dir)?;
    let content = JournalContent::read(dir)?;
    let mut repairs = Vec::new();
    let (tables, journal) = match opened.tables {
        Some(tables) if content.state == JournalState::Missing && tables.records()?.is_empty() => {
            // New, or everything but an empty sled is gone.
            let copy = JournalContent::read_copy(dir)?;
            if copy.state != JournalState::Missing {
                repairs.push(Repair::SettingsFromCopy { restored: copy.records.len() });
            }
            let last = copy.last.max(tables.last()?);
            tables.correct(&copy.records, last)?;
            (tables, Journal::create(dir, &copy.records, last)?)
        }
        Some(tables) if content.state == JournalState::Whole && content.last >= tables.last()? => {
            let corrected = tables.correct(&content.records, content.last)?;
            if corrected > 0 || opened.moved_to.is_some() {
                repairs.push(Repair::SettingsCorrected { moved_to: opened.moved_to, records: corrected });
            }
            (tables, Journal::resume(dir, &content)?)
        }
        Some(tables) => {
            let (records, last) = newest(&tables, &content)?;
            tables.correct(&records, last)?;
            repairs.push(Repair::JournalRewritten { records: records.len() });
            (tables, Journal::create(dir, &records, last)?)
        }
        None => {
            let (records, last, repair) = readable(dir, content, opened.moved_to)?;
            repairs.push(repair);
            let journal = Journal::create(dir, &records, last)?;
            (SledTables::make(dir, &records, last)?, journal)
        }
    };
    Ok((tables, journal, repairs))
}

fn open_tables(dir: &Path) -> Result<OpenedTables, StoreError> {
    match SledTables::open(dir) {
        Ok(tables) => return Ok(OpenedTables { tables: Some(tables), moved_to: None }),
        Err(OpenFailure::Broken) => {}
        Err(failure) => return Err(failure.into_error(dir)),
    }
    let unusable = |error| StoreError::unusable(dir, &error);
    let moved_to = damaged::new_directory(dir).map_err(unusable)?;
    move_snapshots(&tables::path(dir), &moved_to).map_err(unusable)?;
    if let Ok(tables) = SledTables::open(dir) {
        return Ok(OpenedTables { tables: Some(tables), moved_to: Some(moved_to) });
    }
    if tables::path(dir).exists() {
        fs::rename(tables::path(dir), moved_to.join("settings")).map_err(unusable)?;
    }
    Ok(OpenedTables { tables: None, moved_to: Some(moved_to) })
}

/// sled reads its snapshot files before its log, and can do without them.
fn move_snapshots(sled: &Path, to: &Path) -> std::io::Result<()> {
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

/// The journal is damaged or behind: sled's records count, with those that only the journal has.
fn newest(tables: &SledTables, content: &JournalContent) -> Result<(Records, u64), StoreError> {
    let (mut records, last) = (tables.records()?, tables.last()?);
    if content.last > last {
        // sled is behind as well: the lines that can be read are newer.
        records.extend(content.records.clone());
    }
    Ok((records, last.max(content.last)))
}

/// sled is lost: what the journal holds, or else its copy.
fn readable(
    dir: &Path,
    content: JournalContent,
    moved_to: Option<PathBuf>,
) -> Result<(Records, u64, Repair), StoreError> {
    let copy = match content.state {
        JournalState::Whole => JournalContent::default(),
        JournalState::Missing | JournalState::Damaged => JournalContent::read_copy(dir)?,
    };
    let complete = content.state == JournalState::Whole;
    let last = content.last.max(copy.last);
    let mut records = copy.records;
    records.extend(content.records);
    let restored = records.len();
    Ok((records, last, Repair::SettingsRestored { moved_to, restored, complete }))
}
