//! dealink as it is but for one number: it may ask the network as often as it likes.
//!
//! The network allows 600 calls a minute, two for each new product, and dealink keeps to that. To see what its own work costs
//! when nothing is known beforehand, that one promise has to be lifted; no setting can do it.

use std::num::NonZeroU32;
use std::path::Path;

use anyhow::{Result, anyhow};
use dealink::app::{self, Setup};
use dealink::config::{Config, ConfigPurpose, Flags, SettingSources};
use dealink_core::clock::Clock;
use dealink_network::admitad::AdmitadTimeouts;

/// Makes this program the contestant.
pub(crate) const ARGUMENT: &str = "--be-dealink-unpaced";

/// Runs until it is killed.
pub(crate) async fn run() -> Result<()> {
    let sources = SettingSources::new(Flags::default(), std::env::vars(), Path::new("dealink.toml"), false);
    let config = Config::load(&sources, ConfigPurpose::Bot).map_err(|faults| anyhow!("{faults:?}"))?;
    let setup = Setup {
        config,
        clock: Clock::system(),
        admitad_timeouts: AdmitadTimeouts { calls_per_minute: NonZeroU32::MAX, ..AdmitadTimeouts::default() },
        album_wait: app::ALBUM_WAIT,
        sweep_interval: app::SWEEP_INTERVAL,
        test_hook: None,
    };
    app::start(setup).await?.wait_for_end().await;
    Ok(())
}
