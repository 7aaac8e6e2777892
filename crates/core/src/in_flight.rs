//! Answers that are kept for a while, and questions under way that all callers share.
//!
//! A question is asked once at a time: callers with an equal question join the batch under way that holds it. Every batch runs
//! in a task of its own, in the span of the caller that began it, so a caller that stops waiting does not stop it for the others,
//! and a late answer serves the next caller. Answers are shared by all callers: nothing personal may be in them.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt, Shared};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

/// A cache of answers, with the questions under way. Cheap to clone; clones are one.
pub struct InFlightCache<K, V>(Arc<Inner<K, V>>);

struct Inner<K, V> {
    kept: moka::sync::Cache<K, KeptAnswer<V>>,
    pending: Mutex<HashMap<K, PendingBatch<K, V>>>,
    max_batch: usize,
}

/// The answers of a batch; a question without one is missing.
type PendingBatch<K, V> = Shared<BoxFuture<'static, Arc<HashMap<K, V>>>>;

/// An answer, and for how long it may be given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched<V> {
    /// The answer.
    pub value: V,
    /// Zero for an answer that serves only the callers that wait for it.
    pub ttl: Duration,
}

#[derive(Clone)]
struct KeptAnswer<V> {
    value: V,
    ttl: Duration,
    fresh_until: Instant,
}

impl<K, V> Clone for InFlightCache<K, V> {
    fn clone(&self) -> Self {
        InFlightCache(self.0.clone())
    }
}

impl<K, V> InFlightCache<K, V>
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Keeps at most `capacity` answers. All new questions of a caller are one batch.
    pub fn new(capacity: u64) -> Self {
        InFlightCache::with_max_batch(capacity, usize::MAX)
    }

    /// Keeps at most `capacity` answers. The new questions of a caller are split into batches of at most `max_batch`.
    pub fn with_max_batch(capacity: u64, max_batch: usize) -> Self {
        let kept = moka::sync::Cache::builder().max_capacity(capacity).expire_after(ByTtl).build();
        InFlightCache(Arc::new(Inner { kept, pending: Mutex::default(), max_batch: max_batch.max(1) }))
    }

    /// The answer that is kept.
    pub fn get(&self, key: &K) -> Option<V> {
        let kept = self.0.kept.get(key).filter(|kept| Instant::now() < kept.fresh_until)?;
        Some(kept.value)
    }

    /// Forgets all answers.
    pub fn clear(&self) {
        self.0.kept.invalidate_all();
    }

    /// The answers to these questions: those that are kept, those under way, and for the others what `fetch` brings.
    pub async fn get_or_fetch<F>(&self, keys: &[K], fetch: impl FnMut(Vec<K>) -> F) -> HashMap<K, V>
    where
        F: Future<Output = HashMap<K, Fetched<V>>> + Send + 'static,
    {
        let (mut answers, batches) = self.join_or_spawn(keys, fetch);
        for batch in batches {
            add(&mut answers, keys, &*batch.await);
        }
        answers
    }

    /// The same, without the answers that come after `deadline`.
    pub async fn get_or_fetch_until<F>(
        &self,
        deadline: Instant,
        keys: &[K],
        fetch: impl FnMut(Vec<K>) -> F,
    ) -> HashMap<K, V>
    where
        F: Future<Output = HashMap<K, Fetched<V>>> + Send + 'static,
    {
        let (mut answers, batches) = self.join_or_spawn(keys, fetch);
        for batch in batches {
            if let Ok(fetched) = timeout_at(deadline, batch).await {
                add(&mut answers, keys, &fetched);
            }
        }
        answers
    }

    /// The answers that are kept, and the batches that will bring the others.
    fn join_or_spawn<F>(
        &self,
        keys: &[K],
        mut fetch: impl FnMut(Vec<K>) -> F,
    ) -> (HashMap<K, V>, Vec<PendingBatch<K, V>>)
    where
        F: Future<Output = HashMap<K, Fetched<V>>> + Send + 'static,
    {
        let mut answers = HashMap::with_capacity(keys.len());
        let mut batches: Vec<PendingBatch<K, V>> = Vec::new();
        let mut new = Vec::new();
        let mut begun = Vec::new();
        {
            let mut pending = self.0.lock_pending();
            for key in keys {
                if let Some(value) = self.get(key) {
                    answers.insert(key.clone(), value);
                } else if let Some(batch) = pending.get(key) {
                    if !batches.iter().any(|known| known.ptr_eq(batch)) {
                        batches.push(batch.clone());
                    }
                } else if !new.contains(key) {
                    new.push(key.clone());
                }
            }
            for keys in new.chunks(self.0.max_batch) {
                let (done, fetched) = oneshot::channel();
                let batch: PendingBatch<K, V> =
                    async move { fetched.await.unwrap_or_default() }.boxed().shared();
                pending.extend(keys.iter().map(|key| (key.clone(), batch.clone())));
                batches.push(batch);
                begun.push((RemoveOnDrop { cache: self.0.clone(), keys: keys.to_vec() }, done));
            }
        }
        // The lock is released: a task that cannot be spawned drops its guard here, which locks.
        for (guard, done) in begun {
            let asked = fetch(guard.keys.clone());
            let task = async move {
                let values = guard.cache.keep(asked.await);
                drop(guard);
                let _ = done.send(Arc::new(values));
            };
            tokio::spawn(task.in_current_span());
        }
        (answers, batches)
    }
}

