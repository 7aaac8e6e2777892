//! `dealink rates`: the exchange rates that can be had now, each with its source and its day.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::out;
use crate::app;
use crate::config::{Config, Need, Sources};
use crate::text::Texts;
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::{Sentence, Value as Argument};
use dealink_core::money::Currency;
use dealink_network::admitad::Patience;
use dealink_network::exchange::Rate;
use dealink_program::Program;

/// What is asked for when nothing is named: the currencies that AliExpress shows prices in.
const COMMON: [&str; 14] =
    ["TRY", "EUR", "GBP", "RUB", "UAH", "KZT", "PLN", "BRL", "MXN", "CAD", "AUD", "JPY", "KRW", "SAR"];
/// Digits of a rate that are worth reading.
const DIGITS: u32 = 6;

/// Arguments of `rates`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Currencies, such as TRY; without any, the usual ones.
    currencies: Vec<Currency>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// tr or en.
    #[arg(long)]
    language: Option<Lang>,
}

/// Prints one line for each currency. Fails when there is no rate at all.
pub(super) async fn run(arguments: Arguments, sources: &Sources) -> ExitCode {
    let config = match Config::read(sources, Need::Rates) {
        Ok(config) => config,
        Err(faults) => return out::faults(&faults, sources),
    };
    let into = Program::builtin().currency();
    let exchange = match app::exchange(&config, into, Clock::system(), Patience::default()) {
        Ok(exchange) => exchange,
        Err(error) => {
            out::complain(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    let wanted = match arguments.currencies.as_slice() {
        [] => COMMON.iter().filter_map(|code| code.parse().ok()).collect(),
        named => named.to_vec(),
    };
    let rates = exchange.rates(&wanted).await;
    if arguments.json {
        out::line(&Value::Array(rates.iter().map(to_json).collect()).to_string());
    } else if let Ok(texts) = Texts::load() {
        let speak = texts.of(arguments.language.unwrap_or_else(|| out::language(sources)));
        for of in wanted.into_iter().filter(|of| *of != into) {
            let line = match rates.iter().find(|rate| rate.of == of) {
                Some(rate) => line(rate),
                None => Sentence::new("exchange-line-none").with("currency", of.code()),
            };
            out::line(&speak.plain(&line));
        }
    }
    if rates.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn line(rate: &Rate) -> Sentence {
    let number = rate.rate.round_sf(DIGITS).unwrap_or(rate.rate).normalize();
    Sentence::new("exchange-line")
        .with("of", rate.of.code())
        .with("into", rate.into.code())
        .with("rate", number)
        .with("source", Argument::Term(rate.source.key().to_owned()))
        .with("date", rate.date)
}

fn to_json(rate: &Rate) -> Value {
    json!({
        "of": rate.of.code(),
        "into": rate.into.code(),
        "rate": rate.rate.normalize().to_string(),
        "source": rate.source.name(),
        "date": rate.date.to_string(),
        "age_days": rate.age,
    })
}
