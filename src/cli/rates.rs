//! `dealink rates`: the exchange rates that are available now, each with its source and date.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::out::{self, CommandResult};
use crate::app;
use crate::config::{Config, ConfigPurpose, SettingSources};
use crate::text::Texts;
use dealink_core::clock::Clock;
use dealink_core::lang::Lang;
use dealink_core::message::{Argument, Message};
use dealink_core::money::Currency;
use dealink_network::admitad::AdmitadTimeouts;
use dealink_network::exchange::ExchangeRate;
use dealink_program::Program;

/// Used if no currency is given: the currencies in which AliExpress shows prices.
const COMMON_CURRENCIES: [&str; 14] =
    ["TRY", "EUR", "GBP", "RUB", "UAH", "KZT", "PLN", "BRL", "MXN", "CAD", "AUD", "JPY", "KRW", "SAR"];
const SIGNIFICANT_DIGITS: u32 = 6;

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

/// Prints one line for each currency. Fails if there is no rate at all.
pub(super) async fn run(arguments: Arguments, sources: &SettingSources) -> CommandResult {
    let config = Config::load(sources, ConfigPurpose::Rates);
    let config = config.map_err(|errors| out::print_setting_errors(&errors, sources))?;
    let into = Program::builtin().currency();
    let exchange = app::build_exchange(&config, into, Clock::system(), AdmitadTimeouts::default());
    let exchange = exchange.map_err(out::fail)?;
    let wanted = match arguments.currencies.as_slice() {
        [] => COMMON_CURRENCIES.iter().filter_map(|code| code.parse().ok()).collect(),
        named => named.to_vec(),
    };
    let rates = exchange.rates(&wanted).await;
    if arguments.json {
        out::print_line(&Value::Array(rates.iter().map(to_json).collect()).to_string());
    } else if let Ok(texts) = Texts::load() {
        let localizer =
            texts.localizer(arguments.language.unwrap_or_else(|| out::operator_language(sources)));
        for of in wanted.into_iter().filter(|of| *of != into) {
            let line = match rates.iter().find(|rate| rate.of == of) {
                Some(rate) => rate_line(rate),
                None => Message::new("exchange-line-none").with("currency", of.code()),
            };
            out::print_line(&localizer.plain(&line));
        }
    }
    Ok(if rates.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn rate_line(rate: &ExchangeRate) -> Message {
    let number = rate.rate.round_sf(SIGNIFICANT_DIGITS).unwrap_or(rate.rate).normalize();
    Message::new("exchange-line")
        .with("of", rate.of.code())
        .with("into", rate.into.code())
        .with("rate", number)
        .with("source", Argument::Term(rate.source.key().to_owned()))
        .with("date", rate.date)
}

fn to_json(rate: &ExchangeRate) -> Value {
    json!({
        "of": rate.of.code(),
        "into": rate.into.code(),
        "rate": rate.rate.normalize().to_string(),
        "source": rate.source,
        "date": rate.date.to_string(),
        "age_days": rate.age,
    })
}
