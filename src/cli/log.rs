//! Logging to standard error, as text. Libraries log warnings only, whatever the filter says, because their detailed logs hold
//! addresses with tokens.

use std::io::IsTerminal;

use tracing::Level;
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, fmt};

use crate::config::SettingSources;

const QUIET_LIBRARIES: [&str; 8] =
    ["hyper", "reqwest", "h2", "rustls", "teloxide", "sled", "tower", "calamine"];

/// Starts logging with the filter of the settings.
pub(super) fn start(sources: &SettingSources) {
    let filter = sources.value("RUST_LOG").ok().flatten().unwrap_or_else(|| "info".to_owned());
    init(&filter);
}

/// Starts logging for commands with output for other programs: errors only, unless a filter was given.
pub(super) fn start_quiet(sources: &SettingSources) {
    init(&sources.explicit_value("RUST_LOG").unwrap_or_else(|| "error".to_owned()));
}

fn init(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    // A filter of its own, because a finer directive of the operator's filter (`h2::codec=trace`) would override one in it.
    let held_back = filter_fn(|event| {
        let of_library = QUIET_LIBRARIES.iter().any(|library| event.target().starts_with(library));
        !of_library || *event.level() <= Level::WARN
    });
    // Colour codes in a file or journal would break searches.
    let log = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let _ = tracing_subscriber::registry().with(log.with_filter(filter.and(held_back))).try_init();
    // The message of a panic may quote user data, so only its location is logged.
    std::panic::set_hook(Box::new(|panic| match panic.location() {
        Some(at) => tracing::error!(file = at.file(), line = at.line(), "a panic"),
        None => tracing::error!("a panic"),
    }));
}
