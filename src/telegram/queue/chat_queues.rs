//! One queue for each person, group and channel: their updates are handled in order, and no chat waits for another.
//!
//! A queue holds the numbers of updates; the updates themselves are in the store. So a chat with very many messages takes disk
//! space and delays only itself. A queue exists only while it has updates.

use std::collections::{HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::Notify;

/// Handles one update, named by its number. The queue never cancels it half-way.
type QueueHandler = Arc<dyn Fn(u64) -> BoxFuture<'static, ()> + Send + Sync>;

/// All queues. Cheap to clone.
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
    pub fn new(handler: QueueHandler) -> Self {
        ChatQueues(Arc::new(QueuesInner { handler, state: Mutex::default(), idle: Notify::new() }))
    }

    /// Puts an update into the queue of a person or chat. Never waits.
    pub fn enqueue(&self, chat: i64, update: u64) {
        let mut state = self.lock_state();
        if state.closed {
            return;
        }
        if let Some(queue) = state.queues.get_mut(&chat) {
            queue.push_back(update);
            return;
        }
        state.queues.insert(chat, VecDeque::from([update]));
        drop(state);
        let queues = self.clone();
        tokio::spawn(async move { queues.run_queue(chat).await });
    }

    /// Whether any update of a chat is handled or waits.
    pub fn is_busy(&self, chat: i64) -> bool {
        self.lock_state().queues.contains_key(&chat)
    }

    /// Accepts no further updates, and returns when every queue has finished its current update. Updates that are still queued
    /// stay in the store.
    pub async fn drain(&self) {
        self.lock_state().closed = true;
        loop {
            let idle = self.0.idle.notified();
            if self.lock_state().queues.is_empty() {
                return;
            }
            idle.await;
        }
    }

    async fn run_queue(&self, chat: i64) {
        while let Some(update) = self.pop_next(chat) {
            let handled = AssertUnwindSafe((self.0.handler)(update)).catch_unwind().await;
            if handled.is_err() {
                tracing::error!(update, "a panic was not caught by the guard around the handlers");
            }
        }
        self.0.idle.notify_waiters();
    }

    fn pop_next(&self, chat: i64) -> Option<u64> {
        let mut state = self.lock_state();
        let closed = state.closed;
        let next = state.queues.get_mut(&chat).filter(|_| !closed).and_then(VecDeque::pop_front);
        if next.is_none() {
            state.queues.remove(&chat);
        }
        next
    }

    fn lock_state(&self) -> MutexGuard<'_, QueuesState> {
        // No code that can panic runs under this lock, so a poisoned one still holds a sound state.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn order_holds_within_a_queue_and_a_stuck_or_panicking_queue_stops_no_other() {
        let (heard, mut hears) = mpsc::unbounded_channel();
        let queues = ChatQueues::new(Arc::new(move |update| {
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
            queues.enqueue(100, update);
        }
        for update in 10..=13 {
            queues.enqueue(200, update);
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
        let queues = ChatQueues::new(Arc::new(move |update| {
            let (begun, gate) = (begun.clone(), gate.clone());
            async move {
                begun.send(update).unwrap();
                gate.notified().await;
            }
            .boxed()
        }));
        queues.enqueue(1, 1);
        queues.enqueue(1, 2);
        assert_eq!(begins.recv().await, Some(1));
        let drained = tokio::spawn({
            let queues = queues.clone();
            async move { queues.drain().await }
        });
        tokio::task::yield_now().await;
        go_on.notify_one();
        drained.await.unwrap();
        assert!(begins.try_recv().is_err(), "the second update was begun");
    }
}
