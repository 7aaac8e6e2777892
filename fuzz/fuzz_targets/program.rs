//! Reads program files, and estimates orders by those that are accepted.

#![no_main]

use dealink_core::money::Money;
use dealink_program::{Affiliation, Category, EstimateRequest, Program, TrafficSource};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let program = match Program::parse(text) {
        Ok(program) => program,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    for (traffic, category) in TrafficSource::ALL.iter().zip(Category::ALL.iter().cycle()) {
        let request = EstimateRequest {
            price: Some(Money::new(1_234.into(), program.currency())),
            category: Some(*category),
            affiliation: Affiliation::Yes,
            ..EstimateRequest::new(*traffic, date(2026, 11, 22))
        };
        let estimate = program.estimate(&request);
        if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
            assert!(low.amount <= high.amount, "{estimate:?}");
            let likely = estimate.likely.map(|likely| likely.amount);
            assert!(likely.is_none_or(|likely| (low.amount..=high.amount).contains(&likely)), "{estimate:?}");
        }
    }
});
