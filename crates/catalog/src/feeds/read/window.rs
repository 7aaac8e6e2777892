//! A window that moves along a text of any size: what is in it can be looked at, and lines are counted as it is left behind.

use std::io::{self, Read};

use super::decode::LEAST_ROOM;
use crate::feeds::{Progress, Refusal};

/// The longest row or offer, in bytes. Anything longer is broken.
pub(super) const LONGEST: usize = 256 * 1024;
/// Twice the longest record, so that one can always stand in it whole.
const SIZE: usize = 2 * LONGEST;

/// The window. Its memory never grows.
pub(super) struct Window<'a> {
    source: &'a mut dyn Read,
    progress: &'a Progress,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    ended: bool,
    /// The line of the first byte, from 1.
    line: u64,
    /// How many bytes were left behind.
    passed: u64,
}

impl<'a> Window<'a> {
    pub(super) fn new(source: &'a mut dyn Read, progress: &'a Progress) -> Window<'a> {
        let buffer = vec![0; SIZE].into_boxed_slice();
        Window { source, progress, buffer, start: 0, end: 0, ended: false, line: 1, passed: 0 }
    }

    /// What can be seen.
    pub(super) fn data(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Whether the text ends where the window ends.
    pub(super) fn is_last(&self) -> bool {
        self.ended
    }

    pub(super) fn line(&self) -> u64 {
        self.line
    }

    pub(super) fn position(&self) -> u64 {
        self.passed
    }

    /// Sees as much as there is room for. `false` when there is no more to see: the text ends here, or the longest record and
    /// more stand in the window already.
    pub(super) fn fill(&mut self) -> io::Result<bool> {
        if self.ended || self.end - self.start >= LONGEST {
            return Ok(false);
        }
        if self.progress.is_stopped() {
            return Err(Refusal::Stopped.into_io());
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
                Err(error) => return Err(error),
            }
        }
        Ok(self.end > before)
    }

    /// Leaves the first bytes behind.
    pub(super) fn advance(&mut self, bytes: usize) {
        let bytes = bytes.min(self.end - self.start);
        let left = &self.buffer[self.start..self.start + bytes];
        self.line += memchr::memchr_iter(b'\n', left).count() as u64;
        self.start += bytes;
        self.passed += bytes as u64;
    }
}
