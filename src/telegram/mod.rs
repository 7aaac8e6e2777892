//! The bot in Telegram: updates in, answers out.
//!
//! `intake` stores updates and puts them into `lanes`; `desk` handles one at a time for each person; `send` gets the answer
//! there at Telegram's pace.

mod browse;
mod calculate;
pub mod chats;
pub mod commands;
pub mod desk;
pub mod ephemeral;
mod favourites;
pub mod glance;
mod guest;
pub mod intake;
mod keyboard;
mod labels;
pub mod lanes;
mod lean;
mod lists;
pub mod newest;
mod original;
pub mod pace;
mod pasted;
mod pieces;
mod post;
mod posts;
mod press;
mod private;
mod questions;
mod refusal;
pub mod send;
pub mod settings_card;
pub mod wire;
