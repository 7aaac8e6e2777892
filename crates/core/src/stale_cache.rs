//! One thing that somebody else knows: asked for when it is needed, remembered for some hours, and better old than not at all.
//!
//! Who needs it waits no longer than their patience, and nobody waits again right after that was in vain. The question itself
//! goes on in a task of its own, so a slow answer serves whoever comes next.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt, Shared};
use tokio::time::{Instant, timeout};

/// How long an answer is not asked for again.
const FRESH_FOR: Duration = Duration::from_secs(6 * 60 * 60);
/// How long nobody waits after a failure.
const COOLDOWN_AFTER_FAILURE: Duration = Duration::from_secs(60);

/// The thing. Cheap to clone; clones are one.
pub struct StaleCache<T>(Arc<Mutex<StaleCacheState<T>>>);

struct StaleCacheState<T> {
    last: Option<Arc<T>>,
    fresh_until: Option<Instant>,
    cooldown_until: Option<Instant>,
    asking: Option<Shared<BoxFuture<'static, ()>>>,
}

impl<T> Clone for StaleCache<T> {
    fn clone(&self) -> Self {
        StaleCache(self.0.clone())
    }
}

impl<T: Send + Sync + 'static> StaleCache<T> {
    /// Begins with what is known from earlier, which is asked for anew all the same.
    pub fn new(last: Option<T>) -> Self {
        StaleCache(Arc::new(Mutex::new(StaleCacheState {
            last: last.map(Arc::new),
            fresh_until: None,
            cooldown_until: None,
            asking: None,
        })))
    }

    /// The thing: as it is kept, else as `ask` brings it within `patience`, else the last one there was.
    pub async fn get_or_fetch<F>(&self, patience: Duration, ask: impl FnOnce() -> F) -> Option<Arc<T>>
    where
        F: Future<Output = Option<T>> + Send + 'static,
    {
        let asking = {
            let mut state = self.lock_state();
            let now = Instant::now();
            if [state.fresh_until, state.cooldown_until].into_iter().flatten().any(|until| now < until) {
                return state.last.clone();
            }
            let begun = state.asking.take().unwrap_or_else(|| self.spawn_fetch(ask()));
            state.asking = Some(begun.clone());
            begun
        };
        let in_time = timeout(patience, asking).await;
        let mut state = self.lock_state();
        if in_time.is_err() {
            state.cooldown_until = Some(Instant::now() + COOLDOWN_AFTER_FAILURE);
        }
        state.last.clone()
    }

    fn spawn_fetch(
        &self,
        asked: impl Future<Output = Option<T>> + Send + 'static,
    ) -> Shared<BoxFuture<'static, ()>> {
        let kept = self.clone();
        let task = tokio::spawn(async move {
            let mut asked_for = SettleOnDrop { kept: &kept, brought: None };
            asked_for.brought = asked.await;
        });
        task.map(drop).boxed().shared()
    }

    fn settle(&self, brought: Option<T>) {
        let mut state = self.lock_state();
        state.asking = None;
        let now = Instant::now();
        match brought {
            Some(brought) => {
                state.last = Some(Arc::new(brought));
                state.fresh_until = Some(now + FRESH_FOR);
                state.cooldown_until = None;
            }
            None => state.cooldown_until = Some(now + COOLDOWN_AFTER_FAILURE),
        }
    }

    /// No code that can panic runs under this lock.
    fn lock_state(&self) -> MutexGuard<'_, StaleCacheState<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Settles the question, also when its asking broke down: then it was asked in vain.
struct SettleOnDrop<'a, T: Send + Sync + 'static> {
    kept: &'a StaleCache<T>,
    brought: Option<T>,
}

impl<T: Send + Sync + 'static> Drop for SettleOnDrop<'_, T> {
    fn drop(&mut self) {
        self.kept.settle(self.brought.take());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::time::{advance, sleep};

    use super::*;

    const MAX_WAIT: Duration = Duration::from_secs(3);

    struct CountingSource(Arc<AtomicU32>);

    impl CountingSource {
        fn new() -> Self {
            CountingSource(Arc::default())
        }

        /// Brings the number of the question, or nothing, after a while.
        fn ask(&self, after: u64, brings: bool) -> impl FnOnce() -> BoxFuture<'static, Option<u32>> + use<> {
            let counter = self.0.clone();
            move || {
                let number = counter.fetch_add(1, Ordering::Relaxed) + 1;
                async move {
                    sleep(Duration::from_secs(after)).await;
                    brings.then_some(number)
                }
                .boxed()
            }
        }
    }

    async fn got(
        kept: &StaleCache<u32>,
        ask: impl FnOnce() -> BoxFuture<'static, Option<u32>>,
    ) -> (Option<u32>, u64) {
        let begun = Instant::now();
        let got = kept.get_or_fetch(MAX_WAIT, ask).await.map(|got| *got);
        (got, begun.elapsed().as_secs())
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_asked_for_once_in_its_hours() {
        let (kept, asked) = (StaleCache::new(None), CountingSource::new());
        assert_eq!(got(&kept, asked.ask(1, true)).await, (Some(1), 1));
        assert_eq!(got(&kept, asked.ask(1, true)).await, (Some(1), 0));
        advance(FRESH_FOR).await;
        assert_eq!(got(&kept, asked.ask(1, true)).await, (Some(2), 1));
    }

    #[tokio::test(start_paused = true)]
    async fn many_who_need_it_at_once_ask_once() {
        let (kept, asked) = (StaleCache::new(None), CountingSource::new());
        let all = (0..20).map(|_| got(&kept, asked.ask(2, true)));
        assert!(futures::future::join_all(all).await.iter().all(|got| *got == (Some(1), 2)));
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_failure_nobody_waits_for_a_minute_and_the_last_one_serves() {
        let (kept, asked) = (StaleCache::new(Some(77)), CountingSource::new());
        assert_eq!(got(&kept, asked.ask(1, false)).await, (Some(77), 1));
        assert_eq!(got(&kept, asked.ask(1, true)).await, (Some(77), 0));
        advance(COOLDOWN_AFTER_FAILURE).await;
        assert_eq!(got(&kept, asked.ask(1, true)).await, (Some(2), 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_answer_is_not_waited_for_and_serves_the_next() {
        let (kept, asked) = (StaleCache::new(None), CountingSource::new());
        assert_eq!(got(&kept, asked.ask(5, true)).await, (None, 3));
        assert_eq!(got(&kept, asked.ask(5, true)).await, (None, 0), "nobody waits twice");
        sleep(Duration::from_secs(3)).await;
        assert_eq!(got(&kept, asked.ask(5, true)).await, (Some(1), 0));
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_that_breaks_down_is_a_failure() {
        let kept: StaleCache<u32> = StaleCache::new(None);
        let broken = || async { panic!("a drill") }.boxed();
        assert_eq!(got(&kept, broken).await, (None, 0));
        advance(COOLDOWN_AFTER_FAILURE).await;
        assert_eq!(got(&kept, CountingSource::new().ask(0, true)).await, (Some(1), 0));
    }
}
