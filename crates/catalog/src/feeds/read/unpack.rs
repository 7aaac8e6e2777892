//! Containers: none, gzip (also several members in a row), zip (the first file that looks like a feed). They are recognised by the
//! first bytes and not by the name. Nothing is unpacked to the disk.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::feeds::limits::MIB;
use crate::feeds::progress::Phase;
use crate::feeds::{FeedLimits, Progress, Refusal};

/// Bytes that are read from the disk at once.
const CHUNK: usize = 128 * 1024;
/// The ratio of packing is not checked below this size.
const RATIO_FROM: u64 = 16 * MIB;
/// The most files of an archive.
const MOST_FILES: u64 = 250;
/// The most that is read of an archive to find its files. Its directory is kept in memory.
const MOST_DIRECTORY: u64 = 16 * MIB;
/// Bytes at the end of a file in which the zip reader looks for the end record of an archive.
const TAIL: u64 = 26 + 65_536;

/// Opens a file, unpacks it and gives it to `read`.
pub(super) fn read_unpacked<T>(
    path: &Path,
    limits: &FeedLimits,
    progress: &Progress,
    read: impl FnOnce(&mut dyn Read) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut magic = Vec::new();
    file.by_ref().take(4).read_to_end(&mut magic).map_err(Refusal::from_reading)?;
    let is_archive = magic == *b"PK\x03\x04";
    if is_archive && !is_small_archive(&mut file, length).map_err(Refusal::from_reading)? {
        return Err(Refusal::Archive);
    }
    file.seek(SeekFrom::Start(0)).map_err(Refusal::from_reading)?;
    progress.begin(Phase::Reading, 0, Some(length));
    let allowed = Cell::new(if is_archive { MOST_DIRECTORY } else { u64::MAX });
    let packed = BufReader::with_capacity(CHUNK, CountingReader { file, progress, allowed: &allowed });
    match magic[..] {
        [0x1f, 0x8b, ..] => {
            read(&mut LimitedReader { source: MultiGzDecoder::new(packed), limits, progress, unpacked: 0 })
        }
        _ if is_archive => {
            let mut archive = ZipArchive::new(packed).map_err(archive_refusal)?;
            let name = find_feed_name(&archive).ok_or(Refusal::EmptyArchive)?;
            // Opening the archive has read its end.
            progress.begin(Phase::Reading, 0, Some(length));
            allowed.set(u64::MAX);
            let source = archive.by_name(&name).map_err(archive_refusal)?;
            read(&mut LimitedReader { source, limits, progress, unpacked: 0 })
        }
        _ => read(&mut LimitedReader { source: packed, limits, progress, unpacked: 0 }),
    }
}

/// Why an archive cannot be opened. A pull that was stopped meanwhile is no damage.
fn archive_refusal(error: ZipError) -> Refusal {
    match error {
        ZipError::Io(error) => match Refusal::from_reading(error) {
            refusal @ (Refusal::Stopped | Refusal::TooSlow { .. }) => refusal,
            _ => Refusal::Archive,
        },
        _ => Refusal::Archive,
    }
}

/// The first file of an archive with the extension of a feed, else the first file.
fn find_feed_name<R: Read + Seek>(archive: &ZipArchive<R>) -> Option<String> {
    let is_file = |name: &String| {
        !name.ends_with('/')
            && !name.starts_with("__MACOSX")
            && !name.contains("/.")
            && !name.starts_with('.')
    };
    let is_feed = |name: &&String| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        matches!(ending.as_deref(), Some("csv" | "tsv" | "txt" | "xml" | "yml" | "rss" | "atom"))
    };
    let names = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned()));
    let files: Vec<String> = names.filter(is_file).collect();
    files.iter().find(is_feed).or(files.first()).cloned()
}

/// Whether an archive ends as zip programs write it and has few files. Before the zip reader has read a single entry it reserves
/// memory for as many as the end record names, and an archive with more than one such record could show each reader another one.
fn is_small_archive(file: &mut File, length: u64) -> io::Result<bool> {
    let mut tail = Vec::new();
    let tail_start = file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    file.take(TAIL).read_to_end(&mut tail)?;
    Ok(count_files(&tail, tail_start).is_some_and(|files| files <= MOST_FILES))
}

/// The number of files that the end of an archive names; `None` if it does not end as zip programs write it.
fn count_files(tail: &[u8], tail_start: u64) -> Option<u64> {
    const RECORD: &[u8] = b"PK\x05\x06";
    const LOCATOR: &[u8] = b"PK\x06\x07";
    const RECORD_64: &[u8] = b"PK\x06\x06";
    const LOCATOR_BYTES: usize = 20;
    const RECORD_64_BYTES: usize = 56;
    let end = memmem::find(tail, RECORD)?;
    if memmem::rfind(tail, RECORD) != Some(end) {
        return None;
    }
    let short = |at: usize| Some(u64::from(u16::from_le_bytes(tail.get(at..at + 2)?.try_into().ok()?)));
    let long = |at: usize| Some(u64::from_le_bytes(tail.get(at..at + 8)?.try_into().ok()?));
    let count = short(end + 8)?.max(short(end + 10)?);
    // A large archive has a second, longer end record before a locator, which has to name its place.
    let locator = end.checked_sub(LOCATOR_BYTES).filter(|at| tail[*at..].starts_with(LOCATOR));
    let Some(locator) = locator else { return Some(count) };
    let record = locator.checked_sub(RECORD_64_BYTES).filter(|at| tail[*at..].starts_with(RECORD_64))?;
    if long(locator + 8)? != tail_start + record as u64 {
        return None;
    }
    // All bits set mean that only the longer record has the number.
    let count = if count == u64::from(u16::MAX) { 0 } else { count };
    Some(count.max(long(record + 24)?).max(long(record + 32)?))
}

/// Counts the bytes that are read from the file in the progress. Every reading of a feed comes through here, so a pull that is stopped
/// or too slow ends here, whatever the file makes a decoder do.
struct CountingReader<'a> {
    file: File,
    progress: &'a Progress,
    /// The bytes that may still be read.
    allowed: &'a Cell<u64>,
}

impl Read for CountingReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.progress.check().map_err(Refusal::into_io)?;
        let read = self.file.read(out)?;
        let left = self.allowed.get().checked_sub(read as u64);
        self.allowed.set(left.ok_or_else(|| Refusal::Archive.into_io())?);
        self.progress.more_bytes(read as u64);
        Ok(read)
    }
}

impl Seek for CountingReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// The unpacked text; fails beyond the limits.
struct LimitedReader<'a, R> {
    source: R,
    limits: &'a FeedLimits,
    progress: &'a Progress,
    unpacked: u64,
}

impl<R: Read> Read for LimitedReader<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(out)?;
        self.unpacked += read as u64;
        let packed = self.progress.bytes().max(1);
        if self.unpacked > self.limits.unpacked {
            let limit_mib = self.limits.unpacked / MIB;
            return Err(Refusal::UnpackedTooLarge { limit_mib }.into_io());
        }
        if self.unpacked > RATIO_FROM && self.unpacked / packed > self.limits.ratio {
            return Err(Refusal::PackedTooWell { limit: self.limits.ratio }.into_io());
        }
        Ok(read)
    }
}
