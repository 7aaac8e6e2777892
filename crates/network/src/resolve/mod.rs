//! Where AliExpress' short links lead: asked over the network, one `Location` header at a time.
//!
//! Only hosts of the table in `links` are ever contacted, by https, at public addresses; a tracker is taken off offline, because
//! following it counts a click. Every address that a server names passes `links` again, and the first one that is not short any
//! more is the answer. Bodies are not read, cookies not kept, redirects not followed by the HTTP client. No error and no log line
//! carries more of a link than its host: the rest is somebody's personal share code.

mod dns;
mod hop;
mod hop_client;
mod public_address;
mod timeouts;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};
use url::Url;

use dealink_links::{self as links, Link};
use dns::DnsGuard;
use hop::NextHop;
use hop_client::HopClient;
pub use timeouts::ResolverTimeouts;

/// How the short hosts are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResolverTransport {
    /// Over the internet.
    Internet,
    /// The sandbox's internet: every host is served at this address of this machine, without TLS.
    Loopback(SocketAddr),
    /// Not at all: nothing is ever contacted.
    Disabled,
}

/// What became of a short link.
#[derive(Clone, Debug, PartialEq)]
pub enum ShortLinkOutcome {
    /// It leads to this link of AliExpress: a product, a store, a campaign, a tracker whose target is not readable. The span is
    /// without meaning and there is no price; [`Link::behind`] gives it those of the pasted link.
    Leads(Box<Link>),
    /// It leaves AliExpress, or leads to something that only looks like it. That was not followed.
    Elsewhere,
    /// A robot check stands in front of it: what it leads to is unknown.
    Wall,
    /// There is no such short link.
    Gone,
    /// It leads on and on, or in a circle.
    TooFar,
    /// It could not be asked, or the answer says nothing.
    Failed(ResolveError),
    /// It was not asked: it is no short link that may be asked, there were too many, or short links are not followed at all.
    NotTried,
}

impl ShortLinkOutcome {
    /// Whether asking again soon would say the same.
    fn is_lasting(&self) -> bool {
        matches!(self, ShortLinkOutcome::Leads(_) | ShortLinkOutcome::Elsewhere)
    }
}

/// Why a short link gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError {
    /// No connection, or one that broke.
    #[error("the host is out of reach")]
    Unreachable,
    /// No answer in time.
    #[error("no answer in time")]
    Late,
    /// The host is not one that may be asked, or its name leads to addresses of private networks.
    #[error("the host or its address is refused")]
    Refused,
    /// A status that is no redirect.
    #[error("the answer has the status {0}")]
    Status(u16),
    /// A redirect without an address that can be read.
    #[error("the answer names no address")]
    NoAddress,
}

/// Why there is no resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolverStartError {
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made")]
    Http,
    /// The sandbox's internet must be on this machine.
    #[error("the address is not on this machine")]
    NotLoopback,
}

/// Follows short links. Cheap to clone; clones share what is known and how much is asked at once.
#[derive(Clone)]
pub struct Resolver(Arc<ResolverInner>);

struct ResolverInner {
    client: Option<HopClient>,
    timeouts: ResolverTimeouts,
    slots: Semaphore,
    cache: moka::future::Cache<Url, ShortLinkOutcome>,
}

impl Resolver {
    /// A resolver that reaches the short hosts on `road`.
    ///
    /// # Errors
    /// See [`ResolverStartError`].
    pub fn new(road: ResolverTransport, patience: ResolverTimeouts) -> Result<Self, ResolverStartError> {
        let asker = match road {
            ResolverTransport::Internet => Some(HopClient::new("https", DnsGuard::internet())?),
            ResolverTransport::Loopback(at) if !at.ip().is_loopback() => {
                return Err(ResolverStartError::NotLoopback);
            }
            ResolverTransport::Loopback(at) => Some(HopClient::new("http", DnsGuard::loopback(at))?),
            ResolverTransport::Disabled => None,
        };
        Ok(Resolver::with_client(asker, patience))
    }

    fn with_client(asker: Option<HopClient>, patience: ResolverTimeouts) -> Self {
        let known = moka::future::Cache::builder()
            .max_capacity(patience.cache_capacity)
            .expire_after(OutcomeExpiry { kept: patience.ttl, rest: patience.cooldown })
            .build();
        Resolver(Arc::new(ResolverInner {
            client: asker,
            slots: Semaphore::new(patience.max_concurrent),
            timeouts: patience,
            cache: known,
        }))
    }

