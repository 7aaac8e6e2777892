//! Tables: CSV with any delimiter, columns by the names in the header.
//!
//! Fields are borrowed from the window and never copied, except where quotation marks are doubled in them. A quotation mark
//! out of place costs its own line and no more: a record that runs on over a line break and then turns out to be wrong is cut
//! at that break. That, and the limit for a record, are why the `csv` crate does not read here; the tests hold this against it.

use memchr::{memchr, memchr2};

use super::columns::{COLUMNS, Column, Fields};
use super::fault::Why;
use super::manner::Manner;
use super::taker::Taker;
use super::window::{LONGEST, Window};
use crate::feeds::Refusal;

const QUOTE: u8 = b'"';
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// Reads the table that the window stands before.
pub(super) fn read(window: &mut Window<'_>, manner: &Manner, taker: &mut Taker<'_>) -> Result<(), Refusal> {
    let header = Header::read(window, manner)?;
    let mut cells = Vec::new();
    let mut unquoted = String::new();
    loop {
        let data = window.data();
        let length = match data.is_empty() {
            true => None,
            false => match record(data, header.delimiter, window.is_last(), &mut cells) {
                Cut::Record(length) => Some(Ok(length)),
                Cut::More => None,
                Cut::Odd => Some(Err(Why::Quote)),
            },
        };
        let Some(length) = length else {
            if !window.more().map_err(Refusal::of_reading)? {
                match (window.is_last(), window.data().is_empty()) {
                    (true, true) => return Ok(()),
                    (true, false) => {}
                    (false, _) => broken(window, taker, Why::Long)?,
                }
            }
            continue;
        };
        let line = window.line();
        let read = length.and_then(|length| match length > LONGEST {
            true => Err(Why::Long),
            false => Ok((length, &data[..length])),
        });
        match read {
            Ok((length, _)) if is_blank(&cells) => window.pass(length),
            Ok((length, record)) => {
                match header.fields(record, &cells, &mut unquoted) {
                    Ok(fields) => taker.take(line, &fields, None)?,
                    Err(Why::Columns) if memchr(b'\n', &record[..length - 1]).is_some() => {
                        broken(window, taker, Why::Quote)?;
                        continue;
                    }
                    Err(why) => taker.broken(line, why)?,
                }
                window.pass(length);
            }
            Err(why) => broken(window, taker, why)?,
        }
    }
}

/// Counts a record as broken and goes on with the next line.
fn broken(window: &mut Window<'_>, taker: &mut Taker<'_>, why: Why) -> Result<(), Refusal> {
    taker.broken(window.line(), why)?;
    skip_line(window)
}

fn skip_line(window: &mut Window<'_>) -> Result<(), Refusal> {
    loop {
        let data = window.data();
        if let Some(at) = memchr(b'\n', data) {
            window.pass(at + 1);
            return Ok(());
        }
        window.pass(data.len());
        if !window.more().map_err(Refusal::of_reading)? {
            return Ok(());
        }
    }
}

/// Where a field stands in its record.
#[derive(Clone, Copy, Debug)]
struct Cell {
    start: u32,
    end: u32,
    /// Whether it can be taken as it stands; otherwise it begins with its quotation mark.
    is_clean: bool,
}

enum Cut {
    /// The record, with its line break, has so many bytes.
    Record(usize),
    /// Its end is not in sight.
    More,
    /// It has a quotation mark out of place and runs over a line break, or is never closed.
    Odd,
}

