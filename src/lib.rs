//! dealink: a pasted AliExpress link becomes a checked affiliate link with an estimate.
//!
//! The path of a message is drawn in `docs/ARCHITECTURE.md`; [`deals`] is the use case.

pub mod answer;
pub mod app;
pub mod cli;
pub mod config;
pub mod deals;
pub mod lists;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod settings;
pub mod store;
pub mod telegram;
pub mod text;
pub mod words;