    /// Where a short link leads, also one inside a wrapper. Equal questions in flight are asked once.
    pub async fn resolve(&self, short: &Url) -> ShortLinkOutcome {
        let Some(address) = links::parse_address(short.as_str()).and_then(|link| link.short_address()) else {
            return ShortLinkOutcome::NotTried;
        };
        if let Some(known) = self.0.cache.get(&address).await {
            return known;
        }
        let inner = self.0.clone();
        // In a task of its own: whoever stops waiting does not stop it for the others.
        let asked = tokio::spawn(async move {
            inner.cache.get_with_by_ref(&address, inner.resolve_address(&address)).await
        });
        asked.await.unwrap_or(ShortLinkOutcome::NotTried)
    }

    /// Where the short links of one message lead, a few at a time. Each of them has an outcome: those beyond the bound are
    /// [`Outcome::NotTried`], those that were not done when the message's time was up [`Why::Late`].
    pub async fn resolve_all(&self, short: &[Url]) -> HashMap<Url, ShortLinkOutcome> {
        let patience = &self.0.timeouts;
        let deadline = Instant::now() + patience.per_message;
        let mut outcomes = HashMap::with_capacity(short.len());
        let mut tried = Vec::new();
        for url in
            short.iter().filter(|url| outcomes.insert((*url).clone(), ShortLinkOutcome::NotTried).is_none())
        {
            if tried.len() < patience.max_links_per_message {
                tried.push(url.clone());
            }
        }
        outcomes.extend(tried.iter().map(|url| (url.clone(), ShortLinkOutcome::Failed(ResolveError::Late))));
        let asked: Vec<_> = tried
            .into_iter()
            .map(|url| async move {
                let outcome = self.resolve(&url).await;
                (url, outcome)
            })
            .collect();
        let mut asked = stream::iter(asked).buffer_unordered(patience.max_concurrent_per_message);
        while let Ok(Some((url, outcome))) = timeout_at(deadline, asked.next()).await {
            outcomes.insert(url, outcome);
        }
        outcomes
    }
}

impl ResolverInner {
    /// Asks for an address that `links` allows, and says what came of it.
    async fn resolve_address(&self, address: &Url) -> ShortLinkOutcome {
        let Some(asker) = &self.client else { return ShortLinkOutcome::NotTried };
        let deadline = Instant::now() + self.timeouts.per_link;
        let Ok(Ok(_turn)) = timeout_at(deadline, self.slots.acquire()).await else {
            tracing::warn!("too many short links at once");
            return ShortLinkOutcome::NotTried;
        };
        let walk = self.follow_redirects(asker, address.clone());
        let outcome =
            timeout_at(deadline, walk).await.unwrap_or(ShortLinkOutcome::Failed(ResolveError::Late));
        let host = address.host_str();
        match &outcome {
            ShortLinkOutcome::Failed(why) => tracing::warn!(host, %why, "a short link could not be followed"),
            ShortLinkOutcome::Wall => tracing::warn!(host, "a robot check stands in front of a short link"),
            _ => {}
        }
        outcome
    }

    async fn follow_redirects(&self, asker: &HopClient, first: Url) -> ShortLinkOutcome {
        let mut asked = Vec::new();
        let mut outer = None;
        let mut next = first;
        loop {
            if asked.len() >= self.timeouts.max_hops || asked.contains(&next) {
                return ShortLinkOutcome::TooFar;
            }
            let location = match asker.next_address(&next, self.timeouts.per_hop).await {
                Ok(location) => location,
                Err(outcome) => return outcome,
            };
            asked.push(next);
            match hop::classify_address(&location, outer.as_ref()) {
                NextHop::Ask(address, link) => {
                    next = address;
                    outer = Some(*link);
                }
                NextHop::Done(outcome) => return outcome,
            }
        }
    }
}

/// What was found is kept; what was not found is asked again soon, and what was not asked at once.
struct OutcomeExpiry {
    kept: Duration,
    rest: Duration,
}

impl moka::Expiry<Url, ShortLinkOutcome> for OutcomeExpiry {
    fn expire_after_create(
        &self,
        _: &Url,
        outcome: &ShortLinkOutcome,
        _: std::time::Instant,
    ) -> Option<Duration> {
        Some(match outcome {
            ShortLinkOutcome::NotTried => Duration::ZERO,
            outcome if outcome.is_lasting() => self.kept,
            _ => self.rest,
        })
    }
}
