//! How a stand-in is made.

use std::time::Duration;

use super::rate_limits::TelegramLimits;
use dealink_core::clock::Clock;

/// How the server takes what is new in the Bot API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FeatureSupport {
    /// As the newest one does.
    #[default]
    Supported,
    /// As one that is older: it does not know the methods (404), and overlooks the parameters.
    Unknown,
    /// As one that knows it and does not let this bot use it (400).
    Refused,
}

/// What can be chosen about a stand-in; the defaults suit a test.
#[derive(Clone)]
pub struct TelegramOptions {
    /// The token of the bot.
    pub token: String,
    /// The bot's user id.
    pub bot_id: i64,
    /// The bot's name.
    pub bot_name: String,
    /// The bot's username, without `@`.
    pub bot_username: String,
    /// The id of the first update.
    pub first_update_id: i64,
    /// Tells the dates of messages and calls.
    pub clock: Clock,
    /// Telegram's pace, answered with 429; not enforced by default.
    pub limits: Option<TelegramLimits>,
    /// Whether the bot can be asked in any chat.
    pub inline: bool,
    /// The bot is told which of its inline results are chosen.
    pub inline_feedback: bool,
    /// Messages in a group that one person alone sees.
    pub ephemeral: FeatureSupport,
    /// Answers in chats that the bot is not in.
    pub guest: FeatureSupport,
    /// In groups the bot is told of every message. Without it, and unless it is an administrator there,
    /// it is told only of commands, of what names it or answers it, and of what happens to the group.
    pub reads_all: bool,
    /// Longest time that the handle waits for something.
    pub deadline: Duration,
    /// Calls are kept for [`calls`](super::TelegramStandIn::calls). A benchmark turns it off.
    pub record_calls: bool,
}

impl Default for TelegramOptions {
    fn default() -> Self {
        TelegramOptions {
            token: "7000000001:AAsandbox-not-a-secret".to_owned(),
            bot_id: 7_000_000_001,
            bot_name: "Dealink".to_owned(),
            bot_username: "dealink_sandbox_bot".to_owned(),
            first_update_id: 100_000_001,
            clock: Clock::system(),
            limits: None,
            inline: true,
            inline_feedback: false,
            ephemeral: FeatureSupport::Supported,
            guest: FeatureSupport::Supported,
            reads_all: true,
            deadline: Duration::from_secs(10),
            record_calls: true,
        }
    }
}
