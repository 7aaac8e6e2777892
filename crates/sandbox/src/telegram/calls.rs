//! The record of the bot's calls.

use jiff::Timestamp;
use serde_json::Value;

use super::refusal::RefusedCall;

#[derive(Clone, Debug)]
pub struct TelegramCall {
    /// Spelt as in the documentation; as it came if there is no such method.
    pub method: String,
    pub at: Timestamp,
    /// With their types if they passed the check, otherwise as they came.
    pub params: Value,
    pub outcome: CallOutcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    Pending,
    Done,
    Refused(RefusedCall),
    /// An ordered fault answered in the server's place.
    Faulted,
}
