//! dealink without the limit of network calls per minute.
//!
//! The network allows 600 calls a minute, and a new product needs two; dealink keeps to that limit, and no setting
//! changes it. To measure dealink's own work for new products, the limit has to be lifted.

use std::num::NonZeroU32;
use std::path::Path;

use anyhow::{Result, anyhow};
use dealink::app::{self, Setup};
use dealink::config::{Config, ConfigPurpose, Flags, SettingSources};
use dealink_network::admitad::AdmitadTimeouts;

/// The argument that makes this program run the bot.
pub(crate) const ARGUMENT: &str = "--be-dealink-unpaced";

/// Runs until it is killed.
pub(crate) async fn run() -> Result<()> {
    let sources = SettingSources::new(Flags::default(), std::env::vars(), Path::new("dealink.toml"), false);
    let config = Config::load(&sources, ConfigPurpose::Bot).map_err(|faults| anyhow!("{faults:?}"))?;
    let admitad_timeouts =
        AdmitadTimeouts { calls_per_minute: NonZeroU32::MAX, ..AdmitadTimeouts::default() };
    let setup = Setup { admitad_timeouts, ..Setup::new(config) };
    app::start(setup).await?.wait_for_end().await;
    Ok(())
}
