//! Data about a process and the machine from `/proc`.

use std::fs::read_to_string;
use std::time::Duration;

use anyhow::{Context, Result};

/// `/proc` counts CPU time in hundredths of a second on every Linux (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// User and system time of a process.
pub(crate) fn cpu(pid: u32) -> Result<Duration> {
    let stat = read_to_string(format!("/proc/{pid}/stat"))?;
    // The second field is the name in brackets, which may hold spaces; utime and stime are the 14th and 15th.
    let (_, fields) = stat.rsplit_once(')').context("/proc/PID/stat")?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u32>).sum::<Result<u32, _>>()?;
    Ok(TICK * ticks)
}

/// Memory of a process in megabytes: `VmRSS` is the current size, `VmHWM` the peak.
pub(crate) fn megabytes(pid: u32, what: &str) -> Result<f64> {
    let status = read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(what)).context("/proc/PID/status")?;
    let kilobytes: f64 = line.trim_matches([':', ' ', '\t']).trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes / 1024.0)
}

/// The machine in one line.
pub(crate) fn machine() -> String {
    let cpus = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        cpus.lines().find(|line| line.starts_with("model name")).and_then(|line| line.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = read_to_string("/proc/meminfo").unwrap_or_default();
    let memory = memory.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or_default();
    let kernel = read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{cores} cores of {}, {:.0} GB, Linux {}; load at the end {}",
        model.unwrap_or("an unnamed CPU"),
        memory / 1024.0 / 1024.0,
        kernel.trim(),
        load.split_whitespace().next().unwrap_or("unknown"),
    )
}
