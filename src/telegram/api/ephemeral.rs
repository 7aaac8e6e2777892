//! Messages in a group that only one person sees (Bot API 10.3), if the server supports them.
//!
//! An older server ignores the parameter and would show the message to everybody. So until a server has proved that it supports
//! such messages, a placeholder without figures is sent first, and then edited into the private text with a method that an
//! older server does not have. So a private text is never part of a call that could show it to the group.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use moka::sync::Cache;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use teloxide::types::ChatId;

use super::bot_api::BotApiError;
use super::sender::Sender;

/// The time without further attempts in a chat after Telegram refused such a message there.
const REFUSAL_COOLDOWN: Duration = Duration::from_secs(3600);
const MAX_REFUSING_CHATS: u64 = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ServerSupport {
    Unknown,
    Supported,
    Unsupported,
}

pub struct EphemeralSender {
    sender: Sender,
    support: Mutex<ServerSupport>,
    /// Chats in which such a message was refused.
    refusing_chats: Cache<i64, ()>,
}

/// The receiver and the place of such a message.
#[derive(Clone, Copy, Debug)]
pub struct EphemeralMessage<'a> {
    pub chat: ChatId,
    pub topic: Option<i32>,
    pub receiver: u64,
    /// The callback query that it answers, if it does.
    pub callback_id: Option<&'a str>,
    /// The placeholder that is shown first. Must contain nothing private. Telegram HTML.
    pub placeholder: &'a str,
}

/// The answer to such a message, whatever its form: one that could not be read would be taken for a failed call, and the text
/// would be sent again.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Value")]
struct SentEphemeral {
    /// `None` where everybody sees it.
    ephemeral_message_id: Option<i64>,
    message_id: Option<i32>,
}

impl From<Value> for SentEphemeral {
    fn from(sent: Value) -> Self {
        let number = |field: &str| sent[field].as_i64();
        SentEphemeral {
            ephemeral_message_id: number("ephemeral_message_id").filter(|id| *id != 0),
            message_id: number("message_id").and_then(|id| i32::try_from(id).ok()),
        }
    }
}

impl EphemeralSender {
    pub fn new(sender: Sender) -> Self {
        let refusing_chats =
            Cache::builder().max_capacity(MAX_REFUSING_CHATS).time_to_live(REFUSAL_COOLDOWN).build();
        EphemeralSender { sender, support: Mutex::new(ServerSupport::Unknown), refusing_chats }
    }

    /// Shows a private text (Telegram HTML) to one person of a group. `false` if that is not possible; then the text was not shown
    /// at all.
    pub async fn show(&self, message: &EphemeralMessage<'_>, html: &str) -> bool {
        let refuses = message.callback_id.is_none() && self.refusing_chats.contains_key(&message.chat.0);
        if refuses || !self.server_may_support(message.chat, message.receiver).await {
            return false;
        }
        let is_supported = self.support() == ServerSupport::Supported;
        let first = if is_supported { html } else { message.placeholder };
        let sent = match self.send(message, first).await {
            Ok(sent) => sent,
            Err(error) => {
                self.note_refusal(message, &error);
                return false;
            }
        };
        let Some(id) = sent.ephemeral_message_id else {
            // Everybody saw it. It was the placeholder, unless the server changed under a running bot.
            if is_supported {
                tracing::error!("a server that showed messages to one person shows them to everybody now");
            }
            self.set_support(ServerSupport::Unsupported);
            if let Some(id) = sent.message_id
                && let Err(error) = self.sender.delete(message.chat, id).await
            {
                tracing::warn!(%error, "a placeholder was not deleted");
            }
            return false;
        };
        is_supported || self.replace_placeholder(message, id, html).await
    }

    /// Whether an attempt makes sense for a person who has not tapped a button.
    pub async fn may_show(&self, chat: ChatId, receiver: u64) -> bool {
        !self.refusing_chats.contains_key(&chat.0) && self.server_may_support(chat, receiver).await
    }

