//! Parses a file with a list: CSV, TXT and XLSX, in any encoding that spreadsheet programs write.
//!
//! A cell that is not clearly a store number, a store address or a keyword is a fault with its line. Any bytes are read in bounded
//! time and memory without a panic.

mod date;
mod entry;
mod heading;
mod rows;
mod sheet;
mod words;

use jiff::civil::Date;

use super::{ListEntries, ListKind};
use dealink_core::message::Message;

pub use date::date_in;
pub(super) use words::plain_words;

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
/// The most rows that a list may have.
pub const MOST_ROWS: usize = 200_000;
/// Endings of files that are read.
pub const ENDINGS: [&str; 4] = ["csv", "tsv", "txt", "xlsx"];
/// The most faults that are kept; further ones are only counted.
const FAULTS_KEPT: usize = 1_000;

/// A row that is not a valid entry.
#[derive(Clone, Debug, PartialEq)]
pub struct RowFault {
    /// The line of the text or row of the sheet, from 1.
    pub line: usize,
    pub message: Message,
}

/// The reason why a whole file is refused.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRefusal(pub Message);

impl ListRefusal {
    fn new(key: &'static str) -> ListRefusal {
        ListRefusal(Message::new(key))
    }
}

/// The content of a file.
#[derive(Clone, Debug, PartialEq)]
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
        return Err(ListRefusal(too_large()));
    }
    let table = rows::parse_table(name, bytes, kind)?;
    let columns = heading::find_columns(&table.rows, kind)?;
    let titles = table.rows[..columns.first_row].iter().flat_map(|row| row.cells.iter());
    let mut reading = ParsedList {
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
    let mut seen = std::collections::HashSet::new();
    for row in &table.rows[columns.first_row..] {
        let taken = match &mut reading.entries {
            ListEntries::Stores(stores) => entry::parse_store(columns.entry(row)).map(|store| {
                let name = columns.name(row).map(str::to_owned);
                let known = stores.entry(store);
                let is_new = matches!(known, std::collections::btree_map::Entry::Vacant(_));
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
        match taken {
            Ok(is_new) => reading.duplicates += usize::from(!is_new),
            Err(why) => {
                reading.fault_count += 1;
                if reading.faults.len() < FAULTS_KEPT {
                    reading.faults.push(RowFault { line: row.line, message: why });
                }
            }
        }
    }
    if reading.entries.is_empty() && reading.fault_count == 0 {
        return Err(ListRefusal::new("lists-refused-empty"));
    }
    Ok(reading)
}

pub fn too_large() -> Message {
    Message::new("lists-refused-size").with("most", MOST_BYTES / 1024 / 1024)
}

/// Whether the name has one of [`ENDINGS`].
pub fn has_known_ending(name: &str) -> bool {
    ending(name).is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// Whether a list can have this date: not in the future, and not before there were such lists. Tomorrow is allowed, because the day
/// begins earlier in Türkiye than in UTC.
pub fn is_plausible_date(date: Date, today: Date) -> bool {
    date >= date::EARLIEST && date <= today.tomorrow().unwrap_or(today)
}

fn ending(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, ending)| ending)
}

#[cfg(test)]
mod tests;
