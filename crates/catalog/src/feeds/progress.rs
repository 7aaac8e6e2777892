//! The progress of a pull, shared with other threads, which can also stop it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use super::Refusal;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Waiting,
    Downloading,
    Reading,
    /// The index is being completed.
    Finishing,
}

/// The numbers are those of the current phase.
#[derive(Debug, Default)]
pub struct Progress {
    phase: AtomicU8,
    bytes: AtomicU64,
    total: AtomicU64,
    rows: AtomicU64,
    broken: AtomicU64,
    stop: AtomicBool,
    deadline: OnceLock<PullDeadline>,
}

#[derive(Debug)]
struct PullDeadline {
    /// `None` if it is too far away to be named.
    at: Option<Instant>,
    allowed: Duration,
}

impl Progress {
    pub fn phase(&self) -> Phase {
        match self.phase.load(Relaxed) {
            0 => Phase::Waiting,
            1 => Phase::Downloading,
            2 => Phase::Reading,
            _ => Phase::Finishing,
        }
    }

    /// Bytes of the file that were received or read, before unpacking.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    /// All bytes of the file, if known.
    pub fn total(&self) -> Option<u64> {
        Some(self.total.load(Relaxed)).filter(|total| *total > 0)
    }

    pub fn rows(&self) -> u64 {
        self.rows.load(Relaxed)
    }

    pub fn broken(&self) -> u64 {
        self.broken.load(Relaxed)
    }

    /// Stops the pull; it ends when it reads the next piece.
    pub fn stop(&self) {
        self.stop.store(true, Relaxed);
    }

    /// The time of the whole pull begins. Only the first call counts.
    pub(super) fn start_clock(&self, allowed: Duration) {
        self.deadline.get_or_init(|| PullDeadline { at: Instant::now().checked_add(allowed), allowed });
    }

    /// To be asked before each piece of work that a server or a file asks for.
    ///
    /// # Errors
    /// The pull was stopped, or its time is over.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        if self.stop.load(Relaxed) {
            return Err(Refusal::Stopped);
        }
        match self.deadline.get() {
            Some(PullDeadline { at: Some(at), allowed }) if Instant::now() >= *at => {
                Err(Refusal::TooSlow { limit_minutes: allowed.as_secs() / 60 })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn begin(&self, phase: Phase, bytes: u64, total: Option<u64>) {
        self.bytes.store(bytes, Relaxed);
        self.total.store(total.unwrap_or(0), Relaxed);
        self.phase.store(phase as u8, Relaxed);
    }

    pub(super) fn more_bytes(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Relaxed);
    }

    pub(super) fn at_row(&self, rows: u64, broken: u64) {
        self.rows.store(rows, Relaxed);
        self.broken.store(broken, Relaxed);
    }
}
