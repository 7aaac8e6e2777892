//! The bot in the sandbox: the settings with which it finds the stand-ins, their feeds and lists.

mod feeds;
mod lists;
#[cfg(test)]
mod tests;

use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;

use dealink_catalog::feeds::{FeedLimits, Feeds, Refusal};
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_network::resolve::{self, ResolverTransport};
use dealink_network::{admitad, open_platform};
use dealink_program::Program;
use dealink_sandbox::Sandbox;
use dealink_sandbox::admitad::{AD_SPACE, CLIENT_ID, CLIENT_SECRET, PROGRAM};
use dealink_sandbox::open_platform::{APP_KEY, APP_SECRET};
use jiff::civil::Date;

use crate::config::{Config, FeedConfig, NetworkConfig, ShortLinkConfig, TelegramConfig};
use crate::lists::{List, ListKind};

/// The settings of a bot that talks to the stand-ins of `world` and keeps its data in `data_dir`.
pub fn config(world: &Sandbox, data_dir: &Path) -> Config {
    Config {
        telegram: Some(TelegramConfig {
            token: world.telegram.token().into(),
            api: world.telegram_url(),
            sends_per_second: 1_000,
        }),
        network: NetworkConfig { account: Some(admitad_account(world)), deeplink_base: None },
        open_platform: Some(open_platform_account(world)),
        program: Arc::new(Program::builtin()),
        short_links: ShortLinkConfig {
            transport: ResolverTransport::Loopback(world.short_hosts.address()),
            timeouts: resolve::ResolverTimeouts::default(),
        },
        central_bank: Some(world.bank_url()),
        data_dir: data_dir.to_owned(),
        feeds: FeedConfig { every: None, limits: FeedLimits::default() },
        default_language: Lang::En,
        admins: world.admins().clone(),
    }
}

/// The account that the stand-in of Admitad knows.
pub fn admitad_account(world: &Sandbox) -> admitad::AdmitadAccount {
    admitad::AdmitadAccount {
        base: world.admitad_url(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.into(),
        website_id: AD_SPACE,
        campaign_id: PROGRAM,
    }
}

/// The application that the stand-in of the Open Platform knows.
pub fn open_platform_account(world: &Sandbox) -> open_platform::OpenPlatformAccount {
    open_platform::OpenPlatformAccount {
        url: world.open_platform_url(),
        app_key: APP_KEY.to_owned(),
        app_secret: APP_SECRET.into(),
        calls_per_day: NonZeroU32::new(5_000).unwrap_or(NonZeroU32::MIN),
    }
}

/// Adds the feeds of the sandbox to a data directory, where they are not there yet, and pulls them: as an operator would before
/// the bot starts.
///
/// # Errors
/// Why one of them could not be pulled.
pub async fn pull_feeds(world: &Sandbox, data_dir: &Path, clock: Clock) -> Result<(), Refusal> {
    let (registry, urls) = (Feeds::new(data_dir), world.feed_csv_urls());
    let pulled = tokio::task::spawn_blocking(move || feeds::pull_all(&registry, urls, clock));
    pulled.await.unwrap_or_else(|fault| std::panic::resume_unwind(fault.into_panic()))
}

/// The lists on which the invented stores stand, of this day, and some banned keywords.
pub fn lists(world: &Sandbox, date: Date) -> Vec<(ListKind, List)> {
    lists::of(world.admitad.products(), date)
}
