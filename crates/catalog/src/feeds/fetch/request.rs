//! Sends requests to a server. Waits for an answer until the silence timeout, or until the pull is stopped.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Client, Response, StatusCode};
use tokio::time::{Instant, sleep, timeout};

use super::{FeedAddress, FetchError, Refusal, ServerRefusal};
use crate::feeds::feed::Feed;
use crate::feeds::{FeedLimits, Progress};

const MOST_REDIRECTS: usize = 5;
/// A request to stop is seen within this time.
const STOP_CHECK_INTERVAL: Duration = Duration::from_millis(100);

pub(in crate::feeds) struct FetchRequest<'a> {
    pub(in crate::feeds) feed: &'a Feed,
    pub(in crate::feeds) address: &'a FeedAddress,
    /// Since when changes are asked for; `None` for the whole feed.
    pub(in crate::feeds) since: Option<String>,
    /// `ETag` and `Last-Modified` of the imported file, unless the same file is wanted again.
    pub(in crate::feeds) known: (Option<String>, Option<String>),
    pub(in crate::feeds) now: Timestamp,
    pub(in crate::feeds) limits: &'a FeedLimits,
    pub(in crate::feeds) progress: &'a Progress,
    /// The pause before the first new try; later ones are longer.
    pub(in crate::feeds) first_wait: Duration,
}

impl FetchRequest<'_> {
    pub(super) fn refusal(&self, refusal: ServerRefusal) -> Refusal {
        Refusal::Server(self.address.clone(), refusal)
    }

    pub(super) fn transient(&self, refusal: ServerRefusal) -> FetchError {
        FetchError::Transient(self.refusal(refusal))
    }

    pub(super) fn permanent(&self, refusal: ServerRefusal) -> FetchError {
        FetchError::Permanent(self.refusal(refusal))
    }

    pub(super) async fn sleep_unless_stopped(&self, wait: Duration) -> Result<(), Refusal> {
        let until = Instant::now() + wait;
        while Instant::now() < until {
            self.check()?;
            sleep(STOP_CHECK_INTERVAL.min(until.saturating_duration_since(Instant::now()))).await;
        }
        self.check()
    }

    /// See [`Progress::check`].
    pub(super) fn check(&self) -> Result<(), Refusal> {
        self.progress.check()
    }
}

/// Sends the request and follows redirects within the host.
pub(super) async fn send_request(
    request: &FetchRequest<'_>,
    client: &Client,
    headers: HeaderMap,
) -> Result<Response, FetchError> {
    let mut address = request.address.clone();
    for _ in 0..=MOST_REDIRECTS {
        let sent = client.get(address.exposed().clone()).headers(headers.clone()).send();
        let answered = wait_for_server(request, sent).await?;
        let response = answered.map_err(|_| request.transient(ServerRefusal::Unreachable))?;
        if !response.status().is_redirection() || response.status() == StatusCode::NOT_MODIFIED {
            return Ok(response);
        }
        let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        address = location
            .and_then(|location| address.redirected(location))
            .ok_or_else(|| request.permanent(ServerRefusal::ForeignRedirect))?;
    }
    Err(request.permanent(ServerRefusal::TooManyRedirects))
}

/// Waits as long as a server may be silent, or until the pull is stopped.
pub(super) async fn wait_for_server<T>(
    request: &FetchRequest<'_>,
    answer: impl Future<Output = T>,
) -> Result<T, FetchError> {
    let mut answer = std::pin::pin!(answer);
    let until = Instant::now() + request.limits.silence_timeout;
    loop {
        // Also before an answer that is there already: a server that never pauses must not outlast the pull.
        request.check()?;
        let interval = STOP_CHECK_INTERVAL.min(until.saturating_duration_since(Instant::now()));
        if let Ok(answer) = timeout(interval, &mut answer).await {
            return Ok(answer);
        }
        if Instant::now() >= until {
            return Err(request.transient(ServerRefusal::Silent));
        }
    }
}
