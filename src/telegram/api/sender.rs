//! Sends messages within Telegram's limits, tries again as long as that can help, and reports the result.
//!
//! If a connection breaks after a request was written, it cannot be known whether Telegram delivered the message. It is then
//! sent again, because a duplicate is better than a lost message.

use std::sync::Arc;
use std::time::Duration;

use backon::Retryable;
use dealink_core::retry::RetryPolicy;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};
use teloxide::Bot;
use teloxide::types::ChatId;
use tokio::task::JoinHandle;
use tracing::Instrument;

use super::bot_api::{BotApiError, call_method};
use super::calls::{Call, album_params, edit_call, send_call};
use super::files::download_file;
use super::keyboard::inline_keyboard;
use super::outgoing::{MessageButton, OutgoingContent, OutgoingMessage};
use super::send_error::SendError;
use super::send_limiter::SendLimiter;
use super::until_done::CallKind;

const MAX_WAIT: Duration = Duration::from_secs(5);
/// Retries of a call for information before the bot continues without it.
const CALL_RETRIES: usize = 4;
/// Retries of a download; the sender can send the file again.
const DOWNLOAD_RETRIES: usize = 3;
const TYPING_DELAY: Duration = Duration::from_millis(400);
/// Telegram shows it for five seconds.
const TYPING_INTERVAL: Duration = Duration::from_secs(4);

/// Shows "typing…" while it lives.
#[must_use]
pub struct TypingIndicator(JoinHandle<()>);

impl Drop for TypingIndicator {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What a tap on a button shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackAnswer {
    Silent,
    /// A text on top of the chat for a moment.
    Notice(String),
    /// A box that has to be closed.
    Alert(String),
}

/// The only field that is read of a message that was sent. If Telegram's answer could not be read, the message would be sent
/// again for ever, so no field is read that a later Bot API might change.
#[derive(Deserialize)]
struct SentMessage {
    message_id: i32,
}

/// Sends messages. Cheap to clone.
#[derive(Clone)]
pub struct Sender {
    pub(super) bot: Bot,
    pub(super) limiter: Arc<SendLimiter>,
    pub(super) retry: SendRetry,
}

/// How a call is repeated until Telegram has decided about it.
#[derive(Clone, Copy, Debug)]
pub struct SendRetry {
    /// The pauses while Telegram is out of reach.
    pub pauses: RetryPolicy,
    /// A call that meets nothing but faults of the server for so long, while Telegram answers other calls, is given up.
    pub give_up_after: Duration,
}

impl SendRetry {
    /// Most troubles of a server in front of Telegram are over within five minutes.
    pub const USUAL: SendRetry = SendRetry {
        pauses: RetryPolicy::endless(Duration::from_millis(300), MAX_WAIT),
        give_up_after: Duration::from_secs(300),
    };
}

impl Sender {
    pub fn new(bot: Bot, limiter: Arc<SendLimiter>, retry: SendRetry) -> Self {
        Sender { bot, limiter, retry }
    }

    /// Sends a message and returns its id; for an album, the id of the first part.
    ///
    /// # Errors
    /// When it can never be delivered.
    pub async fn send(&self, chat: ChatId, message: &OutgoingMessage) -> Result<i32, SendError> {
        let sent = self.send_all(chat, message).await?;
        sent.first().copied().ok_or_else(|| SendError::Refused("nothing was sent".to_owned()))
    }

    /// Sends a message and returns its id; for an album, the ids of all parts. If a part cannot be in an album, the parts are sent
    /// as separate messages.
    ///
    /// # Errors
    /// When it can never be delivered.
    pub async fn send_all(&self, chat: ChatId, message: &OutgoingMessage) -> Result<Vec<i32>, SendError> {
        if let Some((method, params)) = send_call(chat, message) {
            let sent: SentMessage = self.show(chat, method, &params).await?;
            return Ok(vec![sent.message_id]);
        }
        let OutgoingContent::Album(parts) = &message.content else { return Ok(Vec::new()) };
        if let Some(params) = album_params(chat, parts, message.target) {
            let sent: Vec<SentMessage> = self.show(chat, "sendMediaGroup", &params).await?;
            return Ok(sent.into_iter().map(|sent| sent.message_id).collect());
        }
        let mut sent = Vec::with_capacity(parts.len());
        for part in parts {
            let copy = OutgoingMessage::copy(part.clone()).with_target(message.target);
            sent.extend(Box::pin(self.send_all(chat, &copy)).await?);
        }
        Ok(sent)
    }

    /// Replaces a message that was sent, by editing it.
    ///
    /// # Errors
    /// When it can never be done, or the message is the same already. Also for an album: its parts are edited one by one.
    pub async fn edit(&self, chat: ChatId, id: i32, message: &OutgoingMessage) -> Result<(), SendError> {
        let (method, params): Call = edit_call(chat, id, message).ok_or(SendError::Unchanged)?;
        self.show(chat, method, &params).await.map(|IgnoredAny| ())
    }

    /// Replaces the buttons below a message of the bot.
    ///
    /// # Errors
    /// When it can never be done, or is done already.
    pub async fn edit_buttons(
        &self,
        chat: ChatId,
        id: i32,
        buttons: &[Vec<MessageButton>],
    ) -> Result<(), SendError> {
        let params = json!({ "chat_id": chat, "message_id": id, "reply_markup": inline_keyboard(buttons) });
        self.show(chat, "editMessageReplyMarkup", &params).await.map(|IgnoredAny| ())
    }

