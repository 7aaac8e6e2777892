//! Calls that are repeated until Telegram has decided about them.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};
use teloxide::types::ChatId;
use tokio::time::Instant;

use super::bot_api::{BotApiError, call_method};
use super::send_error::{SendError, classify_refusal};
use super::sender::Sender;
use crate::telegram::handling_clock::without_counting;

/// Whether a call shows a message, and so counts against the limits for messages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CallKind {
    Message,
    Other,
}

impl Sender {
    /// Makes a call within the chat's limits and repeats it until Telegram accepts or refuses it. While Telegram cannot be reached it is
    /// repeated for ever, so that no outage loses an answer. A call to which the server has no answer but a fault, while it answers other
    /// calls, is given up in the end: otherwise it would hold up the later answers of its chat for ever.
    pub(super) async fn call_until_done<T: DeserializeOwned>(
        &self,
        chat: ChatId,
        method: &str,
        params: &Value,
        kind: CallKind,
    ) -> Result<T, SendError> {
        let mut waits = self.retry.pauses.pauses();
        // When the present row of faults of the server began.
        let mut first_fault = None;
        loop {
            let turn = async {
                match kind {
                    CallKind::Message => self.limiter.wait_for_message(chat).await,
                    CallKind::Other => self.limiter.wait_for_call(chat).await,
                }
            };
            without_counting(turn).await;
            let answer = call_method(&self.bot, method, params, None).await;
            if kind == CallKind::Message {
                self.limiter.record_arrival(chat);
            }
            match answer {
                Ok(done) => return Ok(done),
                Err(BotApiError::RetryAfter(wait)) => self.limiter.pause_chat(chat, wait),
                Err(BotApiError::Refused { code, description }) => {
                    return Err(classify_refusal(code, description));
                }
                Err(BotApiError::Migrated(chat)) => return Err(SendError::Migrated(ChatId(chat))),
                Err(error @ (BotApiError::ServerFault { .. } | BotApiError::Transport(_))) => {
                    match error {
                        BotApiError::ServerFault { code } if error.is_final() => {
                            return Err(SendError::Refused(format!("HTTP {code} without a reason")));
                        }
                        BotApiError::ServerFault { code } => {
                            let begun = *first_fault.get_or_insert_with(Instant::now);
                            if begun.elapsed() >= self.retry.give_up_after && self.telegram_works().await {
                                tracing::error!(
                                    method,
                                    code,
                                    "Telegram does not take a call; it was given up"
                                );
                                return Err(SendError::GivenUp(code));
                            }
                        }
                        _ => first_fault = None,
                    }
                    let longest = self.retry.pauses.longest_pause;
                    let wait = waits.next().unwrap_or(longest).min(longest);
                    tracing::warn!(%error, ?wait, "Telegram is out of reach; trying again");
                    without_counting(tokio::time::sleep(wait)).await;
                }
            }
        }
    }

    /// Whether Telegram answers a call that nothing can be wrong with.
    async fn telegram_works(&self) -> bool {
        call_method::<IgnoredAny>(&self.bot, "getMe", &json!({}), None).await.is_ok()
    }
}
