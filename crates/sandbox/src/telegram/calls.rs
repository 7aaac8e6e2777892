//! The calls that the bot made.

use jiff::Timestamp;
use serde_json::Value;

use super::refusal::RefusedCall;

/// One call of a method.
#[derive(Clone, Debug)]
pub struct TelegramCall {
    /// The method in the spelling of the documentation, or as it came when there is no such method.
    pub method: String,
    /// When it came in.
    pub at: Timestamp,
    /// The parameters: typed once they were found good, otherwise as they came.
    pub params: Value,
    /// How it ended.
    pub outcome: CallOutcome,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    /// It has no answer yet.
    Pending,
    /// It was done.
    Done,
    /// It was refused.
    Refused(RefusedCall),
    /// It met an ordered fault that answers for the server.
    Faulted,
}
