//! What a pull may take of the machine: free space on the disk, and processor time after everything else.

use std::path::Path;

use super::{FeedLimits, MIB, Refusal};

/// Refuses if less space is free than must stay free.
pub(super) fn check_free_space(dir: &Path, limits: &FeedLimits) -> Result<(), Refusal> {
    // If the file system does not tell, writing to it will show.
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
