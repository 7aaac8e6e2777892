//! dealink as it is but for one number: it may ask the network as often as it likes.
//!
//! The network allows 600 calls a minute, two for each new product, and dealink keeps to that. To see what its own work costs
//! when nothing is known beforehand, that one promise has to be lifted; no setting can do it.

use std::num::NonZeroU32;
use std::path::Path;

use anyhow::{Result, anyhow};
use dealink::app::{self, Setup};
use dealink::config::{Config, Flags, Need, Sources};
use dealink_core::clock::Clock;
use dealink_network::admitad::Patience;

/// Makes this program the contestant.
pub(crate) const ARGUMENT: &str = "--be-dealink-unpaced";

/// Runs until it is killed.
pub(crate) async fn run() -> Result<()> {
    let sources = Sources::new(Flags::default(), std::env::vars(), Path::new("dealink.toml"), false);
    let config = Config::read(&sources, Need::Bot).map_err(|faults| anyhow!("{faults:?}"))?;
    let setup = Setup {
        config,
        clock: Clock::system(),
        patience: Patience { per_minute: NonZeroU32::MAX, ..Patience::default() },
        album_rest: app::ALBUM_REST,
        sweep: app::SWEEP,
        tap: None,
    };
    app::start(setup).await?.ended().await;
    Ok(())
}
