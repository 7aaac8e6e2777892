//! A cache of one value from another service: fetched when it is needed, kept for a while, and used even if it is old when it cannot
//! be fetched.
//!
//! Callers wait no longer than they say, and right after a failure not at all: then the last answer serves. The question goes on
//! in a task of its own, so a late answer serves the next caller. All callers need the value, so it is fetched on behalf of the
//! bot, whoever caused it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::time::Instant;

use crate::cooldown::Cooldown;
use crate::in_flight::{Fetched, InFlightCache};
use crate::requester::Requester;

/// How long it is not asked for again after a failure.
const COOLDOWN_AFTER_FAILURE: Duration = Duration::from_secs(60);

/// The cache. Cheap to clone; clones share their state.
pub struct StaleCache<T>(Arc<StaleCacheInner<T>>);

struct StaleCacheInner<T> {
    ttl: Duration,
    fresh: InFlightCache<(), Arc<T>>,
    last: Mutex<Option<Arc<T>>>,
    cooldown: Cooldown,
}

impl<T> Clone for StaleCache<T> {
    fn clone(&self) -> Self {
        StaleCache(self.0.clone())
    }
}

impl<T: Send + Sync + 'static> StaleCache<T> {
    /// Begins with the value of an earlier run. It counts as old, so it is fetched again.
    pub fn new(ttl: Duration, last: Option<T>) -> Self {
        let last = Mutex::new(last.map(Arc::new));
        StaleCache(Arc::new(StaleCacheInner {
            ttl,
            fresh: InFlightCache::new(1),
            last,
            cooldown: Cooldown::default(),
        }))
    }

    /// The value: the cached one if it is fresh, else the result of `fetch` if it comes within `max_wait`, else the old one.
    pub async fn get_or_fetch<F>(&self, max_wait: Duration, fetch: impl FnOnce() -> F) -> Option<Arc<T>>
    where
        F: Future<Output = Option<T>> + Send + 'static,
    {
        let inner = &self.0;
        if let Some(fresh) = inner.fresh.get(&()) {
            return Some(fresh);
        }
        if inner.cooldown.is_active() {
            return inner.last.lock().clone();
        }
        let mut fetch = Some(fetch);
        // There is one question, so this is called once at most.
        let fetch = |_| {
            let asked = fetch.take().map(|fetch| fetch());
            let (question, ttl) = (SettleOnDrop { inner: inner.clone(), answered: false }, inner.ttl);
            async move {
                let value = match asked {
                    Some(asked) => asked.await.map(Arc::new),
                    None => None,
                };
                let Some(value) = value else { return HashMap::new() };
                question.answer(value.clone());
                HashMap::from([((), Fetched { value, ttl })])
            }
        };
        let deadline = Instant::now() + max_wait;
        let fetched = inner.fresh.get_or_fetch_until(deadline, &[()], fetch);
        let fetched = Requester::Bot.scope(fetched).await;
        // The task settles a question that failed; this is for one that goes on.
        if fetched.is_empty() && Instant::now() >= deadline {
            inner.cooldown.start(COOLDOWN_AFTER_FAILURE);
        }
        inner.last.lock().clone()
    }
}

/// Starts the cooldown when a question fails, also when its task panicked or nobody waits for it any more. An answer ends it.
struct SettleOnDrop<T> {
    inner: Arc<StaleCacheInner<T>>,
    answered: bool,
}

impl<T> SettleOnDrop<T> {
    fn answer(mut self, value: Arc<T>) {
        *self.inner.last.lock() = Some(value);
        self.answered = true;
    }
}

