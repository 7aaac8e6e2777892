//! `dealink sandbox`: the real bot, with lists and feeds, against stand-ins on this machine, and a chat page in the browser.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::ExitCode;

use dealink_core::clock::Clock;
use dealink_sandbox::Sandbox;
use tokio::net::TcpListener;

use super::out;
use super::run::wait_for_stop_signal;
use crate::app::{self, Setup};
use crate::config::Config;
use crate::lists::Lists;
use crate::sandbox;
use crate::store::Store;

type AnyError = Box<dyn std::error::Error>;

/// Serves a sandbox and the bot in it until a signal comes. Then everything is deleted.
pub(super) async fn run(port: u16) -> ExitCode {
    // Its name cannot be guessed, and only this user may read it. It is deleted when it is dropped.
    let data = match tempfile::Builder::new().prefix("dealink-sandbox-").tempdir() {
        Ok(data) => data,
        Err(error) => return out::fail(error),
    };
    serve(port, data.path()).await.map_or_else(out::fail, |()| ExitCode::SUCCESS)
}

async fn serve(port: u16, data: &Path) -> Result<(), AnyError> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await;
    let sandbox = Sandbox::start(listener.map_err(|error| format!("127.0.0.1:{port}: {error}"))?)?;
    load_lists(&sandbox, data).await?;
    let pulled = sandbox::pull_feeds(&sandbox, data, Clock::system()).await;
    pulled.map_err(|refusal| refusal.to_string())?;
    let running = app::start(Setup::new(sandbox::config(&sandbox, data))).await?;
    out::print_line(&format!("http://{}/", sandbox.address()));
    wait_for_stop_signal().await;
    running.stop().await;
    Ok(())
}

/// Loads lists before the bot starts, as an operator would.
async fn load_lists(sandbox: &Sandbox, data: &Path) -> Result<(), AnyError> {
    let store = Store::open(data).await?.store;
    for (kind, list) in sandbox::lists(sandbox, Clock::system().today()) {
        store.lists.save(kind, list, Clock::system().now()).await?;
    }
    store.close().await?;
    Ok(())
}

/// A sandbox for one answer of `dealink link`, with the settings and lists that lead there.
pub(super) async fn start_for_link() -> std::io::Result<(Sandbox, Config, Lists)> {
    let sandbox = Sandbox::start(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?)?;
    let config = sandbox::config(&sandbox, Path::new(""));
    let lists = sandbox::lists(&sandbox, Clock::system().today()).into_iter();
    let lists = lists.fold(Lists::default(), |lists, (kind, list)| lists.with_list(kind, Some(list)));
    Ok((sandbox, config, lists))
}
