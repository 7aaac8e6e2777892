//! Short links by the network's shortener. They are optional, so answers do not wait long for them: after a wait in vain the same
//! person does not wait again for a while. Others do, because the cause may have been that person's share of the calls.

use std::collections::HashMap;
use std::slice;
use std::sync::Arc;
use std::time::Duration;

use dealink_core::cooldown::Cooldown;
use dealink_core::in_flight::{Fetched, InFlightCache};
use dealink_core::requester::{PerRequester, Requester};
use dealink_network::affiliate::AffiliateNetwork;
use tokio::time::Instant;
use url::Url;

const SHORT_LINK_TTL: Duration = Duration::from_secs(6 * 60 * 60);
const CACHE_CAPACITY: u64 = 10_000;
const MAX_WAIT: Duration = Duration::from_secs(3);
const COOLDOWN_AFTER_FAILURE: Duration = Duration::from_secs(60);

/// Cheap to clone; clones share their state.
#[derive(Clone)]
pub(super) struct Shortener {
    cache: InFlightCache<Url, Url>,
    cooldowns: Arc<PerRequester<Cooldown>>,
}

impl Shortener {
    pub(super) fn new() -> Self {
        let cooldowns = Arc::new(PerRequester::new(COOLDOWN_AFTER_FAILURE));
        Shortener { cache: InFlightCache::new(CACHE_CAPACITY), cooldowns }
    }

    /// The short form of an affiliate link; the link itself while the shortener does not answer.
    pub(super) async fn shorten(&self, network: &Arc<dyn AffiliateNetwork>, link: Url) -> Url {
        let cooldown = self.cooldowns.get_or_insert_with(Requester::current(), Cooldown::default);
        if cooldown.is_active() {
            return link;
        }
        let fetch = |links: Vec<Url>| {
            let network = network.clone();
            async move {
                let mut shortened = HashMap::new();
                for link in links {
                    match network.shorten(&link).await {
                        Ok(value) => drop(shortened.insert(link, Fetched { value, ttl: SHORT_LINK_TTL })),
                        Err(error) => tracing::warn!(%error, "no short link"),
                    }
                }
                shortened
            }
        };
        let deadline = Instant::now() + MAX_WAIT;
        let mut shortened = self.cache.get_or_fetch_until(deadline, slice::from_ref(&link), fetch).await;
        shortened.remove(&link).unwrap_or_else(|| {
            // A failure is logged where it is seen.
            if Instant::now() >= deadline {
                tracing::warn!("no short link in time");
            }
            cooldown.start(COOLDOWN_AFTER_FAILURE);
            link
        })
    }

    /// Forgets all short links: they carry SubIDs, which may be personal.
    pub(super) fn forget(&self) {
        self.cache.clear();
    }
}
