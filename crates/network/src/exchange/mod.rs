//! Exchange rates into the program's currency, each with its source and its day.
//!
//! The network is asked first, because it is the one that pays; the central bank of Türkiye where the network cannot be asked,
//! does not know the pair, or has an old rate only. Rates are fetched when they are needed and kept for some hours; the last
//! good ones also on the disk. The age of a rate is that of its own day, not of the call that brought it.

mod bulletin;
mod central_bank;
mod rate;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

pub use central_bank::CentralBank;
pub use rate::{ExchangeRate, ExchangeRateSource};

use bulletin::Bulletin;
use rate::is_plausible;

use crate::admitad::Admitad;
use dealink_core::clock::Clock;
use dealink_core::money::{Currency, Decimal};
use dealink_core::stale_cache::StaleCache;

/// A conversion is an extra: an answer does not wait longer for it, whoever is asked.
const MAX_WAIT: Duration = Duration::from_secs(3);
/// The network's share of it, which leaves the bank a moment.
const MAX_NETWORK_WAIT: Duration = Duration::from_secs(2);
/// Currencies are those of the price signs, so they are few.
const MAX_CURRENCIES: u64 = 200;
const BULLETIN: &str = "central_bank";

/// What the network said.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct NetworkQuote {
    rate: Decimal,
    date: Date,
}

/// Keeps the last good exchange rates, so that a start without the services still has some.
pub trait RateStore: Send + Sync {
    /// The record under a name; none where there is none that can be read.
    fn load(&self, name: &str) -> Option<Vec<u8>>;

    /// Puts a record in place of the one before.
    ///
    /// # Errors
    /// Why it could not be stored.
    fn save(&self, name: &str, record: Vec<u8>) -> Result<(), String>;
}

type Shelf = Arc<dyn RateStore>;

/// The rates into one currency. Cheap to clone; clones are one.
#[derive(Clone)]
pub struct Exchange(Arc<ExchangeInner>);

struct ExchangeInner {
    network: Option<Admitad>,
    central_bank: Option<CentralBank>,
    into: Currency,
    clock: Clock,
    stored_rates: Option<Arc<dyn RateStore>>,
    quotes: moka::sync::Cache<Currency, StaleCache<NetworkQuote>>,
    bulletin: StaleCache<Bulletin>,
}

impl Exchange {
    /// Rates into `into`, the program's currency. What was last known is read from `stored_rates`, and written there.
    pub fn new(
        network: Option<Admitad>,
        bank: Option<CentralBank>,
        into: Currency,
        clock: Clock,
        shelf: Option<Arc<dyn RateStore>>,
    ) -> Self {
        let bulletin = StaleCache::new(load_stored(shelf.as_ref(), BULLETIN));
        let quotes = moka::sync::Cache::new(MAX_CURRENCIES);
        Exchange(Arc::new(ExchangeInner {
            network,
            central_bank: bank,
            into,
            clock,
            stored_rates: shelf,
            quotes,
            bulletin,
        }))
    }

    /// The rates of these currencies; one that cannot be had is not in the answer.
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
        let bank = self.central_bank_rate(of, deadline.saturating_duration_since(Instant::now())).await;
        // Of two old ones the younger; of the same day the network's.
        [network, bank].into_iter().flatten().min_by_key(|rate| rate.age)
    }

    async fn network_rate(&self, of: Currency) -> Option<ExchangeRate> {
        let ExchangeInner { into, stored_rates: shelf, clock, .. } = &*self.0;
        let (network, into, today) = (self.0.network.as_ref()?, *into, clock.today());
        let name = format!("network {of} {into}");
        let kept = self.0.quotes.get_with(of, || StaleCache::new(load_stored(shelf.as_ref(), &name)));
        let ask = || {
            let (network, shelf) = (network.clone(), shelf.clone());
            async move {
                match network.exchange_rate(of, into, today).await {
                    Ok(rate) => {
                        let quote = NetworkQuote { rate: rate.rate, date: rate.date };
                        save_stored(shelf.as_ref(), &name, &quote);
                        Some(quote)
                    }
                    Err(error) => {
                        tracing::warn!(%error, currency = %of, "no exchange rate of the network");
                        None
                    }
                }
            }
        };
        let quote = kept.get_or_fetch(MAX_NETWORK_WAIT, ask).await?;
        ExchangeRate::new_if_usable((of, into), quote.rate, ExchangeRateSource::Network, quote.date, today)
    }

    async fn central_bank_rate(&self, of: Currency, patience: Duration) -> Option<ExchangeRate> {
        let ExchangeInner { central_bank: bank, into, stored_rates: shelf, clock, bulletin, .. } = &*self.0;
        let bank = bank.as_ref()?;
        let ask = || {
            let (bank, shelf) = (bank.clone(), shelf.clone());
            async move {
                match bank.fetch_bulletin().await {
                    Ok(bulletin) => {
                        save_stored(shelf.as_ref(), BULLETIN, &bulletin);
                        Some(bulletin)
                    }
                    Err(fault) => {
                        tracing::warn!(%fault, "no exchange rates of the central bank");
                        None
                    }
                }
            }
        };
        let bulletin = bulletin.get_or_fetch(patience, ask).await?;
        let rate = bulletin.rate(of, *into)?;
        ExchangeRate::new_if_usable(
            (of, *into),
            rate,
            ExchangeRateSource::CentralBank,
            bulletin.date,
            clock.today(),
        )
    }
}

fn load_stored<T: DeserializeOwned>(shelf: Option<&Shelf>, name: &str) -> Option<T> {
    serde_json::from_slice(&shelf?.load(name)?).ok()
}

fn save_stored<T: Serialize>(shelf: Option<&Shelf>, name: &str, rates: &T) {
    let Some(shelf) = shelf else { return };
    let saved = serde_json::to_vec(rates).map_err(|error| error.to_string());
    if let Err(error) = saved.and_then(|record| shelf.save(name, record)) {
        tracing::warn!(%error, "exchange rates could not be stored");
    }
}
