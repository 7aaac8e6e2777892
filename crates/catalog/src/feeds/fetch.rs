//! Brings a feed from its server into `download.part`: in pieces, resumable, and only if it is new.
//!
//! The file is what the server sent, still packed; nothing is asked of another host, and no fault tells more of an address than
//! [`FeedAddress`] shows. What is there of an interrupted download is gone on with only if the server says that it is still the same file.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, LOCATION, RANGE,
};
use reqwest::{Client, Response, StatusCode};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep, timeout};

use super::disk;
use super::feed::Feed;
use super::progress::Phase;
use super::registry::write_whole;
use super::{FeedAddress, FeedLimits, MIB, Progress, Refusal};
use dealink_core::message::Message;
use dealink_core::money::Decimal;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const MOST_REDIRECTS: usize = 5;
/// So often in a row a download may break without having got any further.
const MOST_TRIES: u32 = 4;
/// Fewer bytes in the time for which a server may be silent are silence too: one that drips must not keep all others waiting.
const MIN_BYTES_PER_TIMEOUT: u64 = 16 * 1024;
/// Room on the disk is looked at after so many bytes.
const SPACE_CHECK_BYTES: u64 = 16 * MIB;
/// How long an order to stop may go unseen.
const STOP_CHECK_INTERVAL: Duration = Duration::from_millis(100);

/// What a server said of the file that it sent, as it stands in `download.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DownloadState {
    /// When it was first asked for.
    #[serde(default)]
    pub(super) asked: Timestamp,
    /// From when on changes were asked for; `None`: all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) since: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last_modified: Option<String>,
    /// Its whole size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    total: Option<u64>,
    /// Whether all of it is there.
    #[serde(default)]
    is_whole: bool,
}

/// What was asked for.
pub(super) struct FetchRequest<'a> {
    pub(super) feed: &'a Feed,
    pub(super) address: &'a FeedAddress,
    /// See [`Sent::since`].
    pub(super) since: Option<String>,
    /// `ETag` and `Last-Modified` of what is in force, if the same would be of no use.
    pub(super) known: (Option<String>, Option<String>),
    pub(super) now: Timestamp,
    pub(super) limits: &'a FeedLimits,
    pub(super) progress: &'a Progress,
    /// How long the first new try after a break is waited for; later ones wait longer.
    pub(super) first_wait: Duration,
}

/// What came of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FetchOutcome {
    /// The server has nothing newer.
    Unchanged,
    /// `download.part` is whole.
    Fetched(DownloadState),
}

enum FetchError {
    /// Another try may go better.
    Transient(Refusal),
    Permanent(Refusal),
}

/// Fetches it, with as many tries as get any further.
///
/// # Errors
/// Why it could not be had.
pub(super) async fn fetch(question: &FetchRequest<'_>) -> Result<FetchOutcome, Refusal> {
    let client = client(question)?;
    let mut tries = 0;
    loop {
        let before = question.downloaded_bytes();
        match fetch_once(question, &client).await {
            Ok(answer) => return Ok(answer),
            Err(FetchError::Permanent(refusal)) => return Err(refusal),
            Err(FetchError::Transient(refusal)) => {
                tries =
                    if question.downloaded_bytes() > before + MIN_BYTES_PER_TIMEOUT { 1 } else { tries + 1 };
                if tries > MOST_TRIES {
                    return Err(refusal);
                }
                tracing::debug!(feed = %question.feed.name, tries, "a download broke off");
                question.sleep_unless_stopped(question.first_wait * 2_u32.pow(tries)).await?;
            }
        }
    }
}

fn client(question: &FetchRequest<'_>) -> Result<Client, Refusal> {
    // Unpacking is left to the reader: a resumed download goes on in the packed bytes.
    let client = Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .no_gzip()
        .user_agent(concat!("dealink/", env!("CARGO_PKG_VERSION")));
    let client = if question.address.is_loopback() { client.no_proxy() } else { client };
    client.build().map_err(|_| question.refusal("feeds-refused-connect"))
}

