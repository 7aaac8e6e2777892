//! The private chat: one file for each command or flow.

mod answer_delivery;
mod browse;
mod calculate;
mod callbacks;
mod cards_common;
mod commands;
mod context;
mod forget;
mod links_reply;
mod lists;
mod messages;
mod post_commands;
mod questions;
mod settings_card;
mod subid_suffix;

pub(crate) use cards_common::show_card;
pub(crate) use context::PrivateContext;
