//! Feeds and export are like the network's, tested without the bot's client.

mod export;
mod generated;
