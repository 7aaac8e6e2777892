//! The rules of affiliate programs as data, and the estimate of an order's commission.
//!
//! ```
//! use dealink_core::money::{Currency, Money};
//! use dealink_program::{Affiliation, Category, EstimateRequest, Program, TrafficSource};
//!
//! let class = r#"{ affiliate = "standard", non_affiliate = "nothing", hot = false, attribution = "priority",
//!                  source = "page", section = "Rates" }"#;
//! let program = Program::parse(&format!(r#"
//!     id = "example-shop"
//!     network_id = 1
//!     name = "Example Shop"
//!     currency = "USD"
//!     sources.page = {{ title = "Program page of Example Shop", date = 2026-01-15 }}
//!     classes = {{ other = {class}, cashback = {class}, dropshipping = {class}, subnetwork = {class} }}
//!
//!     [[tables]]
//!     name = "standard"
//!     valid_from = 2026-01-01
//!     every = "5"
//!     source = "page"
//!     section = "Rates"
//! "#))?;
//!
//! let request = EstimateRequest {
//!     price: Some(Money::new(40.into(), Currency::USD)),
//!     category: Some(Category::Tablets),
//!     affiliation: Affiliation::Yes,
//!     ..EstimateRequest::new(TrafficSource::Messenger, jiff::civil::date(2026, 2, 1))
//! };
//! let estimate = program.estimate(&request);
//! assert_eq!(estimate.likely, Some(Money::new(2.into(), Currency::USD)));
//! # Ok::<(), dealink_program::ProgramFileError>(())
//! ```
//!
//! A program file gives each number with its source and date. An unknown value widens the estimate and is never guessed. The
//! crate does no I/O and reads no clock: the day of the order is part of the [`EstimateRequest`]. It asks no network: live rates
//! and [`Terms`] are given by the caller, and the network's own number of a program ([`Program::network_id`]) is only kept.
//! Results are messages without a language ([`dealink_core::message`]). The file format is in `docs/PROGRAM_FILES.md`.

mod by_class;
mod card;
mod case;
mod class_rate;
mod codes;
mod consequence;
mod estimate;
mod estimate_result;
mod file;
mod file_error;
mod names;
mod read_sections;
mod reader;
mod region;
mod request;
mod rules;
mod shop_categories;
mod terms;
mod value;
mod worth;

#[cfg(test)]
mod tests;

pub use card::{CardPart, Figure};
pub use codes::{ConductRule, IndicatorKind, ReasonCode, WarningCode};
pub use consequence::Consequence;
pub use estimate_result::{Basis, Estimate, RateUsed, Reason, Warning};
pub use file::FigureKind;
pub use file_error::{FileProblem, ProgramFileError};
pub use names::{
    Affiliation, Buyer, Category, Permission, RateSource, Severity, StoreList, TrafficClass, TrafficSource,
    UnknownName,
};
pub use region::{Country, NotACountry, Region};
pub use request::{EstimateRequest, HotOffer, LiveRate};
pub use rules::{Citation, Indicator, Program, RateTable};
pub use shop_categories::map_shop_category;
pub use terms::{ListedRate, Terms, TermsSource};
pub use worth::{Amounts, Clicks, Epc, Expected, Payout, Worth};
