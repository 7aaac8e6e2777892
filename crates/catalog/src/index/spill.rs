//! What does not fit into memory while an index is written: appended to a file without a name, and read again in stretches.
//!
//! The file has no name, so nothing of it is left after a crash.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::fault::damaged;

/// Bytes that are written at once.
const CHUNK: usize = 256 * 1024;

/// Bytes that are kept on the disk.
#[derive(Debug)]
pub(super) struct Spill {
    file: File,
    waiting: Vec<u8>,
    written: u64,
}

/// From where to where something stands in a spill.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) from: u64,
    pub(super) to: u64,
}

impl Spill {
    /// An empty one; `beside` names a file in the directory it is in, and nobody else's.
    pub(super) fn new(beside: &Path) -> io::Result<Spill> {
        let path = beside.with_extension("spill");
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&path)?;
        fs::remove_file(&path)?;
        Ok(Spill { file, waiting: Vec::with_capacity(CHUNK), written: 0 })
    }

    /// Where the next byte will stand.
    pub(super) fn at(&self) -> u64 {
        self.written + self.waiting.len() as u64
    }

    /// Nothing more is written; all can be read.
    pub(super) fn end(mut self) -> io::Result<Spilled> {
        self.flush()?;
        Ok(Spilled { file: self.file, length: self.written })
    }
}

impl Write for Spill {
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

/// A spill that is complete.
#[derive(Debug)]
pub(super) struct Spilled {
    file: File,
    length: u64,
}

impl Spilled {
    /// Reads a stretch in pieces of `piece` bytes.
    pub(super) fn read(&self, stretch: Stretch, piece: usize) -> Reader<'_> {
        Reader { file: &self.file, at: stretch.from, to: stretch.to, buffer: Vec::new(), taken: 0, piece }
    }

    /// Gives all of it to `each`, in pieces of a multiple of `unit` bytes.
    pub(super) fn pieces(
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

/// Reads a stretch from its beginning to its end.
pub(super) struct Reader<'a> {
    file: &'a File,
    at: u64,
    to: u64,
    buffer: Vec<u8>,
    taken: usize,
    piece: usize,
}

impl Reader<'_> {
    /// Whether everything was taken.
    pub(super) fn is_over(&self) -> bool {
        self.at == self.to && self.taken == self.buffer.len()
    }

    /// The next bytes, exactly so many.
    pub(super) fn take(&mut self, length: usize) -> io::Result<&[u8]> {
        if self.buffer.len() - self.taken < length {
            self.fill(length)?;
        }
        let from = self.taken;
        self.taken += length;
        self.buffer.get(from..self.taken).ok_or_else(|| damaged("spilled rows"))
    }

    fn fill(&mut self, least: usize) -> io::Result<()> {
        self.buffer.drain(..self.taken);
        self.taken = 0;
        let have = self.buffer.len();
        let more = (self.piece.max(least) - have) as u64;
        let more = more.min(self.to - self.at) as usize;
        self.buffer.resize(have + more, 0);
        self.file.read_exact_at(&mut self.buffer[have..], self.at)?;
        self.at += more as u64;
        Ok(())
    }
}
