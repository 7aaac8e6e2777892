//! Text files with one entry a line or with separated cells.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1254};

use super::refusal::ListRefusal;
use super::table::ListTable;
use crate::lists::kind::ListKind;

/// Decodes a text: by its byte order mark, else as UTF-8 where it is valid, else in the encoding of Turkish spreadsheet programs.
pub(super) fn decode_text(bytes: &[u8]) -> Result<String, ListRefusal> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| unmarked_utf16(bytes));
    let text = match marked {
        Some(encoding) => encoding.decode(bytes).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => WINDOWS_1254.decode(bytes).0,
        },
    };
    if text.contains('\0') {
        return Err(ListRefusal::Binary);
    }
    // Line ends of very old Macs.
    Ok(if text.contains('\n') { text.into_owned() } else { text.replace('\r', "\n") })
}

/// UTF-16 without a byte order mark has a zero in every other byte of plain text.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1_000) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let most = head.len() / 2 * 2 / 3;
    match (zeros(0), zeros(1)) {
        _ if head.is_empty() => None,
        (0, high) if high > most => Some(UTF_16LE),
        (high, 0) if high > most => Some(UTF_16BE),
        _ => None,
    }
}

/// Parses one entry a line. A store's name may follow its number after a tab, a semicolon or a comma.
pub(super) fn parse_lines(text: &str, kind: ListKind) -> Result<ListTable, ListRefusal> {
    let mut table = ListTable::default();
    for (at, line) in text.lines().enumerate() {
        match line.split_once(['\t', ';', ',']).filter(|_| matches!(kind, ListKind::Stores(_))) {
            Some((store, name)) => table.add_row(at + 1, [store, name].map(str::to_owned).into_iter())?,
            None => table.add_row(at + 1, std::iter::once(line.to_owned()))?,
        }
    }
    Ok(table)
}

/// Parses cells that are separated by commas, semicolons or tabs.
pub(super) fn parse_separated(text: &str) -> Result<ListTable, ListRefusal> {
    let (separator, text, before) = match declared_separator(text) {
        Some((separator, rest)) => (separator, rest, 1),
        None => (guess_separator(text), text, 0),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut table = ListTable::default();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| ListRefusal::Binary)? {
        let line = record.position().map_or(0, |place| line_of(text, place)) + before;
        table.add_row(line, record.iter().map(str::to_owned))?;
    }
    // An unclosed quotation mark swallows the rest of the file.
    let last = table.rows.last().filter(|row| row.spans_lines);
    if let Some(row) = last.filter(|_| !text.matches('"').count().is_multiple_of(2)) {
        return Err(ListRefusal::OpenQuote { line: row.line });
    }
    Ok(table)
}

/// The line of a record. The CSV reader gives the end of the record before it, which blank lines may follow.
fn line_of(text: &str, place: &csv::Position) -> usize {
    let rest = usize::try_from(place.byte()).ok().and_then(|at| text.as_bytes().get(at..));
    let blank = rest.unwrap_or_default().iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    place.line() as usize + blank.filter(|byte| **byte == b'\n').count()
}

/// The separator in a first line such as `sep=;`, which some programs write, and the text behind that line.
fn declared_separator(text: &str) -> Option<(u8, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let separator = first.trim_start_matches('\u{feff}').trim_end().strip_prefix("sep=")?;
    let [separator @ (b',' | b';' | b'\t')] = separator.as_bytes() else { return None };
    Some((*separator, rest))
}

/// The separator that occurs in most of the first lines, outside of quotation marks.
fn guess_separator(text: &str) -> u8 {
    const LOOKED_AT: usize = 50;
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .take(LOOKED_AT)
        .collect();
    let stands_in = |sign: char| {
        let outside = |line: &str| line.split('"').step_by(2).any(|part| part.contains(sign));
        lines.iter().filter(|line| outside(line)).count()
    };
    // Commas come last, because they also occur in numbers and names.
    let signs = [';', '\t', ','].map(|sign| (stands_in(sign), sign));
    let most = signs.iter().map(|(lines, _)| *lines).max().unwrap_or_default();
    signs.iter().find(|(lines, _)| *lines == most).map_or(b',', |(_, sign)| *sign as u8)
}
