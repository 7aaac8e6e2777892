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

use super::original::{Original, Spot, giving_album};
use super::pace::Pace;
use super::refusal::verdict;
use super::wire::{self, WireError};

pub use super::refusal::SendError;

const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// A question to Telegram is asked so often before it goes without an answer.
const ATTEMPTED_AGAIN: usize = 4;
/// A file is asked for so often; whoever sent it can send it again.
const FETCHED_AGAIN: usize = 3;
const TYPING_AFTER: Duration = Duration::from_millis(400);
/// Telegram shows it for five seconds.
const TYPING_LASTS: Duration = Duration::from_secs(4);

/// Shows "typing…" while it lives.
#[must_use]
pub struct Typing(JoinHandle<()>);

impl Drop for Typing {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A message to send or to put in another's place.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    /// Telegram HTML.
    pub html: String,
    /// Buttons below it.
    pub keyboard: Option<InlineKeyboardMarkup>,
    /// The page to show a preview of; none without.
    pub preview: Option<String>,
    /// The message that it answers.
    pub reply_to: Option<MessageId>,
    /// Opens the reply field with this hint in it.
    pub ask: Option<String>,
    /// The topic of a group that it goes into.
    pub topic: Option<i32>,
    /// A keyboard in the place of the letters, as Telegram's JSON.
    pub choices: Option<Value>,
}

/// All that is read of a message that was sent. A delivered message that could not be read would be sent again, for ever; so
/// nothing is read that Telegram might one day write in a form that teloxide does not know.
#[derive(Deserialize)]
struct Sent {
    message_id: i32,
}

/// The bot's voice. Cheap to clone.
#[derive(Clone)]
pub struct Sender {
    bot: Bot,
    pace: Arc<Pace>,
}

impl Sender {
    /// Speaks through `bot`.
    pub fn new(bot: Bot, pace: Arc<Pace>) -> Self {
        Sender { bot, pace }
    }

    /// Sends a message and returns its id.
    ///
    /// # Errors
    /// When it can never be delivered.
    pub async fn send(&self, chat: ChatId, message: &Outgoing) -> Result<MessageId, SendError> {
        let sent: Sent = self.deliver_raw(chat, "sendMessage", &sending(&self.bot, chat, message)?).await?;
        Ok(MessageId(sent.message_id))
    }

    /// Puts another text and keyboard in a message's place.
    ///
    /// # Errors
    /// When it can never be done, or is done already.
    pub async fn edit(&self, chat: ChatId, id: MessageId, message: &Outgoing) -> Result<(), SendError> {
        let mut request = self
            .bot
            .edit_message_text(chat, id, &message.html)
            .parse_mode(ParseMode::Html)
            .link_preview_options(preview(message));
        if let Some(keyboard) = &message.keyboard {
            request = request.reply_markup(keyboard.clone());
        }
        self.deliver(chat, request).await.map(|IgnoredAny| ())
    }

    /// Gives a message back, with the words that `original` has now, and returns its id.
    ///
    /// # Errors
    /// When it can never be delivered.
    pub(super) async fn give_back(
        &self,
        chat: ChatId,
        original: &Original,
        spot: Spot,
    ) -> Result<MessageId, SendError> {
        let (method, call) = original.giving(chat, spot);
        let sent: Sent = self.deliver_raw(chat, method, &call).await?;
        Ok(MessageId(sent.message_id))
    }

    /// Gives an album back and returns the ids of its parts. One with a part that albums do not take comes back message by
    /// message.
    ///
    /// # Errors
    /// When it can never be delivered.
    pub(super) async fn give_back_album(
        &self,
        chat: ChatId,
        parts: &[Original],
        spot: Spot,
    ) -> Result<Vec<MessageId>, SendError> {
        if let Some(call) = giving_album(parts, chat, spot) {
            let sent: Vec<Sent> = self.deliver_raw(chat, "sendMediaGroup", &call).await?;
            return Ok(sent.into_iter().map(|sent| MessageId(sent.message_id)).collect());
        }
        let mut sent = Vec::with_capacity(parts.len());
        for part in parts {
            sent.push(self.give_back(chat, part, spot).await?);
        }
        Ok(sent)
    }