    /// Deletes a message of the bot, or of another author if the bot has the right.
    ///
    /// # Errors
    /// When it can never be done.
    pub async fn delete(&self, chat: ChatId, id: i32) -> Result<(), SendError> {
        let params = json!({ "chat_id": chat, "message_id": id });
        self.call_until_done(chat, "deleteMessage", &params, CallKind::Other).await.map(|IgnoredAny| ())
    }

    /// Tries once to delete a message, without waiting.
    ///
    /// # Errors
    /// As [`BotApiError`] says; also when Telegram asked for a wait in this chat that is not over.
    pub async fn try_delete(&self, chat: ChatId, id: i32) -> Result<(), BotApiError> {
        if let Some(wait) = self.limiter.remaining_pause(chat) {
            return Err(BotApiError::RetryAfter(wait));
        }
        let params = json!({ "chat_id": chat, "message_id": id });
        let answer = call_method(&self.bot, "deleteMessage", &params, None).await;
        if let Err(BotApiError::RetryAfter(wait)) = answer {
            self.limiter.pause_chat(chat, wait);
        }
        answer.map(|IgnoredAny| ())
    }

    /// Makes a call and reports a refusal to the caller. A call that shows a message keeps to the limits of its chat.
    ///
    /// # Errors
    /// As [`BotApiError`] says, after a few retries where Telegram asked to wait or was out of reach.
    pub async fn call_with_retries<T: DeserializeOwned>(
        &self,
        shows_in: Option<ChatId>,
        method: &str,
        params: &Value,
    ) -> Result<T, BotApiError> {
        let waits = retry_policy(Duration::from_millis(200)).with_max_retries(CALL_RETRIES);
        let next_wait = |error: &BotApiError, wait: Option<Duration>| match error {
            BotApiError::RetryAfter(asked) => wait.map(|_| *asked),
            error => wait.filter(|_| !error.is_final()),
        };
        let attempt = || async {
            if let Some(chat) = shows_in {
                self.limiter.wait_for_message(chat).await;
            }
            let answer = call_method(&self.bot, method, params, None).await;
            if let Some(chat) = shows_in {
                self.limiter.record_arrival(chat);
                if let Err(BotApiError::RetryAfter(wait)) = &answer {
                    self.limiter.pause_chat(chat, *wait);
                }
            }
            answer
        };
        attempt.retry(waits).adjust(next_wait).await
    }

    /// Answers a tap on a button. Tried once, because an unanswered tap times out by itself.
    pub async fn answer_callback(&self, callback_id: &str, answer: CallbackAnswer) {
        let mut params = json!({ "callback_query_id": callback_id });
        match answer {
            CallbackAnswer::Silent => {}
            CallbackAnswer::Notice(text) => params["text"] = text.into(),
            CallbackAnswer::Alert(text) => {
                params["text"] = text.into();
                params["show_alert"] = true.into();
            }
        }
        let answered = call_method::<IgnoredAny>(&self.bot, "answerCallbackQuery", &params, None).await;
        if let Err(error) = answered {
            tracing::debug!(%error, "a tap on a button was not answered");
        }
    }

    /// Answers an inline query. `answer`: the parameters of `answerInlineQuery`. Tried once, because the next query follows soon.
    pub async fn answer_inline_query(&self, answer: &Value) {
        match call_method::<IgnoredAny>(&self.bot, "answerInlineQuery", answer, None).await {
            Ok(_) => {}
            Err(BotApiError::Refused { description, .. }) if description.contains("query is too old") => {
                tracing::debug!("an inline query was answered too late");
            }
            Err(error) => tracing::warn!(%error, "an inline query was not answered"),
        }
    }

    /// Shows "typing…" if the answer takes noticeably long, until the guard is dropped. A quick answer does not need it, and
    /// "typing…" after the answer would confuse.
    pub fn show_typing(&self, chat: ChatId) -> TypingIndicator {
        let bot = self.bot.clone();
        let typing = async move {
            tokio::time::sleep(TYPING_DELAY).await;
            let params = json!({ "chat_id": chat, "action": "typing" });
            loop {
                let shown = call_method::<IgnoredAny>(&bot, "sendChatAction", &params, None).await;
                if let Err(error) = shown {
                    tracing::debug!(%error, "typing was not shown");
                }
                tokio::time::sleep(TYPING_INTERVAL).await;
            }
        };
        TypingIndicator(tokio::spawn(typing.in_current_span()))
    }

    /// Downloads a file that somebody sent, of at most `max_bytes`.
    ///
    /// # Errors
    /// When Telegram does not send it, also after retries.
    pub async fn download(&self, file_id: &str, max_bytes: usize) -> Result<Vec<u8>, BotApiError> {
        let waits = retry_policy(Duration::from_millis(300)).with_max_retries(DOWNLOAD_RETRIES);
        let next_wait = |error: &BotApiError, wait: Option<Duration>| match error {
            BotApiError::RetryAfter(asked) => wait.map(|_| *asked).filter(|asked| *asked <= MAX_WAIT),
            error => wait.filter(|_| !error.is_final()),
        };
        (|| download_file(&self.bot, file_id, max_bytes)).retry(waits).adjust(next_wait).await
    }

    async fn show<T: DeserializeOwned>(
        &self,
        chat: ChatId,
        method: &str,
        params: &Value,
    ) -> Result<T, SendError> {
        self.call_until_done(chat, method, params, CallKind::Message).await
    }
}

fn retry_policy(first_pause: Duration) -> RetryPolicy {
    RetryPolicy::endless(first_pause, MAX_WAIT)
}
