//! What of the machine a pull may take: room on the disk, and its turn behind everybody else.

use std::path::Path;

use super::{FeedLimits, MIB, Refusal};
use dealink_core::message::Message;
use dealink_core::money::Decimal;

/// Refuses when less would stay free than has to.
pub(super) fn check_free_space(dir: &Path, limits: &FeedLimits) -> Result<(), Refusal> {
    // A file system that does not say is one that cannot be asked; writing to it will tell.
    let Ok(stat) = rustix::fs::statvfs(dir) else { return Ok(()) };
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    if free >= limits.min_free_bytes {
        return Ok(());
    }
    Err(Message::new("feeds-refused-room")
        .with("free", Decimal::from(free / MIB))
        .with("keep", Decimal::from(limits.min_free_bytes / MIB))
        .into())
}

/// Lets every other thread go first. What this thread starts does the same.
pub(super) fn lower_priority() {
    const NICE: i32 = 15;
    // On Linux a priority is a thread's own.
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "the priority of a pull could not be lowered");
    }
}
