//! A window that moves over a text of any size and counts the lines that it has passed.

use std::io::{self, Read};

use super::decode::LEAST_ROOM;
use crate::feeds::{Progress, Refusal};

/// The longest row or offer, in bytes. Anything longer is broken.
pub(super) const LONGEST: usize = 256 * 1024;
/// Twice the longest record, so that a whole record always fits.
const SIZE: usize = 2 * LONGEST;

/// Its memory never grows.
pub(super) struct Window<'a> {
    source: &'a mut dyn Read,
    progress: &'a Progress,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    ended: bool,
    /// The line of the first byte, from 1.
    line: u64,
    /// Bytes before the window.
    passed: u64,
}

impl<'a> Window<'a> {
    pub(super) fn new(source: &'a mut dyn Read, progress: &'a Progress) -> Window<'a> {
        let buffer = vec![0; SIZE].into_boxed_slice();
        Window { source, progress, buffer, start: 0, end: 0, ended: false, line: 1, passed: 0 }
    }

    pub(super) fn data(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Whether the text ends with the window.
    pub(super) fn is_last(&self) -> bool {
        self.ended
    }

    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn position(&self) -> u64 {
        self.passed
    }

    /// Reads as much as fits. `false` if nothing was read: the text has ended, or the window already has more than the longest
    /// record.
    pub(super) fn fill(&mut self) -> Result<bool, Refusal> {
        self.progress.check()?;
        if self.ended || self.end - self.start >= LONGEST {
            return Ok(false);
        }
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        let before = self.end;
        while SIZE - self.end >= LEAST_ROOM {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Refusal::from_reading(error)),
            }
        }
        Ok(self.end > before)
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        let bytes = bytes.min(self.end - self.start);
        let left = &self.buffer[self.start..self.start + bytes];
        self.line += memchr::memchr_iter(b'\n', left).count() as u64;
        self.start += bytes;
        self.passed += bytes as u64;
    }
}
