//! Messages out: paced, tried again for as long as it can help, and an end that says what became of them.
//!
//! Where a connection breaks after a request was written, Telegram gives no way to learn whether the message was
//! delivered; it is then sent again, because a double is better than a loss.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder, Retryable};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use teloxide::Bot;
use teloxide::prelude::*;
use teloxide::requests::HasPayload;
use teloxide::types::{
    CallbackQueryId, ChatAction, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode, ReplyMarkup,
};

use tokio::task::JoinHandle;

use super::bot_api::{self, BotApiError};
use super::message_content::{MessageContent, ReplyTarget, album_copy_call};
use super::send_error::classify_refusal;
use super::send_limiter::SendLimiter;

pub use super::send_error::SendError;

const MAX_WAIT: Duration = Duration::from_secs(5);
/// A question to Telegram is asked so often before it goes without an answer.
const CALL_RETRIES: usize = 4;
/// A file is asked for so often; whoever sent it can send it again.
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

/// A message to send or to put in another's place.
#[derive(Clone, Debug, Default)]
pub struct OutgoingMessage {
    /// Telegram HTML.
    pub html: String,
    /// Buttons below it.
    pub keyboard: Option<InlineKeyboardMarkup>,
    /// The page to show a preview of; none without.
    pub preview: Option<String>,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// Opens the reply field with this hint in it.
    pub reply_hint: Option<String>,
    /// The topic of a group that it goes into.
    pub topic: Option<i32>,
    /// A keyboard in the place of the letters, as Telegram's JSON.
    pub reply_keyboard: Option<Value>,
}

/// All that is read of a message that was sent. A delivered message that could not be read would be sent again, for ever; so
/// nothing is read that Telegram might one day write in a form that teloxide does not know.
#[derive(Deserialize)]
struct SentMessage {
    message_id: i32,
}

/// The bot's voice. Cheap to clone.
#[derive(Clone)]
pub struct Sender {
    bot: Bot,
    limiter: Arc<SendLimiter>,
}

impl Sender {
    /// Speaks through `bot`.
    pub fn new(bot: Bot, limiter: Arc<SendLimiter>) -> Self {
        Sender { bot, limiter }
    }

    /// Sends a message and returns its id.
    ///
    /// # Errors
    /// When it can never be delivered.
    pub async fn send(&self, chat: ChatId, message: &OutgoingMessage) -> Result<MessageId, SendError> {
        let sent: SentMessage =
            self.send_call(chat, "sendMessage", &send_message_call(&self.bot, chat, message)?).await?;
        Ok(MessageId(sent.message_id))
    }

