//! The format of a file, by its content and name.

use super::refusal::ListRefusal;
use super::table::ListTable;
use super::text_file::{decode_text, parse_lines, parse_separated};
use super::workbook::parse_workbook;
use crate::lists::kind::ListKind;

/// Splits a file into rows. The content decides the format where it contradicts the name.
pub(super) fn parse_table(name: &str, bytes: &[u8], kind: ListKind) -> Result<ListTable, ListRefusal> {
    let is = |known: &str| ending(name).is_some_and(|ending| ending.eq_ignore_ascii_case(known));
    if bytes.starts_with(b"PK\x03\x04") {
        return parse_workbook(bytes);
    }
    // Written by old spreadsheet programs, and by new ones for a workbook with a password.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ListRefusal::OldWorkbook);
    }
    if is("xlsx") {
        return Err(ListRefusal::BrokenWorkbook);
    }
    let text = decode_text(bytes)?;
    if is("csv") || is("tsv") { parse_separated(&text) } else { parse_lines(&text, kind) }
}

/// Endings of files that are read.
pub const ENDINGS: [&str; 4] = ["csv", "tsv", "txt", "xlsx"];

pub fn has_known_ending(name: &str) -> bool {
    ending(name).is_some_and(|ending| ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)))
}

fn ending(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, ending)| ending)
}
