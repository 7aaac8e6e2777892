//! One question to one server: which address does this short link name? Only the answer's head is read.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use tokio::time::timeout;
use url::Url;

use super::dns::{DnsGuard, RefusedName};
use super::outcome::{ResolveError, ShortLinkOutcome};
use super::transport::ResolverStartError;

/// The longest address that is read, in bytes. Real ones with all their tracking stay below 4 kB.
const MAX_ADDRESS_BYTES: usize = 16 * 1024;
const USER_AGENT: &str = concat!("dealink/", env!("CARGO_PKG_VERSION"));

pub(super) struct HopClient {
    http: Client,
    scheme: &'static str,
}

impl HopClient {
    /// Asks by `scheme`, at the addresses that `guard` lets through. No proxy of the environment is used: it would connect in
    /// our place, past the guard.
    pub(super) fn new(scheme: &'static str, guard: DnsGuard) -> Result<Self, ResolverStartError> {
        let client = Client::builder()
            .dns_resolver(Arc::new(guard))
            .https_only(scheme == "https")
            .no_proxy()
            .redirect(Policy::none())
            .http1_only()
            .no_gzip()
            .referer(false)
            .user_agent(USER_AGENT)
            .tcp_nodelay(true);
        let http = client.build().map_err(|_| ResolverStartError::Http)?;
        Ok(HopClient { http, scheme })
    }

    /// The address that the server names, absolute; else what its answer means for the link.
    pub(super) async fn next_address(
        &self,
        address: &Url,
        max_wait: Duration,
    ) -> Result<Url, ShortLinkOutcome> {
        let mut question = address.clone();
        question.set_scheme(self.scheme).map_err(|()| ShortLinkOutcome::Failed(ResolveError::Refused))?;
        let response = timeout(max_wait, self.http.get(question).send()).await;
        let response = response
            .map_err(|_| ShortLinkOutcome::Failed(ResolveError::Late))?
            .map_err(|error| ShortLinkOutcome::Failed(classify_http_error(&error)))?;
        match response.status().as_u16() {
            301 | 302 | 303 | 307 | 308 => {
                parse_location(address, &response).ok_or(ShortLinkOutcome::Failed(ResolveError::NoAddress))
            }
            404 | 410 => Err(ShortLinkOutcome::Gone),
            status => Err(ShortLinkOutcome::Failed(ResolveError::Status(status))),
        }
    }
}

fn parse_location(base: &Url, response: &Response) -> Option<Url> {
    let written = std::str::from_utf8(response.headers().get(LOCATION)?.as_bytes()).ok()?.trim();
    if written.is_empty() || written.len() > MAX_ADDRESS_BYTES {
        return None;
    }
    base.join(written).ok()
}

/// The error of the HTTP client by its kind; its own text would show the address.
fn classify_http_error(error: &reqwest::Error) -> ResolveError {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<RefusedName>() {
            return ResolveError::Refused;
        }
        cause = error.source();
    }
    if error.is_timeout() { ResolveError::Late } else { ResolveError::Unreachable }
}
