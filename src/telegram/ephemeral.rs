//! Messages in a group that one person alone sees (Bot API 10.3), where the server knows them.
//!
//! A server from before them ignores the parameter and would show the message to everybody. So until a server has proved that
//! it knows them, words without any figure are sent first, and the private ones are put in their place with a method that an
//! older server does not have. A private text thus never travels with a call that could show it to a group.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use moka::sync::Cache;
use serde_json::{Value, json};
use teloxide::types::{ChatId, MessageId};

use super::bot_api::BotApiError;
use super::context::AppContext;

const UNKNOWN: u8 = 0;
const SUPPORTED: u8 = 1;
const UNSUPPORTED: u8 = 2;
/// How long a chat is not tried again where Telegram refused such a message.
const REFUSAL_COOLDOWN: Duration = Duration::from_secs(3600);
const MAX_REFUSING_CHATS: u64 = 10_000;

/// What is known of the server.
pub struct EphemeralSupport {
    state: AtomicU8,
    /// Chats in which such a message was refused.
    refusing_chats: Cache<i64, ()>,
}

impl Default for EphemeralSupport {
    fn default() -> Self {
        EphemeralSupport {
            state: AtomicU8::new(UNKNOWN),
            refusing_chats: Cache::builder()
                .max_capacity(MAX_REFUSING_CHATS)
                .time_to_live(REFUSAL_COOLDOWN)
                .build(),
        }
    }
}

impl EphemeralSupport {
    fn set_state(&self, state: u8) {
        self.state.store(state, Ordering::Relaxed);
    }
}

/// For whom such a message is, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct EphemeralMessage<'a> {
    pub(super) chat: ChatId,
    pub(super) topic: Option<i32>,
    /// Who alone sees it.
    pub(super) receiver: u64,
    /// The press that it answers, if it does.
    pub(super) callback_id: Option<&'a str>,
    /// What is shown for a moment, and must hold nothing private.
    pub(super) placeholder: &'a str,
}

impl AppContext {
    /// Shows a private text (Telegram HTML) to one person of a group. `false` where that is not to be had; then nobody saw it.
    pub(super) async fn show_ephemeral(&self, whisper: &EphemeralMessage<'_>, html: &str) -> bool {
        let refused =
            whisper.callback_id.is_none() && self.ephemeral.refusing_chats.contains_key(&whisper.chat.0);
        if refused || !self.supports_ephemeral(whisper.chat, whisper.receiver).await {
            return false;
        }
        let known = self.ephemeral.state.load(Ordering::Relaxed) == SUPPORTED;
        let first = if known { html } else { whisper.placeholder };
        let sent = match self.send_ephemeral(whisper, first).await {
            Ok(sent) => sent,
            Err(error) => {
                self.note_refusal(whisper, &error);
                return false;
            }
        };
        let Some(id) = sent["ephemeral_message_id"].as_i64().filter(|id| *id != 0) else {
            // Everybody saw it. It was harmless, unless the server changed under a running bot.
            if known {
                tracing::error!(
                    "a server that showed messages to one person alone shows them to everybody now"
                );
            }
            self.ephemeral.set_state(UNSUPPORTED);
            if let Some(message) = sent["message_id"].as_i64().and_then(|id| i32::try_from(id).ok())
                && let Err(error) = self.sender.delete(whisper.chat, MessageId(message)).await
            {
                tracing::warn!(%error, "a placeholder was not deleted");
            }
            return false;
        };
        if known {
            return true;
        }
        let call = json!({
            "chat_id": whisper.chat, "receiver_user_id": whisper.receiver, "ephemeral_message_id": id,
            "text": html, "parse_mode": "HTML", "link_preview_options": { "is_disabled": true },
        });
        match self
            .sender
            .call_with_retries::<Value>(Some(whisper.chat), "editEphemeralMessageText", &call)
            .await
        {
            Ok(_) => {
                self.ephemeral.set_state(SUPPORTED);
                true
            }
            Err(error) => {
                self.note_refusal(whisper, &error);
                let call = json!({
                    "chat_id": whisper.chat, "receiver_user_id": whisper.receiver, "ephemeral_message_id": id,
                });
                let deleted =
                    self.sender.call_with_retries::<Value>(None, "deleteEphemeralMessage", &call).await;
                if let Err(error) = deleted {
                    tracing::debug!(%error, "a placeholder was not deleted");
                }
                false
            }
        }
    }

    /// Whether it is worth a try to show something to one person alone, without a press of theirs.
    pub(super) async fn may_show_ephemeral(&self, chat: ChatId, to: u64) -> bool {
        !self.ephemeral.refusing_chats.contains_key(&chat.0) && self.supports_ephemeral(chat, to).await
    }

    /// Whether the server may know such messages: one that does not have the methods does not have the parameter either.
    async fn supports_ephemeral(&self, chat: ChatId, to: u64) -> bool {
        match self.ephemeral.state.load(Ordering::Relaxed) {
            SUPPORTED => true,
            UNSUPPORTED => false,
            _ => {
                // Asks for something that is not there.
                let call = json!({ "chat_id": chat, "receiver_user_id": to, "ephemeral_message_id": 1 });
                let answer =
                    self.sender.call_with_retries::<Value>(None, "deleteEphemeralMessage", &call).await;
                let absent = matches!(answer, Err(BotApiError::Refused { code: 404, .. }));
                if absent {
                    self.ephemeral.set_state(UNSUPPORTED);
                }
                !absent
            }
        }
    }

    async fn send_ephemeral(&self, whisper: &EphemeralMessage<'_>, html: &str) -> Result<Value, BotApiError> {
        let mut call = json!({
            "chat_id": whisper.chat, "text": html, "parse_mode": "HTML",
            "link_preview_options": { "is_disabled": true },
            "ephemeral_message_parameters": { "receiver_user_id": whisper.receiver },
        });
        if let Some(press) = whisper.callback_id {
            call["ephemeral_message_parameters"]["callback_query_id"] = press.into();
        }
        if let Some(topic) = whisper.topic {
            call["message_thread_id"] = topic.into();
        }
        self.sender.call_with_retries(Some(whisper.chat), "sendMessage", &call).await
    }

    fn note_refusal(&self, whisper: &EphemeralMessage<'_>, error: &BotApiError) {
        tracing::debug!(%error, "a message for one person alone was not taken");
        match error {
            BotApiError::Refused { code: 404, .. } => self.ephemeral.set_state(UNSUPPORTED),
            BotApiError::Refused { .. } if whisper.callback_id.is_none() => {
                self.ephemeral.refusing_chats.insert(whisper.chat.0, ());
            }
            _ => {}
        }
    }
}