    /// Puts another text and keyboard in a message's place.
    ///
    /// # Errors
    /// When it can never be done, or is done already.
    pub async fn edit(
        &self,
        chat: ChatId,
        id: MessageId,
        message: &OutgoingMessage,
    ) -> Result<(), SendError> {
        let mut request = self
            .bot
            .edit_message_text(chat, id, &message.html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(link_preview(message));
        if let Some(keyboard) = &message.keyboard {
            request = request.reply_markup(keyboard.clone());
        }
        self.send_request(chat, request).await.map(|IgnoredAny| ())
    }

    /// Gives a message back, with the words that `original` has now, and returns its id.
    ///
    /// # Errors
    /// When it can never be delivered.
    pub(super) async fn send_copy(
        &self,
        chat: ChatId,
        original: &MessageContent,
        spot: ReplyTarget,
    ) -> Result<MessageId, SendError> {
        let (method, call) = original.copy_call(chat, spot);
        let sent: SentMessage = self.send_call(chat, method, &call).await?;
        Ok(MessageId(sent.message_id))
    }

    /// Gives an album back and returns the ids of its parts. One with a part that albums do not take comes back message by
    /// message.
    ///
    /// # Errors
    /// When it can never be delivered.
    pub(super) async fn send_album_copy(
        &self,
        chat: ChatId,
        parts: &[MessageContent],
        spot: ReplyTarget,
    ) -> Result<Vec<MessageId>, SendError> {
        if let Some(call) = album_copy_call(parts, chat, spot) {
            let sent: Vec<SentMessage> = self.send_call(chat, "sendMediaGroup", &call).await?;
            return Ok(sent.into_iter().map(|sent| MessageId(sent.message_id)).collect());
        }
        let mut sent = Vec::with_capacity(parts.len());
        for part in parts {
            sent.push(self.send_copy(chat, part, spot).await?);
        }
        Ok(sent)
    }

    /// Puts the words of `original` into a message that was given back before.
    ///
    /// # Errors
    /// When it can never be done, or is done already.
    pub(super) async fn edit_copy(
        &self,
        chat: ChatId,
        id: MessageId,
        original: &MessageContent,
    ) -> Result<(), SendError> {
        let (method, call) = original.edit_call(chat, id.0);
        self.send_call(chat, method, &call).await.map(|IgnoredAny| ())
    }

    /// Deletes messages: the bot's own, or anybody's where it may.
    ///
    /// # Errors
    /// When it can never be done.
    pub(super) async fn delete(&self, chat: ChatId, id: MessageId) -> Result<(), SendError> {
        let call = serde_json::json!({ "chat_id": chat, "message_id": id.0 });
        self.call_until_done(chat, "deleteMessage", &call, false).await.map(|IgnoredAny| ())
    }

    /// Deletes a message if that can be done right now; tried once.
    ///
    /// # Errors
    /// As [`BotApiError`] says, a wait that Telegram asked for before among it.
    pub(super) async fn try_delete(&self, chat: ChatId, id: MessageId) -> Result<(), BotApiError> {
        if let Some(wait) = self.limiter.remaining_pause(chat) {
            return Err(BotApiError::RetryAfter(wait));
        }
        let call = serde_json::json!({ "chat_id": chat, "message_id": id.0 });
        let answer = bot_api::call_method(&self.bot, "deleteMessage", &call, None).await;
        if let Err(BotApiError::RetryAfter(wait)) = answer {
            self.limiter.pause_chat(chat, wait);
        }
        answer.map(|IgnoredAny| ())
    }

    /// Puts other buttons below a message of the bot.
    ///
    /// # Errors
    /// When it can never be done, or is done already.
    pub(super) async fn edit_buttons(
        &self,
        chat: ChatId,
        id: MessageId,
        keyboard: &InlineKeyboardMarkup,
    ) -> Result<(), SendError> {
        let call = serde_json::json!({ "chat_id": chat, "message_id": id.0, "reply_markup": keyboard });
        self.send_call(chat, "editMessageReplyMarkup", &call).await.map(|IgnoredAny| ())
    }

    /// Makes a call that may be refused, and says how. What shows something in a chat goes at that chat's pace.
    ///
    /// # Errors
    /// As [`BotApiError`] says, after a few more tries where Telegram asked to wait or was out of reach.
    pub(super) async fn call_with_retries<T: DeserializeOwned>(
        &self,
        shows_in: Option<ChatId>,
        method: &str,
        call: &Value,
    ) -> Result<T, BotApiError> {
        let waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(200))
            .with_max_delay(MAX_WAIT)
            .with_jitter()
            .with_max_times(CALL_RETRIES);
        let again = |error: &BotApiError, wait: Option<Duration>| match error {
            BotApiError::RetryAfter(asked) => wait.map(|_| *asked),
            BotApiError::Transport(_) => wait,
            BotApiError::Refused { .. } | BotApiError::Migrated(_) => None,
        };
        let attempt = || async {
            if let Some(chat) = shows_in {
                self.limiter.wait_for_message(chat).await;
            }
            let answer = bot_api::call_method(&self.bot, method, call, None).await;
            if let (Some(chat), Err(BotApiError::RetryAfter(wait))) = (shows_in, &answer) {
                self.limiter.pause_chat(chat, *wait);
            }
            answer
        };
        attempt.retry(waits).adjust(again).await
    }

    /// Answers a press, with a short text on top of the chat or without. Tried once: an unanswered press times out by itself.
    pub async fn answer_callback(&self, press: CallbackQueryId, text: Option<String>, alert: bool) {
        let mut request = self.bot.answer_callback_query(press).show_alert(alert);
        if let Some(text) = text {
            request = request.text(text);
        }
        if let Err(error) = bot_api::call_request(&self.bot, &request).await {
            tracing::debug!(%error, "a press was not answered");
        }
    }

    /// Answers an inline query, given as the parameters of `answerInlineQuery`. Tried once: the person types on meanwhile.
    pub(super) async fn answer_inline_query(&self, answer: &Value) {
        match bot_api::call_method::<IgnoredAny>(&self.bot, "answerInlineQuery", answer, None).await {
            Ok(_) => {}
            Err(BotApiError::Refused { description, .. }) if description.contains("query is too old") => {
                tracing::debug!("an inline query was answered too late");
            }
            Err(error) => tracing::warn!(%error, "an inline query was not answered"),
        }
    }

