//! Short links by the network's shortener. They are optional, so answers do not wait long for them: after a wait in vain the same
//! person does not wait again for a while. Others do, because the cause may have been that person's share of the calls. After a
//! fault of the network nobody waits.

use std::collections::HashMap;
use std::slice;
use std::sync::Arc;
use std::time::Duration;

use dealink_core::cooldown::Cooldown;
use dealink_core::in_flight::{Fetched, InFlightCache};
use dealink_core::requester::{PerRequester, Requester};
use dealink_network::affiliate::{AffiliateNetwork, NetworkError};
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
    /// Of those who had no short link.
    cooldowns: Arc<PerRequester<Cooldown>>,
    /// Of all, after a fault of the network.
    outage: Arc<Cooldown>,
}

impl Shortener {
    pub(super) fn new() -> Self {
        let cooldowns = Arc::new(PerRequester::new(COOLDOWN_AFTER_FAILURE));
        Shortener { cache: InFlightCache::new(CACHE_CAPACITY), cooldowns, outage: Arc::default() }
    }

    /// The short form of an affiliate link; the link itself while the shortener does not answer.
    pub(super) async fn shorten(&self, network: &Arc<dyn AffiliateNetwork>, link: Url) -> Url {
        let cooldown = self.cooldowns.get_or_insert_with(Requester::current(), Cooldown::default);
        if cooldown.is_active() || self.outage.is_active() {
            return link;
        }
        let fetch = |links: Vec<Url>| {
            let (network, outage) = (network.clone(), self.outage.clone());
            async move {
                let mut shortened = HashMap::new();
                for link in links {
                    match network.shorten(&link).await {
                        Ok(value) => drop(shortened.insert(link, Fetched { value, ttl: SHORT_LINK_TTL })),
                        Err(error) => {
                            tracing::warn!(%error, "no short link");
                            // Also of a call that nobody waited for so long.
                            if matches!(error, NetworkError::Unavailable(_) | NetworkError::Denied(_)) {
                                outage.start(COOLDOWN_AFTER_FAILURE);
                            }
                        }
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

#[cfg(test)]
mod tests {
    use dealink_core::money::Currency;
    use dealink_network::affiliate::{
        AdSpace, AffiliateProgram, Asked, Deeplink, LinkCheck, ProductRate, QuotedRate,
    };
    use futures::future::{BoxFuture, FutureExt};
    use jiff::civil::Date;
    use parking_lot::Mutex;
    use tokio::time::sleep;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const ADA: Requester = Requester::Person(1);
    const ECE: Requester = Requester::Person(2);

    /// A network that answers each question with this error, after ten seconds.
    struct FailingNetwork {
        error: NetworkError,
        asked: Mutex<Vec<Requester>>,
    }

    impl AffiliateNetwork for FailingNetwork {
        fn shorten<'a>(&'a self, _: &'a Url) -> Asked<'a, Url> {
            async {
                self.asked.lock().push(Requester::current());
                sleep(SECOND * 10).await;
                Err(self.error.clone())
            }
            .boxed()
        }

        fn warm_up(&self) -> BoxFuture<'_, ()> {
            unreachable!()
        }

        fn deeplinks<'a>(&'a self, _: &'a [Url]) -> Asked<'a, Vec<Option<Deeplink>>> {
            unreachable!()
        }

        fn product_rates<'a>(&'a self, _: &'a [Url]) -> Asked<'a, HashMap<String, ProductRate>> {
            unreachable!()
        }

        fn check_link<'a>(&'a self, _: &'a Url) -> Asked<'a, LinkCheck> {
            unreachable!()
        }

        fn ad_space(&self) -> Asked<'_, AdSpace> {
            unreachable!()
        }

        fn program(&self) -> Asked<'_, AffiliateProgram> {
            unreachable!()
        }

        fn exchange_rate(&self, _: Currency, _: Currency, _: Date) -> Asked<'_, QuotedRate> {
            unreachable!()
        }
    }

    /// Who was asked for, and how long Ece waited, when Ada asked twice and Ece after that.
    async fn ask_thrice(error: NetworkError) -> (Vec<Requester>, Duration) {
        let failing = Arc::new(FailingNetwork { error, asked: Mutex::default() });
        let network: Arc<dyn AffiliateNetwork> = failing.clone();
        let shortener = Shortener::new();
        let waited = async |requester: Requester, page: &str| {
            let link: Url = format!("https://ad.example/g/{page}").parse().unwrap();
            let begun = Instant::now();
            let short = requester.scope(shortener.shorten(&network, link.clone())).await;
            assert_eq!(short, link);
            begun.elapsed()
        };
        assert_eq!(waited(ADA, "one").await, MAX_WAIT);
        sleep(SECOND * 10).await;
        assert_eq!(waited(ADA, "two").await, Duration::ZERO);
        let ece = waited(ECE, "three").await;
        (failing.asked.lock().clone(), ece)
    }

    /// Fault: the network's shortener is out of order.
    /// Behaviour: once that is known, nobody waits for it for a minute.
    #[tokio::test(start_paused = true)]
    async fn after_a_fault_of_the_network_nobody_waits() {
        for error in [NetworkError::Unavailable, NetworkError::Denied] {
            assert_eq!(ask_thrice(error("a fault".to_owned())).await, (vec![ADA], Duration::ZERO));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_has_no_turn_costs_nobody_else_their_short_links() {
        for error in [NetworkError::Busy, NetworkError::Refused] {
            assert_eq!(ask_thrice(error("no room".to_owned())).await, (vec![ADA, ECE], MAX_WAIT));
        }
    }
}
