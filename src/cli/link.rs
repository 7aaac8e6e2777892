//! `dealink link`: the chat's answer on the terminal, or as JSON for scripts.

use std::process::ExitCode;

use tokio::net::TcpListener;

use super::out;
use crate::answer::{compose, to_json};
use crate::app;
use crate::config::{Config, Need, Sources};
use crate::deals::{Others, Request, Suppose};
use crate::lists::{Lists, LiveLists};
use crate::store::{Publisher, lists_below};
use crate::text::{Texts, to_terminal};
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::Sentence;
use dealink_core::money::Currency;
use dealink_network::admitad::{Patience, tracker};
use dealink_program::TrafficSource;
use dealink_sandbox::World;

/// Arguments of `link`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The message; several words are one message.
    #[arg(required = true)]
    text: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Answer from the sandbox's invented products; needs no account.
    #[arg(long)]
    sandbox: bool,
    /// tr or en.
    #[arg(long)]
    language: Option<Lang>,
    /// Traffic source of the ad space, such as messenger.
    #[arg(long)]
    traffic: Option<TrafficSource>,
    /// A currency to show estimates in as well, such as TRY.
    #[arg(long)]
    currency: Option<Currency>,
    /// SubID for the links.
    #[arg(long, value_parser = subid)]
    subid: Option<String>,
}

fn subid(text: &str) -> Result<String, tracker::SubIdFault> {
    tracker::valid_subid(tracker::Slot::SubId, text).map(|()| text.to_owned())
}

/// Answers one message.
pub(super) async fn run(arguments: Arguments, sources: &Sources) -> ExitCode {
    let lang = arguments.language.unwrap_or_else(|| out::language(sources));
    let world = match arguments.sandbox {
        true => match TcpListener::bind("127.0.0.1:0").await.and_then(World::start) {
            Ok(world) => Some(world),
            Err(error) => {
                out::complain(&error.to_string());
                return ExitCode::FAILURE;
            }
        },
        false => None,
    };
    let config = match &world {
        Some(world) => crate::sandbox::config(world, std::path::Path::new("")),
        None => match Config::read(sources, Need::Links) {
            Ok(config) => config,
            Err(faults) => return out::faults(&faults, sources),
        },
    };
    let made = app::deals(&config, Clock::system(), Patience::default(), None);
    let (deals, texts) = match (made, Texts::load()) {
        (Ok(deals), Ok(texts)) => (deals, texts),
        (Err(error), _) => return failed(&error.to_string()),
        (_, Err(error)) => return failed(&error.to_string()),
    };
    let lists = LiveLists::default();
    lists.put(match &world {
        Some(world) => {
            let lists = crate::sandbox::lists(world, Clock::system().today()).into_iter();
            lists.fold(Lists::default(), |lists, (kind, list)| lists.with(kind, Some(list)))
        }
        None => lists_below(&config.data_dir),
    });
    let deals = deals.with_lists(lists);
    let publisher = Publisher {
        traffic: arguments.traffic,
        currency: arguments.currency,
        subid: arguments.subid,
        ..Publisher::default()
    };
    let text = arguments.text.join(" ");
    // Whoever asks for a link by command has said that it may be converted.
    let others = Others::Convert;
    let request = Request {
        text: &text,
        hidden: &[],
        publisher: &publisher,
        suppose: Suppose::default(),
        subids: &[],
        others,
    };
    let answer = deals.answer(&request).await;
    let speak = texts.of(lang);
    if arguments.json {
        out::line(&to_json(&answer, speak).to_string());
        return ExitCode::SUCCESS;
    }
    let parts = compose(&answer, &publisher, speak);
    if parts.is_empty() {
        return out::stop(&Sentence::new("chat-no-link"), lang, 1);
    }
    for part in parts {
        out::line(&to_terminal(&part.html));
    }
    ExitCode::SUCCESS
}

fn failed(why: &str) -> ExitCode {
    out::complain(why);
    ExitCode::FAILURE
}