    /// Shows "typing…" once the answer takes noticeably long, until the guard is dropped: a quick answer needs none, and one
    /// that came after its answer would only confuse.
    pub fn show_typing(&self, chat: ChatId) -> TypingIndicator {
        let bot = self.bot.clone();
        TypingIndicator(tokio::spawn(async move {
            tokio::time::sleep(TYPING_DELAY).await;
            loop {
                if let Err(error) =
                    bot_api::call_request(&bot, &bot.send_chat_action(chat, ChatAction::Typing)).await
                {
                    tracing::debug!(%error, "typing was not shown");
                }
                tokio::time::sleep(TYPING_INTERVAL).await;
            }
        }))
    }

    /// Fetches a file that somebody sent, of at most `most` bytes.
    ///
    /// # Errors
    /// When Telegram does not hand it over, also when asked again.
    pub async fn download(&self, file_id: &str, most: usize) -> Result<Vec<u8>, BotApiError> {
        let waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(300))
            .with_max_delay(MAX_WAIT)
            .with_jitter()
            .with_max_times(DOWNLOAD_RETRIES);
        let again = |error: &BotApiError, wait: Option<Duration>| match error {
            BotApiError::RetryAfter(asked) => wait.map(|_| *asked).filter(|asked| *asked <= MAX_WAIT),
            BotApiError::Transport(_) => wait,
            BotApiError::Refused { .. } | BotApiError::Migrated(_) => None,
        };
        (|| bot_api::download_file(&self.bot, file_id, most)).retry(waits).adjust(again).await
    }

    async fn send_request<R, T>(&self, chat: ChatId, request: R) -> Result<T, SendError>
    where
        R: Request + HasPayload,
        R::Payload: Serialize,
        T: DeserializeOwned,
    {
        let (method, call) =
            bot_api::request_parts(&request).map_err(|fault| SendError::Refused(fault.to_string()))?;
        self.send_call(chat, method, &call).await
    }

    async fn send_call<T: DeserializeOwned>(
        &self,
        chat: ChatId,
        method: &str,
        call: &Value,
    ) -> Result<T, SendError> {
        self.call_until_done(chat, method, call, true).await
    }

    /// Makes a call at the chat's pace, again and again until Telegram takes or refuses it. What is no message goes past the
    /// limits for messages.
    async fn call_until_done<T: DeserializeOwned>(
        &self,
        chat: ChatId,
        method: &str,
        call: &Value,
        is_message: bool,
    ) -> Result<T, SendError> {
        let mut waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(300))
            .with_max_delay(MAX_WAIT)
            .with_jitter()
            .without_max_times()
            .build();
        loop {
            match is_message {
                true => self.limiter.wait_for_message(chat).await,
                false => self.limiter.wait_for_call(chat).await,
            }
            match bot_api::call_method(&self.bot, method, call, None).await {
                Ok(done) => return Ok(done),
                Err(BotApiError::RetryAfter(wait)) => self.limiter.pause_chat(chat, wait),
                Err(BotApiError::Refused { code, description }) => {
                    return Err(classify_refusal(code, description));
                }
                Err(BotApiError::Migrated(chat)) => return Err(SendError::Migrated(ChatId(chat))),
                Err(BotApiError::Transport(why)) => {
                    let wait = waits.next().unwrap_or(MAX_WAIT).min(MAX_WAIT);
                    tracing::warn!(why, ?wait, "Telegram is out of reach; trying again");
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }
}

/// The parameters of `sendMessage`.
fn send_message_call(bot: &Bot, chat: ChatId, message: &OutgoingMessage) -> Result<Value, SendError> {
    let mut request = bot
        .send_message(chat, &message.html)
        .parse_mode(ParseMode::Html)
        .link_preview_options(link_preview(message));
    if let Some(hint) = &message.reply_hint {
        let ask = teloxide::types::ForceReply::new().input_field_placeholder(hint.clone());
        request = request.reply_markup(ReplyMarkup::ForceReply(ask));
    } else if let Some(keyboard) = &message.keyboard {
        request = request.reply_markup(keyboard.clone());
    }
    let (_, mut call) =
        bot_api::request_parts(&request).map_err(|fault| SendError::Refused(fault.to_string()))?;
    if let Some(choices) = &message.reply_keyboard {
        call["reply_markup"] = choices.clone();
    }
    ReplyTarget { topic: message.topic, reply_to: message.reply_to.map(|id| id.0) }.apply_to(&mut call);
    Ok(call)
}

fn link_preview(message: &OutgoingMessage) -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: message.preview.is_none(),
        url: message.preview.clone(),
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}
