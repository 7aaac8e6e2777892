//! Answers that are kept for a while, and questions under way that all callers share.
//!
//! A question is asked once at a time: callers with an equal question join the batch under way that holds it. Every batch runs
//! in a task of its own, in the span of the caller that began it, so a caller that stops waiting does not stop it for the others,
//! and a late answer serves the next caller. Answers are shared by all callers. A cache whose questions or answers may be
//! personal, such as links with SubIDs, must be cleared when that is to be forgotten.
//!
//! A batch is at the expense of the [requesters](crate::requester) that wait for it. When all of them were cancelled, it gets no
//! further turn of a shared budget, so calls that were not sent yet are not sent. Whoever has an equal question from then on begins
//! a new batch, since the time of the old one runs out without use. A caller whose own deadline passed counts as one that waits, for
//! the sake of the late answer.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::time::Duration;

use futures::future::{BoxFuture, FutureExt, Shared};
use parking_lot::Mutex;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument;

use crate::requester::{Requester, Requesters, WaitsForWork};

/// A cache of answers, with the questions under way. Cheap to clone; clones share their state.
pub struct InFlightCache<K, V>(Arc<InFlightInner<K, V>>);

struct InFlightInner<K, V> {
    kept: moka::sync::Cache<K, KeptAnswer<V>>,
    pending: Mutex<PendingQuestions<K, V>>,
    max_batch: usize,
}

/// The questions under way since the cache was cleared last.
struct PendingQuestions<K, V> {
    /// How often the cache was cleared. What a batch of an earlier epoch brings is not kept.
    epoch: u64,
    batches: HashMap<K, PendingBatch<K, V>>,
}

#[derive(Clone)]
struct PendingBatch<K, V> {
    answers: BatchAnswers<K, V>,
    /// Who waits for it.
    requesters: Requesters,
}

/// The answers of a batch; a question without one is missing.
type BatchAnswers<K, V> = Shared<BoxFuture<'static, Arc<HashMap<K, V>>>>;

/// A batch that this caller waits for.
struct JoinedBatch<K, V> {
    answers: BatchAnswers<K, V>,
    waits: WaitsForWork,
}

impl<K, V> PendingBatch<K, V> {
    fn join(&self, requester: Requester) -> JoinedBatch<K, V> {
        JoinedBatch { answers: self.answers.clone(), waits: self.requesters.join(requester) }
    }
}

/// An answer, and for how long it may be given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched<V> {
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
        InFlightCache(Arc::new(InFlightInner {
            kept,
            pending: Mutex::new(PendingQuestions { epoch: 0, batches: HashMap::new() }),
            max_batch: max_batch.max(1),
        }))
    }

    /// The answer that is kept.
    pub fn get(&self, key: &K) -> Option<V> {
        let kept = self.0.kept.get(key).filter(|kept| Instant::now() < kept.fresh_until)?;
        Some(kept.value)
    }

    /// Forgets all answers, and those of the questions under way: they serve only the callers that wait for them already.
    pub fn clear(&self) {
        let mut pending = self.0.pending.lock();
        pending.epoch += 1;
        pending.batches.clear();
        self.0.kept.invalidate_all();
    }

    /// The answers to these questions: those that are kept, those under way, and for the others what `fetch` brings.
    pub async fn get_or_fetch<F>(&self, keys: &[K], fetch: impl FnMut(Vec<K>) -> F) -> HashMap<K, V>
    where
        F: Future<Output = HashMap<K, Fetched<V>>> + Send + 'static,
    {
        let (mut answers, batches) = self.join_or_spawn(keys, fetch);
        for batch in batches {
            add(&mut answers, keys, &*batch.answers.await);
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
            match timeout_at(deadline, batch.answers).await {
                Ok(fetched) => add(&mut answers, keys, &fetched),
                Err(_) => batch.waits.keep(),
            }
        }
        answers
    }

    /// The answers that are kept, and the batches that will bring the others.
    fn join_or_spawn<F>(
        &self,
        keys: &[K],
        mut fetch: impl FnMut(Vec<K>) -> F,
    ) -> (HashMap<K, V>, Vec<JoinedBatch<K, V>>)
    where
        F: Future<Output = HashMap<K, Fetched<V>>> + Send + 'static,
    {
        let mut answers = HashMap::with_capacity(keys.len());
        let requester = Requester::current();
        let mut batches: Vec<JoinedBatch<K, V>> = Vec::new();
        let mut new = Vec::new();
        let mut begun = Vec::new();
        {
            let mut pending = self.0.pending.lock();
            for key in keys {
                if let Some(value) = self.get(key) {
                    answers.insert(key.clone(), value);
                } else if let Some(batch) =
                    pending.batches.get(key).filter(|batch| !batch.requesters.is_abandoned())
                {
                    if !batches.iter().any(|known| known.answers.ptr_eq(&batch.answers)) {
                        batches.push(batch.join(requester));
                    }
                } else if !new.contains(key) {
                    new.push(key.clone());
                }
            }
            for keys in new.chunks(self.0.max_batch) {
                let (done, fetched) = oneshot::channel();
                let answers = async move { fetched.await.unwrap_or_default() }.boxed().shared();
                let batch = PendingBatch { answers, requesters: Requesters::default() };
                pending.batches.extend(keys.iter().map(|key| (key.clone(), batch.clone())));
                batches.push(batch.join(requester));
                let epoch = pending.epoch;
                let guard = RemoveOnDrop { cache: self.0.clone(), epoch, batch, keys: keys.to_vec() };
                begun.push((guard, done));
            }
        }
        // The lock is released: a task that cannot be spawned drops its guard here, which locks.
        for (guard, done) in begun {
            let asked = fetch(guard.keys.clone());
            let requesters = guard.batch.requesters.clone();
            let task = async move {
                let values = guard.cache.keep(guard.epoch, asked.await);
                drop(guard);
                let _ = done.send(Arc::new(values));
            };
            tokio::spawn(requesters.scope(task).in_current_span());
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

impl<K, V> InFlightInner<K, V>
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// Keeps what may be given again, unless the cache was cleared since the batch was begun.
    fn keep(&self, epoch: u64, fetched: HashMap<K, Fetched<V>>) -> HashMap<K, V> {
        // Held until all is inserted: `clear` comes before or after it.
        let pending = self.pending.lock();
        let is_current = pending.epoch == epoch;
        let now = Instant::now();
        let keep = |(key, Fetched { value, ttl }): (K, Fetched<V>)| {
            if is_current && !ttl.is_zero() {
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
    cache: Arc<InFlightInner<K, V>>,
    epoch: u64,
    batch: PendingBatch<K, V>,
    keys: Vec<K>,
}

impl<K: Eq + Hash, V> Drop for RemoveOnDrop<K, V> {
    fn drop(&mut self) {
        let mut pending = self.cache.pending.lock();
        for key in &self.keys {
            // After the cache was cleared, or this batch was abandoned, an equal question on the list is of a newer batch.
            if pending.batches.get(key).is_some_and(|batch| batch.answers.ptr_eq(&self.batch.answers)) {
                pending.batches.remove(key);
            }
        }
    }
}

/// Frees the memory of answers that are not fresh any more, by tokio's clock, which tests can pause.
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
