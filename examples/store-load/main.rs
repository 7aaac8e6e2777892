//! Works on a store as the bot does, and prints what was begun and what was confirmed: the other half of `tests/durability`.
//!
//! `store-load load DIR SEED INTAKES [abrupt]` works on the store below DIR until as many intakes are confirmed, and ends in order
//! or without closing anything. A later run needs a larger SEED. `store-load check DIR …`
//! opens each directory as the bot would and prints what is in it, one line of JSON for each; without a DIR it reads directories
//! from its input, one a line. What the lines of `load` mean is said in `report.rs`; `docs/DURABILITY.md` tells the whole method.

mod check;
mod handlers;
mod load;
mod random;
mod report;
mod settings;
mod subject;
mod values;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: store-load load DIR SEED INTAKES [abrupt] | store-load check [DIR …]";

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["load", dir, seed, intakes, how @ ..] => {
            let seed = seed.parse().context("SEED is a number")?;
            let intakes = intakes.parse().context("INTAKES is a number")?;
            let end = if how == ["abrupt"] { load::End::Abrupt } else { load::End::Orderly };
            runtime.block_on(load::load(Path::new(dir), seed, intakes, end))
        }
        ["check", dirs @ ..] => {
            check::check(&runtime, dirs.iter().map(PathBuf::from).collect())?;
            Ok(ExitCode::SUCCESS)
        }
        _ => bail!(USAGE),
    }
}
