//! Feeds, read as a stream: CSV, YML and Google Merchant, plain or packed, in whatever encoding.
//!
//! Memory does not grow with the feed. A row or offer that is broken costs itself and is counted; whatever the bytes are,
//! reading goes on at the next line or offer, ends within the limits, and never panics. No document type is obeyed and no entity
//! resolved but the five of XML itself.

mod categories;
mod columns;
mod decode;
mod fault;
mod manner;
mod markup;
mod offer;
mod row;
mod table;
mod taker;
mod unpack;
mod value;
mod window;

use std::io::Read;
use std::path::Path;

use jiff::civil::Date;

pub use fault::Fault;
pub use manner::{Charset, Delimiter, Format, Manner, NotACharset, NotADelimiter};
pub use row::Item;

use super::{Limits, Progress, Refusal};
use decode::Decoded;
use taker::Taker;
use window::Window;

/// How a reading went.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The form of the feed.
    pub format: Format,
    /// Rows or offers, good and broken.
    pub rows: u64,
    /// Broken ones.
    pub broken: u64,
    /// The first few hundred of them, in their order.
    pub faults: Vec<Fault>,
    /// The day that the feed gives for itself.
    pub date: Option<Date>,
    /// Whether it certainly was cut off: its outermost element is not closed. A table cannot tell.
    pub is_cut_off: bool,
}

/// Reads a feed from a file and hands each good row on. Ends with the first refusal, also one of `sink`.
///
/// # Errors
/// Why nothing can be read from it, or which limit it broke.
pub fn read(
    file: &Path,
    manner: &Manner,
    limits: &Limits,
    progress: &Progress,
    sink: &mut dyn FnMut(Item<'_>) -> Result<(), Refusal>,
) -> Result<Reading, Refusal> {
    unpack::unpacked(file, limits, progress, |text| read_text(text, manner, limits, progress, sink))
}

/// Reads a feed that is unpacked already.
pub(super) fn read_text(
    text: &mut dyn Read,
    manner: &Manner,
    limits: &Limits,
    progress: &Progress,
    sink: &mut dyn FnMut(Item<'_>) -> Result<(), Refusal>,
) -> Result<Reading, Refusal> {
    let said = manner.encoding.map(|charset| charset.0);
    let mut text = Decoded::new(text, said).map_err(Refusal::of_reading)?;
    let mut window = Window::new(&mut text, progress);
    window.more().map_err(Refusal::of_reading)?;
    let format = match manner.format {
        Some(format) => format,
        None => sniffed(window.data())?,
    };
    let mut taker = Taker {
        manner,
        limits,
        progress,
        sink,
        whole: Default::default(),
        rows: 0,
        faults: Default::default(),
        scratch: Default::default(),
    };
    let ending = match format {
        Format::Csv => table::read(&mut window, manner, &mut taker).map(|()| Default::default()),
        Format::Xml => markup::read(&mut window, &mut taker),
    }?;
    let Taker { rows, faults, .. } = taker;
    progress.at_row(rows, faults.count);
    Ok(Reading {
        format,
        rows,
        broken: faults.count,
        faults: faults.kept,
        date: ending.date,
        is_cut_off: ending.is_cut_off,
    })
}

/// The form by the beginning of the text.
fn sniffed(text: &[u8]) -> Result<Format, Refusal> {
    let text = text.trim_ascii_start();
    let begins =
        |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    match text.first() {
        None => Err(Refusal::new("feeds-refused-empty")),
        Some(b'<') if begins("<!doctype html") || begins("<html") => Err(Refusal::new("feeds-refused-page")),
        Some(b'<') => Ok(Format::Xml),
        Some(b'{' | b'[') => Err(Refusal::new("feeds-refused-json")),
        Some(_) if text.iter().take(1024).any(|byte| *byte == 0) => Err(Refusal::new("feeds-refused-binary")),
        Some(_) => Ok(Format::Csv),
    }
}

#[cfg(test)]
mod tests;
