//! The bot in Telegram: updates in, answers out.
//!
//! `queue` fetches, routes and stores updates and processes them in order for each chat; `dispatch` calls the handler of each
//! update; `api` sends the answers within Telegram's limits.

mod albums;
pub mod api;
mod browse_query;
pub mod callback;
mod cards;
mod channel;
pub mod chats;
pub mod commands;
pub mod context;
pub mod dispatch;
mod favourites;
mod group;
mod guest;
pub mod handler_error;
mod handling_clock;
mod inline;
pub mod menus;
mod notices;
mod post_text;
mod private;
pub mod queue;
pub mod update;
