//! The progress of a pull, shared with other threads, which can also stop it.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};

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

    pub(super) fn is_stopped(&self) -> bool {
        self.stop.load(Relaxed)
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
