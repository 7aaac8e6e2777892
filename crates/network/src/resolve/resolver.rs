//! Following short links, from server to server, within times and numbers.
//!
//! A link waits for a slot of its requester and then for one of all. So no more links of one requester than it has slots are in the
//! line of all, and its other links delay nobody.

use std::collections::HashMap;
use std::slice;
use std::sync::Arc;
use std::time::Duration;

use dealink_core::in_flight::{Fetched, InFlightCache};
use dealink_core::requester::{PerRequester, Requester, first_turn};
use dealink_links::parse_address;
use futures::stream::{self, StreamExt};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout, timeout_at};
use url::Url;

use super::dns::DnsGuard;
use super::hop::{NextHop, classify_address};
use super::hop_client::HopClient;
use super::outcome::{ResolveError, ShortLinkOutcome};
use super::transport::{ResolverStartError, ResolverTransport};

/// Follows short links. Cheap to clone; clones share what is known and the bound on questions at a time.
#[derive(Clone)]
pub struct Resolver(pub(super) Arc<ResolverInner>);

pub(super) struct ResolverInner {
    client: Option<HopClient>,
    timeouts: ResolverTimeouts,
    pub(super) slots: Arc<Semaphore>,
    slots_of_requesters: PerRequester<Semaphore>,
    outcomes: InFlightCache<Url, ShortLinkOutcome>,
}

impl Resolver {
    /// A resolver that reaches the short hosts by `transport`.
    pub fn new(transport: ResolverTransport, timeouts: ResolverTimeouts) -> Result<Self, ResolverStartError> {
        let client = match transport {
            ResolverTransport::Internet => Some(HopClient::new("https", DnsGuard::internet())?),
            #[cfg(any(test, feature = "sandbox"))]
            ResolverTransport::Loopback(at) if !at.ip().is_loopback() => {
                return Err(ResolverStartError::NotLoopback);
            }
            #[cfg(any(test, feature = "sandbox"))]
            ResolverTransport::Loopback(at) => Some(HopClient::new("http", DnsGuard::loopback(at))?),
            ResolverTransport::Disabled => None,
        };
        Ok(Resolver::with_client(client, timeouts))
    }

    pub(super) fn with_client(client: Option<HopClient>, timeouts: ResolverTimeouts) -> Self {
        Resolver(Arc::new(ResolverInner {
            client,
            slots: Arc::new(Semaphore::new(timeouts.max_concurrent)),
            // For as long as a link may wait for a slot and then hold it.
            slots_of_requesters: PerRequester::new(timeouts.per_link * 2),
            outcomes: InFlightCache::with_max_batch(timeouts.cache_capacity, 1),
            timeouts,
        }))
    }

    /// Where a short link leads, also one inside a wrapper. An outcome that comes after `deadline` serves the next caller.
    pub(super) async fn resolve(&self, short: &Url, deadline: Instant) -> ShortLinkOutcome {
        let Some(address) = parse_address(short.as_str()).and_then(|link| link.short_address()) else {
            return ShortLinkOutcome::NotTried;
        };
        let fetch = |addresses: Vec<Url>| {
            let inner = self.0.clone();
            async move {
                let mut outcomes = HashMap::new();
                for address in addresses {
                    let value = inner.resolve_address(&address).await;
                    let ttl = inner.ttl(&value);
                    outcomes.insert(address, Fetched { value, ttl });
                }
                outcomes
            }
        };
        let asked = slice::from_ref(&address);
        let mut outcomes = self.0.outcomes.get_or_fetch_until(deadline, asked, fetch).await;
        let is_late = Instant::now() >= deadline;
        outcomes.remove(&address).unwrap_or(match is_late {
            true => ShortLinkOutcome::Failed(ResolveError::Late),
            false => ShortLinkOutcome::NotTried,
        })
    }

    /// Where the short links of one message lead, a few at a time. Each of them has an outcome: those beyond the bound are
    /// [`ShortLinkOutcome::NotTried`], those that are not done when the message's time is up [`ResolveError::Late`].
    pub async fn resolve_all(&self, short: &[Url]) -> HashMap<Url, ShortLinkOutcome> {
        let timeouts = &self.0.timeouts;
        let deadline = Instant::now() + timeouts.per_message;
        let mut outcomes = HashMap::with_capacity(short.len());
        let mut tried = Vec::new();
        for url in short {
            let is_new = outcomes.insert(url.clone(), ShortLinkOutcome::NotTried).is_none();
            if is_new && tried.len() < timeouts.max_links_per_message {
                tried.push(url.clone());
            }
        }
        let late = ShortLinkOutcome::Failed(ResolveError::Late);
        outcomes.extend(tried.iter().map(|url| (url.clone(), late.clone())));
        let asked: Vec<_> = tried
            .into_iter()
            .map(|url| async move {
                let outcome = self.resolve(&url, deadline).await;
                (url, outcome)
            })
            .collect();
        let mut asked = stream::iter(asked).buffer_unordered(timeouts.max_concurrent_per_message);
        // Each link that is late makes room for the next one, which would be begun although nobody can wait for it any more.
        while Instant::now() < deadline
            && let Ok(Some((url, outcome))) = timeout_at(deadline, asked.next()).await
        {
            outcomes.insert(url, outcome);
        }
        outcomes
    }
}

