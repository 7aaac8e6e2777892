//! `dealink feed`: the product feeds, also while the bot runs.

mod error;
mod list;
mod progress;
mod pull;
mod report;
mod show;

use std::io::Read;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use super::out;
use crate::config::{self, FeedConfig, SettingSources};
use crate::text::Localizer;
use dealink_catalog::feeds::{
    Charset, Delimiter, FIRST_RETRY_WAIT, Feed, FeedDefinition, FeedFormat, FeedName, FeedSource, Feeds,
    PullContext, ReadOptions,
};
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_core::money::Currency;
use error::FeedCliError;

/// An address on standard input is no longer than this.
const LONGEST: u64 = 16 * 1024;

/// Arguments of `find_feed`.
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

pub(super) async fn run(arguments: Arguments, sources: &SettingSources) -> ExitCode {
    let dir = match config::load_data_dir(sources) {
        Ok(dir) => dir,
        Err(faults) => return out::print_setting_errors(&faults, sources),
    };
    let feeding = match FeedConfig::load(sources) {
        Ok(feeding) => feeding,
        Err(faults) => return out::print_setting_errors(&faults, sources),
    };
    let texts = match out::load_texts() {
        Ok(texts) => texts,
        Err(status) => return status,
    };
    let lang = arguments.language.unwrap_or_else(|| out::operator_language(sources));
    let clock = Clock::system();
    let pull_context = PullContext { limits: feeding.limits, clock, first_retry_wait: FIRST_RETRY_WAIT };
    let cli = FeedCli {
        feeds: Feeds::new(&dir),
        localizer: texts.localizer(lang),
        json: arguments.json,
        pull_context,
    };
    let done = match arguments.command {
        FeedCommand::Add(added) => cli.add(added),
        FeedCommand::Pull { names, force, full } => cli.pull(&names, force, full).await,
        FeedCommand::List => Ok(cli.list()),
        FeedCommand::Remove { name } => cli.remove(&name),
        FeedCommand::Show { product } => cli.show(&product),
    };
    done.unwrap_or_else(|error| cli.print_error(&error))
}

struct FeedCli<'a> {
    feeds: Feeds,
    localizer: &'a Localizer,
    json: bool,
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
        let read = ReadOptions {
            format: added.format,
            delimiter: added.delimiter,
            encoding: added.encoding,
            currency: added.currency,
            hot: added.hot,
        };
        let feed =
            self.feeds.add(name, FeedDefinition { source, every_hours: added.every, read_options: read })?;
        let (name, source) = (feed.name.to_string(), feed.definition.source.to_string());
        if self.json {
            out::print_line(&json!({ "feed": name, "state": "added", "source": source }).to_string());
        } else {
            self.print(Message::new("feeds-cli-added").with("name", name.as_str()).with("source", source));
            self.print(Message::new("feeds-cli-next").with("name", name));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn remove(&self, name: &str) -> Result<ExitCode, FeedCliError> {
        let feed = self.find_feed(name)?;
        self.feeds.remove(&feed)?;
        let name = feed.name.to_string();
        match self.json {
            true => out::print_line(&json!({ "feed": name, "state": "removed" }).to_string()),
            false => self.print(Message::new("feeds-cli-removed").with("name", name)),
        }
        Ok(ExitCode::SUCCESS)
    }

    /// A text that is no name is not repeated: it may be an address in the wrong place.
    fn find_feed(&self, name: &str) -> Result<Feed, FeedCliError> {
        let name: FeedName = name.parse().map_err(|_| FeedCliError::Name)?;
        self.feeds.get(&name)?.ok_or(FeedCliError::Unknown(name))
    }

    fn print(&self, sentence: Message) {
        out::print_line(&self.localizer.plain(&sentence));
    }

    /// Exit status 2 if the arguments are why.
    fn print_error(&self, error: &FeedCliError) -> ExitCode {
        let why = self.localizer.plain(&error.message());
        match self.json {
            true => out::print_line(&json!({ "state": "refused", "why": why }).to_string()),
            false => out::print_error(&why),
        }
        if error.is_usage() { ExitCode::from(out::EXIT_USAGE) } else { ExitCode::FAILURE }
    }
}
