//! `dealink run` as a process: errors at the start, stopping, failures it survives, and what it never logs.

mod commands;
mod estimate;
mod feeds;
mod hides;
mod inbox;
mod lists;
mod starts;
mod survives;
