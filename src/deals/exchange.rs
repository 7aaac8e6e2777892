//! Exchange rates of the network, kept for some hours; each with its day.

use std::time::Duration;

use futures::future::join_all;
use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::admitad::{Admitad, AdmitadError};
use crate::clock::Clock;
use crate::money::{Currency, Money};

const KEPT: Duration = Duration::from_secs(6 * 60 * 60);
/// A conversion is an extra: an answer does not wait longer for it, nor ask again at once.
const PATIENCE: Duration = Duration::from_secs(3);
const REST_AFTER_FAULT: Duration = Duration::from_secs(60);

/// What one unit of a currency was worth in the program's currency, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The currency that was changed.
    pub of: Currency,
    /// The program's currency.
    pub into: Currency,
    /// Units of `into` for one unit of `of`; above zero.
    pub rate: Decimal,
    /// The day of the rate.
    pub date: Date,
}

impl Rate {
    /// An amount of `of` in `into`; `None` for another currency or on overflow.
    pub fn forward(&self, money: Money) -> Option<Money> {
        (money.currency == self.of).then_some(())?;
        Some(Money::new(money.amount.checked_mul(self.rate)?, self.into))
    }

    /// An amount of `into` in `of`; `None` for another currency or on overflow.
    pub fn back(&self, money: Money) -> Option<Money> {
        (money.currency == self.into).then_some(())?;
        Some(Money::new(money.amount.checked_div(self.rate)?, self.of))
    }
}

/// The rates into one currency. Cheap to clone.
#[derive(Clone)]
pub struct Exchange {
    network: Option<Admitad>,
    into: Currency,
    clock: Clock,
    fresh: moka::future::Cache<Currency, Rate>,
    failed: moka::sync::Cache<Currency, ()>,
}

impl Exchange {
    /// Rates into `into`, the program's currency.
    pub fn new(network: Option<Admitad>, into: Currency, clock: Clock) -> Self {
        let fresh = moka::future::Cache::builder().time_to_live(KEPT).max_capacity(200).build();
        let failed = moka::sync::Cache::builder().time_to_live(REST_AFTER_FAULT).max_capacity(200).build();
        Exchange { network, into, clock, fresh, failed }
    }

    /// The rates of these currencies; one that cannot be had is not in the answer.
    pub async fn rates(&self, of: &[Currency]) -> Vec<Rate> {
        let mut wanted: Vec<Currency> =
            of.iter().copied().filter(|currency| *currency != self.into).collect();
        wanted.sort();
        wanted.dedup();
        join_all(wanted.into_iter().map(|currency| self.rate(currency))).await.into_iter().flatten().collect()
    }

    async fn rate(&self, of: Currency) -> Option<Rate> {
        let network = self.network.as_ref().filter(|_| !self.failed.contains_key(&of))?;
        let asked = self.fresh.try_get_with(of, async {
            let rate = network.exchange_rate(of, self.into, self.clock.today()).await?;
            Ok::<_, AdmitadError>(Rate { of, into: self.into, rate: rate.rate, date: rate.date })
        });
        match tokio::time::timeout(PATIENCE, asked).await {
            Ok(Ok(rate)) => return Some(rate),
            Ok(Err(error)) => tracing::warn!(%error, currency = %of, "no exchange rate"),
            Err(_) => tracing::warn!(currency = %of, "no exchange rate in time"),
        }
        self.failed.insert(of, ());
        None
    }
}
