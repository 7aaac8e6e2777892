//! The commands and flags of the sandbox in a build without it: they say so.

use std::process::ExitCode;

use super::out;
use crate::config::Config;
use crate::lists::Lists;

const NO_SANDBOX: &str = "this build of dealink has no sandbox: it was built without the feature `sandbox`";

pub(super) async fn run(_port: u16) -> ExitCode {
    out::fail(NO_SANDBOX)
}

pub(super) async fn start_for_link() -> std::io::Result<((), Config, Lists)> {
    Err(std::io::Error::other(NO_SANDBOX))
}
