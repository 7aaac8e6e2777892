//! `dealink estimate`: the program's rules for one order.

use std::process::ExitCode;

use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::money::{Currency, Decimal, Money, Percent};
use dealink_program::{
    Affiliation, Amounts, Buyer, Category, Country, Estimate, EstimateRequest, HotOffer, LiveRate,
    RateSource, StoreList, TrafficSource, Worth,
};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::out::{self, CommandResult};
use super::program::choose_program;
use crate::answer::{Renderer, estimate_to_json};
use crate::config::SettingSources;
use crate::settings::Publisher;
use crate::text::{Localizer, html_to_plain};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Price of the order.
    #[arg(long, value_parser = parse_positive)]
    price: Option<Decimal>,
    /// Currency of the price; the program's own without it.
    #[arg(long)]
    currency: Option<Currency>,
    /// Category, such as womens_clothing.
    #[arg(long)]
    category: Option<Category>,
    /// Traffic source of the ad space, such as messenger.
    #[arg(long, default_value = "messenger")]
    traffic: TrafficSource,
    /// Whether the product is an affiliate product: yes, no or unknown.
    #[arg(long, default_value = "unknown")]
    affiliate: Affiliation,
    /// Hot rate in percent, with the product's special link.
    #[arg(long, value_parser = parse_percent)]
    hot_rate: Option<Percent>,
    /// The link is an ordinary one, not the Hot product's special link.
    #[arg(long, requires = "hot_rate")]
    ordinary_link: bool,
    /// Live rate in percent.
    #[arg(long, value_parser = parse_percent)]
    live_rate: Option<Percent>,
    /// A list that the store is on; may be repeated.
    #[arg(long)]
    store_list: Vec<StoreList>,
    /// new, existing or unknown.
    #[arg(long, default_value = "unknown")]
    buyer: Buyer,
    /// Day of the order, such as 2022-04-01; today without it.
    #[arg(long)]
    date: Option<Date>,
    /// Day on which the ad space joined the program.
    #[arg(long)]
    joined: Option<Date>,
    /// The order is delivered to a CIS country.
    #[arg(long)]
    cis_delivery: bool,
    /// Country that the order is delivered to, such as TR.
    #[arg(long)]
    delivery: Option<Country>,
    /// The program: its number at the network, its id, or a program file; without it, the program that is set.
    #[arg(long, value_name = "CAMPAIGN_OR_FILE")]
    program: Option<String>,
    /// tr or en.
    #[arg(long)]
    language: Option<Lang>,
}

fn parse_positive(text: &str) -> Result<Decimal, String> {
    text.parse()
        .ok()
        .filter(|amount: &Decimal| !amount.is_sign_negative())
        .ok_or_else(|| "a price is a number from 0 up".to_owned())
}

fn parse_percent(text: &str) -> Result<Percent, String> {
    let rate = text.trim_end_matches('%').parse().ok().map(Percent);
    rate.filter(Percent::is_plausible).ok_or_else(|| "a rate is a number from 0 to 100".to_owned())
}

pub(super) fn run(arguments: &Arguments, sources: &SettingSources) -> CommandResult {
    let program = choose_program(arguments.program.as_deref(), sources)?;
    let today = Clock::system().today();
    let date = arguments.date.unwrap_or(today);
    let currency = arguments.currency.unwrap_or(program.currency());
    let question = EstimateRequest {
        price: arguments.price.map(|amount| Money::new(amount, currency)),
        category: arguments.category,
        traffic: arguments.traffic,
        affiliation: arguments.affiliate,
        hot: arguments.hot_rate.map(|percent| HotOffer { percent, special_link: !arguments.ordinary_link }),
        store_lists: arguments.store_list.iter().map(|list| (*list, None)).collect(),
        virtual_product: arguments.category == Some(Category::Special),
        buyer: arguments.buyer,
        order_date: date,
        live_rate: arguments.live_rate.map(|percent| LiveRate {
            percent,
            date: today,
            source: RateSource::Live,
        }),
        // The network is not asked, so the file's figures are used.
        terms: None,
        joined: arguments.joined,
        cis_delivery: arguments.cis_delivery,
        delivery: arguments.delivery,
    };
    let estimate = program.estimate(&question);
    let texts = out::load_texts()?;
    let lang = arguments.language.unwrap_or_else(|| out::operator_language(sources));
    let localizer = texts.localizer(lang);
    let currency = question.price.map_or(program.currency(), |price| price.currency);
    if arguments.json {
        let mut json = estimate_to_json(&estimate, currency, localizer);
        json["worth"] = worth_json(&Worth::new(&estimate, &program.figures(None), date));
        out::print_line(&json.to_string());
    } else {
        print_estimate(&estimate, localizer);
    }
    Ok(ExitCode::SUCCESS)
}

fn worth_json(worth: &Worth) -> Json {
    let amounts = |amounts: &Amounts| {
        json!({
            "low": amounts.low.amount.to_string(),
            "high": amounts.high.amount.to_string(),
            "likely": amounts.likely.map(|money| money.amount.to_string()),
        })
    };
    json!({
        "expected": worth.expected.as_ref().map(|expected| json!({
            "amounts": amounts(&expected.amounts),
            "approval": expected.approval.0.normalize().to_string(),
            "source": expected.citation,
        })),
        "payout": worth.payout.as_ref().map(|payout| json!({
            "from": payout.from.to_string(),
            "until": payout.until.to_string(),
            "sources": payout.citations,
        })),
        "epc": worth.epc.as_ref().map(|epc| json!({
            "amount": epc.money.amount.to_string(),
            "currency": epc.money.currency.code(),
            "source": epc.citation,
        })),
        "hundred_clicks": worth.clicks.as_ref().map(|clicks| json!({
            "orders": clicks.orders.normalize().to_string(),
            "amounts": amounts(&clicks.amounts),
            "source": clicks.citation,
        })),
    })
}

fn print_estimate(estimate: &Estimate, localizer: &Localizer) {
    let renderer = Renderer { publisher: &Publisher::default(), localizer };
    let range = renderer.estimate_range(estimate).map(|html| html_to_plain(&html));
    let range = range.unwrap_or_else(|| localizer.text("answer-estimate-unknown"));
    out::print_line(&range);
    for reason in &estimate.reasons {
        out::print_line(&format!(" • {}", localizer.plain(&reason.message)));
    }
    for warning in &estimate.warnings {
        out::print_line(&format!(" ! {}", localizer.plain(&warning.message)));
    }
}
