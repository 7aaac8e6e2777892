//! Groups: deals are shared as replies, reposts or suggestions.

mod commands;
mod messages;
mod repost;
mod suggestions;
