//! `dealink inspect`: what links a message holds, read offline.

use std::io::BufRead;
use std::process::ExitCode;

use super::out;
use crate::links::{inspect, unescape};

/// Arguments of `inspect`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Print one JSON line for each message (the only form there is; kept in the command so that scripts say what they want).
    #[arg(long)]
    json: bool,
}

/// One line in, one line out, until the input ends. In the input `\n`, `\t` and `\\` are escapes.
pub(super) fn run(_: &Arguments) -> ExitCode {
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        match input.read_until(b'\n', &mut line) {
            Ok(0) => return ExitCode::SUCCESS,
            Ok(_) => {}
            Err(error) => {
                out::complain(&error.to_string());
                return ExitCode::FAILURE;
            }
        }
        // Bytes that are no UTF-8 make a replacement character, not an end.
        let text = String::from_utf8_lossy(&line);
        let found = inspect(&unescape(text.trim_end_matches(['\n', '\r'])));
        match serde_json::to_string(&found) {
            Ok(json) => out::line(&json),
            Err(error) => out::complain(&error.to_string()),
        }
    }
}