impl ResolverInner {
    /// What was found is kept. What was not found is asked for again soon, and what was not asked at once.
    fn ttl(&self, outcome: &ShortLinkOutcome) -> Duration {
        match outcome {
            ShortLinkOutcome::NotTried => Duration::ZERO,
            ShortLinkOutcome::Leads(_) | ShortLinkOutcome::Elsewhere => self.timeouts.ttl,
            _ => self.timeouts.cooldown,
        }
    }

    /// Asks at an address that `dealink_links` allows.
    async fn resolve_address(&self, address: &Url) -> ShortLinkOutcome {
        let Some(client) = &self.client else { return ShortLinkOutcome::NotTried };
        let slot = first_turn(|requester| self.acquire_slot(requester));
        let Ok(Ok(_slot)) = timeout(self.timeouts.per_link, slot).await else {
            tracing::info!("a short link had no turn");
            return ShortLinkOutcome::NotTried;
        };
        // Without the wait for the slot: one that came late is no fault of the link, and the outcome is kept for all.
        let outcome = timeout(self.timeouts.per_link, self.follow_redirects(client, address.clone())).await;
        let outcome = outcome.unwrap_or(ShortLinkOutcome::Failed(ResolveError::Late));
        let host = address.host_str();
        match &outcome {
            ShortLinkOutcome::Failed(why) => tracing::warn!(host, %why, "a short link could not be followed"),
            ShortLinkOutcome::RobotCheck => {
                tracing::warn!(host, "a robot check stands in front of a short link")
            }
            _ => {}
        }
        outcome
    }

    /// The error never happens: the semaphores are not closed.
    pub(super) async fn acquire_slot(
        &self,
        requester: Requester,
    ) -> Result<[OwnedSemaphorePermit; 2], AcquireError> {
        let max_concurrent = self.timeouts.max_concurrent_per_requester;
        let of_requester =
            self.slots_of_requesters.get_or_insert_with(requester, || Semaphore::new(max_concurrent));
        let own = of_requester.acquire_owned().await?;
        Ok([own, self.slots.clone().acquire_owned().await?])
    }

    async fn follow_redirects(&self, client: &HopClient, first: Url) -> ShortLinkOutcome {
        let mut asked = Vec::new();
        let mut outer = None;
        let mut next = first;
        loop {
            if asked.len() >= self.timeouts.max_hops || asked.contains(&next) {
                return ShortLinkOutcome::TooFar;
            }
            let location = match client.next_address(&next, self.timeouts.per_hop).await {
                Ok(location) => location,
                Err(outcome) => return outcome,
            };
            asked.push(next);
            match classify_address(&location, outer.as_ref()) {
                NextHop::Ask(address, link) => {
                    next = address;
                    outer = Some(*link);
                }
                NextHop::Done(outcome) => return outcome,
            }
        }
    }
}

/// [`ResolverTimeouts::default`] is for the internet; tests make it short.
#[derive(Clone, Debug)]
pub struct ResolverTimeouts {
    /// The longest wait for one server's answer, connecting included.
    pub per_hop: Duration,
    /// The longest wait for one link's turn, and then the longest for all its hops.
    pub per_link: Duration,
    /// The longest wait for all links of one message.
    pub per_message: Duration,
    /// How many servers are asked for one link at most.
    pub max_hops: usize,
    /// How many links of all messages together are followed at once.
    pub max_concurrent: usize,
    /// How many links of one person are followed at once, or of one group or channel.
    pub max_concurrent_per_requester: usize,
    /// How many links of one message are followed at once.
    pub max_concurrent_per_message: usize,
    /// How many links of one message are followed at all.
    pub max_links_per_message: usize,
    /// How long it is kept where a link leads.
    pub ttl: Duration,
    /// How many links are kept.
    pub cache_capacity: u64,
    /// How long a link that could not be followed is not asked for again.
    pub cooldown: Duration,
}

const SHORT_LINK_TARGET_TTL: Duration = Duration::from_secs(24 * 60 * 60);

impl Default for ResolverTimeouts {
    fn default() -> Self {
        ResolverTimeouts {
            per_hop: Duration::from_secs(3),
            per_link: Duration::from_secs(8),
            per_message: Duration::from_secs(15),
            max_hops: 4,
            max_concurrent: 16,
            // What one message may follow at once: three people leave a slot for a fourth.
            max_concurrent_per_requester: 5,
            max_concurrent_per_message: 5,
            max_links_per_message: 50,
            ttl: SHORT_LINK_TARGET_TTL,
            cache_capacity: 20_000,
            cooldown: Duration::from_secs(60),
        }
    }
}
