//! `dealink run` as an operator meets it: what it says when it cannot start, how it stops, what it survives, what it hides.

mod commands;
mod feeds;
mod hides;
mod lists;
mod starts;
mod survives;
