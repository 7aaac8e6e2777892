//! One lane for each person, group and channel: their updates are handled in order, and nobody waits for somebody else.
//!
//! A lane's queue holds numbers of updates; the updates themselves wait in the store. So a chat that floods costs disk and its
//! own patience, and no one else's. A lane exists while it has something to do.

use std::collections::{HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::Notify;

/// Handles one update, named by its number. Must not be cancelled half-way by the lane.
pub type QueueHandler = Arc<dyn Fn(u64) -> BoxFuture<'static, ()> + Send + Sync>;

/// All lanes. Cheap to clone.
#[derive(Clone)]
pub struct ChatQueues(Arc<QueuesInner>);

struct QueuesInner {
    handler: QueueHandler,
    state: Mutex<QueuesState>,
    idle: Notify,
}

#[derive(Default)]
struct QueuesState {
    queues: HashMap<i64, VecDeque<u64>>,
    closed: bool,
}

impl ChatQueues {
    /// Lanes that hand updates to `handler`.
    pub fn new(handler: QueueHandler) -> Self {
        ChatQueues(Arc::new(QueuesInner { handler, state: Mutex::default(), idle: Notify::new() }))
    }

    /// Puts an update into the lane of a person or chat. Never waits.
    pub fn enqueue(&self, lane: i64, update: u64) {
        let mut state = self.state();
        if state.closed {
            return;
        }
        if let Some(queue) = state.queues.get_mut(&lane) {
            queue.push_back(update);
            return;
        }
        state.queues.insert(lane, VecDeque::from([update]));
        drop(state);
        let lanes = self.clone();
        tokio::spawn(async move { lanes.run_queue(lane).await });
    }

    /// Whether anything of a lane is at work or waits.
    pub fn is_busy(&self, lane: i64) -> bool {
        self.state().queues.contains_key(&lane)
    }

    /// Takes nothing new, lets every lane finish the update it is at, and returns when all have.
    /// What stands behind in the queues stays in the store.
    pub async fn drain(&self) {
        self.state().closed = true;
        loop {
            let idle = self.0.idle.notified();
            if self.state().queues.is_empty() {
                return;
            }
            idle.await;
        }
    }

    async fn run_queue(&self, lane: i64) {
        while let Some(update) = self.pop_next(lane) {
            let handled = AssertUnwindSafe((self.0.handler)(update)).catch_unwind().await;
            if handled.is_err() {
                tracing::error!(update, "the handler's own fence was broken");
            }
        }
        self.0.idle.notify_waiters();
    }

    fn pop_next(&self, lane: i64) -> Option<u64> {
        let mut state = self.state();
        let closed = state.closed;
        let next = state.queues.get_mut(&lane).filter(|_| !closed).and_then(VecDeque::pop_front);
        if next.is_none() {
            state.queues.remove(&lane);
        }
        next
    }

    fn state(&self) -> std::sync::MutexGuard<'_, QueuesState> {
        // No code that can panic runs under this lock, so a poisoned one still holds a sound state.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn order_holds_within_a_lane_and_a_stuck_or_panicking_lane_stops_nobody() {
        let (heard, mut hears) = mpsc::unbounded_channel();
        let lanes = ChatQueues::new(Arc::new(move |update| {
            let heard = heard.clone();
            async move {
                match update {
                    1 => std::future::pending::<()>().await,
                    10 => panic!("boom"),
                    other => heard.send(other).unwrap(),
                }
            }
            .boxed()
        }));
        for update in 1..=3 {
            lanes.enqueue(100, update);
        }
        for update in 10..=13 {
            lanes.enqueue(200, update);
        }
        assert_eq!(
            [hears.recv().await, hears.recv().await, hears.recv().await],
            [Some(11), Some(12), Some(13)]
        );
    }

    #[tokio::test]
    async fn draining_finishes_what_was_begun_and_leaves_the_rest() {
        let (begun, mut begins) = mpsc::unbounded_channel();
        let go_on = Arc::new(Notify::new());
        let gate = go_on.clone();
        let lanes = ChatQueues::new(Arc::new(move |update| {
            let (begun, gate) = (begun.clone(), gate.clone());
            async move {
                begun.send(update).unwrap();
                gate.notified().await;
            }
            .boxed()
        }));
        lanes.enqueue(1, 1);
        lanes.enqueue(1, 2);
        assert_eq!(begins.recv().await, Some(1));
        let drained = tokio::spawn({
            let lanes = lanes.clone();
            async move { lanes.drain().await }
        });
        tokio::task::yield_now().await;
        go_on.notify_one();
        drained.await.unwrap();
        assert!(begins.try_recv().is_err(), "the second update was begun");
    }
}
