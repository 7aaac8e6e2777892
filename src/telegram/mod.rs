//! The bot in Telegram: updates in, answers out.
//!
//! `intake` stores updates and puts them into `lanes`; `desk` handles one at a time for each person; `send` gets the answer
//! there at Telegram's pace.

mod answer_messages;
pub mod bot_api;
mod browse;
mod calculate;
mod callback;
mod callbacks;
pub mod chat_queues;
pub mod chats;
pub mod commands;
pub mod context;
pub mod ephemeral;
mod favourites;
mod guest;
mod keyboard;
pub mod latest_only;
mod lenient_update;
mod links_reply;
mod lists;
mod message_content;
pub mod polling;
mod post_text;
mod posts;
mod private;
mod questions;
mod send_error;
pub mod send_limiter;
pub mod sender;
pub mod settings_card;
mod subid_suffix;
pub mod update_filter;
