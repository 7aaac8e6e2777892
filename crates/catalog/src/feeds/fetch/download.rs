//! The downloaded file and the server's headers about it, so that an interrupted download can be continued.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;

use dealink_core::atomic_file::{self, Access};
use dealink_core::bounded_file::{self, MOST_SETTINGS_BYTES};
use jiff::{SignedDuration, Timestamp};
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_RANGE, DATE, ETAG, HeaderName, LAST_MODIFIED};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::request::wait_for_server;
use super::{FetchError, FetchOutcome, FetchRequest, MIN_BYTES_PER_TIMEOUT, Refusal, ServerRefusal};
use crate::feeds::MIB;
use crate::feeds::feed::Feed;
use crate::feeds::limits::check_free_space;
use crate::feeds::progress::Phase;

/// The free space on the disk is checked after so many bytes.
const SPACE_CHECK_BYTES: u64 = 16 * MIB;
/// A file that was changed less than so long before it was sent may have been changed again in the same second.
const LAST_CHANGE_MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// The server's headers about the file that it sent: the content of `download.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::feeds) struct DownloadState {
    /// When it was first asked for.
    #[serde(default)]
    pub(in crate::feeds) asked: Timestamp,
    /// Since when changes were asked for; `None` for the whole feed.
    since: Option<String>,
    pub(in crate::feeds) etag: Option<String>,
    pub(in crate::feeds) last_modified: Option<String>,
    /// Whether no other bytes can have the same `last_modified`.
    #[serde(default)]
    is_date_strong: bool,
    /// Bytes of the whole file.
    total: Option<u64>,
    #[serde(default)]
    pub(super) is_whole: bool,
}

impl DownloadState {
    pub(super) fn from_response(response: &Response, request: &FetchRequest<'_>) -> DownloadState {
        let header = |name: HeaderName| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
        let (last_modified, sent) = (header(LAST_MODIFIED), header(DATE));
        DownloadState {
            asked: request.now,
            since: request.since.clone(),
            etag: header(ETAG),
            is_date_strong: last_modified.as_deref().zip(sent.as_deref()).is_some_and(is_long_before),
            last_modified,
            total: response.content_length(),
            is_whole: false,
        }
    }

    /// The value for `If-Range`, which has to identify the exact bytes: a strong tag, or a strong date of a file that has no tag.
    /// Source: RFC 9110, sections 8.8.2.2 and 13.1.5.
    pub(super) fn validator(&self) -> Option<&str> {
        match self.etag.as_deref() {
            Some(tag) => Some(tag).filter(|tag| !tag.starts_with("W/")),
            None => self.last_modified.as_deref().filter(|_| self.is_date_strong),
        }
    }
}

/// Whether a file was last changed long before it was sent, by the two dates of the same answer.
fn is_long_before((changed, sent): (&str, &str)) -> bool {
    let parse = |date| jiff::fmt::rfc2822::parse(date).ok().map(|date| date.timestamp());
    parse(changed)
        .zip(parse(sent))
        .is_some_and(|(changed, sent)| sent.duration_since(changed) >= LAST_CHANGE_MARGIN)
}

impl FetchRequest<'_> {
    pub(super) fn downloaded_bytes(&self) -> u64 {
        fs::metadata(self.feed.download()).map_or(0, |file| file.len())
    }

    /// An earlier download of the same request that can be continued, with its length.
    pub(super) fn resumable(&self) -> Option<(DownloadState, u64)> {
        let state = bounded_file::read_text(&self.feed.download_state(), MOST_SETTINGS_BYTES).ok()?;
        let state: DownloadState = toml::from_str(&state).ok()?;
        let length = self.downloaded_bytes();
        let fits = state.total.is_none_or(|total| length <= total)
            && (!state.is_whole || state.total == Some(length));
        let can_continue = length > 0 && fits && state.since == self.since && state.validator().is_some();
        can_continue.then_some((state, length))
    }

    fn save_state(&self, state: &DownloadState) -> Result<(), FetchError> {
        let text = toml::to_string(state).map_err(|_| Refusal::WriteFailed)?;
        let path = self.feed.download_state();
        atomic_file::replace(&path, Access::OwnerOnly, |file| file.write_all(text.as_bytes()))
            .map_err(Refusal::from)?;
        Ok(())
    }
}

