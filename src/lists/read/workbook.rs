//! Reads the first non-empty sheet of an XLSX workbook.
//!
//! The unpacked size of every part is measured before the workbook is opened, because a small file can unpack to any size. Cells
//! are read one by one, because a sheet with a single cell in its far corner would otherwise fill the memory.

use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx};
use zip::ZipArchive;

use super::refusal::ListRefusal;
use super::table::{LONGEST_CELL, ListTable, MOST_CELLS};

/// The largest unpacked sheet, in bytes: about twice the size of a sheet with the most rows.
const LARGEST_SHEET: u64 = 64 * 1024 * 1024;
/// The largest unpacked part with the shared texts, in bytes. It is held in memory, where it takes up to six times as much. Pictures
/// may be as large, because they are not read.
const LARGEST_TEXTS: u64 = 24 * 1024 * 1024;
/// The largest other part, unpacked, in bytes. Cell styles take thirty times as much in memory.
const LARGEST_PART: u64 = 3 * 1024 * 1024;
/// The largest sum of all parts, unpacked, in bytes.
const LARGEST_WHOLE: u64 = 160 * 1024 * 1024;
/// The largest whole number that a cell can hold exactly.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn parse_workbook(bytes: &[u8]) -> Result<ListTable, ListRefusal> {
    // A panic of the library on a crafted workbook must not end the bot.
    let read = catch_unwind(AssertUnwindSafe(|| {
        measure(bytes)?;
        sheets(bytes)
    }));
    read.unwrap_or(Err(ListRefusal::BrokenWorkbook))
}

/// Unpacks every part without keeping it and refuses parts that are too large. The sizes that the file declares are not trusted.
fn measure(bytes: &[u8]) -> Result<(), ListRefusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ListRefusal::BrokenWorkbook)?;
    let mut whole = 0;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| ListRefusal::BrokenWorkbook)?;
        let most = part.name().map_or(LARGEST_PART, |name| largest(&name));
        let unpacked = std::io::copy(&mut part.take(most + 1), &mut std::io::sink())
            .map_err(|_| ListRefusal::BrokenWorkbook)?;
        whole += unpacked;
        if unpacked > most || whole > LARGEST_WHOLE {
            return Err(ListRefusal::TooLargeUnpacked);
        }
    }
    Ok(())
}

fn largest(name: &str) -> u64 {
    let name = name.to_ascii_lowercase();
    // The folder of a part is free, so only its file name counts.
    if name.starts_with("xl/worksheets/sheet") {
        LARGEST_SHEET
    } else if name.ends_with("/sharedstrings.xml") || name.starts_with("xl/media/") {
        LARGEST_TEXTS
    } else {
        LARGEST_PART
    }
}

fn sheets(bytes: &[u8]) -> Result<ListTable, ListRefusal> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| ListRefusal::BrokenWorkbook)?;
    let shown = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let names: Vec<String> =
        book.sheets_metadata().iter().filter(shown).map(|sheet| sheet.name.clone()).collect();
    for name in &names {
        let mut table = sheet(&mut book, name)?;
        if !table.rows.is_empty() {
            table.sheet = Some(name.clone()).filter(|_| names.len() > 1);
            return Ok(table);
        }
    }
    Ok(ListTable::default())
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<ListTable, ListRefusal> {
    let mut table = ListTable::default();
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| ListRefusal::BrokenWorkbook)?;
    let mut row = Vec::new();
    let mut at = 0;
    while let Some(cell) = cells.next_cell().map_err(|_| ListRefusal::BrokenWorkbook)? {
        let (line, column) = cell.get_position();
        if line != at {
            table.add_row(at as usize + 1, row.drain(..))?;
            at = line;
        }
        let column = column as usize;
        if column < MOST_CELLS {
            row.resize(row.len().max(column + 1), String::new());
            row[column] = cell_text(cell.get_value());
        }
    }
    table.add_row(at as usize + 1, row.into_iter())?;
    Ok(table)
}

/// The text of a cell: a number with all its digits, a date as `2026-11-20`.
fn cell_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < LARGEST_EXACT => {
            (*number as i64).to_string()
        }
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::String(text) => head(text),
        DataRef::SharedString(text) => head(text),
        DataRef::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) => head(text.split('T').next().unwrap_or_default()),
        DataRef::Empty => String::new(),
        DataRef::Bool(_) | DataRef::DurationIso(_) | DataRef::Error(_) => {
            Data::from(value.clone()).to_string()
        }
    }
}

/// Cuts a text, because one long text may be in every cell.
fn head(text: &str) -> String {
    text[..text.floor_char_boundary(LONGEST_CELL)].to_owned()
}
