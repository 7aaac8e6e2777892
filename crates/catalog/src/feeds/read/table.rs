//! Tables: CSV with any delimiter, columns by the names in the header.
//!
//! Fields are borrowed from the window and copied only if they contain doubled quotation marks. A quotation mark out of place costs only
//! its own line: a record that continues over a line break and turns out to be wrong is cut at that break. That and the limit on the
//! length of a record are why this is not the `csv` crate; tests compare the two.

use memchr::{memchr, memchr2};

use super::columns::{COLUMNS, FeedColumn, RowFields};
use super::read_options::ReadOptions;
use super::row_error::RowErrorKind;
use super::row_sink::RowSink;
use super::window::{LONGEST, Window};
use crate::feeds::Refusal;

const QUOTE: u8 = b'"';
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

pub(super) fn read_table(
    window: &mut Window<'_>,
    options: &ReadOptions,
    row_sink: &mut RowSink<'_>,
) -> Result<(), Refusal> {
    let header = CsvHeader::read(window, options)?;
    let mut cells = Vec::new();
    let mut unquoted = String::new();
    loop {
        let data = window.data();
        let length = match data.is_empty() {
            true => None,
            false => match cut_record(data, header.delimiter, window.is_last(), &mut cells) {
                RecordCut::Record(length) => Some(Ok(length)),
                RecordCut::Incomplete => None,
                RecordCut::Malformed => Some(Err(RowErrorKind::Quote)),
            },
        };
        let Some(length) = length else {
            if !window.fill()? {
                match (window.is_last(), window.data().is_empty()) {
                    (true, true) => return Ok(()),
                    (true, false) => {}
                    (false, _) => reject_line(window, row_sink, RowErrorKind::Long)?,
                }
            }
            continue;
        };
        let line = window.line();
        let read = length.and_then(|length| match length > LONGEST {
            true => Err(RowErrorKind::Long),
            false => Ok((length, &data[..length])),
        });
        match read {
            Ok((length, _)) if is_blank(&cells) => window.advance(length),
            Ok((length, record)) => {
                match header.fields(record, &cells, &mut unquoted) {
                    Ok(fields) => row_sink.accept_row(line, &fields, None)?,
                    Err(RowErrorKind::Columns) if memchr(b'\n', &record[..length - 1]).is_some() => {
                        reject_line(window, row_sink, RowErrorKind::Quote)?;
                        continue;
                    }
                    Err(why) => row_sink.reject_row(line, why)?,
                }
                window.advance(length);
            }
            Err(why) => reject_line(window, row_sink, why)?,
        }
    }
}

/// Counts a record as broken and continues with the next line.
fn reject_line(
    window: &mut Window<'_>,
    row_sink: &mut RowSink<'_>,
    why: RowErrorKind,
) -> Result<(), Refusal> {
    row_sink.reject_row(window.line(), why)?;
    skip_line(window)
}

fn skip_line(window: &mut Window<'_>) -> Result<(), Refusal> {
    loop {
        let data = window.data();
        if let Some(at) = memchr(b'\n', data) {
            window.advance(at + 1);
            return Ok(());
        }
        window.advance(data.len());
        if !window.fill()? {
            return Ok(());
        }
    }
}

/// The position of a field in its record.
#[derive(Clone, Copy, Debug)]
struct CsvCell {
    start: u32,
    end: u32,
    /// Whether it can be borrowed unchanged; otherwise it begins with its quotation mark.
    is_clean: bool,
}

enum RecordCut {
    /// The record has so many bytes, with its line break.
    Record(usize),
    /// The end is not in the window yet.
    Incomplete,
    /// A quotation mark is out of place or never closed, and the record continues over a line break.
    Malformed,
}

/// Cuts the first record of a text into its fields. `is_last`: nothing follows the text.
fn cut_record(data: &[u8], delimiter: u8, is_last: bool, cells: &mut Vec<CsvCell>) -> RecordCut {
    cells.clear();
    let mut at = 0;
    loop {
        let (start, mut is_clean) = (at, true);
        let end = if data.get(at) == Some(&QUOTE) {
            let closing = {
                let mut from = at + 1;
                loop {
                    let Some(found) = memchr(QUOTE, &data[from..]) else {
                        return if is_last { RecordCut::Malformed } else { RecordCut::Incomplete };
                    };
                    let quote = from + found;
                    if data.get(quote + 1) != Some(&QUOTE) {
                        break quote;
                    }
                    is_clean = false;
                    from = quote + 2;
                }
            };
            let behind = &data[closing + 1..];
            match behind {
                [] | [b'\r'] if !is_last => return RecordCut::Incomplete,
                [] | [b'\n', ..] | [b'\r'] | [b'\r', b'\n', ..] => {}
                [next, ..] if *next == delimiter => {}
                _ if memchr(b'\n', &data[..closing]).is_some() => return RecordCut::Malformed,
                _ => is_clean = false,
            }
            closing + 1
        } else {
            at
        };
        let (stop, next) = match memchr2(delimiter, b'\n', &data[end..]) {
            Some(found) => (end + found, Some(data[end + found])),
            None if is_last => (data.len(), None),
            None => return RecordCut::Incomplete,
        };
        let is_quoted = end > start;
        let (from, to) = if is_quoted && is_clean { (start + 1, end - 1) } else { (start, stop) };
        // A position beyond 32 bits is cut here. Such a record is too long and is rejected before its cells are used.
        cells.push(CsvCell { start: from as u32, end: to as u32, is_clean: is_clean || !is_quoted });
        match next {
            Some(b'\n') => return RecordCut::Record(stop + 1),
            None => return RecordCut::Record(stop),
            Some(_) => at = stop + 1,
        }
    }
}

