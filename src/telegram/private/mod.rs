//! The private chat: one file for each command or flow.

mod albums;
mod answer_delivery;
mod browse;
mod calculate;
mod callbacks;
mod cards_common;
mod commands;
mod context;
mod favourites;
mod forget;
mod links_reply;
mod lists;
mod messages;
mod pending_question;
mod post_commands;
mod question_answers;
mod settings_card;
mod subid_suffix;

pub(crate) use callbacks::handle_callback;
pub(crate) use cards_common::show_card;
pub(crate) use context::PrivateContext;
pub(crate) use messages::{handle_edit, handle_message};
