//! The AliExpress Open Platform as its affiliate program's client: what it says of products that no feed holds.
//!
//! Only what a product page shows is read: title, picture, prices, discount, category, store. **The platform's commission rates
//! are those of AliExpress' own affiliate program. They are never what the network pays, so no field of this room carries one.**
//!
//! One [`OpenPlatform`] stands for one application; its clones share the budget of calls, what is remembered and every rest.
//! Nothing that it cannot say stops an answer: each product that was asked for has an [`Offer`] or an [`NoOffer`]. No error, log
//! line or `Debug` output carries the key, the secret, a signature or an answer's body.

mod call;
mod error;
mod offer;
mod offer_cache;
mod parse;
mod platform_limiter;
mod signature;
mod timeouts;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::Arc;

use futures::future::join;
use secrecy::SecretString;
use tokio::time::{Instant, timeout_at};
use url::Url;

pub use error::{NoOffer, OpenPlatformError};
pub use offer::Offer;
pub use timeouts::OpenPlatformTimeouts;

use self::call::Edition;
use self::offer_cache::OfferCache;
use self::platform_limiter::PlatformLimiter;
use dealink_core::clock::Clock;
use dealink_links::ProductId;

/// Where the platform takes calls.
pub const ENDPOINT: &str = "https://api-sg.aliexpress.com/sync";

/// What is known of one product.
pub type OfferResult = Result<Arc<Offer>, NoOffer>;

/// Whose calls these are.
#[derive(Clone)]
pub struct OpenPlatformAccount {
    /// Where the API is served, [`ENDPOINT`] or a stand-in.
    pub url: Url,
    /// The application's key. Kept out of logs like the secret.
    pub app_key: String,
    /// The application's secret, which signs every call.
    pub app_secret: SecretString,
    /// How many calls a day (UTC) may be sent. The platform publishes no number of its own.
    pub calls_per_day: NonZeroU32,
}

impl fmt::Debug for OpenPlatformAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("host", &self.url.host_str())
            .field("calls_per_day", &self.calls_per_day)
            .finish_non_exhaustive()
    }
}

/// The client. Cheap to clone; clones are the same application to the platform.
#[derive(Clone)]
pub struct OpenPlatform(Arc<OpenPlatformInner>);

/// What the clones of an [`OpenPlatform`] share.
struct OpenPlatformInner {
    account: OpenPlatformAccount,
    http: reqwest::Client,
    clock: Clock,
    timeouts: OpenPlatformTimeouts,
    limiter: PlatformLimiter,
    offer_cache: OfferCache,
}

impl OpenPlatform {
    /// A client for `account` that sends through `http`, signs with the time of `clock` and waits as `timeouts` says.
    ///
    /// `http` needs no timeout of its own, and must follow no redirects.
    pub fn new(
        account: OpenPlatformAccount,
        http: reqwest::Client,
        clock: Clock,
        patience: OpenPlatformTimeouts,
    ) -> Self {
        let pace = PlatformLimiter::new(&patience, account.calls_per_day, clock.clone());
        OpenPlatform(Arc::new(OpenPlatformInner {
            account,
            http,
            clock,
            timeouts: patience,
            limiter: pace,
            offer_cache: OfferCache::default(),
        }))
    }

    /// What the platform says of these products, in lira and in dollars; every one of them is in the map.
    ///
    /// Takes [`Patience::answer`] at most; an answer that comes later serves whoever asks next. Complete answers are remembered
    /// for hours, and equal questions in flight are one.
    pub async fn offers(&self, ids: &[ProductId]) -> HashMap<ProductId, OfferResult> {
        let deadline = Instant::now() + self.0.timeouts.answer;
        let (mut answers, missing) = self.0.offer_cache.split_cached(ids);
        for flight in self.0.offer_cache.join_or_spawn(&missing, |ids| self.clone().fetch_offers(ids)) {
            let Ok(landed) = timeout_at(deadline, flight).await else { continue };
            answers.extend(missing.iter().filter_map(|id| Some((*id, landed.get(id)?.clone()))));
        }
        for id in missing {
            answers.entry(id).or_insert(Err(NoOffer::Failed(OpenPlatformError::Late)));
        }
        answers
    }

    /// Both editions beside each other.
    async fn fetch_offers(self, ids: Vec<ProductId>) -> HashMap<ProductId, OfferResult> {
        let on = self.0.clock.today();
        let (lira, dollars) =
            join(self.0.fetch_details(&ids, Edition::Lira), self.0.fetch_details(&ids, Edition::Dollars))
                .await;
        let absence = lira.as_ref().err().or(dollars.as_ref().err()).cloned();
        let is_complete = absence.is_none();
        let absence = absence.unwrap_or(NoOffer::NoData);
        let (lira, dollars) = (lira.unwrap_or_default(), dollars.unwrap_or_default());
        let answer = |id: ProductId| match (lira.get(&id), dollars.get(&id)) {
            (None, None) => Err(absence.clone()),
            (lira, dollars) => Ok(Arc::new(Offer::merge_editions(id, lira, dollars, on))),
        };
        let answers: HashMap<_, _> = ids.into_iter().map(|id| (id, answer(id))).collect();
        if is_complete {
            self.0.offer_cache.insert_complete(&answers);
        }
        answers
    }
}

impl fmt::Debug for OpenPlatform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenPlatform").field("account", &self.0.account).finish_non_exhaustive()
    }
}
