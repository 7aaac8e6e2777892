//! The lines that `load` prints, each with a write of its own, so that their order among the system calls is known.
//!
//! `begin 17 durable intake update/1001=ab12 update/1002=cd34` before an operation, then `confirmed 17` or `refused 17 reason`.
//! An item is `kind/key`, its value a digest, a short word, or `-` for "not there". `durable` promises that a confirmed change
//! survives a power cut; `relaxed` that it survives `kill -9`.

use std::fs::File;
use std::io::Write;
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use anyhow::Result;

/// The value of an item that is not there.
pub(crate) const ABSENT: &str = "-";

#[derive(Clone, Copy, Debug)]
pub(crate) enum Promise {
    Durable,
    Relaxed,
}

/// An item, and the value that it has after the operation.
pub(crate) type Change = (String, String);

pub(crate) struct Report {
    out: File,
    operations: AtomicU64,
    refused: AtomicUsize,
}

impl Report {
    pub(crate) fn new() -> Result<Self> {
        let out = File::from(std::io::stdout().as_fd().try_clone_to_owned()?);
        Ok(Report { out, operations: AtomicU64::new(0), refused: AtomicUsize::new(0) })
    }

    /// Runs one operation between its lines. Returns whether the store confirmed it.
    pub(crate) async fn operation<E: std::fmt::Display>(
        &self,
        promise: Promise,
        name: &str,
        changes: &[Change],
        run: impl Future<Output = Result<(), E>>,
    ) -> Result<bool> {
        let number = self.operations.fetch_add(1, Ordering::Relaxed) + 1;
        let promise = match promise {
            Promise::Durable => "durable",
            Promise::Relaxed => "relaxed",
        };
        let changes: String = changes.iter().map(|(item, value)| format!(" {item}={value}")).collect();
        self.line(&format!("begin {number} {promise} {name}{changes}"))?;
        match run.await {
            Ok(()) => self.line(&format!("confirmed {number}")).map(|()| true),
            Err(fault) => {
                self.refused.fetch_add(1, Ordering::Relaxed);
                self.line(&format!("refused {number} {}", fault.to_string().replace('\n', " ")))?;
                Ok(false)
            }
        }
    }

    pub(crate) fn line(&self, text: &str) -> Result<()> {
        Ok((&self.out).write_all(format!("{text}\n").as_bytes())?)
    }
}