impl FetchRequest<'_> {
    fn download_file(&self) -> PathBuf {
        self.feed.download()
    }

    fn downloaded_bytes(&self) -> u64 {
        fs::metadata(self.download_file()).map_or(0, |file| file.len())
    }

    /// What an interrupted download left, if it is of the same question.
    fn resumable(&self) -> Option<(DownloadState, u64)> {
        let sent: DownloadState =
            toml::from_str(&fs::read_to_string(self.feed.download_state()).ok()?).ok()?;
        let length = self.downloaded_bytes();
        let fits =
            sent.total.is_none_or(|total| length <= total) && (!sent.is_whole || sent.total == Some(length));
        (length > 0 && fits && sent.since == self.since && sent.validator().is_some())
            .then_some((sent, length))
    }

    fn save_state(&self, sent: &DownloadState) -> Result<(), FetchError> {
        let text =
            toml::to_string(sent).map_err(|_| FetchError::Permanent(Refusal::new("feeds-refused-write")))?;
        write_whole(&self.feed.download_state(), text.as_bytes())
            .map_err(|error| FetchError::Permanent(Refusal::disk(&error)))
    }

    fn refusal(&self, key: &'static str) -> Refusal {
        Refusal(Message::new(key).with("address", self.address.to_string()))
    }

    fn transient(&self, key: &'static str) -> FetchError {
        FetchError::Transient(self.refusal(key))
    }

    async fn sleep_unless_stopped(&self, wait: Duration) -> Result<(), Refusal> {
        let until = Instant::now() + wait;
        while Instant::now() < until {
            self.check_not_stopped()?;
            sleep(STOP_CHECK_INTERVAL.min(until.saturating_duration_since(Instant::now()))).await;
        }
        self.check_not_stopped()
    }

    fn check_not_stopped(&self) -> Result<(), Refusal> {
        if self.progress.is_stopped() { Err(Refusal::stopped()) } else { Ok(()) }
    }
}

impl DownloadState {
    /// What `If-Range` may name: a weak tag says nothing of single bytes.
    fn validator(&self) -> Option<&str> {
        let strong = self.etag.as_deref().filter(|tag| !tag.starts_with("W/"));
        strong.or(self.last_modified.as_deref())
    }
}

/// Forgets what was downloaded.
pub(super) fn discard(feed: &Feed) {
    for file in [feed.download_state(), feed.download()] {
        let _ = fs::remove_file(file);
    }
}

async fn fetch_once(question: &FetchRequest<'_>, client: &Client) -> Result<FetchOutcome, FetchError> {
    question.check_not_stopped().map_err(FetchError::Permanent)?;
    let left = question.resumable();
    let mut wanted = HeaderMap::new();
    let mut want = |name: HeaderName, value: Option<String>| {
        if let Some(value) = value.and_then(|value| value.parse().ok()) {
            wanted.insert(name, value);
        }
    };
    want(ACCEPT_ENCODING, Some("gzip".to_owned()));
    match &left {
        Some((sent, _)) if sent.is_whole => {
            want(IF_NONE_MATCH, sent.etag.clone());
            want(IF_MODIFIED_SINCE, sent.last_modified.clone());
        }
        Some((sent, length)) => {
            want(RANGE, Some(format!("bytes={length}-")));
            want(IF_RANGE, sent.validator().map(str::to_owned));
        }
        None => {
            want(IF_NONE_MATCH, question.known.0.clone());
            want(IF_MODIFIED_SINCE, question.known.1.clone());
        }
    }
    let response = send_request(question, client, wanted).await?;
    match (response.status(), left) {
        (StatusCode::NOT_MODIFIED, Some((sent, _))) if sent.is_whole => Ok(FetchOutcome::Fetched(sent)),
        (StatusCode::NOT_MODIFIED, None) => Ok(FetchOutcome::Unchanged),
        (StatusCode::PARTIAL_CONTENT, Some((sent, length)))
            if continues_download(&response, length, &sent) =>
        {
            receive(question, response, sent, length).await
        }
        (StatusCode::OK, _) => {
            let header = |name: HeaderName| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
            let sent = DownloadState {
                asked: question.now,
                since: question.since.clone(),
                etag: header(ETAG),
                last_modified: header(LAST_MODIFIED),
                total: response.content_length(),
                is_whole: false,
            };
            receive(question, response, sent, 0).await
        }
        (StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE, _) => {
            discard(question.feed);
            Err(question.transient("feeds-refused-range"))
        }
        (status, _) => {
            let sentence = Message::new("feeds-refused-status")
                .with("status", status.as_u16().to_string())
                .with("address", question.address.to_string());
            let may_pass = status.is_server_error()
                || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
            Err(if may_pass {
                FetchError::Transient(sentence.into())
            } else {
                FetchError::Permanent(sentence.into())
            })
        }
    }
}

