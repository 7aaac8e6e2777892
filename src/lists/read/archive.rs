//! A look into a workbook's archive before the workbook library opens it, and a budget for all that the library unpacks.
//!
//! A small archive can unpack to any size, the library reserves memory for the counts that a part names, and it reads a part again
//! for each sheet that names it. So every part is unpacked once without being kept, the counts are compared with the bytes, and
//! afterwards each packed byte that the library reads costs what it unpacks to.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::refusal::ListRefusal;

/// The most parts of a workbook; one with a list has about ten.
const MOST_PARTS: usize = 1_000;
/// The largest unpacked sheet, in bytes: about twice the size of a sheet with the most rows.
const LARGEST_SHEET: u64 = 64 * 1024 * 1024;
/// The largest unpacked part with the shared texts, in bytes. It is held in memory, where it takes up to six times as much. Pictures
/// may be as large, because they are not read.
const LARGEST_TEXTS: u64 = 24 * 1024 * 1024;
/// The largest other part, unpacked, in bytes. Cell styles take thirty times as much in memory.
const LARGEST_PART: u64 = 3 * 1024 * 1024;
/// The largest sum of all parts, unpacked, in bytes; also of all parts that the library reads, each as often as it is read.
pub(super) const LARGEST_WHOLE: u64 = 160 * 1024 * 1024;

/// A part: where its packed bytes are in the file, and how many bytes they unpack to.
struct PartSize {
    packed: Range<u64>,
    unpacked: u64,
}

/// Unpacks every part without keeping it. The sizes that the file declares are not trusted. `budget`: how many bytes the result may
/// unpack.
///
/// # Errors
/// It is no archive, a part or all together are too large, or a part names an impossible count.
pub(super) fn open_checked(bytes: &[u8], budget: u64) -> Result<BudgetReader<'_>, ListRefusal> {
    let broken = |_| ListRefusal::BrokenWorkbook;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST_PARTS {
        return Err(ListRefusal::TooLargeUnpacked);
    }
    // Of two parts with one name, or with the same bytes, it is not known which one the library reads.
    if archive.has_duplicate_names()
        || archive.has_overlapping_files().map_err(|_| ListRefusal::BrokenWorkbook)?
    {
        return Err(ListRefusal::BrokenWorkbook);
    }
    let mut parts = Vec::new();
    let mut whole = 0;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| ListRefusal::BrokenWorkbook)?;
        let name = part.name().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        let start = part.data_start().ok_or(ListRefusal::BrokenWorkbook)?;
        let packed = start..start.saturating_add(part.compressed_size());
        let unpacked = check_part(&name, part)?;
        whole += unpacked;
        if whole > LARGEST_WHOLE {
            return Err(ListRefusal::TooLargeUnpacked);
        }
        parts.push(PartSize { packed, unpacked });
    }
    parts.sort_by_key(|part| part.packed.start);
    let budget = ReadBudget(Rc::new(Cell::new(budget)));
    Ok(BudgetReader { source: Cursor::new(bytes), parts, budget })
}

/// The bytes that a part unpacks to.
fn check_part(name: &str, part: impl Read) -> Result<u64, ListRefusal> {
    let largest = largest(name);
    let mut part = BufReader::new(CountedPart { source: part.take(largest + 1), bytes: 0 });
    let named = if names_counts(name) { largest_count(&mut part)? } else { 0 };
    io::copy(&mut part, &mut io::sink()).map_err(|_| ListRefusal::BrokenWorkbook)?;
    let unpacked = part.into_inner().bytes;
    if unpacked > largest {
        return Err(ListRefusal::TooLargeUnpacked);
    }
    if named > unpacked { Err(ListRefusal::ImpossibleCount) } else { Ok(unpacked) }
}

