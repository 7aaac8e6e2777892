//! `dealink link`: the chat's answer on the terminal, or as JSON for scripts.

use std::process::ExitCode;

use super::out::{self, CommandResult};
use super::sandbox;
use crate::answer::{Renderer, answer_to_json};
use crate::app;
use crate::config::{Config, ConfigPurpose, SettingSources};
use crate::deals::{DealRequest, ForeignLinksOverride};
use crate::lists::LiveLists;
use crate::settings::Publisher;
use crate::store::read_lists_backup;
use crate::text::html_to_terminal;
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_core::money::Currency;
use dealink_network::admitad::AdmitadTimeouts;
use dealink_network::tracking_link;
use dealink_program::TrafficSource;

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
    #[arg(long, value_parser = parse_subid)]
    subid: Option<String>,
}

fn parse_subid(text: &str) -> Result<String, tracking_link::SubIdError> {
    tracking_link::check_subid(tracking_link::SubIdSlot::SubId, text).map(|()| text.to_owned())
}

/// Answers one message.
pub(super) async fn run(arguments: Arguments, sources: &SettingSources) -> CommandResult {
    let lang = arguments.language.unwrap_or_else(|| out::operator_language(sources));
    // The sandbox is served until it is dropped.
    let (_sandbox, config, active) = match arguments.sandbox {
        true => {
            let (sandbox, config, active) = sandbox::start_for_link().await.map_err(out::fail)?;
            (Some(sandbox), config, active)
        }
        false => {
            let config = Config::load(sources, ConfigPurpose::Links);
            let config = config.map_err(|errors| out::print_setting_errors(&errors, sources))?;
            let active = read_lists_backup(&config.data_dir);
            (None, config, active)
        }
    };
    let deals = app::build_deals(&config, Clock::system(), AdmitadTimeouts::default(), None);
    let deals = deals.map_err(out::fail)?;
    let texts = out::load_texts()?;
    let lists = LiveLists::default();
    lists.replace(active);
    let deals = deals.with_lists(lists);
    let publisher = Publisher {
        traffic: arguments.traffic,
        currency: arguments.currency,
        subid: arguments.subid,
        ..Publisher::default()
    };
    let text = arguments.text.join(" ");
    let request = DealRequest {
        // A link that is given on the command line may be converted.
        foreign_links: ForeignLinksOverride::Convert,
        ..DealRequest::new(&text, &[], &publisher)
    };
    let answer = deals.answer(&request).await;
    let localizer = texts.localizer(lang);
    if arguments.json {
        out::print_line(&answer_to_json(&answer, localizer).to_string());
        return Ok(ExitCode::SUCCESS);
    }
    let parts = Renderer { publisher: &publisher, localizer }.answer(&answer);
    if parts.is_empty() {
        return Err(out::print_failure(&Message::new("chat-no-link"), lang, 1));
    }
    for part in parts {
        out::print_line(&html_to_terminal(&part.html));
    }
    Ok(ExitCode::SUCCESS)
}
