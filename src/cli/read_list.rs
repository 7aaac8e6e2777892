//! `dealink read-list`, hidden: reads one list for the bot, in a process with limits. See [`crate::lists::ListReader`].

use std::process::ExitCode;

use crate::lists;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Address space, in MiB.
    #[arg(long)]
    memory_mib: u64,
    /// Processor time, in seconds.
    #[arg(long)]
    cpu_seconds: u64,
}

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    // The exit code is all that is told: the process that asked logs it.
    match lists::serve_request(arguments.memory_mib, arguments.cpu_seconds) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
