//! `dealink feed`: the product feeds, also while the bot runs.

mod list;
mod pull;
mod report;
mod show;

use std::io::Read;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use super::out::{self, CommandResult, Printer};
use crate::config::{self, FeedConfig, SettingSources};
use dealink_catalog::feeds::{
    Charset, Delimiter, FIRST_RETRY_WAIT, Feed, FeedDefinition, FeedFormat, FeedName, FeedSource, Feeds,
    PullContext, PullOptions, ReadOptions, Refusal,
};
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_core::money::Currency;

/// An address on standard input is no longer than this.
const LONGEST: u64 = 16 * 1024;

#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: FeedCommand,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    /// tr or en.
    #[arg(long, global = true, alias = "lang")]
    language: Option<Lang>,
}

#[derive(Subcommand)]
enum FeedCommand {
    /// Add a feed: its web address, or a file of this machine.
    Add(AddArguments),
    /// Load feeds: those named, else all.
    Pull {
        /// Names, as `feed list` shows them.
        names: Vec<String>,
        /// Put in force what would be held back: many broken rows, far fewer products than before.
        #[arg(long)]
        force: bool,
        /// Load all of it, also where changes would do or nothing changed.
        #[arg(long)]
        full: bool,
    },
    /// Show the feeds and what is in force of them.
    List,
    /// Remove a feed and its products.
    Remove {
        /// Its name.
        name: String,
    },
    /// Show what each feed holds of a product.
    Show {
        /// A product number, or a link to a product.
        product: String,
    },
}

#[derive(clap::Args)]
struct AddArguments {
    /// The address, in quotation marks; or a file; or - to read the address from standard input, where no list of processes shows it.
    source: String,
    /// What to call it; without it, by the feed's number or the file.
    #[arg(long)]
    name: Option<String>,
    /// Hours after which a running bot pulls it again.
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u32).range(1..=8760))]
    every: Option<u32>,
    /// Its products are Hot products, and its links their special links.
    #[arg(long)]
    hot: bool,
    /// The currency of prices where neither row nor file names one, such as USD.
    #[arg(long)]
    currency: Option<Currency>,
    /// What separates columns where the first row does not tell: one sign, or tab.
    #[arg(long)]
    delimiter: Option<Delimiter>,
    /// The encoding of a feed that does not name it, such as windows-1254.
    #[arg(long, value_name = "NAME")]
    encoding: Option<Charset>,
    /// csv or xml, where the content does not tell.
    #[arg(long)]
    format: Option<FeedFormat>,
}

pub(super) async fn run(arguments: Arguments, sources: &SettingSources) -> CommandResult {
    let wrong = |errors: Vec<_>| out::print_setting_errors(&errors, sources);
    let dir = config::load_data_dir(sources).map_err(wrong)?;
    let limits = FeedConfig::load(sources).map_err(wrong)?.limits;
    let texts = out::load_texts()?;
    let lang = arguments.language.unwrap_or_else(|| out::operator_language(sources));
    let cli = FeedCli {
        feeds: Feeds::new(&dir),
        printer: Printer { localizer: texts.localizer(lang), json: arguments.json },
        pull_context: PullContext { limits, clock: Clock::system(), first_retry_wait: FIRST_RETRY_WAIT },
    };
    let done = match arguments.command {
        FeedCommand::Add(added) => cli.add(added),
        FeedCommand::Pull { names, force, full } => cli.pull(&names, PullOptions { force, full }).await,
        FeedCommand::List => Ok(cli.list()),
        FeedCommand::Remove { name } => cli.remove(&name),
        FeedCommand::Show { product } => cli.show(&product),
    };
    done.map_err(|error| {
        cli.printer.print_refusal(&error.message(), None);
        if error.is_usage() { ExitCode::from(out::EXIT_USAGE) } else { ExitCode::FAILURE }
    })
}

struct FeedCli<'a> {
    feeds: Feeds,
    printer: Printer<'a>,
    pull_context: PullContext,
}

impl FeedCli<'_> {
    fn add(&self, added: AddArguments) -> Result<ExitCode, FeedCliError> {
        let given = match added.source.as_str() {
            "-" => {
                let mut text = String::new();
                let read = std::io::stdin().take(LONGEST).read_to_string(&mut text);
                read.map_err(|_| FeedCliError::Source)?;
                text.trim().to_owned()
            }
            given => given.to_owned(),
        };
        let source = FeedSource::parse(&given).map_err(|_| FeedCliError::Source)?;
        let name = added.name.as_deref().map(str::parse).transpose();
        let name: Option<FeedName> = name.map_err(|_| FeedCliError::Name)?;
        let read_options = ReadOptions {
            format: added.format,
            delimiter: added.delimiter,
            encoding: added.encoding,
            currency: added.currency,
            hot: added.hot,
        };
        let feed = self.feeds.add(name, FeedDefinition { source, every_hours: added.every, read_options })?;
        let (name, source) = (feed.name.to_string(), feed.definition.source.to_string());
        let json = || json!({ "feed": name, "state": "added", "source": source });
        let added =
            Message::new("feeds-cli-added").with("name", name.as_str()).with("source", source.as_str());
        self.printer.print_result(json, &added);
        self.printer.print(&Message::new("feeds-cli-next").with("name", name));
        Ok(ExitCode::SUCCESS)
    }

    fn remove(&self, name: &str) -> Result<ExitCode, FeedCliError> {
        let feed = self.find_feed(name)?;
        self.feeds.remove(&feed)?;
        let name = feed.name.as_str();
        let json = || json!({ "feed": name, "state": "removed" });
        self.printer.print_result(json, &Message::new("feeds-cli-removed").with("name", name));
        Ok(ExitCode::SUCCESS)
    }

    /// A text that is no name is not repeated: it may be an address in the wrong place.
    fn find_feed(&self, name: &str) -> Result<Feed, FeedCliError> {
        let name: FeedName = name.parse().map_err(|_| FeedCliError::Name)?;
        self.feeds.get(&name)?.ok_or(FeedCliError::Unknown(name))
    }
}

/// Why a command was not carried out.
enum FeedCliError {
    /// The source is neither an address nor a file.
    Source,
    /// The text is no name. It is not repeated: it may be an address in the wrong place.
    Name,
    Unknown(FeedName),
    /// The text is neither a product number nor a link to a product.
    Product,
    NoFeeds,
    Refused(Refusal),
}

impl FeedCliError {
    fn message(&self) -> Message {
        match self {
            FeedCliError::Source => Message::new("feeds-cli-source"),
            FeedCliError::Name => Message::new("feeds-cli-name"),
            FeedCliError::Unknown(name) => Message::new("feeds-cli-unknown").with("name", name.to_string()),
            FeedCliError::Product => Message::new("feeds-cli-product"),
            FeedCliError::NoFeeds => Message::new("feeds-cli-none"),
            FeedCliError::Refused(refusal) => refusal.message(),
        }
    }

    /// Whether the arguments are wrong, rather than something that they name.
    fn is_usage(&self) -> bool {
        !matches!(self, FeedCliError::NoFeeds | FeedCliError::Refused(_))
    }
}

impl From<Refusal> for FeedCliError {
    fn from(refusal: Refusal) -> Self {
        FeedCliError::Refused(refusal)
    }
}