    async fn send(&self, message: &EphemeralMessage<'_>, html: &str) -> Result<SentEphemeral, BotApiError> {
        let mut parameters = json!({ "receiver_user_id": message.receiver });
        if let Some(callback) = message.callback_id {
            parameters["callback_query_id"] = callback.into();
        }
        let mut call = json!({
            "chat_id": message.chat, "text": html, "parse_mode": "HTML",
            "link_preview_options": { "is_disabled": true }, "ephemeral_message_parameters": parameters,
        });
        if let Some(topic) = message.topic {
            call["message_thread_id"] = topic.into();
        }
        self.sender.call_with_retries(Some(message.chat), "sendMessage", &call).await
    }

    /// Edits the placeholder into the private text. If that succeeds, the server has proved that it supports such messages.
    async fn replace_placeholder(&self, message: &EphemeralMessage<'_>, id: i64, html: &str) -> bool {
        let mut call = reference(message.chat, message.receiver, id);
        call["text"] = html.into();
        call["parse_mode"] = "HTML".into();
        call["link_preview_options"] = json!({ "is_disabled": true });
        let chat = Some(message.chat);
        match self.sender.call_with_retries::<IgnoredAny>(chat, "editEphemeralMessageText", &call).await {
            Ok(_) => {
                self.set_support(ServerSupport::Supported);
                true
            }
            Err(error) => {
                self.note_refusal(message, &error);
                let call = reference(message.chat, message.receiver, id);
                let deleted =
                    self.sender.call_with_retries::<IgnoredAny>(None, "deleteEphemeralMessage", &call).await;
                if let Err(error) = deleted {
                    tracing::debug!(%error, "a placeholder was not deleted");
                }
                false
            }
        }
    }

    /// Whether the server may support such messages: a server without the methods does not support the parameter either.
    async fn server_may_support(&self, chat: ChatId, receiver: u64) -> bool {
        match self.support() {
            ServerSupport::Supported => true,
            ServerSupport::Unsupported => false,
            ServerSupport::Unknown => {
                // No message has this number.
                let call = reference(chat, receiver, 1);
                let answer =
                    self.sender.call_with_retries::<IgnoredAny>(None, "deleteEphemeralMessage", &call).await;
                let is_absent = matches!(answer, Err(BotApiError::Refused { code: 404, .. }));
                if is_absent {
                    self.set_support(ServerSupport::Unsupported);
                }
                !is_absent
            }
        }
    }

    fn note_refusal(&self, message: &EphemeralMessage<'_>, error: &BotApiError) {
        tracing::debug!(%error, "a message for one person was not taken");
        match error {
            BotApiError::Refused { code: 404, .. } => self.set_support(ServerSupport::Unsupported),
            BotApiError::Refused { .. } if message.callback_id.is_none() => {
                self.refusing_chats.insert(message.chat.0, ());
            }
            _ => {}
        }
    }

    fn support(&self) -> ServerSupport {
        *self.support.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_support(&self, support: ServerSupport) {
        *self.support.lock().unwrap_or_else(PoisonError::into_inner) = support;
    }
}

/// The parameters that name such a message.
fn reference(chat: ChatId, receiver: u64, id: i64) -> Value {
    json!({ "chat_id": chat, "receiver_user_id": receiver, "ephemeral_message_id": id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_readable_whatever_its_fields_hold() {
        for (answer, ephemeral, message) in [
            (r#"{"ephemeral_message_id":7,"message_id":8}"#, Some(7), Some(8)),
            (r#"{"ephemeral_message_id":7,"message_id":null}"#, Some(7), None),
            (r#"{"ephemeral_message_id":7,"message_id":99999999999}"#, Some(7), None),
            (r#"{"ephemeral_message_id":0,"message_id":8}"#, None, Some(8)),
            (r#"{"ephemeral_message_id":null,"message_id":8}"#, None, Some(8)),
            (r#"{"ephemeral_message_id":"7","message_id":8}"#, None, Some(8)),
            (r#"{"message_id":8}"#, None, Some(8)),
            ("true", None, None),
        ] {
            let read: SentEphemeral = serde_json::from_str(answer).unwrap();
            let expected = SentEphemeral { ephemeral_message_id: ephemeral, message_id: message };
            assert_eq!(read, expected, "{answer}");
        }
    }
}
