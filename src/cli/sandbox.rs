//! `dealink sandbox`: the real bot, its lists and feeds loaded, against stand-ins on this machine, with a chat page in the browser.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;

use tokio::net::TcpListener;

use super::out;
use super::run::wait_for_stop_signal;
use crate::app::{self, Setup};
use crate::lists::{List, ListKind};
use crate::sandbox;
use crate::store::{Store, StoreError};
use dealink_core::clock::Clock;
use dealink_network::admitad::AdmitadTimeouts;
use dealink_sandbox::Sandbox;

/// Arguments of `sandbox`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Port on this machine; 0 takes any that is free.
    #[arg(long, default_value_t = 0)]
    port: u16,
}

/// Serves until it is told to stop. Everything that was said is forgotten then.
pub(super) async fn run(arguments: Arguments) -> ExitCode {
    let listener = match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port))).await {
        Ok(listener) => listener,
        Err(error) => {
            out::print_error(&format!("127.0.0.1:{}: {error}", arguments.port));
            return ExitCode::FAILURE;
        }
    };
    let data = std::env::temp_dir().join(format!("dealink-sandbox-{}", std::process::id()));
    let world = match Sandbox::start(listener) {
        Ok(world) => world,
        Err(error) => {
            out::print_error(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    if let Err(error) = load_lists(&data, sandbox::lists(&world, Clock::system().today())).await {
        out::print_error(&error.to_string());
        return ExitCode::FAILURE;
    }
    if let Err(refusal) = sandbox::pull_feeds(&world, &data, Clock::system()).await {
        out::print_error(&refusal.to_string());
        return ExitCode::FAILURE;
    }
    let setup = Setup {
        config: sandbox::config(&world, &data),
        clock: Clock::system(),
        admitad_timeouts: AdmitadTimeouts::default(),
        album_wait: app::ALBUM_WAIT,
        sweep_interval: app::SWEEP_INTERVAL,
        test_hook: None,
    };
    let status = match app::start(setup).await {
        Ok(running) => {
            out::print_line(&format!("http://{}/", world.address()));
            wait_for_stop_signal().await;
            running.stop().await;
            ExitCode::SUCCESS
        }
        Err(error) => {
            out::print_error(&error.to_string());
            ExitCode::FAILURE
        }
    };
    let _ = std::fs::remove_dir_all(&data);
    status
}

/// Loads lists before the bot starts, as an operator would.
async fn load_lists(data: &Path, lists: Vec<(ListKind, List)>) -> Result<(), StoreError> {
    let shelf = Store::open(data)?.store.lists;
    for (kind, list) in lists {
        shelf.save(kind, list, Clock::system().now()).await?;
    }
    Ok(())
}
