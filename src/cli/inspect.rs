//! `dealink inspect`: prints the links of messages, offline.

use std::process::ExitCode;

use dealink_links::inspect;

use super::out;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Print one JSON line for each message (the only form there is; kept in the command so that scripts say what they want).
    #[arg(long)]
    json: bool,
}

pub(super) fn run(_: &Arguments) -> ExitCode {
    out::for_each_message(|message| match serde_json::to_string(&inspect(message)) {
        Ok(json) => out::print_line(&json),
        Err(error) => out::print_error(&error.to_string()),
    })
}
