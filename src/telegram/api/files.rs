//! Files that people sent.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use teloxide::Bot;

use super::bot_api::{BotApiError, call_method, read_body, transport_error};

/// Longer than for a call, because files are large.
const FILE_TIMEOUT: Duration = Duration::from_secs(60);

/// Downloads a file of at most `max_bytes` by its `file_id`.
///
/// # Errors
/// As [`BotApiError`] says; a larger file is refused with the code 413.
pub(super) async fn download_file(
    bot: &Bot,
    file_id: &str,
    max_bytes: usize,
) -> Result<Vec<u8>, BotApiError> {
    #[derive(Deserialize)]
    struct FilePath {
        file_path: Option<String>,
    }
    let FilePath { file_path } = call_method(bot, "getFile", &json!({ "file_id": file_id }), None).await?;
    let path = file_path.ok_or(BotApiError::Transport("a file without a path"))?;
    let mut url = bot.api_url();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().push("file").push(&format!("bot{}", bot.token())).extend(path.split('/'));
    }
    let refused = |code: u16, why: &str| BotApiError::Refused { code, description: why.to_owned() };
    let answer = bot.client().get(url).timeout(FILE_TIMEOUT).send().await.map_err(transport_error)?;
    match answer.status().as_u16() {
        200 => {}
        code @ 500.. => return Err(BotApiError::ServerFault { code }),
        code => return Err(refused(code, "the file is not there")),
    }
    read_body(answer, max_bytes).await?.ok_or_else(|| refused(413, "the file is too large"))
}
