//! A file with a list, read: CSV, TXT and XLSX, whatever encoding a spreadsheet program left it in.
//!
//! Nothing is guessed about an entry: what is not plainly a store's number, a store's address or a keyword is a fault with
//! its line. Any bytes are read in bounded time and memory, and none of them panics.

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
/// Faults that are kept with their words; of more, only their number.
const FAULTS_KEPT: usize = 1_000;

/// A row that is no entry.
#[derive(Clone, Debug, PartialEq)]
pub struct RowFault {
    /// The line of the text or the row of the sheet, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: Message,
}

/// A file that is refused as a whole, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRefusal(pub Message);

impl ListRefusal {
    fn new(key: &'static str) -> ListRefusal {
        ListRefusal(Message::new(key))
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedList {
    /// Its good rows.
    pub entries: ListEntries,
    /// Good rows that say again what another one said.
    pub duplicates: usize,
    /// Its bad rows in their order; the first thousand of them.
    pub faults: Vec<RowFault>,
    /// How many bad rows there are.
    pub fault_count: usize,
    /// The day that it gives for itself.
    pub date: Option<Date>,
    /// The sheet that was read, where there are several.
    pub sheet: Option<String>,
}

/// Reads a file called `name` as a list of this kind. `today` decides which dates can be meant.
///
/// # Errors
/// Why nothing can be read from it, or nothing at all stands in it.
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
                let is_new = seen.insert(crate::text::fold(&word));
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

/// What is said of a file that is too large.
pub fn too_large() -> Message {
    Message::new("lists-refused-size").with("most", MOST_BYTES / 1024 / 1024)
}

/// Whether a file of this name is one that is read.
pub fn has_known_ending(name: &str) -> bool {
    ending(name).is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

/// Whether a list can be of this day: not of a day to come, and not of a time before there were such lists. Tomorrow is
/// allowed, because it begins earlier in Türkiye than in UTC.
pub fn is_plausible_date(date: Date, today: Date) -> bool {
    date >= date::EARLIEST && date <= today.tomorrow().unwrap_or(today)
}

fn ending(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, ending)| ending)
}

#[cfg(test)]
mod tests;
