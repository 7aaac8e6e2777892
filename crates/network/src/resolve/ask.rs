//! One question to one server: which address does this short link name? Only the answer's head is read.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use tokio::time::timeout;
use url::Url;

use super::names::{Guard, RefusedName};
use super::{Outcome, ResolverFault, Why};

/// The longest address that is read, in bytes. Real ones with all their tracking stay below 4 kB.
const LONGEST_ADDRESS: usize = 16 * 1024;
const USER_AGENT: &str = concat!("dealink/", env!("CARGO_PKG_VERSION"));

/// Asks servers.
pub(super) struct Asker {
    http: Client,
    scheme: &'static str,
}

impl Asker {
    /// Asks by `scheme`, at the addresses that `guard` gives. A proxy of the environment would connect in our place, past the
    /// guard, so none is used.
    pub(super) fn new(scheme: &'static str, guard: Guard) -> Result<Self, ResolverFault> {
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
        let http = client.build().map_err(|_| ResolverFault::Http)?;
        Ok(Asker { http, scheme })
    }

    /// The address that the server names, absolute; else what that means for the link.
    pub(super) async fn ask(&self, address: &Url, patience: Duration) -> Result<Url, Outcome> {
        let mut question = address.clone();
        question.set_scheme(self.scheme).map_err(|()| Outcome::Failed(Why::Refused))?;
        let response = timeout(patience, self.http.get(question).send()).await;
        let response = response
            .map_err(|_| Outcome::Failed(Why::Late))?
            .map_err(|error| Outcome::Failed(no_answer(&error)))?;
        match response.status().as_u16() {
            301 | 302 | 303 | 307 | 308 => {
                location(address, &response).ok_or(Outcome::Failed(Why::NoAddress))
            }
            404 | 410 => Err(Outcome::Gone),
            status => Err(Outcome::Failed(Why::Status(status))),
        }
    }
}

fn location(base: &Url, response: &Response) -> Option<Url> {
    let written = std::str::from_utf8(response.headers().get(LOCATION)?.as_bytes()).ok()?.trim();
    if written.is_empty() || written.len() > LONGEST_ADDRESS {
        return None;
    }
    base.join(written).ok()
}

/// Sorts an error of the HTTP client, whose own text would show the address.
fn no_answer(error: &reqwest::Error) -> Why {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.is::<RefusedName>() {
            return Why::Refused;
        }
        cause = error.source();
    }
    if error.is_timeout() { Why::Late } else { Why::Unreachable }
}
