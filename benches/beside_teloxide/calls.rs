//! System calls of a process while it works, counted by `strace`, and flushes of the disk below the project.

use std::collections::HashMap;
use std::fmt;
use std::fs::read_to_string;
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tempfile::NamedTempFile;

/// What was counted, for each message.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CallCounts {
    /// `fsync`, `fdatasync` and `sync_file_range`.
    pub(crate) syncs: f64,
    /// What the disk counted as flushes of its cache, by all processes.
    pub(crate) disk_flushes: f64,
    pub(crate) futexes: f64,
    pub(crate) all: f64,
}

impl fmt::Display for CallCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CallCounts { syncs, disk_flushes, futexes, all } = self;
        write!(f, "{syncs:.2}, {disk_flushes:.2}, {futexes:.1}, {all:.1}")
    }
}

/// An attached `strace`.
pub(crate) struct CallCounter {
    strace: Child,
    output: NamedTempFile,
    flushes: u64,
}

impl CallCounter {
    /// Attaches to a process and all of its threads.
    pub(crate) async fn attach(pid: u32) -> Result<Self> {
        let output = NamedTempFile::new()?;
        let mut command = Command::new("strace");
        command.args(["-f", "-c", "-qq", "-o"]).arg(output.path()).arg("-p").arg(pid.to_string());
        let strace = command.spawn().context("strace is not installed")?;
        // It does not say when it is attached.
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok(CallCounter { strace, output, flushes: disk_flushes() })
    }

    /// Detaches and returns the counts for each of so many messages.
    pub(crate) fn finish(mut self, messages: usize) -> Result<CallCounts> {
        let flushes = disk_flushes() - self.flushes;
        let interrupted = Command::new("kill").args(["-INT", &self.strace.id().to_string()]).status()?;
        ensure!(interrupted.success(), "strace could not be stopped");
        self.strace.wait()?;
        let calls = counts(&read_to_string(self.output.path())?);
        let of = |names: &[&str]| {
            let count: u64 = names.iter().filter_map(|name| calls.get(*name)).sum();
            count as f64 / messages as f64
        };
        Ok(CallCounts {
            syncs: of(&["fsync", "fdatasync", "sync_file_range"]),
            disk_flushes: flushes as f64 / messages as f64,
            futexes: of(&["futex"]),
            all: of(&["total"]),
        })
    }
}

/// The table of `strace -c`: the number of calls is the fourth column, the name the last.
fn counts(table: &str) -> HashMap<String, u64> {
    let row = |line: &str| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        Some(((*columns.last()?).to_owned(), columns.get(3)?.parse().ok()?))
    };
    table.lines().filter_map(row).collect()
}

/// The flushes of the disk that holds the project; 0 where the kernel does not say.
pub(crate) fn disk_flushes() -> u64 {
    let flushes = || {
        let device = std::fs::metadata(env!("CARGO_TARGET_TMPDIR")).ok()?.dev();
        let (major, minor) = (rustix::fs::major(device), rustix::fs::minor(device));
        let stat = read_to_string(format!("/sys/dev/block/{major}:{minor}/stat")).ok()?;
        stat.split_whitespace().nth(15)?.parse().ok()
    };
    flushes().unwrap_or(0)
}