fn is_blank(cells: &[CsvCell]) -> bool {
    matches!(cells, [cell] if cell.end - cell.start <= 1)
}

struct CsvHeader {
    delimiter: u8,
    width: usize,
    /// The known columns with their positions.
    columns: Vec<(usize, FeedColumn)>,
}

impl CsvHeader {
    /// Reads the first record that is not blank, with the delimiter that gives the most known names.
    fn read(window: &mut Window<'_>, options: &ReadOptions) -> Result<CsvHeader, Refusal> {
        let refused = || Refusal::Header;
        let mut said = options.delimiter.map(|delimiter| delimiter.0);
        window.fill()?;
        loop {
            let data = window.data();
            let line = &data[..memchr(b'\n', data).map_or(data.len(), |at| at + 1)];
            let text = line.trim_ascii();
            match text {
                [] if line.is_empty() => return Err(refused()),
                [] => {}
                [b's', b'e', b'p', b'=', delimiter] => said = said.or(Some(*delimiter)),
                _ => break,
            }
            let length = line.len();
            window.advance(length);
            window.fill()?;
        }
        let one = said.map(|delimiter| [delimiter]);
        let tried = one.as_ref().map_or(&DELIMITERS[..], |one| &one[..]);
        let found = tried.iter().filter_map(|delimiter| CsvHeader::try_delimiter(window, *delimiter));
        let (header, length) = found.max_by_key(|(header, _)| header.columns.len()).ok_or_else(refused)?;
        let has = |wanted: FeedColumn| header.columns.iter().any(|(_, column)| *column == wanted);
        if header.columns.len() < 2 || !has(FeedColumn::Link) {
            return Err(refused());
        }
        window.advance(length);
        Ok(header)
    }

    fn try_delimiter(window: &Window<'_>, delimiter: u8) -> Option<(CsvHeader, usize)> {
        let (data, mut cells) = (window.data(), Vec::new());
        let RecordCut::Record(length) = cut_record(data, delimiter, window.is_last(), &mut cells) else {
            return None;
        };
        let name = |cell: &CsvCell| data[cell.start as usize..cell.end as usize].trim_ascii();
        let known =
            cells.iter().enumerate().filter_map(|(at, cell)| Some((at, FeedColumn::from_name(name(cell))?)));
        Some((CsvHeader { delimiter, width: cells.len(), columns: known.collect() }, length))
    }

    fn fields<'a>(
        &self,
        record: &'a [u8],
        cells: &[CsvCell],
        unquoted: &'a mut String,
    ) -> Result<RowFields<'a>, RowErrorKind> {
        let record = std::str::from_utf8(record).map_err(|_| RowErrorKind::Encoding)?;
        let text = |cell: &CsvCell| &record[cell.start as usize..cell.end as usize];
        let too_many = cells.get(self.width..).unwrap_or_default();
        if too_many.iter().any(|cell| !text(cell).trim_ascii().is_empty()) {
            return Err(RowErrorKind::Columns);
        }
        unquoted.clear();
        let mut copied = [(0, 0); COLUMNS];
        for (at, column) in &self.columns {
            if let Some(cell) = cells.get(*at).filter(|cell| !cell.is_clean) {
                let start = unquoted.len();
                unquote(text(cell), unquoted);
                copied[*column as usize] = (start, unquoted.len());
            }
        }
        let unquoted = &*unquoted;
        let mut fields = RowFields::new();
        for (at, column) in &self.columns {
            match cells.get(*at) {
                Some(cell) if cell.is_clean => fields.set_first(*column, text(cell)),
                Some(_) => {
                    let (start, end) = copied[*column as usize];
                    fields.set_first(*column, &unquoted[start..end]);
                }
                None => {}
            }
        }
        Ok(fields)
    }
}

/// Undoes doubled quotation marks. Text after the closing mark belongs to the field unchanged.
fn unquote(written: &str, out: &mut String) {
    let mut rest = written.strip_prefix('"').unwrap_or(written);
    while let Some((before, after)) = rest.split_once('"') {
        out.push_str(before);
        match after.strip_prefix('"') {
            Some(doubled) => {
                out.push('"');
                rest = doubled;
            }
            None => {
                rest = after;
                break;
            }
        }
    }
    out.push_str(rest);
}