/// The largest size of a part. The folder of a part is free, so only its file name counts.
fn largest(name: &str) -> u64 {
    if name.starts_with("xl/worksheets/sheet") {
        LARGEST_SHEET
    } else if file_name(name) == "sharedstrings.xml" || name.starts_with("xl/media/") {
        LARGEST_TEXTS
    } else {
        LARGEST_PART
    }
}

/// Whether a part is one of those that say how many entries they have.
fn names_counts(name: &str) -> bool {
    matches!(file_name(name), "sharedstrings.xml" | "styles.xml" | "workbook.xml")
        || name.starts_with("xl/worksheets/sheet")
}

fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The largest count that a part names, up to the rows of a sheet.
fn largest_count(part: impl BufRead) -> Result<u64, ListRefusal> {
    let mut xml = Reader::from_reader(part);
    // As the library reads: what it passes over must be passed over here.
    let config = xml.config_mut();
    config.check_end_names = false;
    config.check_comments = false;
    let (mut largest, mut buffer) = (0, Vec::new());
    loop {
        buffer.clear();
        let element = match xml.read_event_into(&mut buffer).map_err(|_| ListRefusal::BrokenWorkbook)? {
            Event::Start(element) if element.local_name().as_ref() == "sheetData" => return Ok(largest),
            Event::Start(element) | Event::Empty(element) => element,
            Event::Eof => return Ok(largest),
            _ => continue,
        };
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| ListRefusal::BrokenWorkbook)?;
            if matches!(attribute.key.local_name().as_ref(), "count" | "uniqueCount") {
                largest = largest.max(digits(&attribute.value));
            }
        }
    }
}

/// The digits of a text as a number. One that is too long is larger than every part.
fn digits(text: &str) -> u64 {
    let digits = text.bytes().filter(u8::is_ascii_digit).map(|digit| u64::from(digit - b'0'));
    digits.fold(0, |number: u64, digit| number.saturating_mul(10).saturating_add(digit))
}

/// Counts the unpacked bytes of a part.
struct CountedPart<R> {
    source: R,
    bytes: u64,
}

impl<R: Read> Read for CountedPart<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(out)?;
        self.bytes += read as u64;
        Ok(read)
    }
}

/// What may still be unpacked. Clones share it.
#[derive(Clone)]
pub(super) struct ReadBudget(Rc<Cell<u64>>);

impl ReadBudget {
    /// Why the library failed: its own reason, or the spent budget.
    pub(super) fn refusal(&self) -> ListRefusal {
        if self.0.get() == 0 { ListRefusal::TooLargeUnpacked } else { ListRefusal::BrokenWorkbook }
    }

    fn spend(&self, bytes: u64) -> io::Result<()> {
        self.0.set(self.0.get().saturating_sub(bytes));
        if self.0.get() == 0 { Err(io::Error::other("too much is unpacked")) } else { Ok(()) }
    }
}

/// The bytes of a workbook; reading ends when the budget is spent.
pub(super) struct BudgetReader<'a> {
    source: Cursor<&'a [u8]>,
    /// In the order of their places; they do not overlap.
    parts: Vec<PartSize>,
    budget: ReadBudget,
}

impl BudgetReader<'_> {
    pub(super) fn budget(&self) -> ReadBudget {
        self.budget.clone()
    }

    /// What so many bytes from this place unpack to.
    fn unpacked(&self, place: u64, bytes: u64) -> u64 {
        let next = self.parts.partition_point(|part| part.packed.start <= place);
        let part = next.checked_sub(1).map(|at| &self.parts[at]).filter(|part| part.packed.contains(&place));
        let Some(PartSize { packed, unpacked }) = part else { return 0 };
        let bytes = bytes.min(packed.end - place);
        (unpacked * bytes).div_ceil(packed.end - packed.start)
    }
}

impl Read for BudgetReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let place = self.source.position();
        let read = self.source.read(out)?;
        self.budget.spend(self.unpacked(place, read as u64))?;
        Ok(read)
    }
}

impl Seek for BudgetReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}
