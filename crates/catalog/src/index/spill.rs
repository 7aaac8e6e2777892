//! Temporary data of an import that does not fit into memory: appended to a file and read again in ranges.
//!
//! The file has no name, so nothing of it remains after a crash.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::error::damage_error;

/// Bytes that are written at once.
const CHUNK: usize = 256 * 1024;

#[derive(Debug)]
pub(super) struct SpillWriter {
    file: File,
    waiting: Vec<u8>,
    written: u64,
}

impl SpillWriter {
    /// Creates the file in the directory of `beside`. No other process may use that name at the same time.
    pub(super) fn new(beside: &Path) -> io::Result<SpillWriter> {
        let path = beside.with_extension("spill");
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path)?;
        fs::remove_file(&path)?;
        Ok(SpillWriter { file, waiting: Vec::with_capacity(CHUNK), written: 0 })
    }

    /// Where the next byte will be written.
    pub(super) fn position(&self) -> u64 {
        self.written + self.waiting.len() as u64
    }

    pub(super) fn finish(mut self) -> io::Result<SpillFile> {
        self.flush()?;
        Ok(SpillFile { file: self.file, length: self.written })
    }
}

impl Write for SpillWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(CHUNK - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..taken]);
        if self.waiting.len() == CHUNK {
            self.flush()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.write_all(&self.waiting)?;
        self.written += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }
}

/// A spill file that is complete.
#[derive(Debug)]
pub(super) struct SpillFile {
    file: File,
    length: u64,
}

impl SpillFile {
    /// Reads a range of bytes in pieces of `piece` bytes.
    pub(super) fn reader(&self, range: &Range<u64>, piece: usize) -> SpillReader<'_> {
        let Range { start: at, end: to } = *range;
        SpillReader { file: &self.file, at, to, buffer: Vec::new(), consumed: 0, piece }
    }

    /// Gives all bytes to `each`, in pieces whose length is a multiple of `unit`.
    pub(super) fn for_each_chunk(
        &self,
        unit: usize,
        mut each: impl FnMut(&mut [u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut buffer = vec![0; CHUNK / unit * unit];
        let mut at = 0;
        while at < self.length {
            let length = (self.length - at).min(buffer.len() as u64) as usize;
            self.file.read_exact_at(&mut buffer[..length], at)?;
            each(&mut buffer[..length])?;
            at += length as u64;
        }
        Ok(())
    }
}

pub(super) struct SpillReader<'a> {
    file: &'a File,
    at: u64,
    to: u64,
    buffer: Vec<u8>,
    consumed: usize,
    piece: usize,
}

impl SpillReader<'_> {
    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.to && self.consumed == self.buffer.len()
    }

    pub(super) fn read_bytes(&mut self, length: usize) -> io::Result<&[u8]> {
        if self.buffer.len() - self.consumed < length {
            self.fill(length)?;
        }
        let from = self.consumed;
        self.consumed += length;
        self.buffer.get(from..self.consumed).ok_or_else(|| damage_error("spilled rows"))
    }

    fn fill(&mut self, least: usize) -> io::Result<()> {
        self.buffer.drain(..self.consumed);
        self.consumed = 0;
        let have = self.buffer.len();
        let more = (self.piece.max(least) - have) as u64;
        let more = more.min(self.to - self.at) as usize;
        self.buffer.resize(have + more, 0);
        self.file.read_exact_at(&mut self.buffer[have..], self.at)?;
        self.at += more as u64;
        Ok(())
    }
}
