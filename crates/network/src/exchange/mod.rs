//! Exchange rates into the program's currency, each with its source and its day.
//!
//! The network is asked first, because it is the one that pays. The central bank of Türkiye is asked where the network cannot be
//! asked, does not know the pair, or has an old rate only. Rates are fetched when they are needed and kept for some hours; the
//! last good ones are also stored. The age of a rate is that of its own day, not of the call that brought it.

mod bulletin;
mod central_bank;
mod rate;
mod rates;

#[cfg(test)]
mod tests;

pub use central_bank::CentralBank;
pub use rate::{ExchangeRate, ExchangeRateSource};
pub use rates::{Exchange, ExchangeSources, RateStore};
