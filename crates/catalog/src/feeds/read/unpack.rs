//! Containers: none, gzip (also several members in a row), zip (the first file that looks like a feed). They are recognised by the
//! first bytes and not by the name. Nothing is unpacked to the disk.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use zip::ZipArchive;

use crate::feeds::limits::MIB;
use crate::feeds::progress::Phase;
use crate::feeds::{FeedLimits, Progress, Refusal};

/// Bytes that are read from the disk at once.
const CHUNK: usize = 128 * 1024;
/// The ratio of packing is not checked below this size.
const RATIO_FROM: u64 = 16 * MIB;
/// The most files of an archive.
const MOST_FILES: u16 = 1_000;
/// Bytes of the end record of an archive with the longest comment.
const TAIL: u64 = 22 + 65_535;

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
    if is_archive && has_too_many_files(&mut file, length).map_err(Refusal::from_reading)? {
        return Err(Refusal::Archive);
    }
    file.seek(SeekFrom::Start(0)).map_err(Refusal::from_reading)?;
    progress.begin(Phase::Reading, 0, Some(length));
    let packed = BufReader::with_capacity(CHUNK, CountingReader { file, progress });
    match magic[..] {
        [0x1f, 0x8b, ..] => {
            read(&mut LimitedReader { source: MultiGzDecoder::new(packed), limits, progress, unpacked: 0 })
        }
        _ if is_archive => {
            let damaged = |_| Refusal::Archive;
            let mut archive = ZipArchive::new(packed).map_err(damaged)?;
            let name = find_feed_name(&archive).ok_or(Refusal::EmptyArchive)?;
            // Opening the archive has read its end.
            progress.begin(Phase::Reading, 0, Some(length));
            let source = archive.by_name(&name).map_err(damaged)?;
            read(&mut LimitedReader { source, limits, progress, unpacked: 0 })
        }
        _ => read(&mut LimitedReader { source: packed, limits, progress, unpacked: 0 }),
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

/// Whether the end record of an archive names too many files: its directory would fill the memory.
fn has_too_many_files(file: &mut File, length: u64) -> io::Result<bool> {
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    file.take(TAIL).read_to_end(&mut tail)?;
    let counts = memchr::memmem::rfind(&tail, b"PK\x05\x06").and_then(|at| tail.get(at + 8..at + 12));
    Ok(counts.is_some_and(|counts| {
        counts.chunks(2).any(|count| u16::from_le_bytes([count[0], count[1]]) > MOST_FILES)
    }))
}

/// Counts the bytes that are read from the file in the progress.
struct CountingReader<'a> {
    file: File,
    progress: &'a Progress,
}

impl Read for CountingReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(out)?;
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
