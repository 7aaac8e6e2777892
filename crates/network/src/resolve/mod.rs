//! Where AliExpress' short links lead: asked over the network, one `Location` header at a time.
//!
//! Only hosts of the table in `links` are ever contacted, by https, at public addresses; a tracker is taken off offline, because
//! following it counts a click. Every address that a server names passes `links` again, and the first one that is not short any
//! more is the answer. Bodies are not read, cookies not kept, redirects not followed by the HTTP client. No error and no log line
//! carries more of a link than its host: the rest is somebody's personal share code.

mod ask;
mod hop;
mod names;
mod patience;
mod public;

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

use ask::Asker;
use dealink_links::{self as links, Link};
use hop::Step;
use names::Guard;
pub use patience::Patience;

/// How the short hosts are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Road {
    /// Over the internet.
    Internet,
    /// The sandbox's internet: every host is served at this address of this machine, without TLS.
    Loopback(SocketAddr),
    /// Not at all: nothing is ever contacted.
    Closed,
}

/// What became of a short link.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
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
    Failed(Why),
    /// It was not asked: it is no short link that may be asked, there were too many, or short links are not followed at all.
    NotTried,
}

impl Outcome {
    /// Whether asking again soon would say the same.
    fn lasts(&self) -> bool {
        matches!(self, Outcome::Leads(_) | Outcome::Elsewhere)
    }
}

/// Why a short link gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
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
pub enum ResolverFault {
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made")]
    Http,
    /// The sandbox's internet must be on this machine.
    #[error("the address is not on this machine")]
    NotLoopback,
}

/// Follows short links. Cheap to clone; clones share what is known and how much is asked at once.
#[derive(Clone)]
pub struct Resolver(Arc<Inner>);

struct Inner {
    asker: Option<Asker>,
    patience: Patience,
    line: Semaphore,
    known: moka::future::Cache<Url, Outcome>,
}

impl Resolver {
    /// A resolver that reaches the short hosts on `road`.
    ///
    /// # Errors
    /// See [`ResolverFault`].
    pub fn new(road: Road, patience: Patience) -> Result<Self, ResolverFault> {
        let asker = match road {
            Road::Internet => Some(Asker::new("https", Guard::internet())?),
            Road::Loopback(at) if !at.ip().is_loopback() => return Err(ResolverFault::NotLoopback),
            Road::Loopback(at) => Some(Asker::new("http", Guard::loopback(at))?),
            Road::Closed => None,
        };
        Ok(Resolver::with(asker, patience))
    }

    fn with(asker: Option<Asker>, patience: Patience) -> Self {
        let known = moka::future::Cache::builder()
            .max_capacity(patience.kept_at_most)
            .expire_after(Freshness { kept: patience.kept, rest: patience.rest })
            .build();
        Resolver(Arc::new(Inner { asker, line: Semaphore::new(patience.at_once), patience, known }))
    }

    /// Where a short link leads, also one inside a wrapper. Equal questions in flight are asked once.
    pub async fn follow(&self, short: &Url) -> Outcome {
        let Some(address) = links::read_address(short.as_str()).and_then(|link| link.short_address()) else {
            return Outcome::NotTried;
        };
        if let Some(known) = self.0.known.get(&address).await {
            return known;
        }
        let inner = self.0.clone();
        // In a task of its own: whoever stops waiting does not stop it for the others.
        let asked =
            tokio::spawn(async move { inner.known.get_with_by_ref(&address, inner.find(&address)).await });
        asked.await.unwrap_or(Outcome::NotTried)
    }

    /// Where the short links of one message lead, a few at a time. Each of them has an outcome: those beyond the bound are
    /// [`Outcome::NotTried`], those that were not done when the message's time was up [`Why::Late`].
    pub async fn follow_all(&self, short: &[Url]) -> HashMap<Url, Outcome> {
        let patience = &self.0.patience;
        let deadline = Instant::now() + patience.message;
        let mut outcomes = HashMap::with_capacity(short.len());
        let mut tried = Vec::new();
        for url in short.iter().filter(|url| outcomes.insert((*url).clone(), Outcome::NotTried).is_none()) {
            if tried.len() < patience.of_one_message {
                tried.push(url.clone());
            }
        }
        outcomes.extend(tried.iter().map(|url| (url.clone(), Outcome::Failed(Why::Late))));
        let asked: Vec<_> = tried
            .into_iter()
            .map(|url| async move {
                let outcome = self.follow(&url).await;
                (url, outcome)
            })
            .collect();
        let mut asked = stream::iter(asked).buffer_unordered(patience.of_one_message_at_once);
        while let Ok(Some((url, outcome))) = timeout_at(deadline, asked.next()).await {
            outcomes.insert(url, outcome);
        }
        outcomes
    }
}

impl Inner {
    /// Asks for an address that `links` allows, and says what came of it.
    async fn find(&self, address: &Url) -> Outcome {
        let Some(asker) = &self.asker else { return Outcome::NotTried };
        let deadline = Instant::now() + self.patience.link;
        let Ok(Ok(_turn)) = timeout_at(deadline, self.line.acquire()).await else {
            tracing::warn!("too many short links at once");
            return Outcome::NotTried;
        };
        let walk = self.walk(asker, address.clone());
        let outcome = timeout_at(deadline, walk).await.unwrap_or(Outcome::Failed(Why::Late));
        let host = address.host_str();
        match &outcome {
            Outcome::Failed(why) => tracing::warn!(host, %why, "a short link could not be followed"),
            Outcome::Wall => tracing::warn!(host, "a robot check stands in front of a short link"),
            _ => {}
        }
        outcome
    }

    async fn walk(&self, asker: &Asker, first: Url) -> Outcome {
        let mut asked = Vec::new();
        let mut outer = None;
        let mut next = first;
        loop {
            if asked.len() >= self.patience.hops || asked.contains(&next) {
                return Outcome::TooFar;
            }
            let location = match asker.ask(&next, self.patience.hop).await {
                Ok(location) => location,
                Err(outcome) => return outcome,
            };
            asked.push(next);
            match hop::read(&location, outer.as_ref()) {
                Step::On(address, link) => {
                    next = address;
                    outer = Some(*link);
                }
                Step::End(outcome) => return outcome,
            }
        }
    }
}

/// What was found is kept; what was not found is asked again soon, and what was not asked at once.
struct Freshness {
    kept: Duration,
    rest: Duration,
}

impl moka::Expiry<Url, Outcome> for Freshness {
    fn expire_after_create(&self, _: &Url, outcome: &Outcome, _: std::time::Instant) -> Option<Duration> {
        Some(match outcome {
            Outcome::NotTried => Duration::ZERO,
            outcome if outcome.lasts() => self.kept,
            _ => self.rest,
        })
    }
}
