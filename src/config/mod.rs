//! Settings: flags, then environment, then `dealink.toml`, then defaults; all errors are reported before anything starts.
//!
//! [`SETTINGS`] is the one list that flags, environment names, file keys, the README's table and `deploy/env.example` follow.

mod feeds;
mod programs;
mod reader;
mod settings;
mod sources;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_network::admitad::AdmitadAccount;
use dealink_network::open_platform;
use dealink_network::resolve::{ResolverTimeouts, ResolverTransport};
use dealink_program::Program;
use secrecy::SecretString;
use url::Url;

pub use feeds::FeedConfig;
pub use programs::KnownPrograms;
use reader::SettingsReader;
pub use settings::{Flags, SETTINGS, SettingSpec};
pub use sources::SettingSources;

#[derive(Clone)]
pub struct TelegramConfig {
    pub token: SecretString,
    pub api: Url,
    /// Messages a second over all chats (Telegram permits about 30).
    pub sends_per_second: u32,
}

/// How links are made: by the network, or offline from an own link.
#[derive(Clone)]
pub struct NetworkConfig {
    /// The account at the network; without it there are no verdicts.
    pub account: Option<AdmitadAccount>,
    /// An own `gotolink`, for links made offline.
    pub deeplink_base: Option<Url>,
}

#[derive(Clone)]
pub struct ShortLinkConfig {
    /// Disabled if the operator does not want short links to be followed.
    pub transport: ResolverTransport,
    pub timeouts: ResolverTimeouts,
}

/// Settings that were checked.
#[derive(Clone)]
pub struct Config {
    /// Needed only by `run`.
    pub telegram: Option<TelegramConfig>,
    pub network: NetworkConfig,
    /// The application at the AliExpress Open Platform; `None` if it is not used.
    pub open_platform: Option<open_platform::OpenPlatformAccount>,
    /// The rules of the program that links are made for.
    pub program: Arc<Program>,
    pub short_links: ShortLinkConfig,
    /// The address of the central bank's exchange rates; `None` if it is not used.
    pub central_bank: Option<Url>,
    /// The directory of the store.
    pub data_dir: PathBuf,
    pub feeds: FeedConfig,
    /// The language for people with a language that the bot does not support.
    pub default_language: Lang,
    /// Telegram user ids of those who may load lists.
    pub admins: BTreeSet<u64>,
}

/// The command for which the settings are read; it decides which of them are required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigPurpose {
    /// `run`: a bot token, and a way to make links.
    Bot,
    /// `link`: a way to make links.
    Links,
    /// `rates`: nothing.
    Rates,
}

/// One thing that is missing or wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingError {
    /// The setting's name in the environment.
    pub setting: &'static str,
    /// What is wrong, and where the operator finds the value.
    pub message: Message,
}

impl Config {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// All errors at once, in the order of [`SETTINGS`].
    pub fn load(sources: &SettingSources, need: ConfigPurpose) -> Result<Config, Vec<SettingError>> {
        let mut reader = SettingsReader::new(sources);
        let config = reader.read_config(need);
        let SettingsReader { errors: mut faults, .. } = reader;
        faults.sort_by_key(|fault| SETTINGS.iter().position(|s| s.name == fault.setting));
        match config {
            Some(config) if faults.is_empty() => Ok(config),
            _ => Err(faults),
        }
    }
}

/// The data directory, for commands that need nothing else.
///
/// # Errors
/// What is wrong with the settings file or the setting.
pub fn load_data_dir(sources: &SettingSources) -> Result<PathBuf, Vec<SettingError>> {
    let mut reader = SettingsReader::new(sources);
    match reader.read_text("DEALINK_DATA_DIR") {
        Some(dir) if reader.errors.is_empty() => Ok(PathBuf::from(dir)),
        _ => Err(reader.errors),
    }
}

#[cfg(test)]
mod tests;
