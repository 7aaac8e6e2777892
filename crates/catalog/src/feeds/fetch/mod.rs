//! Downloads a feed from its server into `download.part`: in pieces, resumable, and only if it is new.
//!
//! The file is stored as the server sent it, still packed. Requests go only to the host of the address, and no error shows more of
//! the address than [`FeedAddress`] does. An interrupted download is continued only if the server says that the file is the same.

mod download;
mod request;

use std::time::Duration;

use reqwest::header::{
    ACCEPT_ENCODING, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use reqwest::{Client, StatusCode};

use super::{FeedAddress, Refusal, ServerRefusal};
pub(super) use download::{DownloadState, discard};
use download::{continued, receive};
pub(super) use request::FetchRequest;
use request::send_request;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A download may break off so many times in a row without progress.
const MOST_TRIES: u32 = 4;
/// A server that sends fewer bytes than this within the silence timeout counts as silent, and an attempt that adds fewer bytes counts
/// as no progress: a very slow server must not delay all other feeds.
const MIN_BYTES_PER_TIMEOUT: u64 = 16 * 1024;

#[derive(Debug, PartialEq, Eq)]
pub(super) enum FetchOutcome {
    /// The server has nothing newer.
    Unchanged,
    /// `download.part` is complete.
    Fetched(DownloadState),
}

#[derive(Debug)]
enum FetchError {
    /// Another try may succeed.
    Transient(Refusal),
    Permanent(Refusal),
}

impl From<Refusal> for FetchError {
    fn from(refusal: Refusal) -> FetchError {
        FetchError::Permanent(refusal)
    }
}

/// Fetches a feed. Tries again as long as the attempts make progress.
///
/// # Errors
/// Why the feed cannot be fetched.
pub(super) async fn fetch(request: &FetchRequest<'_>) -> Result<FetchOutcome, Refusal> {
    let client = client(request)?;
    let mut tries = 0;
    loop {
        let before = request.downloaded_bytes();
        match fetch_once(request, &client).await {
            Ok(outcome) => return Ok(outcome),
            Err(FetchError::Permanent(refusal)) => return Err(refusal),
            Err(FetchError::Transient(refusal)) => {
                let has_advanced = request.downloaded_bytes() > before + MIN_BYTES_PER_TIMEOUT;
                tries = if has_advanced { 1 } else { tries + 1 };
                if tries > MOST_TRIES {
                    return Err(refusal);
                }
                tracing::debug!(feed = %request.feed.name, tries, "a download broke off");
                request.sleep_unless_stopped(request.first_wait * 2_u32.pow(tries)).await?;
            }
        }
    }
}

fn client(request: &FetchRequest<'_>) -> Result<Client, Refusal> {
    // The HTTP client must not unpack: a resumed download continues in the packed bytes. The reader unpacks.
    let client = Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .no_gzip()
        .user_agent(concat!("dealink/", env!("CARGO_PKG_VERSION")));
    let client = if request.address.is_loopback() { client.no_proxy() } else { client };
    client.build().map_err(|_| request.refusal(ServerRefusal::Unreachable))
}

async fn fetch_once(request: &FetchRequest<'_>, client: &Client) -> Result<FetchOutcome, FetchError> {
    request.check()?;
    let left = request.resumable();
    let mut headers = HeaderMap::new();
    let mut set = |name: HeaderName, value: Option<String>| {
        if let Some(value) = value.and_then(|value| value.parse().ok()) {
            headers.insert(name, value);
        }
    };
    set(ACCEPT_ENCODING, Some("gzip".to_owned()));
    match &left {
        Some((state, _)) if state.is_whole => {
            set(IF_NONE_MATCH, state.etag.clone());
            set(IF_MODIFIED_SINCE, state.last_modified.clone());
        }
        Some((state, length)) => {
            set(RANGE, Some(format!("bytes={length}-")));
            set(IF_RANGE, state.validator().map(str::to_owned));
        }
        None => {
            set(IF_NONE_MATCH, request.known.0.clone());
            set(IF_MODIFIED_SINCE, request.known.1.clone());
        }
    }
    let response = send_request(request, client, headers).await?;
    match (response.status(), left) {
        (StatusCode::NOT_MODIFIED, Some((state, _))) if state.is_whole => Ok(FetchOutcome::Fetched(state)),
        (StatusCode::NOT_MODIFIED, None) => Ok(FetchOutcome::Unchanged),
        (StatusCode::OK, _) => {
            let state = DownloadState::from_response(&response, request);
            receive(request, response, state, 0).await
        }
        (StatusCode::PARTIAL_CONTENT, left) => {
            let state =
                left.and_then(|(state, length)| Some((continued(&response, length, &state)?, length)));
            match state {
                Some((state, length)) => receive(request, response, state, length).await,
                None => Err(begin_anew(request)),
            }
        }
        (StatusCode::NOT_MODIFIED | StatusCode::RANGE_NOT_SATISFIABLE, _) => Err(begin_anew(request)),
        (status, _) => {
            let refusal = request.refusal(ServerRefusal::Status(status.as_u16()));
            let may_pass = status.is_server_error()
                || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
            Err(if may_pass { FetchError::Transient(refusal) } else { FetchError::Permanent(refusal) })
        }
    }
}

/// What was downloaded belongs to another file than the server has now.
fn begin_anew(request: &FetchRequest<'_>) -> FetchError {
    discard(request.feed);
    request.transient(ServerRefusal::NoResume)
}
