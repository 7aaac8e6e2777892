//! Tests with whole texts.

mod chat;
mod corpus;
mod disguises;
mod hidden;
mod lookalikes;
mod oracle;
mod other_sites;
mod pages;
mod properties;
mod rewrite;
