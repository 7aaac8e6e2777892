//! An Admitad API server on loopback, with invented products: what a newcomer tries and tests ask.
//!
//! It speaks the API's wire forms as documented and checks what the API checks: credentials, tokens, scopes,
//! lengths, the budget of calls. The knobs slow it down, spoil its answers and count what it was
//! asked.

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
use jiff::tz::TimeZone;
use serde_json::json;
use tokio::time::Instant;
use url::Url;

pub use endpoint::Endpoint;
pub use fault::AdmitadFault;
pub use seed::{LinkCheckOutcome, RateForm, SeedProduct, SeedRate, products};

/// The application that the stand-in knows.
pub const CLIENT_ID: &str = "sandbox-application";
/// Its secret, which protects nothing.
pub const CLIENT_SECRET: &str = "sandbox-secret-that-opens-nothing";
/// The number of the only ad space.
pub const AD_SPACE: u64 = 2_100_077;
/// The ten characters that name the ad space inside tracking links.
pub const AD_SPACE_CODE: &str = "d3a1f00b77";
/// The only program that the ad space is connected to: AliExpress TR.
pub const PROGRAM: u64 = 14_289;
/// The host of the tracking links.
pub const TRACKER: &str = "rzekl.com";
/// The code of the tracking links: material, ad space and program, ten characters each.
pub const CODE: &str = "1e8d114494d3a1f00b775ea57e11ed";

/// The server. Cheap to clone; clones are one server.
#[derive(Clone)]
pub struct AdmitadStandIn(Arc<AdmitadServer>);

struct AdmitadServer {
    world: product_index::ProductIndex,
    state: Mutex<AdmitadState>,
    /// Hears of each short link that is made: its address without the scheme, and what it leads to.
    short_link_listener: OnceLock<ShortLinkListener>,
    /// What the program's `feeds_info` tells.
    feeds: OnceLock<serde_json::Value>,
}

/// See [`AdmitadStandIn::on_short_link`].
type ShortLinkListener = Box<dyn Fn(&str, &str) + Send + Sync>;

/// What changes while the server runs.
struct AdmitadState {
    /// When each token ends.
    tokens: HashMap<String, IssuedToken>,
    tokens_issued: u64,
    token_life: Duration,
    /// Short codes and the links behind them.
    short_links: HashMap<String, String>,
    calls: Vec<AdmitadCall>,
    delays: HashMap<Endpoint, Duration>,
    faults: HashMap<Endpoint, VecDeque<AdmitadFault>>,
    /// When the calls of the last minute came.
    minute: VecDeque<Instant>,
    per_minute: usize,
}

struct IssuedToken {
    until: Instant,
    scope: String,
}

/// A call that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdmitadCall {
    /// The method.
    pub endpoint: Endpoint,
    /// How many links, addresses or targets it asked about.
    pub targets: usize,
}

/// The calls that came in, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdmitadCalls(pub Vec<AdmitadCall>);

impl AdmitadCalls {
    /// How many calls of a method there were.
    pub fn count(&self, endpoint: Endpoint) -> usize {
        self.targets(endpoint).len()
    }

    /// How many targets each call of a method had.
    pub fn targets(&self, endpoint: Endpoint) -> Vec<usize> {
        self.0.iter().filter(|call| call.endpoint == endpoint).map(|call| call.targets).collect()
    }
}

impl AdmitadStandIn {
    /// A server that knows these products; see [`products`].
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
            }),
            short_link_listener: OnceLock::new(),
            feeds: OnceLock::new(),
        }))
    }

    /// The API's methods, to be served under any prefix.
    pub fn router(&self) -> axum::Router {
        http::router(self.clone())
    }

    /// The products that it knows.
    pub fn products(&self) -> &[SeedProduct] {
        self.0.world.products()
    }

    /// The product that an address leads to: a page, a tracking link, or a short link of the seed.
    pub fn product(&self, link: &Url) -> Option<&SeedProduct> {
        self.0.world.product(&self.state().short_links, link)
    }

    /// Lets somebody hear of each short link that is made, by its address without the scheme and what it leads to. The first
    /// one who asks for it.
    pub fn on_short_link(&self, hears: impl Fn(&str, &str) + Send + Sync + 'static) {
        let _ = self.0.short_link_listener.set(Box::new(hears));
    }

    /// Lets the program tell of these feeds: name, CSV and XML. They were made at this time. The first ones count.
    pub fn set_feeds(&self, feeds: Vec<(&str, Url, Url)>, at: Timestamp) {
        let at = at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S").to_string();
        let told = feeds.into_iter().map(|(name, csv, xml)| {
            json!({
                "advertiser_last_update": at, "admitad_last_update": at, "name": name, "csv_link": csv, "xml_link": xml,
            })
        });
        let _ = self.0.feeds.set(told.collect());
    }

    /// What it was asked so far.
    pub fn calls(&self) -> AdmitadCalls {
        AdmitadCalls(self.state().calls.clone())
    }

    /// Forgets what it was asked.
    pub fn reset_calls(&self) {
        self.state().calls.clear();
    }

    /// Makes every answer of a method take this long.
    pub fn set_delay(&self, endpoint: Endpoint, delay: Duration) {
        self.state().delays.insert(endpoint, delay);
    }

    /// Spoils the next `times` answers of a method, after those that are to be spoilt already.
    pub fn inject_fault(&self, endpoint: Endpoint, fault: AdmitadFault, times: usize) {
        self.state().faults.entry(endpoint).or_default().extend(std::iter::repeat_n(fault, times));
    }

    /// Ends all faults and delays.
    pub fn clear_faults(&self) {
        let mut state = self.state();
        state.faults.clear();
        state.delays.clear();
    }

    /// Forgets every token that it issued.
    pub fn revoke_tokens(&self) {
        self.state().tokens.clear();
    }

    /// How long the tokens live that it issues from now on.
    pub fn set_token_life(&self, life: Duration) {
        self.state().token_life = life;
    }

    /// How many calls it takes in a minute: 600, as the API.
    pub fn set_calls_per_minute(&self, per_minute: usize) {
        self.state().per_minute = per_minute;
    }

    fn state(&self) -> MutexGuard<'_, AdmitadState> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
