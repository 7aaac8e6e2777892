//! The limits that the reading process sets itself before it looks at a byte of the file.

use std::io;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

const MIB: u64 = 1024 * 1024;

/// Limits this process for good.
///
/// # Errors
/// A limit cannot be set. Without its limits the process must not read.
pub(super) fn limit_process(memory_mib: u64, cpu_seconds: u64) -> io::Result<()> {
    // If the machine's memory ends, this process is the one to be killed and not the bot.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    let memory = memory_mib.saturating_mul(MIB);
    set_limit(Resource::As, memory, memory)?;
    // The signal for the lower limit tells time from memory; the higher one kills.
    set_limit(Resource::Cpu, cpu_seconds, cpu_seconds.saturating_add(1))?;
    set_limit(Resource::Core, 0, 0)?;
    set_limit(Resource::Fsize, 0, 0)
}

/// Lowers a limit; one that is lower already stays.
fn set_limit(resource: Resource, current: u64, maximum: u64) -> io::Result<()> {
    let before = getrlimit(resource);
    let lower = |limit: u64, before: Option<u64>| Some(before.map_or(limit, |before| before.min(limit)));
    let limit = Rlimit { current: lower(current, before.current), maximum: lower(maximum, before.maximum) };
    Ok(setrlimit(resource, limit)?)
}
