//! The file as pages of 4 KiB, each with a checksum: reading gives what was written, or an error.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::FileExt;

use super::error::damage_error;

/// Bytes of a page. Every section of the file begins at a multiple of it.
pub(super) const PAGE: usize = 4096;
/// Bytes that are written at once.
const CHUNK: usize = 64 * PAGE;

/// Appends to a file and leaves the first page free for the header.
#[derive(Debug)]
pub(super) struct PageWriter {
    file: File,
    waiting: Vec<u8>,
    sums: Vec<u32>,
}

impl PageWriter {
    /// `file` must be empty.
    pub(super) fn new(file: File) -> PageWriter {
        let mut waiting = Vec::with_capacity(CHUNK);
        waiting.resize(PAGE, 0);
        PageWriter { file, waiting, sums: Vec::new() }
    }

    /// Where the next byte will be written.
    pub(super) fn position(&self) -> u64 {
        (self.sums.len() * PAGE + self.waiting.len()) as u64
    }

    /// Fills the current page with zeros, so that the next section begins with a page.
    pub(super) fn end_page(&mut self) -> io::Result<u64> {
        let whole = self.waiting.len().next_multiple_of(PAGE);
        self.waiting.resize(whole, 0);
        if whole >= CHUNK {
            self.write_chunk()?;
        }
        Ok(self.position())
    }

    fn write_chunk(&mut self) -> io::Result<()> {
        self.sums.extend(self.waiting.chunks_exact(PAGE).map(crc32fast::hash));
        self.file.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }

    /// Writes the rest; returns the file and the checksum of every page.
    pub(super) fn finish(mut self) -> io::Result<(File, Vec<u32>)> {
        self.end_page()?;
        self.write_chunk()?;
        Ok((self.file, self.sums))
    }
}

impl Write for PageWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(CHUNK - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..taken]);
        if self.waiting.len() == CHUNK {
            self.write_chunk()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads pages and checks them.
#[derive(Debug)]
pub(super) struct Pages {
    file: File,
    sums: Vec<u32>,
}

impl Pages {
    /// `sums` has a checksum for each page.
    pub(super) fn new(file: File, sums: Vec<u32>) -> Pages {
        Pages { file, sums }
    }

    /// Reads bytes into `buffer`. Reading beyond the last page is an error.
    pub(super) fn read<'a>(&self, at: u64, length: usize, buffer: &'a mut Vec<u8>) -> io::Result<&'a [u8]> {
        let page = PAGE as u64;
        let end = at.checked_add(length as u64).ok_or_else(|| damage_error("lengths"))?;
        let (first, last) = (at / page, end.div_ceil(page).max(at / page));
        let sums = usize::try_from(first).ok().zip(usize::try_from(last).ok());
        let sums = sums
            .and_then(|(first, last)| self.sums.get(first..last))
            .ok_or_else(|| damage_error("lengths"))?;
        buffer.resize(sums.len() * PAGE, 0);
        self.file.read_exact_at(buffer, first * page)?;
        let is_whole = |(bytes, sum): (&[u8], &u32)| crc32fast::hash(bytes) == *sum;
        if !buffer.chunks_exact(PAGE).zip(sums).all(is_whole) {
            return Err(damage_error("pages"));
        }
        let skip = (at - first * page) as usize;
        Ok(&buffer[skip..skip + length])
    }
}
