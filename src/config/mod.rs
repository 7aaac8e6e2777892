//! Settings: flags, then environment, then `dealink.toml`, then defaults; all errors are reported before anything starts.
//!
//! [`SETTINGS`] is the one list that flags, environment names, file keys, the README's table and `deploy/env.example` follow.

mod feeds;
mod programs;
mod settings;
mod sources;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_network::admitad::AdmitadAccount;
use dealink_network::open_platform;
use dealink_network::resolve::{ResolverTimeouts, ResolverTransport};
use dealink_program::Program;

pub use feeds::FeedConfig;
pub use programs::KnownPrograms;
pub use settings::{Flags, SETTINGS, SettingSpec};
pub use sources::SettingSources;

/// Access to Telegram.
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

/// How short links are followed.
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
    /// For people whose own language the bot does not speak.
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
        let mut reader = SettingsReader { sources, errors: sources.errors() };
        let config = reader.read_config(need);
        let SettingsReader { errors: mut faults, .. } = reader;
        faults.sort_by_key(|fault| SETTINGS.iter().position(|s| s.name == fault.setting));
        match config {
            Some(config) if faults.is_empty() => Ok(config),
            _ => Err(faults),
        }
    }
}

struct SettingsReader<'a> {
    sources: &'a SettingSources,
    errors: Vec<SettingError>,
}