    /// Puts the words of `original` into a message that was given back before.
    ///
    /// # Errors
    /// When it can never be done, or is done already.
    pub(super) async fn give_back_edited(
        &self,
        chat: ChatId,
        id: MessageId,
        original: &Original,
    ) -> Result<(), SendError> {
        let (method, call) = original.editing(chat, id.0);
        self.deliver_raw(chat, method, &call).await.map(|IgnoredAny| ())
    }

    /// Deletes messages: the bot's own, or anybody's where it may.
    ///
    /// # Errors
    /// When it can never be done.
    pub(super) async fn delete(&self, chat: ChatId, id: MessageId) -> Result<(), SendError> {
        let call = serde_json::json!({ "chat_id": chat, "message_id": id.0 });
        self.insist(chat, "deleteMessage", &call, false).await.map(|IgnoredAny| ())
    }

    /// Deletes a message if that can be done right now; tried once.
    ///
    /// # Errors
    /// As [`WireError`] says, a wait that Telegram asked for before among it.
    pub(super) async fn try_delete(&self, chat: ChatId, id: MessageId) -> Result<(), WireError> {
        if let Some(wait) = self.pace.held(chat) {
            return Err(WireError::Wait(wait));
        }
        let call = serde_json::json!({ "chat_id": chat, "message_id": id.0 });
        let answer = wire::post(&self.bot, "deleteMessage", &call, None).await;
        if let Err(WireError::Wait(wait)) = answer {
            self.pace.hold(chat, wait);
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
        self.deliver_raw(chat, "editMessageReplyMarkup", &call).await.map(|IgnoredAny| ())
    }

    /// Makes a call that may be refused, and says how. What shows something in a chat goes at that chat's pace.
    ///
    /// # Errors
    /// As [`WireError`] says, after a few more tries where Telegram asked to wait or was out of reach.
    pub(super) async fn attempt<T: DeserializeOwned>(
        &self,
        shows_in: Option<ChatId>,
        method: &str,
        call: &Value,
    ) -> Result<T, WireError> {
        let waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(200))
            .with_max_delay(LONGEST_WAIT)
            .with_jitter()
            .with_max_times(ATTEMPTED_AGAIN);
        let again = |error: &WireError, wait: Option<Duration>| match error {
            WireError::Wait(asked) => wait.map(|_| *asked),
            WireError::OutOfReach(_) => wait,
            WireError::Refused { .. } | WireError::Moved(_) => None,
        };
        let attempt = || async {
            if let Some(chat) = shows_in {
                self.pace.ready(chat).await;
            }
            let answer = wire::post(&self.bot, method, call, None).await;
            if let (Some(chat), Err(WireError::Wait(wait))) = (shows_in, &answer) {
                self.pace.hold(chat, *wait);
            }
            answer
        };
        attempt.retry(waits).adjust(again).await
    }

    /// Answers a press, with a short text on top of the chat or without. Tried once: an unanswered press times out by itself.
    pub async fn answer_press(&self, press: CallbackQueryId, text: Option<String>, alert: bool) {
        let mut request = self.bot.answer_callback_query(press).show_alert(alert);
        if let Some(text) = text {
            request = request.text(text);
        }
        if let Err(error) = wire::call(&self.bot, &request).await {
            tracing::debug!(%error, "a press was not answered");
        }
    }

    /// Answers an inline query, given as the parameters of `answerInlineQuery`. Tried once: the person types on meanwhile.
    pub(super) async fn answer_inline(&self, answer: &Value) {
        match wire::post::<IgnoredAny>(&self.bot, "answerInlineQuery", answer, None).await {
            Ok(_) => {}
            Err(WireError::Refused { description, .. }) if description.contains("query is too old") => {
                tracing::debug!("an inline query was answered too late");
            }
            Err(error) => tracing::warn!(%error, "an inline query was not answered"),
        }
    }

