//! The list of settings, and the command line flags that it gives.

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

pub struct SettingSpec {
    /// Its name in the environment; the flag is `--lower-case-with-dashes`, the key in `dealink.toml` is lower case.
    pub name: &'static str,
    /// Whether it may also be given as a file (`…_FILE`) that holds it, as secrets should be.
    pub secret: bool,
    /// The value if it is not given.
    pub default: Option<&'static str>,
    /// The text in the command line's help.
    pub about: &'static str,
}

const fn setting(name: &'static str, default: Option<&'static str>, about: &'static str) -> SettingSpec {
    SettingSpec { name, secret: false, default, about }
}

const fn secret(name: &'static str, about: &'static str) -> SettingSpec {
    SettingSpec { name, secret: true, default: None, about }
}

/// Every setting, in the order in which they are explained.
pub static SETTINGS: &[SettingSpec] = &[
    secret("TELEGRAM_BOT_TOKEN", "Token of the bot, from BotFather"),
    setting("TELEGRAM_API_URL", Some("https://api.telegram.org"), "Bot API server"),
    setting("TELEGRAM_SENDS_PER_SECOND", Some("30"), "Messages a second over all chats"),
    secret("ADMITAD_CLIENT_ID", "Client id of the network's API"),
    secret("ADMITAD_CLIENT_SECRET", "Client secret of the network's API"),
    setting("ADMITAD_API_URL", Some("https://api.admitad.com"), "The network's API server"),
    setting("ADMITAD_WEBSITE_ID", None, "Number of the ad space that links are made for"),
    setting(
        "ADMITAD_CAMPAIGN_ID",
        Some("14289"),
        "Number of the program (14289 is AliExpress TR, 6115 WW, 25179 RU&CIS)",
    ),
    setting(
        "DEALINK_PROGRAM_FILES",
        None,
        "Files that describe further programs, or the built-in ones anew; separated by commas or colons",
    ),
    setting("ADMITAD_DEEPLINK_BASE", None, "An own affiliate link of the program, to make links offline"),
    secret(
        "ALIEXPRESS_APP_KEY",
        "Key of an application at the AliExpress Open Platform; without it the platform is not asked",
    ),
    secret("ALIEXPRESS_APP_SECRET", "Secret of that application"),
    setting("ALIEXPRESS_API_URL", Some(dealink_network::open_platform::ENDPOINT), "The Open Platform's API"),
    setting("ALIEXPRESS_CALLS_PER_DAY", Some("5000"), "The most that the Open Platform is asked in a day"),
    setting(
        "DEALINK_RESOLVE_SHORT_LINKS",
        Some("on"),
        "on or off: whether short links of AliExpress are followed to what they lead to",
    ),
    setting(
        "DEALINK_CENTRAL_BANK_URL",
        Some("https://www.tcmb.gov.tr/kurlar/today.xml"),
        "Exchange rates of the Turkish central bank, for when the network has none; off to do without",
    ),
    setting("DEALINK_DATA_DIR", Some("data"), "Directory for everything that is remembered"),
    setting(
        "DEALINK_FEEDS_EVERY",
        Some("6"),
        "Hours after which a product feed is pulled again; off to do without",
    ),
    setting(
        "DEALINK_FEEDS_WHOLE_DAYS",
        Some("7"),
        "Days after which a feed is loaded whole where changes would do",
    ),
    setting("DEALINK_FEEDS_DOWNLOAD_MB", Some("8192"), "The most that is downloaded of a feed, in MiB"),
    setting("DEALINK_FEEDS_UNPACKED_MB", Some("32768"), "The most that a packed feed may hold, in MiB"),
    setting("DEALINK_FEEDS_RATIO", Some("100"), "How many times larger than packed a feed may be"),
    setting("DEALINK_FEEDS_ROWS", Some("20000000"), "The most rows or offers of a feed"),
    setting("DEALINK_FEEDS_KEEP_FREE_MB", Some("1024"), "What stays free on the disk, in MiB"),
    setting("DEALINK_FEEDS_MINUTES", Some("180"), "Minutes that one pull of a feed may take altogether"),
    setting("DEALINK_FEEDS_PATIENCE", Some("60"), "Seconds for which a feed's server may send nothing"),
    setting("DEALINK_DEFAULT_LANGUAGE", Some("en"), "tr or en, for people who use neither"),
    setting(
        "DEALINK_ADMINS",
        None,
        "Telegram user ids of those who may load lists, with commas between them",
    ),
    setting("RUST_LOG", Some("info"), "What is logged, as a tracing filter"),
];

impl SettingSpec {
    /// The command line flag, without the dashes in front.
    pub fn flag(&self) -> String {
        self.name.to_ascii_lowercase().replace('_', "-")
    }
}

/// The settings given as flags: names as in the environment.
#[derive(Clone, Debug, Default)]
pub struct Flags(pub(super) Vec<(String, String)>);

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        let mut command = command;
        for setting in SETTINGS {
            let default = setting.default.map(|d| format!(" [default: {d}]")).unwrap_or_default();
            let about = format!("{}{default}", setting.about);
            let about_value = match setting.secret {
                true => format!("{about}. {}", caution(setting)),
                false => about,
            };
            command = command.arg(flag(setting.name.to_owned(), setting.flag(), "VALUE", about_value));
            if setting.secret {
                let about = format!("File that holds {}", setting.name);
                command = command.arg(flag(
                    format!("{}_FILE", setting.name),
                    format!("{}-file", setting.flag()),
                    "FILE",
                    about,
                ));
            }
        }
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// What is said of a flag that takes a secret itself: the arguments of a program can be read by others while it runs.
fn caution(setting: &SettingSpec) -> String {
    format!(
        "As a flag it is visible to every user of this machine: better {} in the environment, or a file (--{}-file)",
        setting.name,
        setting.flag()
    )
}

fn flag(id: String, long: String, value: &'static str, about: String) -> Arg {
    Arg::new(id).long(long).value_name(value).help(about).help_heading("Settings").global(true)
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let names = SETTINGS.iter().flat_map(|setting| {
            let file = setting.secret.then(|| format!("{}_FILE", setting.name));
            std::iter::once(setting.name.to_owned()).chain(file)
        });
        let given =
            names.filter_map(|name| matches.get_one::<String>(&name).cloned().map(|value| (name, value)));
        Ok(Flags(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
