//! `dealink feed`: the product feeds, also while the bot runs.

mod progress;
mod pull;
mod report;
mod show;

use std::io::Read;
use std::process::ExitCode;

use clap::Subcommand;
use jiff::tz::TimeZone;
use serde_json::json;

use super::out;
use crate::config::{self, FeedConfig, SettingSources};
use crate::text::Localizer;
use dealink_catalog::feeds::{
    Charset, Delimiter, FIRST_RETRY_WAIT, Feed, FeedDefinition, FeedFormat, FeedName, FeedSource, Feeds,
    IndexStatus, PullContext, ReadOptions, Refusal,
};
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_core::money::{Currency, Decimal};

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

/// Does it.
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
    let means = PullContext { limits: feeding.limits, clock, first_retry_wait: FIRST_RETRY_WAIT };
    let desk = FeedCli {
        feeds: Feeds::new(&dir),
        localizer: texts.localizer(lang),
        json: arguments.json,
        pull_context: means,
    };
    let done = match arguments.command {
        FeedCommand::Add(added) => desk.add(added),
        FeedCommand::Pull { names, force, full } => desk.pull(&names, force, full).await,
        FeedCommand::List => Ok(desk.list()),
        FeedCommand::Remove { name } => desk.remove(&name),
        FeedCommand::Show { product } => desk.show(&product),
    };
    done.unwrap_or_else(|refusal| desk.print_refusal(&refusal))
}

struct FeedCli<'a> {
    feeds: Feeds,
    localizer: &'a Localizer,
    json: bool,
    pull_context: PullContext,
}

impl FeedCli<'_> {
    fn add(&self, added: AddArguments) -> Result<ExitCode, Refusal> {
        let given = match added.source.as_str() {
            "-" => {
                let mut text = String::new();
                let read = std::io::stdin().take(LONGEST).read_to_string(&mut text);
                read.map_err(|_| Refusal(Message::new("feeds-cli-source")))?;
                text.trim().to_owned()
            }
            given => given.to_owned(),
        };
        let source = FeedSource::parse(&given).map_err(|_| Refusal(Message::new("feeds-cli-source")))?;
        let name = added.name.as_deref().map(str::parse).transpose();
        let name: Option<FeedName> = name.map_err(|_| Refusal(Message::new("feeds-cli-name")))?;
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

    fn list(&self) -> ExitCode {
        let feeds = self.feeds.load_all();
        if self.json {
            let feeds: Vec<_> = feeds.iter().map(feed_json).collect();
            out::print_line(&json!({ "feeds": feeds }).to_string());
            return ExitCode::SUCCESS;
        }
        if feeds.is_empty() {
            self.print(Message::new("feeds-cli-none"));
        }
        for feed in feeds {
            let name = feed.name.to_string();
            let status = feed.index_status();
            self.print(match &status {
                IndexStatus::Ready(about) => Message::new("feeds-cli-line")
                    .with("name", name)
                    .with("products", Decimal::from(about.products))
                    .with("date", about.date)
                    .with(
                        "imported",
                        about.imported.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M").to_string(),
                    ),
                IndexStatus::Missing => Message::new("feeds-cli-line-none").with("name", name),
                IndexStatus::OtherFormat => Message::new("feeds-cli-line-format").with("name", name),
                IndexStatus::Unreadable => Message::new("feeds-cli-line-unreadable").with("name", name),
            });
            let mut more = vec![feed.definition.source.to_string()];
            more.extend(feed.definition.read_options.hot.then(|| self.localizer.text("feeds-cli-line-hot")));
            let every = feed
                .definition
                .every_hours
                .map(|hours| Message::new("feeds-cli-line-every").with("count", hours));
            more.extend(every.map(|every| self.localizer.plain(&every)));
            out::print_line(&format!("    {}", more.join(" · ")));
            if let failures @ 1.. = feed.pull_state().failures {
                let failed = Message::new("feeds-cli-line-failures").with("count", failures);
                out::print_line(&format!("    {}", self.localizer.plain(&failed)));
            }
        }
        ExitCode::SUCCESS
    }

    fn remove(&self, name: &str) -> Result<ExitCode, Refusal> {
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
    fn find_feed(&self, name: &str) -> Result<Feed, Refusal> {
        let name: FeedName = name.parse().map_err(|_| Refusal(Message::new("feeds-cli-name")))?;
        let unknown = || Refusal(Message::new("feeds-cli-unknown").with("name", name.to_string()));
        self.feeds.get(&name)?.ok_or_else(unknown)
    }

    fn print(&self, sentence: Message) {
        out::print_line(&self.localizer.plain(&sentence));
    }

    /// What was asked for cannot be; exit status 2 where the arguments are why.
    fn print_refusal(&self, refusal: &Refusal) -> ExitCode {
        let why = self.localizer.plain(&refusal.0);
        match self.json {
            true => out::print_line(&json!({ "state": "refused", "why": why }).to_string()),
            false => out::print_error(&why),
        }
        match refusal.0.key {
            "feeds-cli-source" | "feeds-cli-name" | "feeds-cli-unknown" | "feeds-cli-product" => {
                ExitCode::from(out::EXIT_USAGE)
            }
            _ => ExitCode::FAILURE,
        }
    }
}

fn feed_json(feed: &Feed) -> serde_json::Value {
    let (status, last) = (feed.index_status(), feed.pull_state());
    let about = status.metadata();
    json!({
        "feed": feed.name.as_str(),
        "source": feed.definition.source.to_string(),
        "every": feed.definition.every_hours,
        "hot": feed.definition.read_options.hot,
        "index": match status {
            IndexStatus::Missing => "none",
            IndexStatus::Ready(_) => "ready",
            IndexStatus::OtherFormat => "other-format",
            IndexStatus::Unreadable => "unreadable",
        },
        "products": about.map(|about| about.products),
        "date": about.map(|about| about.date.to_string()),
        "imported": about.map(|about| about.imported.to_string()),
        "whole": about.map(|about| about.whole.to_string()),
        "rows": about.map(|about| about.rows),
        "broken": about.map(|about| about.broken),
        "tried": last.tried.map(|time| time.to_string()),
        "failures": last.failures,
    })
}
