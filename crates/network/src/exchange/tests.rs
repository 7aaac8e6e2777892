//! Which source is asked, what serves when none answers, and what a start finds in the store.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dealink_core::clock::Clock;
use dealink_core::money::Currency;
use dealink_sandbox::Sandbox;
use dealink_sandbox::admitad::{AdmitadEndpoint, AdmitadFault};
use dealink_sandbox::bank::BulletinFault;
use dealink_sandbox::telegram::TelegramOptions;
use futures::future::join_all;
use jiff::Timestamp;
use tokio::net::TcpListener;

use super::rates::MAX_WAIT;
use super::*;
use crate::admitad::{Admitad, AdmitadTimeouts, sandbox_account};
use crate::affiliate::AffiliateNetwork;

/// A Sunday: the bank's bulletin is of Friday, the 20th.
const TODAY: &str = "2026-11-22T12:00:00Z";

/// What outlives a start.
#[derive(Default)]
struct Records(Mutex<HashMap<String, Vec<u8>>>);

impl RateStore for Records {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(name).cloned()
    }

    fn save(&self, name: &str, record: Vec<u8>) -> Result<(), String> {
        self.0.lock().unwrap().insert(name.to_owned(), record);
        Ok(())
    }
}

struct ExchangeSetup {
    world: Sandbox,
    records: Arc<Records>,
}

impl ExchangeSetup {
    async fn new() -> ExchangeSetup {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let options = TelegramOptions { clock: clock(TODAY), ..TelegramOptions::default() };
        ExchangeSetup { world: Sandbox::start_empty(listener, options).unwrap(), records: Arc::default() }
    }

    fn network(&self) -> Arc<dyn AffiliateNetwork> {
        let timeouts = AdmitadTimeouts {
            retry: AdmitadTimeouts::default().retry.with_max_retries(0),
            attempt: Duration::from_millis(400),
            ..AdmitadTimeouts::default()
        };
        let account = sandbox_account(self.world.admitad_url());
        Arc::new(Admitad::new(account, reqwest::Client::new(), timeouts))
    }

    fn bank(&self) -> CentralBank {
        CentralBank::new(self.world.bank_url(), reqwest::Client::new())
    }

    /// A new start on that day.
    fn exchange(&self, network: bool, bank: bool, now: &str) -> Exchange {
        let sources = ExchangeSources {
            network: network.then(|| self.network()),
            central_bank: bank.then(|| self.bank()),
            store: Some(self.records.clone()),
        };
        Exchange::new(sources, Currency::USD, clock(now))
    }
}

fn clock(now: &str) -> Clock {
    Clock::fixed(now.parse::<Timestamp>().unwrap())
}

async fn rate(exchange: &Exchange, of: &str) -> Option<(ExchangeRateSource, String, u32)> {
    let rates = exchange.rates(&[of.parse().unwrap()]).await;
    rates.first().map(|rate| (rate.source, rate.rate.round_dp(5).normalize().to_string(), rate.age))
}

fn network(rate: &str) -> Option<(ExchangeRateSource, String, u32)> {
    Some((ExchangeRateSource::Network, rate.to_owned(), 0))
}

fn bank(rate: &str, age: u32) -> Option<(ExchangeRateSource, String, u32)> {
    Some((ExchangeRateSource::CentralBank, rate.to_owned(), age))
}

#[tokio::test]
async fn the_network_is_asked_first_and_once_in_its_hours() {
    let setting = ExchangeSetup::new().await;
    let exchange = setting.exchange(true, true, TODAY);
    for _ in 0..3 {
        assert_eq!(rate(&exchange, "TRY").await, network("0.0236"));
    }
    assert_eq!(setting.world.admitad.calls().count(AdmitadEndpoint::Exchange), 1);
    assert_eq!(setting.world.bank.calls(), 0, "the bank was not needed");
    assert!(exchange.rates(&[Currency::USD]).await.is_empty(), "the program's own currency has no rate");
}

#[tokio::test]
async fn the_bank_serves_what_the_network_does_not_know_or_say() {
    let setting = ExchangeSetup::new().await;
    let exchange = setting.exchange(true, true, TODAY);
    assert_eq!(rate(&exchange, "CHF").await, bank("1.24497", 2), "the network does not know it");
    setting.world.admitad.inject_fault(AdmitadEndpoint::Exchange, AdmitadFault::Status(500), 100);
    assert_eq!(rate(&exchange, "TRY").await, bank("0.02359", 2));
    assert_eq!(rate(&exchange, "JPY").await, bank("0.00642", 2), "its unit is a hundred");
    assert_eq!(rate(&exchange, "XDR").await, None, "the bank does not sell it");
    assert_eq!(rate(&exchange, "XXX").await, None);
    assert_eq!(setting.world.bank.calls(), 1, "one bulletin holds them all");
    let keyless = setting.exchange(false, true, TODAY);
    assert_eq!(rate(&keyless, "EUR").await, bank("1.1594", 2));
}

