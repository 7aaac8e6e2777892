//! The rates of currencies: asked of the network, then of the central bank, and kept. The last good ones are stored, so that a
//! start without the services still has some.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use dealink_core::clock::Clock;
use dealink_core::money::Currency;
use dealink_core::stale_cache::StaleCache;
use futures::future::join_all;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use super::bulletin::Bulletin;
use super::central_bank::CentralBank;
use super::rate::{ExchangeRate, ExchangeRateSource};
use crate::affiliate::{AffiliateNetwork, QuotedRate};

/// How long a rate is not asked for again.
const EXCHANGE_RATE_TTL: Duration = Duration::from_secs(6 * 60 * 60);
/// The longest that an answer waits for a rate, whichever source is asked: it can do without one.
pub(super) const MAX_WAIT: Duration = Duration::from_secs(3);
/// The network's part of it; the bank has the rest.
const MAX_NETWORK_WAIT: Duration = Duration::from_secs(2);
/// Currencies are those of the price signs, so they are few.
const MAX_CURRENCIES: u64 = 200;
const BULLETIN_RECORD: &str = "central_bank";

/// Who can be asked, and where the last good rates are stored. A source that is missing is not asked.
#[derive(Clone, Default)]
pub struct ExchangeSources {
    pub network: Option<Arc<dyn AffiliateNetwork>>,
    pub central_bank: Option<CentralBank>,
    pub store: Option<Arc<dyn RateStore>>,
}

/// The rates into one currency. Cheap to clone; clones share their state.
#[derive(Clone)]
pub struct Exchange(Arc<ExchangeInner>);

struct ExchangeInner {
    network: Option<Arc<dyn AffiliateNetwork>>,
    central_bank: Option<CentralBank>,
    into: Currency,
    clock: Clock,
    records: RateRecords,
    quotes: moka::sync::Cache<Currency, StaleCache<QuotedRate>>,
    bulletin: StaleCache<Bulletin>,
}

impl Exchange {
    /// Rates into `into`, the program's currency.
    pub fn new(sources: ExchangeSources, into: Currency, clock: Clock) -> Self {
        let ExchangeSources { network, central_bank, store } = sources;
        let records = RateRecords(store);
        let bulletin = StaleCache::new(EXCHANGE_RATE_TTL, records.load(BULLETIN_RECORD));
        let quotes = moka::sync::Cache::new(MAX_CURRENCIES);
        Exchange(Arc::new(ExchangeInner { network, central_bank, into, clock, records, quotes, bulletin }))
    }

    /// The rates of these currencies; a rate that is not available is missing.
    pub async fn rates(&self, of: &[Currency]) -> Vec<ExchangeRate> {
        let mut wanted: Vec<Currency> =
            of.iter().copied().filter(|currency| *currency != self.0.into).collect();
        wanted.sort();
        wanted.dedup();
        join_all(wanted.into_iter().map(|currency| self.rate(currency))).await.into_iter().flatten().collect()
    }

    async fn rate(&self, of: Currency) -> Option<ExchangeRate> {
        let deadline = Instant::now() + MAX_WAIT;
        let network = self.network_rate(of).await;
        if network.is_some_and(|rate| !rate.is_old()) {
            return network;
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let central_bank = self.central_bank_rate(of, left).await;
        // Of two old ones the younger; of the same day the network's.
        [network, central_bank].into_iter().flatten().min_by_key(|rate| rate.age)
    }

    async fn network_rate(&self, of: Currency) -> Option<ExchangeRate> {
        let ExchangeInner { into, records, clock, quotes, .. } = &*self.0;
        let (network, into, today) = (self.0.network.clone()?, *into, clock.today());
        let record = format!("network {of} {into}");
        let cache = quotes.get_with(of, || StaleCache::new(EXCHANGE_RATE_TTL, records.load(&record)));
        let fetch = || {
            let records = records.clone();
            async move { records.store(&record, network.exchange_rate(of, into, today).await) }
        };
        let quote = cache.get_or_fetch(MAX_NETWORK_WAIT, fetch).await?;
        ExchangeRate::new_if_usable((of, into), quote.rate, ExchangeRateSource::Network, quote.date, today)
    }

    async fn central_bank_rate(&self, of: Currency, max_wait: Duration) -> Option<ExchangeRate> {
        let ExchangeInner { into, records, clock, bulletin, .. } = &*self.0;
        let (central_bank, into, today) = (self.0.central_bank.clone()?, *into, clock.today());
        let fetch = || {
            let records = records.clone();
            async move { records.store(BULLETIN_RECORD, central_bank.fetch_bulletin().await) }
        };
        let bulletin = bulletin.get_or_fetch(max_wait, fetch).await?;
        let (rate, source) = (bulletin.rate(of, into)?, ExchangeRateSource::CentralBank);
        ExchangeRate::new_if_usable((of, into), rate, source, bulletin.date, today)
    }
}

/// Where records are stored. A record is what this module wrote, byte for byte.
pub trait RateStore: Send + Sync {
    /// The record under a name; `None` where there is none that can be read.
    fn load(&self, name: &str) -> Option<Vec<u8>>;

    /// Puts a record in place of the one before. The error is the reason, for the log.
    fn save(&self, name: &str, record: Vec<u8>) -> Result<(), String>;
}

/// A store, or none: then nothing outlives the process.
#[derive(Clone)]
struct RateRecords(Option<Arc<dyn RateStore>>);

impl RateRecords {
    fn load<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_slice(&self.0.as_ref()?.load(name)?).ok()
    }

    /// Stores what was fetched, or logs why there is nothing.
    fn store<T: Serialize>(&self, name: &str, fetched: Result<T, impl Display>) -> Option<T> {
        let rates = match fetched {
            Ok(rates) => rates,
            Err(error) => {
                tracing::warn!(%error, of = name, "no exchange rates");
                return None;
            }
        };
        if let Some(store) = &self.0 {
            let record = serde_json::to_vec(&rates).map_err(|error| error.to_string());
            if let Err(error) = record.and_then(|record| store.save(name, record)) {
                tracing::warn!(%error, "exchange rates could not be stored");
            }
        }
        Some(rates)
    }
}
