//! The bot in Telegram: updates in, answers out.
//!
//! `queue` fetches, routes and stores updates and takes them in order for each chat; `dispatch` hands each one to its handler;
//! `api` gets the answer there within Telegram's limits.

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
mod inline;
pub mod menus;
mod post_text;
mod private;
pub mod queue;
pub mod update;
