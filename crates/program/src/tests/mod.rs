//! Tests of the rules: worked cases, first and last days, the data files, the texts.

mod by_class;
mod cases;
mod conduct;
mod file;
mod oracle;
mod program_page;
mod programs;
mod properties;
mod rules;
mod terms;
mod texts;
mod truth_table;
mod warnings;
mod worth;

use std::sync::LazyLock;

use dealink_core::message::Argument;
use dealink_core::money::{Currency, Decimal, Money, Percent};
use jiff::civil::Date;

use super::*;

/// The built-in program, parsed once, because thousands of estimates use it.
fn program() -> &'static Program {
    static PROGRAM: LazyLock<Program> = LazyLock::new(Program::builtin);
    &PROGRAM
}

fn usd(text: &str) -> Money {
    Money::new(text.parse().unwrap(), Currency::USD)
}

fn percent(text: &str) -> Percent {
    Percent(text.parse().unwrap())
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An affiliate product for 100 USD, bought by an existing buyer after all bonuses have ended.
fn ask(category: Category, traffic: TrafficSource) -> EstimateRequest {
    EstimateRequest {
        price: Some(usd("100")),
        category: Some(category),
        affiliation: Affiliation::Yes,
        buyer: Buyer::Existing,
        ..EstimateRequest::new(traffic, day("2026-11-22"))
    }
}

fn likely(request: &EstimateRequest) -> String {
    let estimate = program().estimate(request);
    assert_eq!((estimate.low, estimate.high), (estimate.likely, estimate.likely), "{estimate:#?}");
    estimate.likely.map_or("unknown".to_owned(), |money| money.amount.to_string())
}

fn reasons(request: &EstimateRequest) -> Vec<&'static str> {
    program().estimate(request).reasons.iter().map(|reason| reason.code.name()).collect()
}

fn warnings(request: &EstimateRequest) -> Vec<(&'static str, Severity)> {
    program().estimate(request).warnings.iter().map(|w| (w.code.name(), w.severity)).collect()
}

fn warns(request: &EstimateRequest, code: WarningCode, severity: Severity) -> bool {
    warnings(request).contains(&(code.name(), severity))
}