#[tokio::test]
async fn of_an_old_and_a_new_rate_the_new_one_serves() {
    let setting = ExchangeSetup::new().await;
    let first = setting.exchange(true, true, TODAY);
    assert_eq!(rate(&first, "TRY").await, network("0.0236"));
    setting.world.admitad.inject_fault(AdmitadEndpoint::Exchange, AdmitadFault::Status(500), 100);
    setting.world.bank.inject_fault(&BulletinFault::OfDay(jiff::civil::date(2026, 11, 26)), 1);
    let later = setting.exchange(true, true, "2026-11-27T12:00:00Z");
    assert_eq!(rate(&later, "TRY").await, bank("0.02359", 1), "the network's last one is five days old");
}

#[tokio::test]
async fn the_age_of_the_networks_rate_counts_from_its_own_day() {
    let setting = ExchangeSetup::new().await;
    setting.world.admitad.set_last_rate_day(jiff::civil::date(2026, 11, 18));
    let alone = setting.exchange(true, false, TODAY);
    assert_eq!(rate(&alone, "TRY").await, Some((ExchangeRateSource::Network, "0.0236".to_owned(), 4)));
    let both = setting.exchange(true, true, TODAY);
    assert_eq!(rate(&both, "TRY").await, bank("0.02359", 2), "the bank's is younger");
    setting.world.admitad.set_last_rate_day(jiff::civil::date(2026, 10, 20));
    let fresh = ExchangeSetup { records: Arc::default(), ..setting };
    assert_eq!(rate(&fresh.exchange(true, false, TODAY), "TRY").await, None, "long past");
}

#[tokio::test]
async fn the_last_good_rates_outlive_a_restart_and_grow_old() {
    let setting = ExchangeSetup::new().await;
    let first = setting.exchange(true, true, TODAY);
    assert_eq!(rate(&first, "TRY").await, network("0.0236"));
    assert_eq!(rate(&first, "CHF").await, bank("1.24497", 2));
    setting.world.admitad.inject_fault(AdmitadEndpoint::Exchange, AdmitadFault::Status(500), 100);
    setting.world.bank.inject_fault(&BulletinFault::Status(500), 100);
    let start = |now: &str| setting.exchange(true, true, now);
    assert_eq!(rate(&start(TODAY), "TRY").await, network("0.0236"));
    let old = rate(&start("2026-11-26T12:00:00Z"), "TRY").await;
    assert_eq!(old, Some((ExchangeRateSource::Network, "0.0236".to_owned(), 4)));
    assert_eq!(rate(&start("2026-12-20T12:00:00Z"), "CHF").await, bank("1.24497", 30));
    assert_eq!(rate(&start("2026-12-21T12:00:00Z"), "CHF").await, None, "long past");
    assert_eq!(rate(&start("2026-11-18T12:00:00Z"), "TRY").await, None, "of a day to come");
    assert_eq!(rate(&start(TODAY), "EUR").await, bank("1.1594", 2), "the whole bulletin is kept");
}

#[tokio::test]
async fn whatever_the_bank_answers_there_is_a_true_rate_or_none() {
    use BulletinFault::*;
    let day = jiff::civil::date;
    for (fault, expected) in [
        (Status(404), None),
        (Html, None),
        (Half, None),
        (Oversized, None),
        (ZeroPrices, None),
        (Without("USD"), None),
        (Without("EUR"), bank("0.02359", 2)),
        (OfDay(day(2026, 11, 18)), bank("0.02359", 4)),
        (OfDay(day(2026, 11, 23)), bank("0.02359", 0)),
        (OfDay(day(2026, 11, 24)), None),
        (OfDay(day(2026, 10, 1)), None),
    ] {
        let setting = ExchangeSetup::new().await;
        setting.world.bank.inject_fault(&fault, 1);
        let exchange = setting.exchange(false, true, TODAY);
        assert_eq!(rate(&exchange, "TRY").await, expected, "{fault:?}");
        assert_eq!(rate(&exchange, "TRY").await, expected, "{fault:?}, again");
        assert_eq!(setting.world.bank.calls(), 1, "{fault:?}: a cooldown");
    }
}

#[tokio::test]
async fn a_silent_bank_is_waited_for_once() {
    let setting = ExchangeSetup::new().await;
    setting.world.bank.inject_fault(&BulletinFault::Hang, 100);
    setting.world.admitad.inject_fault(AdmitadEndpoint::Exchange, AdmitadFault::Hang, 100);
    let exchange = Arc::new(setting.exchange(true, true, TODAY));
    let begun = std::time::Instant::now();
    let all = [rate(&exchange, "TRY"), rate(&exchange, "EUR"), rate(&exchange, "TRY")];
    assert_eq!(join_all(all).await, [None, None, None]);
    assert_eq!(rate(&exchange, "TRY").await, None);
    assert_eq!(rate(&exchange, "GBP").await, None);
    assert!(begun.elapsed() < 2 * MAX_WAIT, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn without_anybody_to_ask_there_is_no_rate() {
    let setting = ExchangeSetup::new().await;
    assert_eq!(rate(&setting.exchange(false, false, TODAY), "TRY").await, None);
}
