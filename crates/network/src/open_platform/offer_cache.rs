//! What is remembered, and what is being asked: the same question is never asked twice at a time, and seldom twice a day.
//!
//! Nothing of a person is in here, so one answer serves everybody.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt, Shared};
use tokio::time::Instant;

use super::{NoOffer, OfferResult};
use dealink_links::ProductId;

/// How long an offer is remembered.
const OFFER_TTL: Duration = Duration::from_secs(6 * 60 * 60);
/// How long it is remembered that there is none: sellers join the program every day.
const NO_OFFER_TTL: Duration = Duration::from_secs(60 * 60);
const CACHE_CAPACITY: u64 = 20_000;
/// Products in one call.
const MAX_PRODUCTS_PER_CALL: usize = 50;

/// A question under way, about up to fifty products.
pub(super) type PendingOffers = Shared<BoxFuture<'static, Arc<HashMap<ProductId, OfferResult>>>>;

/// The answers that are remembered and the questions under way.
pub(super) struct OfferCache {
    kept: moka::sync::Cache<ProductId, (Instant, OfferResult)>,
    pending: Arc<Mutex<HashMap<ProductId, PendingOffers>>>,
}

impl Default for OfferCache {
    fn default() -> Self {
        let kept = moka::sync::Cache::builder().time_to_live(OFFER_TTL).max_capacity(CACHE_CAPACITY).build();
        OfferCache { kept, pending: Arc::default() }
    }
}

impl OfferCache {
    /// The answers that are remembered, and the products that have none, each once.
    pub(super) fn split_cached(
        &self,
        ids: &[ProductId],
    ) -> (HashMap<ProductId, OfferResult>, Vec<ProductId>) {
        let now = Instant::now();
        let (mut known, mut missing) = (HashMap::with_capacity(ids.len()), Vec::new());
        for id in ids {
            match self.kept.get(id).filter(|(until, _)| now < *until) {
                Some((_, answer)) => drop(known.insert(*id, answer)),
                None if missing.contains(id) => {}
                None => missing.push(*id),
            }
        }
        (known, missing)
    }

    /// Remembers complete answers.
    pub(super) fn insert_complete(&self, answers: &HashMap<ProductId, OfferResult>) {
        let now = Instant::now();
        for (id, answer) in answers {
            let time = match answer {
                Ok(_) => OFFER_TTL,
                Err(NoOffer::NoData) => NO_OFFER_TTL,
                Err(_) => continue,
            };
            self.kept.insert(*id, (now + time, answer.clone()));
        }
    }

    /// The questions under way that cover `ids`, new ones for those that nobody asks about yet. A new one is asked in a task of
    /// its own: whoever stops waiting does not stop it for the others.
    pub(super) fn join_or_spawn<F>(
        &self,
        ids: &[ProductId],
        ask: impl Fn(Vec<ProductId>) -> F,
    ) -> Vec<PendingOffers>
    where
        F: Future<Output = HashMap<ProductId, OfferResult>> + Send + 'static,
    {
        // No code that can panic runs under this lock.
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        let mut flights: Vec<PendingOffers> = Vec::new();
        let mut new = Vec::new();
        for id in ids {
            match pending.get(id) {
                Some(flight) if flights.iter().any(|known| known.ptr_eq(flight)) => {}
                Some(flight) => flights.push(flight.clone()),
                None => new.push(*id),
            }
        }
        for batch in new.chunks(MAX_PRODUCTS_PER_CALL) {
            let landing = RemoveOnDrop { pending: self.pending.clone(), ids: batch.to_vec() };
            let asked = ask(batch.to_vec());
            let task = tokio::spawn(async move {
                let _landing = landing;
                Arc::new(asked.await)
            });
            let flight = async move { task.await.unwrap_or_default() }.boxed().shared();
            pending.extend(batch.iter().map(|id| (*id, flight.clone())));
            flights.push(flight);
        }
        flights
    }
}

/// Takes the products off the list of questions under way, also when the asking panicked.
struct RemoveOnDrop {
    pending: Arc<Mutex<HashMap<ProductId, PendingOffers>>>,
    ids: Vec<ProductId>,
}

impl Drop for RemoveOnDrop {
    fn drop(&mut self) {
        let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        for id in &self.ids {
            pending.remove(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::future::join_all;
    use tokio::time::{advance, sleep};

    use super::*;

    fn id(number: u64) -> ProductId {
        (1_005_008_000_000_000 + number).to_string().parse().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn an_absence_is_remembered_for_a_shorter_time_and_a_failure_not_at_all() {
        use super::super::{Offer, OpenPlatformError};

        let flights = OfferCache::default();
        let offer = Arc::new(Offer::merge_editions(id(1), None, None, jiff::civil::date(2026, 11, 22)));
        let failed = Err(NoOffer::Failed(OpenPlatformError::Late));
        let answers = [
            (id(1), Ok(offer)),
            (id(2), Err(NoOffer::NoData)),
            (id(3), Err(NoOffer::OverBudget)),
            (id(4), failed),
        ];
        flights.insert_complete(&answers.into());
        let all = [1, 2, 3, 4].map(id);
        let missing = || flights.split_cached(&all).1;
        assert_eq!(missing(), [id(3), id(4)]);
        advance(NO_OFFER_TTL).await;
        assert_eq!(missing(), [id(2), id(3), id(4)]);
        advance(OFFER_TTL - NO_OFFER_TTL).await;
        assert_eq!(missing(), all);
    }

    #[tokio::test(start_paused = true)]
    async fn questions_that_overlap_share_what_is_under_way() {
        let (flights, asked) = (OfferCache::default(), Arc::new(AtomicUsize::new(0)));
        let ask = |ids: Vec<ProductId>| {
            asked.fetch_add(ids.len(), Ordering::Relaxed);
            async move {
                sleep(Duration::from_secs(1)).await;
                ids.into_iter().map(|id| (id, Err(NoOffer::NoData))).collect()
            }
        };
        let first = flights.join_or_spawn(&[id(1), id(2)], ask);
        let second = flights.join_or_spawn(&[id(2), id(3)], ask);
        assert_eq!((first.len(), second.len()), (1, 2));
        let landed = join_all(second).await;
        assert!(landed[0].contains_key(&id(2)) && landed[1].contains_key(&id(3)));
        assert_eq!(asked.load(Ordering::Relaxed), 3);
        assert!(flights.pending.lock().unwrap().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_that_breaks_down_is_off_the_list() {
        let flights = OfferCache::default();
        let broken = |_| async { panic!("a drill") };
        let landed = join_all(flights.join_or_spawn(&[id(1)], broken)).await;
        assert!(landed[0].is_empty());
        assert!(flights.pending.lock().unwrap().is_empty());
    }
}