/// Cuts the first record of a text into its fields. `is_last`: nothing follows the text.
fn record(data: &[u8], delimiter: u8, is_last: bool, cells: &mut Vec<Cell>) -> Cut {
    cells.clear();
    let mut at = 0;
    loop {
        let (start, mut is_clean) = (at, true);
        let end = if data.get(at) == Some(&QUOTE) {
            let closing = {
                let mut from = at + 1;
                loop {
                    let Some(found) = memchr(QUOTE, &data[from..]) else {
                        return if is_last { Cut::Odd } else { Cut::More };
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
                [] | [b'\r'] if !is_last => return Cut::More,
                [] | [b'\n', ..] | [b'\r'] | [b'\r', b'\n', ..] => {}
                [next, ..] if *next == delimiter => {}
                _ if memchr(b'\n', &data[..closing]).is_some() => return Cut::Odd,
                _ => is_clean = false,
            }
            closing + 1
        } else {
            at
        };
        let (stop, next) = match memchr2(delimiter, b'\n', &data[end..]) {
            Some(found) => (end + found, Some(data[end + found])),
            None if is_last => (data.len(), None),
            None => return Cut::More,
        };
        let is_quoted = end > start;
        let (from, to) = if is_quoted && is_clean { (start + 1, end - 1) } else { (start, stop) };
        // A record that is too long is not taken, so what does not fit is never looked at.
        cells.push(Cell { start: from as u32, end: to as u32, is_clean: is_clean || !is_quoted });
        match next {
            Some(b'\n') => return Cut::Record(stop + 1),
            None => return Cut::Record(stop),
            Some(_) => at = stop + 1,
        }
    }
}

fn is_blank(cells: &[Cell]) -> bool {
    matches!(cells, [cell] if cell.end - cell.start <= 1)
}

/// Which columns there are.
struct Header {
    delimiter: u8,
    width: usize,
    /// The known ones, by their place.
    columns: Vec<(usize, Column)>,
}

impl Header {
    /// The first record that is not blank, by the delimiter with which most names are known.
    fn read(window: &mut Window<'_>, manner: &Manner) -> Result<Header, Refusal> {
        let refused = || Refusal::new("feeds-refused-header");
        let mut said = manner.delimiter.map(|delimiter| delimiter.0);
        window.more().map_err(Refusal::of_reading)?;
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
            window.pass(length);
            window.more().map_err(Refusal::of_reading)?;
        }
        let one = said.map(|delimiter| [delimiter]);
        let tried = one.as_ref().map_or(&DELIMITERS[..], |one| &one[..]);
        let found = tried.iter().filter_map(|delimiter| Header::of(window, *delimiter));
        let (header, length) = found.max_by_key(|(header, _)| header.columns.len()).ok_or_else(refused)?;
        let has = |wanted: Column| header.columns.iter().any(|(_, column)| *column == wanted);
        if header.columns.len() < 2 || !has(Column::Link) {
            return Err(refused());
        }
        window.pass(length);
        Ok(header)
    }

    fn of(window: &Window<'_>, delimiter: u8) -> Option<(Header, usize)> {
        let (data, mut cells) = (window.data(), Vec::new());
        let Cut::Record(length) = record(data, delimiter, window.is_last(), &mut cells) else { return None };
        let name = |cell: &Cell| data[cell.start as usize..cell.end as usize].trim_ascii();
        let known = cells.iter().enumerate().filter_map(|(at, cell)| Some((at, Column::named(name(cell))?)));
        Some((Header { delimiter, width: cells.len(), columns: known.collect() }, length))
    }

    fn fields<'a>(
        &self,
        record: &'a [u8],
        cells: &[Cell],
        unquoted: &'a mut String,
    ) -> Result<Fields<'a>, Why> {
        let record = std::str::from_utf8(record).map_err(|_| Why::Encoding)?;
        let text = |cell: &Cell| &record[cell.start as usize..cell.end as usize];
        let too_many = cells.get(self.width..).unwrap_or_default();
        if too_many.iter().any(|cell| !text(cell).trim_ascii().is_empty()) {
            return Err(Why::Columns);
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
        let mut fields = Fields::new();
        for (at, column) in &self.columns {
            match cells.get(*at) {
                Some(cell) if cell.is_clean => fields.put(*column, text(cell)),
                Some(_) => {
                    let (start, end) = copied[*column as usize];
                    fields.put(*column, &unquoted[start..end]);
                }
                None => {}
            }
        }
        Ok(fields)
    }
}

/// Undoes doubled quotation marks. What follows the closing one belongs to the field as it stands.
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
