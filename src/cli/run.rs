//! `dealink run`: the bot, until a signal stops it.

use std::process::ExitCode;

use rustix::process::Signal;
use tokio::signal::unix::{SignalKind, signal};

use super::out;
use crate::app::{self, Setup, StartError};
use crate::config::Config;
use crate::telegram::queue::PollingEnd;
use dealink_core::message::Message;

/// Runs the bot with checked settings.
pub(super) async fn run(config: Config) -> ExitCode {
    let language = config.default_language;
    let refused = || out::print_failure(&Message::new("operator-token-refused"), language, out::EXIT_USAGE);
    // Beyond a limit of file sizes a write fails with an error, and does not end the process.
    let _file_size = signal(SignalKind::from_raw(Signal::XFSZ.as_raw()));
    // One listener from the first moment to the last, because a signal between two listeners would be lost.
    let mut stop = std::pin::pin!(wait_for_stop_signal());
    let started = tokio::select! {
        biased;
        () = &mut stop => return ExitCode::SUCCESS,
        started = app::start(Setup::new(config)) => started,
    };
    let mut running = match started {
        Ok(running) => running,
        Err(StartError::TokenRefused) => return refused(),
        // Not an error of the settings: the directory may be free at another start.
        Err(error) => return out::fail(error),
    };
    tracing::info!("ready");
    tokio::select! {
        ended = running.wait_for_end() => {
            running.stop().await;
            return match ended {
                Some(PollingEnd::Token) => refused(),
                None => ExitCode::FAILURE,
            };
        }
        () = &mut stop => {}
    }
    tracing::info!("stopping");
    running.stop().await;
    tracing::info!("stopped");
    ExitCode::SUCCESS
}

/// Returns on SIGINT or SIGTERM.
pub(super) async fn wait_for_stop_signal() {
    let (Ok(mut interrupt), Ok(mut terminate)) =
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return tracing::error!("signals cannot be listened to");
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}
