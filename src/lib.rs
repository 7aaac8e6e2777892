//! dealink: a pasted AliExpress link becomes a checked affiliate link with an estimate.
//!
//! The road a message takes is drawn in `docs/ARCHITECTURE.md`; [`deals`] is its heart. A room may use
//! the rooms below it and never one above: `links`, `program` and `money` do no I/O and know no
//! Telegram, no HTTP and no clock.

pub mod admitad;
pub mod answer;
pub mod app;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod config;
pub mod deals;
pub mod exchange;
pub mod feeds;
pub mod kept;
mod lenient;
pub mod links;
pub mod lists;
pub mod money;
pub mod open_platform;
pub mod program;
pub mod resolve;
pub mod sandbox;
pub mod sentence;
pub mod store;
pub mod telegram;
pub mod text;
pub mod words;
