//! Tests with whole texts.

mod chat;
mod corpus;
mod disguises;
mod hidden;
mod lookalikes;
mod oracle;
mod pages;
mod properties;
mod rewrite;
