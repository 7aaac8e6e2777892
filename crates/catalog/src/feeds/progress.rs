//! How far a pull is, for whoever watches it from another thread; and the one thing they can tell it: to stop.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};

/// What a pull is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing has begun.
    Waiting,
    /// The server is sending.
    Downloading,
    /// Rows are being read.
    Reading,
    /// The index is put in order.
    Finishing,
}

/// Shared between a pull and its watchers. Figures are of the current phase.
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
    /// What it is at.
    pub fn phase(&self) -> Phase {
        match self.phase.load(Relaxed) {
            0 => Phase::Waiting,
            1 => Phase::Downloading,
            2 => Phase::Reading,
            _ => Phase::Finishing,
        }
    }

    /// Bytes of the file that were received or read, packed where it is packed.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Relaxed)
    }

    /// How many there will be; `None` where nobody knows.
    pub fn total(&self) -> Option<u64> {
        Some(self.total.load(Relaxed)).filter(|total| *total > 0)
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        self.rows.load(Relaxed)
    }

    /// Broken ones among them.
    pub fn broken(&self) -> u64 {
        self.broken.load(Relaxed)
    }

    /// Asks for an end; it comes with the next piece that is read.
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
