//! Reads the first non-empty sheet of an XLSX workbook.
//!
//! Cells are read one by one, because a sheet with a single cell in its far corner would otherwise fill the memory. What the archive
//! and the library's reading may cost is bounded by [`super::archive`]; what neither of them sees, such as a style of a megabyte in
//! each of ten thousand cell formats, by the limits of the process that reads.

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::archive::{BudgetReader, LARGEST_WHOLE, ReadBudget, open_checked};
use super::refusal::{ListRefusal, MOST_SHEETS};
use super::table::{LONGEST_CELL, ListTable, MOST_CELLS};

/// The largest whole number that a cell can hold exactly.
const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Sheet names are shown up to this length, in characters: Excel allows no longer ones, but a file may have them.
/// Source: Excel specifications and limits, "Rename a worksheet": at most 31 characters.
const LONGEST_SHEET_NAME: usize = 31;

pub(super) fn parse_workbook(bytes: &[u8]) -> Result<ListTable, ListRefusal> {
    parse_within(bytes, LARGEST_WHOLE)
}

/// `budget`: how many bytes the library may unpack.
pub(super) fn parse_within(bytes: &[u8], budget: u64) -> Result<ListTable, ListRefusal> {
    // The library may panic on a crafted workbook.
    let read = catch_unwind(AssertUnwindSafe(|| first_filled_sheet(open_checked(bytes, budget)?)));
    read.unwrap_or(Err(ListRefusal::BrokenWorkbook))
}

fn first_filled_sheet(source: BudgetReader<'_>) -> Result<ListTable, ListRefusal> {
    let budget = source.budget();
    let mut book: Xlsx<_> = Xlsx::new(source).map_err(|_| budget.refusal())?;
    if book.sheets_metadata().len() > MOST_SHEETS {
        return Err(ListRefusal::TooManySheets);
    }
    let shown = |sheet: &&calamine::Sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    };
    let names: Vec<String> =
        book.sheets_metadata().iter().filter(shown).map(|sheet| sheet.name.clone()).collect();
    for name in &names {
        let mut table = sheet(&mut book, name, &budget)?;
        if !table.rows.is_empty() {
            table.sheet = (names.len() > 1).then(|| name.chars().take(LONGEST_SHEET_NAME).collect());
            return Ok(table);
        }
    }
    Ok(ListTable::default())
}

fn sheet(
    book: &mut Xlsx<BudgetReader<'_>>,
    name: &str,
    budget: &ReadBudget,
) -> Result<ListTable, ListRefusal> {
    let mut table = ListTable::default();
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| budget.refusal())?;
    let mut row = Vec::new();
    let mut at = 0;
    while let Some(cell) = cells.next_cell().map_err(|_| budget.refusal())? {
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