impl SettingsReader<'_> {
    fn read_config(&mut self, need: ConfigPurpose) -> Option<Config> {
        let telegram = self.read_telegram(need == ConfigPurpose::Bot);
        let network = self.read_network(need != ConfigPurpose::Rates);
        let open_platform = self.read_open_platform();
        let program =
            match KnownPrograms::load(self.sources).and_then(|programs| programs.selected(self.sources)) {
                Ok(program) => Some(Arc::new(program)),
                // An invalid campaign number is already among the errors.
                Err(faults) => {
                    let known: Vec<_> = self.errors.iter().map(|fault| fault.setting).collect();
                    self.errors.extend(faults.into_iter().filter(|fault| !known.contains(&fault.setting)));
                    None
                }
            };
        let road = self.read_parsed("DEALINK_RESOLVE_SHORT_LINKS", "operator-fault-switch", parse_transport);
        let central_bank =
            self.read_parsed("DEALINK_CENTRAL_BANK_URL", "operator-fault-bank", |text| match text {
                "off" => Some(None),
                text => parse_web_address(text).map(Some),
            });
        let data_dir = self.read_text("DEALINK_DATA_DIR").map(PathBuf::from);
        let feeding = self.read_feeds();
        let default_language =
            self.read_parsed("DEALINK_DEFAULT_LANGUAGE", "operator-fault-language", |text| text.parse().ok());
        let admins =
            self.read_parsed("DEALINK_ADMINS", "operator-fault-ids", parse_user_ids).unwrap_or_default();
        Some(Config {
            telegram,
            network: network?,
            open_platform,
            program: program?,
            short_links: ShortLinkConfig { transport: road?, timeouts: ResolverTimeouts::default() },
            central_bank: central_bank?,
            data_dir: data_dir?,
            feeds: feeding?,
            default_language: default_language?,
            admins,
        })
    }

    fn read_telegram(&mut self, needed: bool) -> Option<TelegramConfig> {
        let api = self.read_url("TELEGRAM_API_URL");
        let sends_per_second =
            self.read_parsed("TELEGRAM_SENDS_PER_SECOND", "operator-fault-number", |text| {
                text.parse().ok().filter(|n| (1..=1_000).contains(n))
            });
        let token = match self.read_secret("TELEGRAM_BOT_TOKEN") {
            Some(token) if !looks_like_a_token(token.expose_secret()) => {
                self.add_error("TELEGRAM_BOT_TOKEN", "operator-fault-token");
                None
            }
            Some(token) => Some(token),
            None => {
                if needed && !self.errors.iter().any(|f| f.setting == "TELEGRAM_BOT_TOKEN") {
                    self.add_missing("TELEGRAM_BOT_TOKEN");
                }
                None
            }
        };
        Some(TelegramConfig { token: token?, api: api?, sends_per_second: sends_per_second? })
    }

    fn read_network(&mut self, needed: bool) -> Option<NetworkConfig> {
        let client_id = self.read_secret("ADMITAD_CLIENT_ID");
        let client_secret = self.read_secret("ADMITAD_CLIENT_SECRET");
        let website =
            self.read_parsed("ADMITAD_WEBSITE_ID", "operator-fault-number", |text| text.parse::<u64>().ok());
        let campaign =
            self.read_parsed("ADMITAD_CAMPAIGN_ID", "operator-fault-number", |text| text.parse::<u64>().ok());
        let api = self.read_url("ADMITAD_API_URL");
        let base = self.read_parsed("ADMITAD_DEEPLINK_BASE", "operator-fault-base", |text| {
            Url::parse(text).ok().filter(|url| {
                url.scheme() == "https" && dealink_network::tracking_link::ad_space_code(url).is_some()
            })
        });
        let account = match (client_id, client_secret, website) {
            (Some(id), Some(secret), Some(website_id)) => Some(AdmitadAccount {
                base: api?,
                client_id: id.expose_secret().to_owned(),
                client_secret: secret,
                website_id,
                campaign_id: campaign?,
            }),
            (None, None, None) => {
                if needed && base.is_none() && !self.errors.iter().any(|f| f.setting.starts_with("ADMITAD")) {
                    for name in ["ADMITAD_CLIENT_ID", "ADMITAD_CLIENT_SECRET", "ADMITAD_WEBSITE_ID"] {
                        self.add_missing(name);
                    }
                }
                None
            }
            (id, secret, website) => {
                for (name, given) in [
                    ("ADMITAD_CLIENT_ID", id.is_some()),
                    ("ADMITAD_CLIENT_SECRET", secret.is_some()),
                    ("ADMITAD_WEBSITE_ID", website.is_some()),
                ] {
                    if !given && !self.errors.iter().any(|f| f.setting == name) {
                        self.add_missing(name);
                    }
                }
                None
            }
        };
        Some(NetworkConfig { account, deeplink_base: base })
    }

    /// Both key and secret, or neither.
    fn read_open_platform(&mut self) -> Option<open_platform::OpenPlatformAccount> {
        let app_key = self.read_secret("ALIEXPRESS_APP_KEY");
        let app_secret = self.read_secret("ALIEXPRESS_APP_SECRET");
        let url = self.read_url("ALIEXPRESS_API_URL");
        let calls_per_day =
            self.read_parsed("ALIEXPRESS_CALLS_PER_DAY", "operator-fault-number", |text| text.parse().ok());
        for (name, lonely) in [
            ("ALIEXPRESS_APP_KEY", app_key.is_none() && app_secret.is_some()),
            ("ALIEXPRESS_APP_SECRET", app_secret.is_none() && app_key.is_some()),
        ] {
            if lonely && !self.errors.iter().any(|fault| fault.setting == name) {
                self.add_missing(name);
            }
        }
        Some(open_platform::OpenPlatformAccount {
            url: url?,
            app_key: app_key?.expose_secret().to_owned(),
            app_secret: app_secret?,
            calls_per_day: calls_per_day?,
        })
    }

    fn read_text(&mut self, name: &'static str) -> Option<String> {
        match self.sources.value(name) {
            Ok(value) => value,
            Err(sentence) => {
                self.errors.push(SettingError { setting: name, message: sentence });
                None
            }
        }
    }

    fn read_secret(&mut self, name: &'static str) -> Option<SecretString> {
        self.read_text(name).map(SecretString::from)
    }

    /// A value that must parse when it is there.
    fn read_parsed<T>(
        &mut self,
        name: &'static str,
        fault: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.read_text(name)?;
        let value = parse(&text);
        if value.is_none() {
            self.add_error(name, fault);
        }
        value
    }

    fn read_url(&mut self, name: &'static str) -> Option<Url> {
        self.read_parsed(name, "operator-fault-url", parse_web_address)
    }

    fn add_missing(&mut self, name: &'static str) {
        self.add_error(name, "operator-fault-missing");
    }

    /// The message never repeats the value, which may be a secret in the wrong place.
    fn add_error(&mut self, setting: &'static str, key: &'static str) {
        self.errors.push(SettingError { setting, message: Message::new(key) });
    }
}

fn parse_web_address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn parse_transport(switch: &str) -> Option<ResolverTransport> {
    match switch {
        "on" => Some(ResolverTransport::Internet),
        "off" => Some(ResolverTransport::Disabled),
        _ => None,
    }
}

/// Numbers with commas between them. Usernames are not accepted, because a username can pass to another person.
fn parse_user_ids(text: &str) -> Option<BTreeSet<u64>> {
    let written = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    written.map(|id| id.parse().ok().filter(|id| *id > 0)).collect()
}

/// The data directory, for commands that need nothing else.
///
/// # Errors
/// What is wrong with the settings file or the setting.
pub fn load_data_dir(sources: &SettingSources) -> Result<PathBuf, Vec<SettingError>> {
    let mut reader = SettingsReader { sources, errors: sources.errors() };
    match reader.read_text("DEALINK_DATA_DIR") {
        Some(dir) if reader.errors.is_empty() => Ok(PathBuf::from(dir)),
        _ => Err(reader.errors),
    }
}

fn looks_like_a_token(text: &str) -> bool {
    text.split_once(':').is_some_and(|(id, key)| {
        !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_digit())
            && key.len() >= 20
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    })
}

#[cfg(test)]
mod tests;