impl<T> Drop for SettleOnDrop<T> {
    fn drop(&mut self) {
        if self.answered {
            self.inner.cooldown.end();
        } else {
            self.inner.cooldown.start(COOLDOWN_AFTER_FAILURE);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures::future::{BoxFuture, FutureExt, join_all};
    use tokio::time::{advance, sleep, timeout};

    use super::*;

    const TTL: Duration = Duration::from_secs(6 * 60 * 60);
    const MAX_WAIT: Duration = Duration::from_secs(3);

    /// A service that answers with the number of requests so far.
    #[derive(Default)]
    struct CountingSource(Arc<AtomicU32>);

    impl CountingSource {
        /// Answers after so many seconds, or fails then.
        fn ask(&self, after: u64, answers: bool) -> impl FnOnce() -> BoxFuture<'static, Option<u32>> + use<> {
            let counter = self.0.clone();
            move || {
                let number = counter.fetch_add(1, Ordering::Relaxed) + 1;
                async move {
                    sleep(Duration::from_secs(after)).await;
                    answers.then_some(number)
                }
                .boxed()
            }
        }
    }

    /// What the cache gives, and after how many seconds.
    async fn get(
        cache: &StaleCache<u32>,
        ask: impl FnOnce() -> BoxFuture<'static, Option<u32>>,
    ) -> (Option<u32>, u64) {
        let begun = Instant::now();
        let value = cache.get_or_fetch(MAX_WAIT, ask).await.map(|value| *value);
        (value, begun.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_asked_for_once_in_its_hours() {
        let (cache, source) = (StaleCache::new(TTL, None), CountingSource::default());
        assert_eq!(get(&cache, source.ask(1, true)).await, (Some(1), 1));
        assert_eq!(get(&cache, source.ask(1, true)).await, (Some(1), 0));
        advance(TTL).await;
        assert_eq!(get(&cache, source.ask(1, true)).await, (Some(2), 1));
    }

    #[tokio::test(start_paused = true)]
    async fn many_who_need_it_at_once_ask_once() {
        let (cache, source) = (StaleCache::new(TTL, None), CountingSource::default());
        let all = (0..20).map(|_| get(&cache, source.ask(2, true)));
        assert!(join_all(all).await.iter().all(|got| *got == (Some(1), 2)));
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_failure_nobody_waits_for_a_minute_and_the_last_one_serves() {
        let (cache, source) = (StaleCache::new(TTL, Some(77)), CountingSource::default());
        assert_eq!(get(&cache, source.ask(1, false)).await, (Some(77), 1));
        assert_eq!(get(&cache, source.ask(1, true)).await, (Some(77), 0));
        advance(COOLDOWN_AFTER_FAILURE).await;
        assert_eq!(get(&cache, source.ask(1, true)).await, (Some(2), 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_answer_is_not_waited_for_and_serves_the_next() {
        let (cache, source) = (StaleCache::new(TTL, None), CountingSource::default());
        assert_eq!(get(&cache, source.ask(5, true)).await, (None, 3));
        assert_eq!(get(&cache, source.ask(5, true)).await, (None, 0), "nobody waits twice");
        sleep(Duration::from_secs(3)).await;
        assert_eq!(get(&cache, source.ask(5, true)).await, (Some(1), 0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_that_nobody_waits_for_counts_from_when_it_failed() {
        let (cache, source) = (StaleCache::new(TTL, Some(77)), CountingSource::default());
        let dropped = timeout(Duration::from_secs(1), get(&cache, source.ask(2, false))).await;
        assert!(dropped.is_err() && !cache.0.cooldown.is_active());
        sleep(Duration::from_secs(2)).await;
        assert_eq!(cache.0.cooldown.remaining(), COOLDOWN_AFTER_FAILURE - Duration::from_secs(1));
        assert_eq!(get(&cache, source.ask(0, true)).await, (Some(77), 0));
        let broken = || async { panic!("a drill") }.boxed();
        advance(COOLDOWN_AFTER_FAILURE).await;
        assert!(cache.get_or_fetch(MAX_WAIT, broken).now_or_never().is_none(), "dropped at once");
        sleep(Duration::from_secs(1)).await;
        assert!(cache.0.cooldown.is_active());
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_after_the_wait_starts_the_minute_again() {
        let (cache, source) = (StaleCache::new(TTL, None), CountingSource::default());
        assert_eq!(get(&cache, source.ask(33, false)).await, (None, 3));
        assert_eq!(cache.0.cooldown.remaining(), COOLDOWN_AFTER_FAILURE);
        sleep(Duration::from_secs(31)).await;
        assert_eq!(cache.0.cooldown.remaining(), COOLDOWN_AFTER_FAILURE - Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_answer_ends_the_cooldown() {
        let second = Duration::from_secs(1);
        let (cache, source) = (StaleCache::new(second, None), CountingSource::default());
        assert_eq!(get(&cache, source.ask(5, true)).await, (None, 3));
        assert!(cache.0.cooldown.is_active());
        sleep(second * 4).await;
        assert!(!cache.0.cooldown.is_active());
        assert_eq!(get(&cache, source.ask(1, true)).await, (Some(2), 1), "the first one is too old");
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_that_breaks_down_is_a_failure() {
        let cache: StaleCache<u32> = StaleCache::new(TTL, None);
        let broken = || async { panic!("a drill") }.boxed();
        assert_eq!(get(&cache, broken).await, (None, 0));
        advance(COOLDOWN_AFTER_FAILURE).await;
        assert_eq!(get(&cache, CountingSource::default().ask(0, true)).await, (Some(1), 0));
    }
}