    /// Shows "typing…" once the answer takes noticeably long, until the guard is dropped: a quick answer needs none, and one
    /// that came after its answer would only confuse.
    pub fn typing(&self, chat: ChatId) -> Typing {
        let bot = self.bot.clone();
        Typing(tokio::spawn(async move {
            tokio::time::sleep(TYPING_AFTER).await;
            loop {
                if let Err(error) = wire::call(&bot, &bot.send_chat_action(chat, ChatAction::Typing)).await {
                    tracing::debug!(%error, "typing was not shown");
                }
                tokio::time::sleep(TYPING_LASTS).await;
            }
        }))
    }

    /// Fetches a file that somebody sent, of at most `most` bytes.
    ///
    /// # Errors
    /// When Telegram does not hand it over, also when asked again.
    pub async fn fetch(&self, file_id: &str, most: usize) -> Result<Vec<u8>, WireError> {
        let waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(300))
            .with_max_delay(LONGEST_WAIT)
            .with_jitter()
            .with_max_times(FETCHED_AGAIN);
        let again = |error: &WireError, wait: Option<Duration>| match error {
            WireError::Wait(asked) => wait.map(|_| *asked).filter(|asked| *asked <= LONGEST_WAIT),
            WireError::OutOfReach(_) => wait,
            WireError::Refused { .. } | WireError::Moved(_) => None,
        };
        (|| wire::file(&self.bot, file_id, most)).retry(waits).adjust(again).await
    }

    async fn deliver<R, T>(&self, chat: ChatId, request: R) -> Result<T, SendError>
    where
        R: Request + HasPayload,
        R::Payload: Serialize,
        T: DeserializeOwned,
    {
        let (method, call) =
            wire::described(&request).map_err(|fault| SendError::Refused(fault.to_string()))?;
        self.deliver_raw(chat, method, &call).await
    }

    async fn deliver_raw<T: DeserializeOwned>(
        &self,
        chat: ChatId,
        method: &str,
        call: &Value,
    ) -> Result<T, SendError> {
        self.insist(chat, method, call, true).await
    }

    /// Makes a call at the chat's pace, again and again until Telegram takes or refuses it. What is no message goes past the
    /// limits for messages.
    async fn insist<T: DeserializeOwned>(
        &self,
        chat: ChatId,
        method: &str,
        call: &Value,
        is_message: bool,
    ) -> Result<T, SendError> {
        let mut waits = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(300))
            .with_max_delay(LONGEST_WAIT)
            .with_jitter()
            .without_max_times()
            .build();
        loop {
            match is_message {
                true => self.pace.ready(chat).await,
                false => self.pace.unheld(chat).await,
            }
            match wire::post(&self.bot, method, call, None).await {
                Ok(done) => return Ok(done),
                Err(WireError::Wait(wait)) => self.pace.hold(chat, wait),
                Err(WireError::Refused { code, description }) => return Err(verdict(code, description)),
                Err(WireError::Moved(chat)) => return Err(SendError::Moved(ChatId(chat))),
                Err(WireError::OutOfReach(why)) => {
                    let wait = waits.next().unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
                    tracing::warn!(why, ?wait, "Telegram is out of reach; trying again");
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }
}

/// The parameters of `sendMessage`.
fn sending(bot: &Bot, chat: ChatId, message: &Outgoing) -> Result<Value, SendError> {
    let mut request = bot
        .send_message(chat, &message.html)
        .parse_mode(ParseMode::Html)
        .link_preview_options(preview(message));
    if let Some(hint) = &message.ask {
        let ask = teloxide::types::ForceReply::new().input_field_placeholder(hint.clone());
        request = request.reply_markup(ReplyMarkup::ForceReply(ask));
    } else if let Some(keyboard) = &message.keyboard {
        request = request.reply_markup(keyboard.clone());
    }
    let (_, mut call) = wire::described(&request).map_err(|fault| SendError::Refused(fault.to_string()))?;
    if let Some(choices) = &message.choices {
        call["reply_markup"] = choices.clone();
    }
    Spot { topic: message.topic, reply_to: message.reply_to.map(|id| id.0) }.onto(&mut call);
    Ok(call)
}

fn preview(message: &Outgoing) -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: message.preview.is_none(),
        url: message.preview.clone(),
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}
