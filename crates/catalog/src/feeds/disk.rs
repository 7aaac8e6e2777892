//! What of the machine a pull may take: room on the disk, and its turn behind everybody else.

use std::path::Path;

use super::{Limits, MIB, Refusal};
use dealink_core::message::Sentence;
use dealink_core::money::Decimal;

/// Refuses when less would stay free than has to.
pub(super) fn has_room(dir: &Path, limits: &Limits) -> Result<(), Refusal> {
    // A file system that does not say is one that cannot be asked; writing to it will tell.
    let Ok(stat) = rustix::fs::statvfs(dir) else { return Ok(()) };
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    if free >= limits.keep_free {
        return Ok(());
    }
    Err(Sentence::new("feeds-refused-room")
        .with("free", Decimal::from(free / MIB))
        .with("keep", Decimal::from(limits.keep_free / MIB))
        .into())
}

/// Lets every other thread go first. What this thread starts does the same.
pub(super) fn go_last() {
    const NICE: i32 = 15;
    // On Linux a priority is a thread's own.
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "the priority of a pull could not be lowered");
    }
}
