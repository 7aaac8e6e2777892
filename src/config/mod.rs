//! Settings: flags, then environment, then `dealink.toml`, then defaults; every fault is found before anything starts.
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
use dealink_core::message::Sentence;
use dealink_network::admitad::Account;
use dealink_network::open_platform;
use dealink_network::resolve::{Patience, Road};
use dealink_program::Program;

pub use feeds::Feeding;
pub use programs::Programs;
pub use settings::{Flags, SETTINGS, Setting};
pub use sources::Sources;

/// Where Telegram is and who we are there.
#[derive(Clone)]
pub struct Telegram {
    /// The bot's token.
    pub token: SecretString,
    /// The Bot API server.
    pub api: Url,
    /// Messages a second over all chats (Telegram lets about 30 through).
    pub sends_per_second: u32,
}

/// How links are made: with the network's help, or offline from an own link.
#[derive(Clone)]
pub struct Network {
    /// The account at the network; without it no verdict can be had.
    pub account: Option<Account>,
    /// An own `gotolink`, for links made offline.
    pub base: Option<Url>,
}

/// How short links are followed.
#[derive(Clone)]
pub struct ShortLinks {
    /// The way to their hosts; closed when the operator wants none of it.
    pub road: Road,
    /// How long they are waited for.
    pub patience: Patience,
}

/// Settings that were checked.
#[derive(Clone)]
pub struct Config {
    /// Needed by `run` alone.
    pub telegram: Option<Telegram>,
    /// The affiliate network.
    pub network: Network,
    /// The application at the AliExpress Open Platform; `None` where it is not to be asked.
    pub open_platform: Option<open_platform::Account>,
    /// The rules of the program that links are made for.
    pub program: Arc<Program>,
    /// Short links.
    pub short_links: ShortLinks,
    /// Where the central bank's exchange rates are; `None` where it is not to be asked.
    pub central_bank: Option<Url>,
    /// Where the store lives.
    pub data_dir: PathBuf,
    /// Product feeds.
    pub feeding: Feeding,
    /// For people whose own language the bot does not speak.
    pub default_language: Lang,
    /// Telegram user ids of those who may load lists.
    pub admins: BTreeSet<u64>,
}

/// What a command needs before it can start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// `run`: a bot token, and a way to make links.
    Bot,
    /// `link`: a way to make links.
    Links,
    /// `rates`: nothing.
    Rates,
}

/// One thing that is missing or wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// The setting's name in the environment.
    pub setting: &'static str,
    /// What is wrong and where the value is found.
    pub sentence: Sentence,
}

impl Config {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// Every fault at once, in the order of [`SETTINGS`].
    pub fn read(sources: &Sources, need: Need) -> Result<Config, Vec<Fault>> {
        let mut reader = Reader { sources, faults: sources.faults() };
        let config = reader.config(need);
        let Reader { mut faults, .. } = reader;
        faults.sort_by_key(|fault| SETTINGS.iter().position(|s| s.name == fault.setting));
        match config {
            Some(config) if faults.is_empty() => Ok(config),
            _ => Err(faults),
        }
    }
}

