//! A text file as rows of cells.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1254};

use super::sheet;
use super::{ListKind, ListRefusal, MOST_ROWS, ending};
use dealink_core::message::Message;

/// The most columns that are read; a list needs two.
pub(super) const MOST_CELLS: usize = 30;
/// Cells are cut at this length, in bytes; no entry is as long.
pub(super) const LONGEST_CELL: usize = 4_000;
/// The approximate memory that all cells may take. In a workbook one long text may be in every cell.
const MOST_MEMORY: usize = 128 * 1024 * 1024;
/// The memory of a cell besides its text.
const CELL: usize = 48;
/// The most comments that are kept.
const COMMENTS: usize = 100;

/// One row that is not blank.
#[derive(Clone, Debug, Default)]
pub(super) struct ListRow {
    /// The line or row number, from 1.
    pub(super) line: usize,
    /// The trimmed cells.
    pub(super) cells: Vec<String>,
    /// Whether a cell has several lines.
    pub(super) spans_lines: bool,
}

impl ListRow {
    /// A cell; empty where the row is shorter.
    pub(super) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map(String::as_str).unwrap_or_default()
    }
}

#[derive(Debug, Default)]
pub(super) struct ListTable {
    pub(super) rows: Vec<ListRow>,
    pub(super) comments: Vec<String>,
    /// The name of the sheet, where there are several.
    pub(super) sheet: Option<String>,
    memory: usize,
}

impl ListTable {
    /// Adds a row. Blank rows are skipped, and a row that begins with `#` is a comment.
    pub(super) fn add_row(
        &mut self,
        line: usize,
        cells: impl Iterator<Item = String>,
    ) -> Result<(), ListRefusal> {
        let mut spans_lines = false;
        let mut cells: Vec<String> = cells
            .take(MOST_CELLS)
            .map(|cell| {
                let cell = trimmed(&cell);
                spans_lines |= cell.contains('\n');
                cell[..cell.floor_char_boundary(LONGEST_CELL)].to_owned()
            })
            .collect();
        let Some(first) = cells.iter().find(|cell| !cell.is_empty()) else { return Ok(()) };
        if is_comment(first) {
            self.comments.extend((self.comments.len() < COMMENTS).then(|| cells.join(" ")));
            return Ok(());
        }
        if self.rows.len() == MOST_ROWS {
            return Err(ListRefusal(Message::new("lists-refused-rows").with("most", MOST_ROWS)));
        }
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        self.memory += cells.iter().map(|cell| CELL + cell.len()).sum::<usize>();
        if self.memory > MOST_MEMORY {
            return Err(ListRefusal::new("lists-refused-unpacked"));
        }
        self.rows.push(ListRow { line, cells, spans_lines });
        Ok(())
    }
}

/// Whether a row is a comment. A lone `#` is the heading of a column of numbers, and `#N/A` is the result of a broken formula.
fn is_comment(first: &str) -> bool {
    let Some(rest) = first.strip_prefix('#') else { return false };
    !rest.is_empty() && !rest.chars().all(|c| c.is_uppercase() || matches!(c, '/' | '!' | '?' | '0'))
}

fn trimmed(cell: &str) -> &str {
    cell.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}')
    })
}

/// Splits a file into rows. The content decides the format where it contradicts the name.
pub(super) fn parse_table(name: &str, bytes: &[u8], kind: ListKind) -> Result<ListTable, ListRefusal> {
    let is = |known: &str| ending(name).is_some_and(|ending| ending.eq_ignore_ascii_case(known));
    if bytes.starts_with(b"PK\x03\x04") {
        return sheet::parse_workbook(bytes);
    }
    // Written by old spreadsheet programs, and by new ones for a workbook with a password.
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(ListRefusal::new("lists-refused-old-workbook"));
    }
    if is("xlsx") {
        return Err(ListRefusal::new("lists-refused-workbook"));
    }
    let text = decode_text(bytes)?;
    if is("csv") || is("tsv") { parse_separated(&text) } else { parse_lines(&text, kind) }
}

/// Decodes a text: by its byte order mark, else as UTF-8 where it is valid, else in the encoding of Turkish spreadsheet programs.
fn decode_text(bytes: &[u8]) -> Result<String, ListRefusal> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding).or_else(|| unmarked_utf16(bytes));
    let text = match marked {
        Some(encoding) => encoding.decode(bytes).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => WINDOWS_1254.decode(bytes).0,
        },
    };
    if text.contains('\0') {
        return Err(ListRefusal::new("lists-refused-binary"));
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
fn parse_lines(text: &str, kind: ListKind) -> Result<ListTable, ListRefusal> {
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
fn parse_separated(text: &str) -> Result<ListTable, ListRefusal> {
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
    while reader.read_record(&mut record).map_err(|_| ListRefusal::new("lists-refused-binary"))? {
        let line = record.position().map_or(0, |place| line_of(text, place)) + before;
        table.add_row(line, record.iter().map(str::to_owned))?;
    }
    // An unclosed quotation mark swallows the rest of the file.
    let last = table.rows.last().filter(|row| row.spans_lines);
    if let Some(row) = last.filter(|_| !text.matches('"').count().is_multiple_of(2)) {
        return Err(ListRefusal(Message::new("lists-refused-quote").with("line", row.line.to_string())));
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
    let told = first.trim_start_matches('\u{feff}').trim_end().strip_prefix("sep=")?;
    let [separator @ (b',' | b';' | b'\t')] = told.as_bytes() else { return None };
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
