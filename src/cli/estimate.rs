//! `dealink estimate`: the program's rules for one order.

use std::collections::BTreeSet;
use std::process::ExitCode;

use jiff::civil::Date;

use super::out;
use crate::answer::estimate_to_json;
use crate::clock::Clock;
use crate::money::{Currency, Decimal, Money, Percent};
use crate::program::{
    Affiliation, Buyer, Category, Estimate, Hot, LiveRate, Program, Question, RateSource, StoreList,
    TrafficSource,
};
use crate::sentence::{Sentence, Value};
use crate::text::{Lang, Speaker, Texts};

/// Arguments of `estimate`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Price of the order.
    #[arg(long, value_parser = positive)]
    price: Option<Decimal>,
    /// Currency of the price.
    #[arg(long, default_value = "USD")]
    currency: Currency,
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
    #[arg(long, value_parser = percent)]
    hot_rate: Option<Percent>,
    /// The link is an ordinary one, not the Hot product's special link.
    #[arg(long, requires = "hot_rate")]
    ordinary_link: bool,
    /// Live rate in percent.
    #[arg(long, value_parser = percent)]
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
    /// tr or en.
    #[arg(long)]
    language: Option<Lang>,
}

fn positive(text: &str) -> Result<Decimal, String> {
    text.parse()
        .ok()
        .filter(|amount: &Decimal| !amount.is_sign_negative())
        .ok_or_else(|| "a price is a number from 0 up".to_owned())
}

fn percent(text: &str) -> Result<Percent, String> {
    let rate = text.trim_end_matches('%').parse().ok().map(Percent);
    rate.filter(Percent::is_plausible).ok_or_else(|| "a rate is a number from 0 to 100".to_owned())
}

/// Works out one order.
pub(super) fn run(arguments: &Arguments, lang: Lang) -> ExitCode {
    let today = Clock::system().today();
    let date = arguments.date.unwrap_or(today);
    let question = Question {
        price: arguments.price.map(|amount| Money::new(amount, arguments.currency)),
        category: arguments.category,
        traffic: arguments.traffic,
        affiliation: arguments.affiliate,
        hot: arguments.hot_rate.map(|percent| Hot { percent, special_link: !arguments.ordinary_link }),
        store_lists: arguments.store_list.iter().copied().collect::<BTreeSet<_>>(),
        virtual_product: arguments.category == Some(Category::Special),
        buyer: arguments.buyer,
        order_date: date,
        live_rate: arguments.live_rate.map(|percent| LiveRate {
            percent,
            date: today,
            source: RateSource::Live,
        }),
        joined: arguments.joined,
        cis_delivery: arguments.cis_delivery,
    };
    let program = Program::builtin();
    let estimate = program.estimate(&question);
    let texts = match Texts::load() {
        Ok(texts) => texts,
        Err(error) => {
            out::complain(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    let speak = texts.of(arguments.language.unwrap_or(lang));
    let currency = question.price.map_or(program.currency(), |price| price.currency);
    if arguments.json {
        out::line(&estimate_to_json(&estimate, currency, speak).to_string());
    } else {
        as_text(&estimate, speak);
    }
    ExitCode::SUCCESS
}

fn as_text(estimate: &Estimate, speak: &Speaker) {
    let figure = |money: Option<Money>| money.map(|money| speak.value(&Value::Money(money)));
    let range = match (figure(estimate.low), figure(estimate.high)) {
        (Some(low), Some(high)) if low == high => {
            speak.plain(&Sentence::new("answer-money").with("money", low))
        }
        (Some(low), Some(high)) => {
            speak.plain(&Sentence::new("answer-money-range").with("low", low).with("high", high))
        }
        _ => speak.word("answer-estimate-unknown"),
    };
    out::line(&range);
    for reason in &estimate.reasons {
        out::line(&format!(" • {}", speak.plain(&reason.sentence)));
    }
    for warning in &estimate.warnings {
        out::line(&format!(" ! {}", speak.plain(&warning.sentence)));
    }
}
