//! What the clones of one client share: the account, the budget of calls, and the answers.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;

use dealink_core::clock::Clock;
use dealink_core::in_flight::InFlightCache;
use dealink_links::ProductId;
use secrecy::SecretString;
use url::Url;

use super::error::NoOffer;
use super::offer::Offer;
use super::platform_limiter::PlatformLimiter;
use super::timeouts::OpenPlatformTimeouts;

const CACHE_CAPACITY: u64 = 20_000;
const MAX_PRODUCTS_PER_CALL: usize = 50;

/// The client. Cheap to clone; clones are the same application to the platform.
#[derive(Clone)]
pub struct OpenPlatform(pub(super) Arc<OpenPlatformInner>);

pub(super) struct OpenPlatformInner {
    pub(super) account: OpenPlatformAccount,
    pub(super) http: reqwest::Client,
    pub(super) clock: Clock,
    pub(super) timeouts: OpenPlatformTimeouts,
    pub(super) limiter: PlatformLimiter,
    pub(super) offers: InFlightCache<ProductId, Result<Arc<Offer>, NoOffer>>,
}

impl OpenPlatform {
    /// A client for `account` that signs with the time of `clock`. It sends through `http`, which must follow no redirects and
    /// needs no timeout of its own.
    pub fn new(
        account: OpenPlatformAccount,
        http: reqwest::Client,
        clock: Clock,
        timeouts: OpenPlatformTimeouts,
    ) -> Self {
        let limiter = PlatformLimiter::new(&timeouts, account.calls_per_day, clock.clone());
        let offers = InFlightCache::with_max_batch(CACHE_CAPACITY, MAX_PRODUCTS_PER_CALL);
        OpenPlatform(Arc::new(OpenPlatformInner { account, http, clock, timeouts, limiter, offers }))
    }
}

impl fmt::Debug for OpenPlatform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenPlatform").field("account", &self.0.account).finish_non_exhaustive()
    }
}

#[derive(Clone)]
pub struct OpenPlatformAccount {
    /// Where the API is served, [`super::ENDPOINT`] or a stand-in.
    pub url: Url,
    /// Kept out of logs like the secret.
    pub app_key: String,
    /// Signs every call.
    pub app_secret: SecretString,
    /// How many calls a day (UTC) may be sent. The platform publishes no number of its own.
    pub calls_per_day: NonZeroU32,
}

impl fmt::Debug for OpenPlatformAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenPlatformAccount")
            .field("host", &self.url.host_str())
            .field("calls_per_day", &self.calls_per_day)
            .finish_non_exhaustive()
    }
}
