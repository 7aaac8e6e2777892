//! A stand-in of the Admitad API on loopback, with invented products.
//!
//! It answers in the documented wire forms and checks what the API checks: credentials, tokens, scopes, lengths and the
//! calls per minute. A test can slow it down, spoil its answers and count its calls.

mod account;
mod answers;
mod endpoint;
mod fault;
mod http;
mod product_index;
mod seed;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use tokio::time::Instant;
use url::Url;

pub use endpoint::AdmitadEndpoint;
pub use fault::AdmitadFault;
pub use seed::{LinkCheckOutcome, RateForm, SeedProduct, SeedRate, products};

pub const CLIENT_ID: &str = "sandbox-application";
/// Client secret of the only application. It protects nothing.
pub const CLIENT_SECRET: &str = "sandbox-secret-that-opens-nothing";
pub const AD_SPACE: u64 = 2_100_077;
/// The ten characters that identify the ad space inside tracking links.
pub const AD_SPACE_CODE: &str = "d3a1f00b77";
/// The only program that the ad space has joined: AliExpress TR.
pub const PROGRAM: u64 = 14_289;
/// Host of the tracking links.
pub const TRACKER: &str = "rzekl.com";
/// Code of the tracking links: ten characters each for material, ad space and program.
pub const CODE: &str = "1e8d114494d3a1f00b775ea57e11ed";

/// The stand-in. Clones are cheap and share one state.
#[derive(Clone)]
pub struct AdmitadStandIn(Arc<AdmitadServer>);

struct AdmitadServer {
    world: product_index::ProductIndex,
    state: Mutex<AdmitadState>,
    /// Called with each short link that is made: its URL without the scheme, and its target.
    short_link_listener: OnceLock<ShortLinkListener>,
    /// The program's `feeds_info`.
    feeds: OnceLock<serde_json::Value>,
}

type ShortLinkListener = Box<dyn Fn(&str, &str) + Send + Sync>;

struct AdmitadState {
    tokens: HashMap<String, IssuedToken>,
    tokens_issued: u64,
    token_life: Duration,
    /// Targets of short links by their codes.
    short_links: HashMap<String, String>,
    calls: Vec<AdmitadCall>,
    delays: HashMap<AdmitadEndpoint, Duration>,
    faults: HashMap<AdmitadEndpoint, VecDeque<AdmitadFault>>,
    /// Times of the calls of the last minute.
    minute: VecDeque<Instant>,
    per_minute: usize,
    /// The day of the last exchange rates; without one there are rates of every day.
    last_rate_day: Option<Date>,
}

struct IssuedToken {
    until: Instant,
    scope: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdmitadCall {
    pub endpoint: AdmitadEndpoint,
    /// How many links or URLs the call is about.
    pub targets: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdmitadCalls(pub Vec<AdmitadCall>);

impl AdmitadCalls {
    pub fn count(&self, endpoint: AdmitadEndpoint) -> usize {
        self.targets(endpoint).len()
    }

    /// Number of targets of each call of one endpoint.
    pub fn targets(&self, endpoint: AdmitadEndpoint) -> Vec<usize> {
        self.0.iter().filter(|call| call.endpoint == endpoint).map(|call| call.targets).collect()
    }
}

impl AdmitadStandIn {
    /// See [`products`] for the usual seed.
    pub fn new(seed: Vec<SeedProduct>) -> Self {
        AdmitadStandIn(Arc::new(AdmitadServer {
            world: product_index::ProductIndex::new(seed),
            state: Mutex::new(AdmitadState {
                tokens: HashMap::new(),
                tokens_issued: 0,
                token_life: Duration::from_secs(604_800),
                short_links: HashMap::new(),
                calls: Vec::new(),
                delays: HashMap::new(),
                faults: HashMap::new(),
                minute: VecDeque::new(),
                per_minute: 600,
                last_rate_day: None,
            }),
            short_link_listener: OnceLock::new(),
            feeds: OnceLock::new(),
        }))
    }

    /// The API, which can be nested under any path.
    pub fn router(&self) -> axum::Router {
        http::router(self.clone())
    }

    pub fn products(&self) -> &[SeedProduct] {
        self.0.world.products()
    }

    /// The product that a URL leads to: a product page, a tracking link or a short link.
    pub fn product(&self, link: &Url) -> Option<&SeedProduct> {
        self.0.world.product(&self.state().short_links, link)
    }

    /// Sets the function that is called with each new short link: its URL without the scheme, and its target. Only the
    /// first call has an effect.
    pub fn on_short_link(&self, hears: impl Fn(&str, &str) + Send + Sync + 'static) {
        let _ = self.0.short_link_listener.set(Box::new(hears));
    }

    /// Sets the feeds of the program (name, CSV URL, XML URL) and the time when they were made. Only the first call has
    /// an effect.
    pub fn set_feeds(&self, feeds: Vec<(&str, Url, Url)>, at: Timestamp) {
        let at = at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S").to_string();
        let told = feeds.into_iter().map(|(name, csv, xml)| {
            json!({
                "advertiser_last_update": at, "admitad_last_update": at, "name": name, "csv_link": csv, "xml_link": xml,
            })
        });
        let _ = self.0.feeds.set(told.collect());
    }

    pub fn calls(&self) -> AdmitadCalls {
        AdmitadCalls(self.state().calls.clone())
    }

    pub fn reset_calls(&self) {
        self.state().calls.clear();
    }

    pub fn set_delay(&self, endpoint: AdmitadEndpoint, delay: Duration) {
        self.state().delays.insert(endpoint, delay);
    }

    /// Spoils the next `times` answers of one endpoint, after the faults that were ordered before.
    pub fn inject_fault(&self, endpoint: AdmitadEndpoint, fault: AdmitadFault, times: usize) {
        self.state().faults.entry(endpoint).or_default().extend(std::iter::repeat_n(fault, times));
    }

    pub fn clear_faults(&self) {
        let mut state = self.state();
        state.faults.clear();
        state.delays.clear();
    }

    pub fn revoke_tokens(&self) {
        self.state().tokens.clear();
    }

    /// Sets the lifetime of the tokens that are issued from now on.
    pub fn set_token_life(&self, life: Duration) {
        self.state().token_life = life;
    }

    /// Sets how many calls per minute are answered; 600 at the API.
    pub fn set_calls_per_minute(&self, per_minute: usize) {
        self.state().per_minute = per_minute;
    }

    /// Sets the day of the last exchange rates. Whoever asks for a later day is given these, with their day.
    pub fn set_last_rate_day(&self, day: Date) {
        self.state().last_rate_day = Some(day);
    }

    fn last_rate_day(&self) -> Option<Date> {
        self.state().last_rate_day
    }

    fn state(&self) -> MutexGuard<'_, AdmitadState> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
