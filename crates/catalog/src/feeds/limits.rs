//! The limits of a pull, on the feed and on what it takes of this machine. With them a broken or hostile feed ends with a clear
//! message and not with a full disk.

use std::path::Path;
use std::time::Duration;

use super::Refusal;

/// The limits of one pull. Sizes are in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLimits {
    pub download: u64,
    /// The largest size of an unpacked feed.
    pub unpacked: u64,
    /// The highest ratio of unpacked to packed size; checked from the 16th MiB on.
    pub ratio: u64,
    /// The most rows or offers, good and broken.
    pub rows: u64,
    /// Space that must stay free on the disk of the data directory.
    pub min_free_bytes: u64,
    /// How long one pull may take altogether: download, reading and writing.
    pub pull_time: Duration,
    /// How long a server may send nothing.
    pub silence_timeout: Duration,
    /// After this time the whole feed is imported instead of changes.
    pub full_import_every: Duration,
}

/// Bytes in a MiB.
pub const MIB: u64 = 1024 * 1024;

impl Default for FeedLimits {
    fn default() -> FeedLimits {
        FeedLimits {
            download: 8 * 1024 * MIB,
            unpacked: 32 * 1024 * MIB,
            ratio: 100,
            rows: 20_000_000,
            min_free_bytes: 1024 * MIB,
            pull_time: Duration::from_secs(3 * 60 * 60),
            silence_timeout: Duration::from_secs(60),
            full_import_every: Duration::from_secs(7 * 24 * 60 * 60),
        }
    }
}

/// Refuses if less space is free than must stay free.
pub(super) fn check_free_space(dir: &Path, limits: &FeedLimits) -> Result<(), Refusal> {
    // If the free space is not known, a full disk shows when the file is written.
    let Ok(stat) = rustix::fs::statvfs(dir) else { return Ok(()) };
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    if free >= limits.min_free_bytes {
        return Ok(());
    }
    Err(Refusal::FreeSpace { free_mib: free / MIB, required_mib: limits.min_free_bytes / MIB })
}

/// Gives this thread, and threads that it starts, the lowest priority.
pub(super) fn lower_priority() {
    const NICE: i32 = 15;
    // On Linux each thread has a priority of its own.
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "the priority of a pull could not be lowered");
    }
}
