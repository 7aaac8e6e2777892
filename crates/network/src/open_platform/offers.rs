//! Asking for many products at once: what is kept, what is under way, and what is asked for now.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use dealink_core::in_flight::Fetched;
use dealink_links::ProductId;
use futures::future::join;
use tokio::time::Instant;

use super::call::Edition;
use super::client::{OpenPlatform, OpenPlatformInner};
use super::error::{NoOffer, OpenPlatformError};
use super::offer::Offer;

const OFFER_TTL: Duration = Duration::from_secs(6 * 60 * 60);
/// Shorter, because sellers join the program every day.
const NO_OFFER_TTL: Duration = Duration::from_secs(60 * 60);

/// What is known of one product.
pub type OfferResult = Result<Arc<Offer>, NoOffer>;

impl OpenPlatform {
    /// What the platform says of these products, in lira and in dollars; every one of them is in the map.
    ///
    /// Takes [`super::OpenPlatformTimeouts::answer`] at most. An answer that comes later serves the next caller.
    pub async fn offers(&self, ids: &[ProductId]) -> HashMap<ProductId, OfferResult> {
        let deadline = Instant::now() + self.0.timeouts.answer;
        let fetch = |ids: Vec<ProductId>| {
            let inner = self.0.clone();
            async move { inner.fetch_offers(ids).await }
        };
        let mut offers = self.0.offers.get_or_fetch_until(deadline, ids, fetch).await;
        for id in ids {
            offers.entry(*id).or_insert(Err(NoOffer::Failed(OpenPlatformError::Late)));
        }
        offers
    }
}

impl OpenPlatformInner {
    /// Asks for both editions beside each other.
    async fn fetch_offers(&self, ids: Vec<ProductId>) -> HashMap<ProductId, Fetched<OfferResult>> {
        let today = self.clock.today();
        let (lira, dollars) =
            join(self.fetch_details(&ids, Edition::Lira), self.fetch_details(&ids, Edition::Dollars)).await;
        let failure = lira.as_ref().err().or(dollars.as_ref().err()).cloned();
        let (lira, dollars) = (lira.unwrap_or_default(), dollars.unwrap_or_default());
        let offer = |id: ProductId| {
            let value = match (lira.get(&id), dollars.get(&id)) {
                (None, None) => Err(failure.clone().unwrap_or(NoOffer::NoData)),
                (lira, dollars) => Ok(Arc::new(Offer::merge_editions(id, lira, dollars, today))),
            };
            let ttl = match (&failure, &value) {
                // An offer of one edition alone is asked for again.
                (Some(_), _) => Duration::ZERO,
                (None, Ok(_)) => OFFER_TTL,
                (None, Err(_)) => NO_OFFER_TTL,
            };
            (id, Fetched { value, ttl })
        };
        ids.into_iter().map(offer).collect()
    }
}
