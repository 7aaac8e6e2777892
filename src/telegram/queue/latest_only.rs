//! Runs at most one task for each person: a new task cancels the earlier one at any point. A task begins when nothing new came for a
//! moment.
//!
//! Telegram sends an inline query for every letter that a person types, and discards answers to older queries, so older queries
//! are cancelled, and a query is answered only after the person paused. Queries are not stored, because they are useless after
//! some seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use tokio::task::AbortHandle;

/// Handles one item. The future is dropped if a newer item of the person arrives.
type LatestHandler<T> = Arc<dyn Fn(T) -> BoxFuture<'static, ()> + Send + Sync>;

/// The newest task of each person. Cheap to clone.
pub struct LatestOnly<T>(Arc<LatestInner<T>>);

struct LatestInner<T> {
    handler: LatestHandler<T>,
    /// How long nothing newer must come before an item is handled.
    pause: Duration,
    state: Mutex<LatestState>,
}

#[derive(Default)]
struct LatestState {
    count: u64,
    running: HashMap<i64, (u64, AbortHandle)>,
    closed: bool,
}

impl<T> Clone for LatestOnly<T> {
    fn clone(&self) -> Self {
        LatestOnly(self.0.clone())
    }
}

impl<T: Send + 'static> LatestOnly<T> {
    /// An item is handled when its person sent nothing newer for `pause`.
    pub fn new(pause: Duration, handler: LatestHandler<T>) -> Self {
        LatestOnly(Arc::new(LatestInner { handler, pause, state: Mutex::default() }))
    }

    /// Starts the task of a person's new item and cancels the person's earlier task. Never waits.
    pub fn start(&self, person: i64, item: T) {
        let mut state = self.lock_state();
        if state.closed {
            return;
        }
        state.count += 1;
        let number = state.count;
        let latest = self.clone();
        let task = tokio::spawn(async move {
            tokio::time::sleep(latest.0.pause).await;
            (latest.0.handler)(item).await;
            latest.finish(person, number);
        });
        if let Some((_, before)) = state.running.insert(person, (number, task.abort_handle())) {
            before.abort();
        }
    }

    /// Cancels all tasks and ignores further items.
    pub fn close(&self) {
        let mut state = self.lock_state();
        state.closed = true;
        state.running.drain().for_each(|(_, (_, task))| task.abort());
    }

    fn finish(&self, person: i64, number: u64) {
        let mut state = self.lock_state();
        if state.running.get(&person).is_some_and(|(newest, _)| *newest == number) {
            state.running.remove(&person);
        }
    }

    fn lock_state(&self) -> MutexGuard<'_, LatestState> {
        // No code that can panic runs under this lock, so a poisoned one still holds a sound state.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use tokio::sync::{Notify, mpsc};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn while_a_person_types_nothing_is_begun() {
        let (heard, mut hears) = mpsc::unbounded_channel();
        let pause = Duration::from_millis(300);
        let latest = LatestOnly::new(
            pause,
            Arc::new(move |query: u32| {
                let heard = heard.clone();
                async move { heard.send(query).unwrap() }.boxed()
            }),
        );
        for query in 0..100 {
            latest.start(1, query);
            tokio::time::sleep(pause / 3).await;
        }
        latest.start(2, 1_000);
        tokio::time::sleep(pause).await;
        assert_eq!([hears.recv().await, hears.recv().await], [Some(99), Some(1_000)]);
        tokio::time::sleep(pause * 10).await;
        assert!(hears.try_recv().is_err());
    }

    #[tokio::test]
    async fn the_newest_of_a_person_ends_the_one_before_and_nobody_elses() {
        let (heard, mut hears) = mpsc::unbounded_channel();
        let gate = Arc::new(Notify::new());
        let answer = Arc::new({
            let gate = gate.clone();
            move |query: &'static str| {
                let (heard, gate) = (heard.clone(), gate.clone());
                async move {
                    heard.send(format!("begins {query}")).unwrap();
                    gate.notified().await;
                    heard.send(format!("answers {query}")).unwrap();
                }
                .boxed()
            }
        });
        let latest = LatestOnly::new(Duration::ZERO, answer);
        latest.start(1, "a");
        assert_eq!(hears.recv().await.unwrap(), "begins a");
        latest.start(2, "other");
        assert_eq!(hears.recv().await.unwrap(), "begins other");
        latest.start(1, "ab");
        assert_eq!(hears.recv().await.unwrap(), "begins ab");
        gate.notify_waiters();
        let mut answers = [hears.recv().await.unwrap(), hears.recv().await.unwrap()];
        answers.sort();
        assert_eq!(answers, ["answers ab", "answers other"]);
        latest.close();
        latest.start(1, "abc");
        tokio::task::yield_now().await;
        assert!(hears.try_recv().is_err(), "something was begun after the end");
        assert!(latest.lock_state().running.is_empty());
    }
}
