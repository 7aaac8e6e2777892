//! Reads and checks each setting, and collects the errors.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use dealink_core::message::Message;
use dealink_network::admitad::AdmitadAccount;
use dealink_network::open_platform;
use dealink_network::resolve::{ResolverTimeouts, ResolverTransport};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::{
    Config, ConfigPurpose, KnownPrograms, NetworkConfig, SettingError, SettingSources, ShortLinkConfig,
    TelegramConfig,
};

pub(super) struct SettingsReader<'a> {
    sources: &'a SettingSources,
    pub(super) errors: Vec<SettingError>,
}

impl<'a> SettingsReader<'a> {
    pub(super) fn new(sources: &'a SettingSources) -> Self {
        SettingsReader { sources, errors: sources.errors() }
    }

    pub(super) fn read_config(&mut self, need: ConfigPurpose) -> Option<Config> {
        let telegram = self.read_telegram(need);
        let network = self.read_network(need);
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
        let transport =
            self.read_parsed("DEALINK_RESOLVE_SHORT_LINKS", "operator-fault-switch", parse_transport);
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
            short_links: ShortLinkConfig { transport: transport?, timeouts: ResolverTimeouts::default() },
            central_bank: central_bank?,
            data_dir: data_dir?,
            feeds: feeding?,
            default_language: default_language?,
            admins,
        })
    }

    fn read_telegram(&mut self, need: ConfigPurpose) -> Option<TelegramConfig> {
        let api = self.read_url("TELEGRAM_API_URL");
        let sends_per_second =
            self.read_parsed("TELEGRAM_SENDS_PER_SECOND", "operator-fault-number", |text| {
                text.parse().ok().filter(|n| (1..=1_000).contains(n))
            });
        let token = self.read_secret("TELEGRAM_BOT_TOKEN");
        match &token {
            Some(token) if !looks_like_a_token(token.expose_secret()) => {
                self.add_error("TELEGRAM_BOT_TOKEN", "operator-fault-token");
            }
            None if need == ConfigPurpose::Bot => self.add_missing("TELEGRAM_BOT_TOKEN"),
            _ => {}
        }
        Some(TelegramConfig { token: token?, api: api?, sends_per_second: sends_per_second? })
    }

    fn read_network(&mut self, need: ConfigPurpose) -> Option<NetworkConfig> {
        let client_id = self.read_secret("ADMITAD_CLIENT_ID");
        let client_secret = self.read_secret("ADMITAD_CLIENT_SECRET");
        let website = self.read_number("ADMITAD_WEBSITE_ID");
        let campaign = self.read_number("ADMITAD_CAMPAIGN_ID");
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
            (id, secret, website) => {
                let given = [
                    ("ADMITAD_CLIENT_ID", id.is_some()),
                    ("ADMITAD_CLIENT_SECRET", secret.is_some()),
                    ("ADMITAD_WEBSITE_ID", website.is_some()),
                ];
                let is_needed = need != ConfigPurpose::Rates
                    && base.is_none()
                    && !self.errors.iter().any(|error| error.setting.starts_with("ADMITAD"));
                if is_needed || given.iter().any(|(_, is_given)| *is_given) {
                    given
                        .iter()
                        .filter(|(_, is_given)| !is_given)
                        .for_each(|(name, _)| self.add_missing(name));
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
        let calls_per_day = self.read_number("ALIEXPRESS_CALLS_PER_DAY");
        match (&app_key, &app_secret) {
            (None, Some(_)) => self.add_missing("ALIEXPRESS_APP_KEY"),
            (Some(_), None) => self.add_missing("ALIEXPRESS_APP_SECRET"),
            _ => {}
        }
        Some(open_platform::OpenPlatformAccount {
            url: url?,
            app_key: app_key?.expose_secret().to_owned(),
            app_secret: app_secret?,
            calls_per_day: calls_per_day?,
        })
    }

    pub(super) fn read_text(&mut self, name: &'static str) -> Option<String> {
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
    pub(super) fn read_parsed<T>(
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

    fn read_number<T: FromStr>(&mut self, name: &'static str) -> Option<T> {
        self.read_parsed(name, "operator-fault-number", |text| text.parse().ok())
    }

    fn read_url(&mut self, name: &'static str) -> Option<Url> {
        self.read_parsed(name, "operator-fault-url", parse_web_address)
    }

    /// Says nothing of a setting of which something else is wrong.
    fn add_missing(&mut self, name: &'static str) {
        if !self.errors.iter().any(|error| error.setting == name) {
            self.add_error(name, "operator-fault-missing");
        }
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

fn looks_like_a_token(text: &str) -> bool {
    text.split_once(':').is_some_and(|(id, key)| {
        !id.is_empty()
            && id.bytes().all(|b| b.is_ascii_digit())
            && key.len() >= 20
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    })
}