fn add<K: Clone + Eq + Hash, V: Clone>(answers: &mut HashMap<K, V>, keys: &[K], fetched: &HashMap<K, V>) {
    for key in keys {
        if let Some(value) = fetched.get(key) {
            answers.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
}

impl<K, V> Inner<K, V> {
    fn lock_pending(&self) -> MutexGuard<'_, HashMap<K, PendingBatch<K, V>>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> Inner<K, V>
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Keeps what may be given again.
    fn keep(&self, fetched: HashMap<K, Fetched<V>>) -> HashMap<K, V> {
        let now = Instant::now();
        let keep = |(key, Fetched { value, ttl }): (K, Fetched<V>)| {
            if !ttl.is_zero() {
                let kept = KeptAnswer { value: value.clone(), ttl, fresh_until: now + ttl };
                self.kept.insert(key.clone(), kept);
            }
            (key, value)
        };
        fetched.into_iter().map(keep).collect()
    }
}

/// Takes the questions of a batch off the list, also when its task panicked.
struct RemoveOnDrop<K: Eq + Hash, V> {
    cache: Arc<Inner<K, V>>,
    keys: Vec<K>,
}

impl<K: Eq + Hash, V> Drop for RemoveOnDrop<K, V> {
    fn drop(&mut self) {
        let mut pending = self.cache.lock_pending();
        for key in &self.keys {
            pending.remove(key);
        }
    }
}

/// Frees the memory of answers that are not fresh any more. Whether they are is told by tokio's clock, which tests can pause.
struct ByTtl;

impl<K, V> moka::Expiry<K, KeptAnswer<V>> for ByTtl {
    fn expire_after_create(&self, _: &K, kept: &KeptAnswer<V>, _: std::time::Instant) -> Option<Duration> {
        Some(kept.ttl)
    }

    fn expire_after_update(
        &self,
        _: &K,
        kept: &KeptAnswer<V>,
        _: std::time::Instant,
        _: Option<Duration>,
    ) -> Option<Duration> {
        Some(kept.ttl)
    }
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;
    use tokio::time::{advance, sleep};

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// Answers a number with ten times itself, after a second, and remembers the batches. Odd answers may be given again for a
    /// minute, even ones for an hour, those of numbers from 100 on never.
    #[derive(Clone, Default)]
    struct TenTimes(Arc<Mutex<Vec<Vec<u32>>>>);

    impl TenTimes {
        fn fetch(&self, keys: Vec<u32>) -> impl Future<Output = HashMap<u32, Fetched<u32>>> + use<> {
            self.0.lock().unwrap().push(keys.clone());
            async move {
                sleep(SECOND).await;
                let ttl = |key: u32| match key {
                    100.. => Duration::ZERO,
                    _ if key % 2 == 1 => SECOND * 60,
                    _ => SECOND * 3_600,
                };
                keys.into_iter().map(|key| (key, Fetched { value: key * 10, ttl: ttl(key) })).collect()
            }
        }

        fn batches(&self) -> Vec<Vec<u32>> {
            std::mem::take(&mut self.0.lock().unwrap())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn each_answer_is_kept_for_its_own_time() {
        let (cache, source) = (InFlightCache::new(100), TenTimes::default());
        let keys = [1, 2, 100, 1];
        let ask = || cache.get_or_fetch(&keys, |keys| source.fetch(keys));
        let expected = HashMap::from([(1, 10), (2, 20), (100, 1_000)]);
        assert_eq!(ask().await, expected);
        assert_eq!(source.batches(), [vec![1, 2, 100]], "each once");
        assert_eq!(ask().await, expected);
        assert_eq!(source.batches(), [vec![100]]);
        advance(SECOND * 60).await;
        assert_eq!(ask().await, expected);
        assert_eq!(source.batches(), [vec![1, 100]]);
        advance(SECOND * 3_600).await;
        assert_eq!((cache.get(&1), cache.get(&2)), (None, None));
        assert_eq!(ask().await, expected);
        assert_eq!(source.batches(), [keys[..3].to_vec()]);
        cache.clear();
        assert_eq!(cache.get(&2), None);
    }

    #[tokio::test(start_paused = true)]
    async fn questions_that_overlap_share_what_is_under_way() {
        let (cache, source) = (InFlightCache::new(100), TenTimes::default());
        let begun = Instant::now();
        let ask = |keys: [u32; 2]| {
            let (cache, source) = (cache.clone(), source.clone());
            async move { cache.get_or_fetch(&keys, |keys| source.fetch(keys)).await }
        };
        let answers = join_all([[1, 2], [2, 3], [1, 3]].map(ask)).await;
        assert_eq!(answers[1], HashMap::from([(2, 20), (3, 30)]));
        assert_eq!(answers[2], HashMap::from([(1, 10), (3, 30)]));
        assert_eq!(source.batches(), [vec![1, 2], vec![3]]);
        assert_eq!(begun.elapsed(), SECOND);
        assert!(cache.0.lock_pending().is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn many_questions_are_split_into_batches() {
        let (cache, source) = (InFlightCache::with_max_batch(1_000, 50), TenTimes::default());
        let keys: Vec<u32> = (0..120).collect();
        assert_eq!(cache.get_or_fetch(&keys, |keys| source.fetch(keys)).await.len(), 120);
        let sizes: Vec<usize> = source.batches().iter().map(Vec::len).collect();
        assert_eq!(sizes, [50, 50, 20]);
        assert!(cache.get_or_fetch(&[], |keys| source.fetch(keys)).await.is_empty());
        assert_eq!(source.batches().len(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_answer_is_not_waited_for_and_serves_the_next_caller() {
        let (cache, source) = (InFlightCache::new(100), TenTimes::default());
        let begun = Instant::now();
        let ask = |wait: Duration| {
            let deadline = Instant::now() + wait;
            cache.get_or_fetch_until(deadline, &[2], |keys| source.fetch(keys))
        };
        assert!(ask(SECOND / 4).await.is_empty());
        assert_eq!(begun.elapsed(), SECOND / 4);
        assert_eq!(ask(SECOND).await[&2], 20);
        assert_eq!(begun.elapsed(), SECOND);
        assert_eq!(source.batches().len(), 1, "a caller that stops waiting does not stop the others");
    }

    #[tokio::test(start_paused = true)]
    async fn a_batch_that_panics_has_no_answers_and_is_off_the_list() {
        let cache: InFlightCache<u32, u32> = InFlightCache::new(100);
        let broken = |_| async { panic!("a drill") };
        assert!(cache.get_or_fetch(&[1], broken).await.is_empty());
        assert!(cache.0.lock_pending().is_empty());
        let source = TenTimes::default();
        assert_eq!(cache.get_or_fetch(&[1], |keys| source.fetch(keys)).await[&1], 10);
    }

    #[tokio::test]
    async fn a_batch_runs_in_the_span_of_the_caller_that_began_it() {
        let _subscriber = tracing::subscriber::set_default(tracing_subscriber::registry());
        let span = tracing::info_span!("update");
        let cache = InFlightCache::new(100);
        let fetch = |_| async {
            let value = tracing::Span::current().id();
            HashMap::from([((), Fetched { value, ttl: SECOND })])
        };
        let answers = cache.get_or_fetch(&[()], fetch).instrument(span.clone()).await;
        assert!(span.id().is_some());
        assert_eq!(answers[&()], span.id());
    }
}
