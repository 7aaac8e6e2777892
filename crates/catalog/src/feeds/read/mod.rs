//! Feeds, read as a stream: CSV, YML and Google Merchant, plain or packed, in whatever encoding.
//!
//! Memory does not grow with the feed. A broken row or offer is counted and left out. Whatever the bytes are, reading continues with the
//! next line or offer, ends within the limits, and never panics. Document types are ignored, and no entities but the five of XML are
//! resolved.

mod categories;
mod columns;
mod decode;
mod markup;
mod offer;
mod read_options;
mod row;
mod row_error;
mod row_sink;
mod table;
mod tags;
mod unpack;
mod value;
mod window;

use std::io::Read;
use std::path::Path;

use jiff::civil::Date;

pub use read_options::{Charset, Delimiter, FeedFormat, InvalidDelimiter, ReadOptions, UnknownCharset};
pub use row::FeedItem;
pub use row_error::{RowError, RowErrorKind};

use super::{FeedLimits, Progress, Refusal};
use decode::Utf8Reader;
use row_sink::RowSink;
use window::Window;

#[derive(Clone, Debug, PartialEq)]
pub struct ReadSummary {
    pub format: FeedFormat,
    /// Rows or offers, broken ones included.
    pub rows: u64,
    pub broken: u64,
    /// The first few hundred broken rows, in order.
    pub row_errors: Vec<RowError>,
    /// The day that the feed gives for itself.
    pub date: Option<Date>,
    /// Whether the outermost element of an XML feed is not closed. Always `false` for a table.
    pub is_cut_off: bool,
}

/// Reads a feed from a file and gives each good row to `sink`. Ends with the first refusal, also one of `sink`.
///
/// # Errors
/// Why nothing can be read from it, or which limit it broke.
pub fn read_feed(
    file: &Path,
    options: &ReadOptions,
    limits: &FeedLimits,
    progress: &Progress,
    sink: &mut dyn FnMut(FeedItem<'_>) -> Result<(), Refusal>,
) -> Result<ReadSummary, Refusal> {
    unpack::read_unpacked(file, limits, progress, |text| read_text(text, options, limits, progress, sink))
}

/// Reads an unpacked feed from a stream.
///
/// # Errors
/// As [`read_feed`].
pub fn read_text(
    text: &mut dyn Read,
    options: &ReadOptions,
    limits: &FeedLimits,
    progress: &Progress,
    sink: &mut dyn FnMut(FeedItem<'_>) -> Result<(), Refusal>,
) -> Result<ReadSummary, Refusal> {
    let said = options.encoding.map(|charset| charset.0);
    let mut text = Utf8Reader::new(text, said).map_err(Refusal::from_reading)?;
    let mut window = Window::new(&mut text, progress);
    window.fill()?;
    let format = match options.format {
        Some(format) => format,
        None => detect_format(window.data())?,
    };
    let mut row_sink = RowSink {
        options,
        limits,
        progress,
        sink,
        file_currency: None,
        rows: 0,
        row_errors: Default::default(),
        scratch: Default::default(),
    };
    let ending = match format {
        FeedFormat::Csv => {
            table::read_table(&mut window, options, &mut row_sink).map(|()| Default::default())
        }
        FeedFormat::Xml => markup::read_markup(&mut window, &mut row_sink),
    }?;
    let RowSink { rows, row_errors: faults, .. } = row_sink;
    progress.at_row(rows, faults.count);
    Ok(ReadSummary {
        format,
        rows,
        broken: faults.count,
        row_errors: faults.kept,
        date: ending.date,
        is_cut_off: ending.is_cut_off,
    })
}

fn detect_format(text: &[u8]) -> Result<FeedFormat, Refusal> {
    let text = text.trim_ascii_start();
    let begins =
        |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    match text.first() {
        None => Err(Refusal::Empty),
        Some(b'<') if begins("<!doctype html") || begins("<html") => Err(Refusal::WebPage),
        Some(b'<') => Ok(FeedFormat::Xml),
        Some(b'{' | b'[') => Err(Refusal::Json),
        Some(_) if text.iter().take(1024).any(|byte| *byte == 0) => Err(Refusal::Binary),
        Some(_) => Ok(FeedFormat::Csv),
    }
}

#[cfg(test)]
mod tests;
