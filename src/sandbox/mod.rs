//! The bot in the sandbox: settings that lead to the stand-ins, the sandbox's feeds and lists.

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

/// The settings of a bot that uses the stand-ins and keeps its data in `data_dir`.
pub fn config(sandbox: &Sandbox, data_dir: &Path) -> Config {
    Config {
        telegram: Some(TelegramConfig {
            token: sandbox.telegram.token().into(),
            api: sandbox.telegram_url(),
            sends_per_second: 1_000,
        }),
        network: NetworkConfig { account: Some(admitad_account(sandbox)), deeplink_base: None },
        open_platform: Some(open_platform_account(sandbox)),
        program: Arc::new(Program::builtin()),
        short_links: ShortLinkConfig {
            transport: ResolverTransport::Loopback(sandbox.short_hosts.address()),
            timeouts: resolve::ResolverTimeouts::default(),
        },
        central_bank: Some(sandbox.bank_url()),
        data_dir: data_dir.to_owned(),
        feeds: FeedConfig { every: None, limits: FeedLimits::default() },
        default_language: Lang::En,
        admins: sandbox.admins().clone(),
    }
}

/// The account that the stand-in of Admitad accepts.
pub fn admitad_account(sandbox: &Sandbox) -> admitad::AdmitadAccount {
    admitad::AdmitadAccount {
        base: sandbox.admitad_url(),
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.into(),
        website_id: AD_SPACE,
        campaign_id: PROGRAM,
    }
}

/// The application that the stand-in of the Open Platform accepts.
pub fn open_platform_account(sandbox: &Sandbox) -> open_platform::OpenPlatformAccount {
    open_platform::OpenPlatformAccount {
        url: sandbox.open_platform_url(),
        app_key: APP_KEY.to_owned(),
        app_secret: APP_SECRET.into(),
        calls_per_day: NonZeroU32::new(5_000).unwrap_or(NonZeroU32::MIN),
    }
}

/// Adds the sandbox's feeds to a data directory, where they are missing, and pulls them, as an operator would before the bot
/// starts.
///
/// # Errors
/// When one of them could not be pulled.
pub async fn pull_feeds(sandbox: &Sandbox, data_dir: &Path, clock: Clock) -> Result<(), Refusal> {
    let (registry, urls) = (Feeds::new(data_dir), sandbox.feed_csv_urls());
    let pulled = tokio::task::spawn_blocking(move || feeds::pull_all(&registry, urls, clock));
    pulled.await.unwrap_or_else(|fault| std::panic::resume_unwind(fault.into_panic()))
}

/// Lists with the invented stores, and some banned keywords; all have this date.
pub fn lists(sandbox: &Sandbox, date: Date) -> Vec<(ListKind, List)> {
    lists::sample_lists(sandbox.admitad.products(), date)
}