/// Asks, and follows where it may.
async fn send_request(
    question: &FetchRequest<'_>,
    client: &Client,
    wanted: HeaderMap,
) -> Result<Response, FetchError> {
    let mut address = question.address.clone();
    for _ in 0..=MOST_REDIRECTS {
        let request = client.get(address.exposed().clone()).headers(wanted.clone()).send();
        let answered = wait_for_server(question, request).await?;
        let response = answered.map_err(|_| question.transient("feeds-refused-connect"))?;
        if !response.status().is_redirection() || response.status() == StatusCode::NOT_MODIFIED {
            return Ok(response);
        }
        let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        address = location
            .and_then(|location| address.redirected(location))
            .ok_or_else(|| FetchError::Permanent(question.refusal("feeds-refused-redirect")))?;
    }
    Err(FetchError::Permanent(question.refusal("feeds-refused-redirects")))
}

/// Waits as long as a server may be silent, and no longer than until somebody says stop.
async fn wait_for_server<T>(
    question: &FetchRequest<'_>,
    answer: impl Future<Output = T>,
) -> Result<T, FetchError> {
    let mut answer = std::pin::pin!(answer);
    let until = Instant::now() + question.limits.silence_timeout;
    loop {
        let glance = STOP_CHECK_INTERVAL.min(until.saturating_duration_since(Instant::now()));
        if let Ok(answer) = timeout(glance, &mut answer).await {
            return Ok(answer);
        }
        question.check_not_stopped().map_err(FetchError::Permanent)?;
        if Instant::now() >= until {
            return Err(question.transient("feeds-refused-silent"));
        }
    }
}

/// Whether a partial answer begins where the file ends, and is of the same whole.
fn continues_download(response: &Response, length: u64, sent: &DownloadState) -> bool {
    let range = response.headers().get(CONTENT_RANGE).and_then(|range| range.to_str().ok());
    let Some((bytes, total)) = range.and_then(|range| range.strip_prefix("bytes ")?.split_once('/')) else {
        return false;
    };
    let begins = bytes.split_once('-').and_then(|(start, _)| start.parse().ok());
    let is_same = total.parse().ok().zip(sent.total).is_none_or(|(one, other): (u64, u64)| one == other);
    begins == Some(length) && is_same
}

/// Writes what comes behind the first `downloaded_bytes` bytes.
async fn receive(
    question: &FetchRequest<'_>,
    mut response: Response,
    mut sent: DownloadState,
    mut length: u64,
) -> Result<FetchOutcome, FetchError> {
    let encoding =
        response.headers().get(CONTENT_ENCODING).map(|encoding| encoding.as_bytes().to_ascii_lowercase());
    if !matches!(encoding.as_deref(), None | Some(b"gzip" | b"x-gzip" | b"identity" | b"")) {
        return Err(FetchError::Permanent(question.refusal("feeds-refused-encoding")));
    }
    let most = question.limits.download;
    let too_large = || {
        discard(question.feed);
        let refusal = Message::new("feeds-refused-download").with("most", Decimal::from(most / MIB));
        FetchError::Permanent(refusal.into())
    };
    if sent.total.is_some_and(|total| total > most) {
        return Err(too_large());
    }
    let disk = |error: std::io::Error| FetchError::Permanent(Refusal::disk(&error));
    // Emptied first: the old bytes must never stand under the new description.
    let mut part = open_download(question, length).map_err(disk)?;
    question.save_state(&sent)?;
    question.progress.begin(Phase::Downloading, length, sent.total);
    let (mut look_at, mut since, mut heard) = (length, Instant::now(), 0);
    loop {
        let piece = wait_for_server(question, response.chunk()).await?;
        let Some(piece) = piece.map_err(|_| question.transient("feeds-refused-broken-off"))? else { break };
        length += piece.len() as u64;
        heard += piece.len() as u64;
        if since.elapsed() >= question.limits.silence_timeout {
            if heard < MIN_BYTES_PER_TIMEOUT {
                return Err(question.transient("feeds-refused-silent"));
            }
            (since, heard) = (Instant::now(), 0);
        }
        if length > most {
            return Err(too_large());
        }
        if length >= look_at {
            disk::check_free_space(&question.feed.dir, question.limits).map_err(FetchError::Permanent)?;
            look_at = length + SPACE_CHECK_BYTES;
        }
        part.write_all(&piece).map_err(disk)?;
        question.progress.more_bytes(piece.len() as u64);
    }
    if sent.total.is_some_and(|total| total != length) {
        return Err(question.transient("feeds-refused-broken-off"));
    }
    (sent.total, sent.is_whole) = (Some(length), true);
    question.save_state(&sent)?;
    Ok(FetchOutcome::Fetched(sent))
}

fn open_download(question: &FetchRequest<'_>, length: u64) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    let options = options.create(true).mode(0o600);
    let options = if length == 0 { options.write(true).truncate(true) } else { options.append(true) };
    options.open(question.download_file())
}
