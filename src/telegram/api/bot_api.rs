//! One call of the Bot API: teloxide's methods and types over our own transport.
//!
//! teloxide's own sending sleeps ten seconds on any 5xx answer and keeps the raw answer in its errors. Here an error is returned
//! at once, and contains neither the address (which has the token in it) nor any text of a message.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use teloxide::Bot;
use teloxide::requests::{HasPayload, Payload, Request};

/// Telegram is asked again after this time, however long a wait it asked for.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);
/// The longest answer that is read: a hundred updates are far below.
const MAX_ANSWER_BYTES: usize = 32 * 1024 * 1024;

/// Why a call gave no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BotApiError {
    /// Telegram asks to wait before the next call for this chat.
    #[error("asked to wait {} s", .0.as_secs())]
    RetryAfter(Duration),
    #[error("refused with {code}: {description}")]
    Refused {
        /// Telegram's code, like an HTTP status.
        code: u16,
        /// The first two parts of Telegram's description; the rest may quote the message.
        description: String,
    },
    /// The group became a supergroup, with this number.
    #[error("the group has another number now")]
    Migrated(i64),
    /// The server answered, but not in the words of the Bot API: a fault of Telegram's server or of one in front of it. It is not known
    /// whether the call took effect.
    #[error("answered with {code} and without a reason")]
    ServerFault {
        /// The HTTP status, or the code of the fault.
        code: u16,
    },
    /// There was no readable answer, so it is not known whether the call took effect.
    #[error("out of reach: {0}")]
    Transport(&'static str),
}

impl BotApiError {
    /// Whether the same call will fail again, however often it is repeated.
    pub fn is_final(&self) -> bool {
        match self {
            BotApiError::Refused { .. } | BotApiError::Migrated(_) => true,
            // The request is too long for a server in front of Telegram. Other pages come and go with that server's troubles.
            BotApiError::ServerFault { code } => matches!(code, 413 | 414),
            BotApiError::RetryAfter(_) | BotApiError::Transport(_) => false,
        }
    }
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
pub async fn call_request<R>(bot: &Bot, request: &R) -> Result<<R::Payload as Payload>::Output, BotApiError>
where
    R: Request + HasPayload,
    R::Payload: serde::Serialize,
    <R::Payload as Payload>::Output: DeserializeOwned,
{
    let params = serde_json::to_value(request.payload_ref())
        .map_err(|_| BotApiError::Transport("a request without JSON"))?;
    call_method(bot, <R::Payload as Payload>::NAME, &params, None).await
}

/// Makes a call by name. `timeout` replaces the client's own.
pub async fn call_method<T: DeserializeOwned>(
    bot: &Bot,
    method: &str,
    params: &Value,
    timeout: Option<Duration>,
) -> Result<T, BotApiError> {
    let mut url = bot.api_url();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push(&format!("bot{}", bot.token())).push(method);
    }
    let mut request = bot.client().post(url).json(params);
    if let Some(timeout) = timeout {
        request = request.timeout(timeout);
    }
    let answer = request.send().await.map_err(transport_error)?;
    let code = answer.status().as_u16();
    let body = read_body(answer, MAX_ANSWER_BYTES).await?;
    let body = body.ok_or(BotApiError::Transport("an answer that is too long"))?;
    let Ok(envelope) = serde_json::from_slice::<Envelope<T>>(&body) else {
        return Err(BotApiError::ServerFault { code });
    };
    match envelope {
        Envelope { ok: true, result: Some(result), .. } => Ok(result),
        Envelope { parameters: Some(ResponseParameters { retry_after: Some(seconds), .. }), .. } => {
            Err(BotApiError::RetryAfter(Duration::from_secs(seconds).min(LONGEST_WAIT)))
        }
        Envelope { parameters: Some(ResponseParameters { migrate_to_chat_id: Some(chat), .. }), .. } => {
            Err(BotApiError::Migrated(chat))
        }
        Envelope { error_code: Some(code @ 500..), .. } => Err(BotApiError::ServerFault { code }),
        Envelope { error_code, description, .. } => Err(BotApiError::Refused {
            code: error_code.unwrap_or_default(),
            description: safe_description(&description.unwrap_or_default()),
        }),
    }
}

/// Reads an answer of at most `max_bytes`; `None` for a longer one. A packed answer counts unpacked.
pub(super) async fn read_body(
    mut answer: reqwest::Response,
    max_bytes: usize,
) -> Result<Option<Vec<u8>>, BotApiError> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(transport_error)? {
        if body.len() + chunk.len() > max_bytes {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

/// Describes a network error. The error's own text is not used, because it contains the address, which has the token in it.
pub(super) fn transport_error(error: reqwest::Error) -> BotApiError {
    BotApiError::Transport(if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else if error.is_decode() || error.is_body() {
        "an answer that was cut short"
    } else {
        "a failed request"
    })
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
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn an_answer_is_read_up_to_a_limit() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let padding = Arc::new(AtomicUsize::new(0));
        let sent = padding.clone();
        let server = axum::Router::new().fallback(move || {
            let padding = sent.load(Ordering::Relaxed);
            async move { " ".repeat(padding) + r#"{"ok":true,"result":7}"# }
        });
        tokio::spawn(async move { axum::serve(listener, server).await.unwrap() });
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let bot = Bot::with_client("1:a", client).set_api_url(url);
        let ask = || call_method::<u8>(&bot, "getMe", &Value::Null, None);
        assert_eq!(ask().await, Ok(7));
        padding.store(MAX_ANSWER_BYTES, Ordering::Relaxed);
        assert_eq!(ask().await, Err(BotApiError::Transport("an answer that is too long")));
    }

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
