//! `dealink link`: the chat's answer on the terminal, or as JSON for scripts.

use std::process::ExitCode;

use super::{out, sandbox};
use crate::answer::{Renderer, answer_to_json};
use crate::app;
use crate::config::{Config, ConfigPurpose, SettingSources};
use crate::deals::{DealRequest, ForeignLinksOverride, WhatIf};
use crate::lists::LiveLists;
use crate::settings::Publisher;
use crate::store::read_lists_backup;
use crate::text::{Texts, html_to_terminal};
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
pub(super) async fn run(arguments: Arguments, sources: &SettingSources) -> ExitCode {
    let lang = arguments.language.unwrap_or_else(|| out::operator_language(sources));
    // The sandbox is served until it is dropped.
    let (_sandbox, config, active) = match arguments.sandbox {
        true => match sandbox::start_for_link().await {
            Ok((sandbox, config, active)) => (Some(sandbox), config, active),
            Err(error) => return fail(&error.to_string()),
        },
        false => match Config::load(sources, ConfigPurpose::Links) {
            Ok(config) => {
                let active = read_lists_backup(&config.data_dir);
                (None, config, active)
            }
            Err(errors) => return out::print_setting_errors(&errors, sources),
        },
    };
    let made = app::build_deals(&config, Clock::system(), AdmitadTimeouts::default(), None);
    let (deals, texts) = match (made, Texts::load()) {
        (Ok(deals), Ok(texts)) => (deals, texts),
        (Err(error), _) => return fail(&error.to_string()),
        (_, Err(error)) => return fail(&error.to_string()),
    };
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
    // A link that is given on the command line may be converted.
    let others = ForeignLinksOverride::Convert;
    let request = DealRequest {
        text: &text,
        hidden: &[],
        publisher: &publisher,
        what_if: WhatIf::default(),
        subids: &[],
        foreign_links: others,
    };
    let answer = deals.answer(&request).await;
    let localizer = texts.localizer(lang);
    if arguments.json {
        out::print_line(&answer_to_json(&answer, localizer).to_string());
        return ExitCode::SUCCESS;
    }
    let parts = Renderer { publisher: &publisher, localizer }.answer(&answer);
    if parts.is_empty() {
        return out::print_failure(&Message::new("chat-no-link"), lang, 1);
    }
    for part in parts {
        out::print_line(&html_to_terminal(&part.html));
    }
    ExitCode::SUCCESS
}

fn fail(why: &str) -> ExitCode {
    out::print_error(why);
    ExitCode::FAILURE
}