struct Reader<'a> {
    sources: &'a Sources,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn config(&mut self, need: Need) -> Option<Config> {
        let telegram = self.telegram(need == Need::Bot);
        let network = self.network(need != Need::Rates);
        let open_platform = self.open_platform();
        let program = match Programs::of(self.sources).and_then(|programs| programs.set(self.sources)) {
            Ok(program) => Some(Arc::new(program)),
            // That the campaign's number is none was said already.
            Err(faults) => {
                let known: Vec<_> = self.faults.iter().map(|fault| fault.setting).collect();
                self.faults.extend(faults.into_iter().filter(|fault| !known.contains(&fault.setting)));
                None
            }
        };
        let road = self.parsed("DEALINK_RESOLVE_SHORT_LINKS", "operator-fault-switch", road);
        let central_bank =
            self.parsed("DEALINK_CENTRAL_BANK_URL", "operator-fault-bank", |text| match text {
                "off" => Some(None),
                text => web_address(text).map(Some),
            });
        let data_dir = self.text("DEALINK_DATA_DIR").map(PathBuf::from);
        let feeding = self.feeding();
        let default_language =
            self.parsed("DEALINK_DEFAULT_LANGUAGE", "operator-fault-language", |text| text.parse().ok());
        let admins = self.parsed("DEALINK_ADMINS", "operator-fault-ids", ids).unwrap_or_default();
        Some(Config {
            telegram,
            network: network?,
            open_platform,
            program: program?,
            short_links: ShortLinks { road: road?, patience: Patience::default() },
            central_bank: central_bank?,
            data_dir: data_dir?,
            feeding: feeding?,
            default_language: default_language?,
            admins,
        })
    }

    fn telegram(&mut self, needed: bool) -> Option<Telegram> {
        let api = self.url("TELEGRAM_API_URL");
        let sends_per_second = self.parsed("TELEGRAM_SENDS_PER_SECOND", "operator-fault-number", |text| {
            text.parse().ok().filter(|n| (1..=1_000).contains(n))
        });
        let token = match self.secret("TELEGRAM_BOT_TOKEN") {
            Some(token) if !looks_like_a_token(token.expose_secret()) => {
                self.fault("TELEGRAM_BOT_TOKEN", "operator-fault-token");
                None
            }
            Some(token) => Some(token),
            None => {
                if needed && !self.faults.iter().any(|f| f.setting == "TELEGRAM_BOT_TOKEN") {
                    self.missing("TELEGRAM_BOT_TOKEN");
                }
                None
            }
        };
        Some(Telegram { token: token?, api: api?, sends_per_second: sends_per_second? })
    }

    fn network(&mut self, needed: bool) -> Option<Network> {
        let client_id = self.secret("ADMITAD_CLIENT_ID");
        let client_secret = self.secret("ADMITAD_CLIENT_SECRET");
        let website =
            self.parsed("ADMITAD_WEBSITE_ID", "operator-fault-number", |text| text.parse::<u64>().ok());
        let campaign =
            self.parsed("ADMITAD_CAMPAIGN_ID", "operator-fault-number", |text| text.parse::<u64>().ok());
        let api = self.url("ADMITAD_API_URL");
        let base = self.parsed("ADMITAD_DEEPLINK_BASE", "operator-fault-base", |text| {
            Url::parse(text).ok().filter(|url| {
                url.scheme() == "https" && dealink_network::admitad::tracker::ad_space_code(url).is_some()
            })
        });
        let account = match (client_id, client_secret, website) {
            (Some(id), Some(secret), Some(website_id)) => Some(Account {
                base: api?,
                client_id: id.expose_secret().to_owned(),
                client_secret: secret,
                website_id,
                campaign_id: campaign?,
            }),
            (None, None, None) => {
                if needed && base.is_none() && !self.faults.iter().any(|f| f.setting.starts_with("ADMITAD")) {
                    for name in ["ADMITAD_CLIENT_ID", "ADMITAD_CLIENT_SECRET", "ADMITAD_WEBSITE_ID"] {
                        self.missing(name);
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
                    if !given && !self.faults.iter().any(|f| f.setting == name) {
                        self.missing(name);
                    }
                }
                None
            }
        };
        Some(Network { account, base })
    }

    /// Both key and secret, or neither.
    fn open_platform(&mut self) -> Option<open_platform::Account> {
        let app_key = self.secret("ALIEXPRESS_APP_KEY");
        let app_secret = self.secret("ALIEXPRESS_APP_SECRET");
        let url = self.url("ALIEXPRESS_API_URL");
        let calls_per_day =
            self.parsed("ALIEXPRESS_CALLS_PER_DAY", "operator-fault-number", |text| text.parse().ok());
        for (name, lonely) in [
            ("ALIEXPRESS_APP_KEY", app_key.is_none() && app_secret.is_some()),
            ("ALIEXPRESS_APP_SECRET", app_secret.is_none() && app_key.is_some()),
        ] {
            if lonely && !self.faults.iter().any(|fault| fault.setting == name) {
                self.missing(name);
            }
        }
        Some(open_platform::Account {
            url: url?,
            app_key: app_key?.expose_secret().to_owned(),
            app_secret: app_secret?,
            calls_per_day: calls_per_day?,
        })
    }

    fn text(&mut self, name: &'static str) -> Option<String> {
        match self.sources.value(name) {
            Ok(value) => value,
            Err(sentence) => {
                self.faults.push(Fault { setting: name, sentence });
                None
            }
        }
    }

    fn secret(&mut self, name: &'static str) -> Option<SecretString> {
        self.text(name).map(SecretString::from)
    }

    /// A value that must parse when it is there.
    fn parsed<T>(
        &mut self,
        name: &'static str,
        fault: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name)?;
        let value = parse(&text);
        if value.is_none() {
            self.fault(name, fault);
        }
        value
    }

    fn url(&mut self, name: &'static str) -> Option<Url> {
        self.parsed(name, "operator-fault-url", web_address)
    }

    fn missing(&mut self, name: &'static str) {
        self.fault(name, "operator-fault-missing");
    }

    /// The value itself is never repeated: it may be a secret in the wrong place.
    fn fault(&mut self, setting: &'static str, key: &'static str) {
        self.faults.push(Fault { setting, sentence: Sentence::new(key) });
    }
}

fn web_address(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

fn road(switch: &str) -> Option<Road> {
    match switch {
        "on" => Some(Road::Internet),
        "off" => Some(Road::Closed),
        _ => None,
    }
}

/// Numbers with commas between them; a name in their place would be somebody else's some day.
fn ids(text: &str) -> Option<BTreeSet<u64>> {
    let written = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    written.map(|id| id.parse().ok().filter(|id| *id > 0)).collect()
}

/// The data directory, for commands that need nothing else.
///
/// # Errors
/// What is wrong with the settings file or the setting.
pub fn data_dir(sources: &Sources) -> Result<PathBuf, Vec<Fault>> {
    let mut reader = Reader { sources, faults: sources.faults() };
    match reader.text("DEALINK_DATA_DIR") {
        Some(dir) if reader.faults.is_empty() => Ok(PathBuf::from(dir)),
        _ => Err(reader.faults),
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
