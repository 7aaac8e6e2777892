//! The `dealink` program: parse the command line and do what it says.

use std::process::ExitCode;

fn main() -> ExitCode {
    dealink::cli::main()
}
