//! One call of the Bot API: teloxide's methods and types over our own transport.
//!
//! teloxide's own sending sleeps ten seconds on any 5xx answer and keeps the raw answer in its errors. Here a fault comes back
//! at once, and holds neither the address (the token is in it) nor any text of a message.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use teloxide::Bot;
use teloxide::requests::{HasPayload, Payload, Request};

/// A file takes longer than a call.
const FILE_TIMEOUT: Duration = Duration::from_secs(60);

/// Why a call gave no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BotApiError {
    /// Telegram asks to wait before the next call for this chat.
    #[error("asked to wait {} s", .0.as_secs())]
    RetryAfter(Duration),
    /// Telegram refuses: HTTP-like code and the head of its description.
    #[error("refused with {code}: {description}")]
    Refused {
        /// Telegram's code.
        code: u16,
        /// The first two parts of its description; what follows may quote the message.
        description: String,
    },
    /// The group became a supergroup, with this number.
    #[error("the group has another number now")]
    Migrated(i64),
    /// No answer, or none that can be read; whether the call took effect is not known.
    #[error("out of reach: {0}")]
    Transport(&'static str),
}

#[derive(Deserialize)]
struct Envelope<T> {
    ok: bool,
    result: Option<T>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<ResponseParameters>,
}

#[derive(Deserialize)]
struct ResponseParameters {
    retry_after: Option<u64>,
    migrate_to_chat_id: Option<i64>,
}

/// Makes a call that teloxide describes.
///
/// # Errors
/// As [`BotApiError`] says.
pub async fn call_request<R>(bot: &Bot, request: &R) -> Result<<R::Payload as Payload>::Output, BotApiError>
where
    R: Request + HasPayload,
    R::Payload: serde::Serialize,
    <R::Payload as Payload>::Output: DeserializeOwned,
{
    let (method, body) = request_parts(request)?;
    call_method(bot, method, &body, None).await
}

/// The method and parameters of a call that teloxide describes.
///
/// # Errors
/// When its parameters have no JSON form.
pub fn request_parts<R>(request: &R) -> Result<(&'static str, Value), BotApiError>
where
    R: Request + HasPayload,
    R::Payload: serde::Serialize,
{
    let body = serde_json::to_value(request.payload_ref())
        .map_err(|_| BotApiError::Transport("a request without JSON"))?;
    Ok((<R::Payload as Payload>::NAME, body))
}

/// Makes a call by name. `patience` goes before the client's own.
///
/// # Errors
/// As [`BotApiError`] says.
pub async fn call_method<T: DeserializeOwned>(
    bot: &Bot,
    method: &str,
    body: &Value,
    patience: Option<Duration>,
) -> Result<T, BotApiError> {
    let mut url = bot.api_url();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push(&format!("bot{}", bot.token())).push(method);
    }
    let mut request = bot.client().post(url).json(body);
    if let Some(patience) = patience {
        request = request.timeout(patience);
    }
    let fault = |error: reqwest::Error| BotApiError::Transport(transport_error_kind(&error));
    let answer = request.send().await.map_err(fault)?.bytes().await.map_err(fault)?;
    let envelope: Envelope<T> = serde_json::from_slice(&answer)
        .map_err(|_| BotApiError::Transport("an answer that cannot be read"))?;
    match envelope {
        Envelope { ok: true, result: Some(result), .. } => Ok(result),
        Envelope { parameters: Some(ResponseParameters { retry_after: Some(seconds), .. }), .. } => {
            Err(BotApiError::RetryAfter(Duration::from_secs(seconds)))
        }
        Envelope { parameters: Some(ResponseParameters { migrate_to_chat_id: Some(chat), .. }), .. } => {
            Err(BotApiError::Migrated(chat))
        }
        Envelope { error_code: Some(code @ 500..), .. } => {
            tracing::debug!(code, method, "a fault of Telegram's server");
            Err(BotApiError::Transport("a fault of Telegram's server"))
        }
        Envelope { error_code, description, .. } => Err(BotApiError::Refused {
            code: error_code.unwrap_or_default(),
            description: safe_description(&description.unwrap_or_default()),
        }),
    }
}

/// Fetches a file of at most `most` bytes by its `file_id`.
///
/// # Errors
/// As [`BotApiError`] says; a larger file is refused with the code 413.
pub async fn download_file(bot: &Bot, file_id: &str, most: usize) -> Result<Vec<u8>, BotApiError> {
    #[derive(Deserialize)]
    struct TelegramFile {
        file_path: Option<String>,
    }
    let TelegramFile { file_path } =
        call_method(bot, "getFile", &serde_json::json!({ "file_id": file_id }), None).await?;
    let path = file_path.ok_or(BotApiError::Transport("a file without a path"))?;
    let mut url = bot.api_url();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().push("file").push(&format!("bot{}", bot.token())).extend(path.split('/'));
    }
    let fault = |error: reqwest::Error| BotApiError::Transport(transport_error_kind(&error));
    let refused = |code: u16, why: &str| BotApiError::Refused { code, description: why.to_owned() };
    let mut answer = bot.client().get(url).timeout(FILE_TIMEOUT).send().await.map_err(fault)?;
    match answer.status().as_u16() {
        200 => {}
        500.. => return Err(BotApiError::Transport("a fault of Telegram's server")),
        code => return Err(refused(code, "the file is not there")),
    }
    let mut bytes = Vec::new();
    while let Some(some) = answer.chunk().await.map_err(fault)? {
        if bytes.len() + some.len() > most {
            return Err(refused(413, "the file is too large"));
        }
        bytes.extend_from_slice(&some);
    }
    Ok(bytes)
}

/// The kind of a network fault. The error's own text is not used: it names the address, which holds the token.
fn transport_error_kind(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else if error.is_decode() || error.is_body() {
        "an answer that was cut short"
    } else {
        "a failed request"
    }
}

fn safe_description(description: &str) -> String {
    // A quotation begins after a space; the apostrophe of "can't" does not.
    let quotation = [" '", " \""].into_iter().filter_map(|mark| description.find(mark)).min();
    let unquoted = &description[..quotation.unwrap_or(description.len())];
    let mut parts = unquoted.splitn(3, ": ");
    [parts.next(), parts.next()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(": ")
        .chars()
        .take(80)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::safe_description;

    #[test]
    fn a_description_loses_what_may_quote_the_message() {
        let long = "Bad Request: can't parse entities: Unsupported start tag \"secret\" at byte offset 5";
        assert_eq!(safe_description(long), "Bad Request: can't parse entities");
        assert_eq!(safe_description("Bad Request: BUTTON_DATA_INVALID"), "Bad Request: BUTTON_DATA_INVALID");
        assert_eq!(
            safe_description("Bad Request: button URL 'https://x.example/secret' is invalid"),
            "Bad Request: button URL"
        );
    }
}
