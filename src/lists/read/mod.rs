//! Parses a file with a list: CSV, TXT and XLSX, in any encoding that spreadsheet programs write.
//!
//! A cell that is not clearly a store number, a store address or a keyword is a fault with its line. No bytes cause a panic, and
//! those of a text are read in bounded time and memory. A workbook can exhaust the memory of the process that reads it, so files of
//! people are read by [`super::ListReader`].

mod archive;
mod date;
mod entry;
mod format;
mod heading;
mod refusal;
mod table;
mod text_file;
mod words;
mod workbook;

use std::collections::{HashSet, btree_map};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::kind::ListKind;
use super::list::ListEntries;

pub use date::{date_in, is_plausible_date};
pub use format::{ENDINGS, has_known_ending};
pub use refusal::{EntryProblem, ListRefusal, MOST_BYTES, MOST_ROWS, RowFault};
pub(super) use words::plain_words;

/// The most faults that are kept; further ones are only counted.
const FAULTS_KEPT: usize = 1_000;

/// The content of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParsedList {
    /// The valid rows.
    pub entries: ListEntries,
    /// The number of valid rows that repeat another one.
    pub duplicates: usize,
    /// The first thousand invalid rows, in their order.
    pub faults: Vec<RowFault>,
    /// The number of invalid rows.
    pub fault_count: usize,
    /// The date in the file or its name.
    pub date: Option<Date>,
    /// The name of the sheet that was read, where there are several.
    pub sheet: Option<String>,
}

/// Parses a file called `name` as a list of this kind. `today` limits which dates are plausible.
///
/// # Errors
/// The file cannot be read, or it is empty.
pub fn parse_list(name: &str, bytes: &[u8], kind: ListKind, today: Date) -> Result<ParsedList, ListRefusal> {
    if bytes.len() > MOST_BYTES {
        return Err(ListRefusal::TooLarge);
    }
    let table = format::parse_table(name, bytes, kind)?;
    let columns = heading::find_columns(&table.rows, kind)?;
    let titles = table.rows[..columns.first_row].iter().flat_map(|row| row.cells.iter());
    let mut list = ParsedList {
        entries: match kind {
            ListKind::Stores(_) => ListEntries::Stores(Default::default()),
            ListKind::BannedKeywords => ListEntries::Keywords(Vec::new()),
        },
        duplicates: 0,
        faults: Vec::new(),
        fault_count: 0,
        date: date::date_of_file(table.comments.iter().chain(titles), name, today),
        sheet: table.sheet,
    };
    let mut seen = HashSet::new();
    for row in &table.rows[columns.first_row..] {
        let entry = match &mut list.entries {
            ListEntries::Stores(stores) => entry::parse_store(columns.entry(row)).map(|store| {
                let name = columns.name(row).map(str::to_owned);
                let known = stores.entry(store);
                let is_new = matches!(known, btree_map::Entry::Vacant(_));
                let kept = known.or_default();
                *kept = kept.take().or(name);
                is_new
            }),
            ListEntries::Keywords(words) => entry::parse_keyword(row, columns.entry(row)).map(|word| {
                let is_new = seen.insert(dealink_core::fold::fold_text(&word));
                words.extend(is_new.then_some(word));
                is_new
            }),
        };
        match entry {
            Ok(is_new) => list.duplicates += usize::from(!is_new),
            Err(problem) => {
                list.fault_count += 1;
                if list.faults.len() < FAULTS_KEPT {
                    let quote = words::quoted(columns.entry(row));
                    list.faults.push(RowFault { line: row.line, problem, quote });
                }
            }
        }
    }
    if list.entries.is_empty() && list.fault_count == 0 {
        return Err(ListRefusal::Empty);
    }
    Ok(list)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod workbook_builder;
#[cfg(test)]
mod workbook_tests;
