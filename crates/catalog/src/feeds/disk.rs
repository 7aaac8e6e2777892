//! Limits on the resources of a pull: free space on the disk, and a low priority for the processor.

use std::path::Path;

use super::{FeedLimits, MIB, Refusal};

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
