//! Opens directories as the bot would and prints what is in them.

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::subject::Subject;

/// One line of JSON for each directory, as soon as it was looked at.
pub(crate) fn check(runtime: &Runtime, dirs: Vec<PathBuf>) -> Result<()> {
    // What a broken file makes a library say is not of interest: that it opens is.
    std::panic::set_hook(Box::new(|_| {}));
    if dirs.is_empty() {
        for dir in std::io::stdin().lock().lines() {
            report(runtime, Path::new(&dir?))?;
        }
    }
    dirs.iter().try_for_each(|dir| report(runtime, dir))
}

fn report(runtime: &Runtime, dir: &Path) -> Result<()> {
    let looked = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let opened = Subject::open(dir).await?;
            let items = opened.subject.contents().await?;
            anyhow::Ok((opened.repairs, items))
        })
    }));
    let line = match looked {
        Ok(Ok((repairs, items))) => json!({ "dir": dir, "opened": true, "repairs": repairs, "items": items }),
        Ok(Err(fault)) => json!({ "dir": dir, "opened": false, "fault": format!("{fault:#}") }),
        Err(_) => json!({ "dir": dir, "opened": false, "fault": "panicked" }),
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
