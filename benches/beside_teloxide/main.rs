//! dealink beside a bare teloxide bot: start, memory, CPU and latency, measured in one run.
//!
//! `cargo bench --bench beside_teloxide` prints the table of `docs/BENCHMARKS.md`; `-- --quick` shows in a minute
//! whether it works, `-- --calls` counts system calls with `strace`, and
//! `-- --backlog` measures an idle bot and one with very much waiting. The stand-ins are in this process, each contestant in a process of its own, one after the other,
//! in several rounds.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program whose output is the point")]

mod backlog;
mod calls;
mod contestant;
mod measure;
mod process;
mod table;
mod unpaced;
mod world;

use std::process::ExitCode;

use anyhow::Result;

use contestant::Contestant;
use measure::{STEADY, Sizes};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |word: &str| arguments.iter().any(|argument| argument == word);
    let done = if has(unpaced::ARGUMENT) {
        unpaced::run().await
    } else if has("--calls") {
        count_calls().await
    } else if has("--backlog") {
        backlog::run().await
    } else if has("--bench") {
        compare(if has("--quick") { Sizes::QUICK } else { Sizes::FULL }).await
    } else {
        // Started by `cargo test --benches`.
        eprintln!("run it with: cargo bench --bench beside_teloxide");
        Ok(())
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// System calls per message, each contestant once. They hardly differ from run to run.
async fn count_calls() -> Result<()> {
    contestant::build_bare()?;
    println!("Per message: syncs, flushes of the disk, futex calls, all system calls");
    println!("| | at {STEADY} messages/s | in a burst of {} |\n|---|---:|---:|", Sizes::FULL.burst);
    for contestant in Contestant::ALL {
        let (steady, burst) = measure::calls(contestant, &Sizes::FULL).await?;
        println!("| {} | {steady} | {burst} |", contestant.name());
    }
    Ok(())
}

/// Every contestant in every round, so that a disturbance of the machine affects all of them.
async fn compare(sizes: Sizes) -> Result<()> {
    contestant::build_bare()?;
    let mut runs = Contestant::ALL.map(|_| Vec::new());
    for round in 1..=sizes.rounds {
        for (contestant, runs) in Contestant::ALL.into_iter().zip(&mut runs) {
            let run = measure::run(contestant, &sizes).await?;
            eprintln!("round {round}, {}: {run:?}", contestant.name());
            runs.push(run);
        }
    }
    println!("{}", table::markdown(&sizes, &runs));
    Ok(())
}
