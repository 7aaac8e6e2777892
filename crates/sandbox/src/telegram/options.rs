use std::time::Duration;

use super::rate_limits::TelegramLimits;
use dealink_core::clock::Clock;

/// How the server treats a new part of the Bot API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FeatureSupport {
    /// Like the newest server.
    #[default]
    Supported,
    /// Like an older server: it does not know the methods (404) and ignores the parameters.
    Unknown,
    /// Like a server that does not allow this to the bot (400).
    Refused,
}

/// Options of a stand-in; the defaults are for tests.
#[derive(Clone)]
pub struct TelegramOptions {
    pub token: String,
    pub bot_id: i64,
    pub bot_name: String,
    /// Without `@`.
    pub bot_username: String,
    pub first_update_id: i64,
    /// Gives the dates of messages and calls.
    pub clock: Clock,
    /// Telegram's rate limits, answered with 429; not enforced if `None`.
    pub limits: Option<TelegramLimits>,
    pub inline: bool,
    /// Whether the bot gets updates about chosen inline results.
    pub inline_feedback: bool,
    pub ephemeral: FeatureSupport,
    pub guest: FeatureSupport,
    /// Whether privacy mode is off: in groups, the bot gets every message. Otherwise, unless it is an administrator, it
    /// gets only commands, mentions, replies to it and service messages.
    pub reads_all: bool,
    /// Longest time that a method of the stand-in waits for something.
    pub deadline: Duration,
    /// Whether calls are recorded for [`calls`](super::TelegramStandIn::calls). A benchmark switches this off.
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