/// Deletes what was downloaded.
pub(in crate::feeds) fn discard(feed: &Feed) {
    for file in [feed.download_state(), feed.download()] {
        let _ = fs::remove_file(file);
    }
}

/// The state of a download that a partial response continues; `None` if the response does not begin where the file ends, or belongs to
/// another file.
pub(super) fn continued(response: &Response, length: u64, state: &DownloadState) -> Option<DownloadState> {
    let header = |name: HeaderName| response.headers().get(name)?.to_str().ok();
    let (bytes, total) = header(CONTENT_RANGE)?.strip_prefix("bytes ")?.split_once('/')?;
    let (start, _) = bytes.split_once('-')?;
    // A server that does not know the total sends an asterisk.
    let total = if total == "*" { state.total } else { Some(total.parse().ok()?) };
    let is_same_total = state.total.is_none_or(|known| total == Some(known));
    let is_same_tag = header(ETAG).is_none_or(|tag| state.etag.as_deref() == Some(tag));
    let begins_at_end = start.parse() == Ok(length);
    (begins_at_end && is_same_total && is_same_tag).then(|| DownloadState { total, ..state.clone() })
}

/// Writes the response after the first `length` bytes of the file.
pub(super) async fn receive(
    request: &FetchRequest<'_>,
    mut response: Response,
    mut state: DownloadState,
    mut length: u64,
) -> Result<FetchOutcome, FetchError> {
    let encoding =
        response.headers().get(CONTENT_ENCODING).map(|encoding| encoding.as_bytes().to_ascii_lowercase());
    if !matches!(encoding.as_deref(), None | Some(b"gzip" | b"x-gzip" | b"identity" | b"")) {
        return Err(request.permanent(ServerRefusal::Encoding));
    }
    let limit = request.limits.download;
    let too_large = || {
        discard(request.feed);
        FetchError::Permanent(Refusal::DownloadTooLarge { limit_mib: limit / MIB })
    };
    if state.total.is_some_and(|total| total > limit) {
        return Err(too_large());
    }
    // The file is emptied first, so that the new description never belongs to old bytes.
    let mut file = open_download(request.feed, length).map_err(Refusal::from)?;
    request.save_state(&state)?;
    request.progress.begin(Phase::Downloading, length, state.total);
    let (mut check_space_at, mut period_begin, mut period_bytes) = (length, Instant::now(), 0);
    loop {
        let chunk = wait_for_server(request, response.chunk()).await?;
        let Some(chunk) = chunk.map_err(|_| request.transient(ServerRefusal::BrokenOff))? else { break };
        length += chunk.len() as u64;
        period_bytes += chunk.len() as u64;
        if period_begin.elapsed() >= request.limits.silence_timeout {
            if period_bytes < MIN_BYTES_PER_TIMEOUT {
                return Err(request.transient(ServerRefusal::Silent));
            }
            (period_begin, period_bytes) = (Instant::now(), 0);
        }
        if length > limit {
            return Err(too_large());
        }
        if length >= check_space_at {
            check_free_space(&request.feed.dir, request.limits)?;
            check_space_at = length + SPACE_CHECK_BYTES;
        }
        file.write_all(&chunk).map_err(Refusal::from)?;
        request.progress.more_bytes(chunk.len() as u64);
    }
    if state.total.is_some_and(|total| total != length) {
        return Err(request.transient(ServerRefusal::BrokenOff));
    }
    (state.total, state.is_whole) = (Some(length), true);
    request.save_state(&state)?;
    Ok(FetchOutcome::Fetched(state))
}

fn open_download(feed: &Feed, length: u64) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    let options = options.create(true).mode(0o600);
    let options = if length == 0 { options.write(true).truncate(true) } else { options.append(true) };
    options.open(feed.download())
}
