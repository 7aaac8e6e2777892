//! One queue for each person, group and channel: their updates are handled in order, and no chat waits for another.
//!
//! A queue holds the numbers of updates; the updates themselves are in the store. Updates and bytes are bounded for each chat
//! and for all together, see [`QueueLimits`]; who feeds the queues asks before. A queue exists only while it has updates.

use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use crate::store::WaitingHead;
use crate::telegram::handling_clock::HandlingClock;

/// Handles one update, named by its number. The queue cancels it only when it is overdue.
type QueueHandler = Arc<dyn Fn(u64) -> BoxFuture<'static, ()> + Send + Sync>;

/// How much may wait.
#[derive(Clone, Copy, Debug)]
pub struct QueueLimits {
    pub updates_per_chat: usize,
    pub bytes_per_chat: u64,
    pub updates: usize,
    pub bytes: u64,
}

impl QueueLimits {
    /// A chat may not take more than a sixteenth of the whole.
    pub const USUAL: QueueLimits = QueueLimits {
        updates_per_chat: 2_000,
        bytes_per_chat: 16 * 1024 * 1024,
        updates: 50_000,
        bytes: 256 * 1024 * 1024,
    };
}

/// Whether an update may be put into a chat's queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    Admitted,
    /// Too much of this chat waits. It is the first refusal until the queue is empty again.
    FirstRefused,
    Refused,
}

/// All queues. Cheap to clone.
#[derive(Clone)]
pub struct ChatQueues(Arc<QueuesInner>);

struct QueuesInner {
    handler: QueueHandler,
    limits: QueueLimits,
    state: Mutex<QueuesState>,
    /// Notified whenever an update was handled.
    handled: Notify,
}

#[derive(Default)]
struct QueuesState {
    queues: HashMap<i64, ChatQueue>,
    total: Load,
    closed: bool,
}

#[derive(Default)]
struct ChatQueue {
    waiting: VecDeque<QueuedUpdate>,
    /// Everything that waits or is handled.
    load: Load,
    current: Option<CurrentUpdate>,
    task: Option<AbortHandle>,
    /// The number of abandoned tasks. One that could not be cancelled must not touch the queue of its successor.
    generation: u64,
    /// Updates were refused since the queue was empty.
    refuses: bool,
}

#[derive(Clone, Copy)]
struct QueuedUpdate {
    id: u64,
    bytes: u64,
}

struct CurrentUpdate {
    update: QueuedUpdate,
    clock: HandlingClock,
}

/// A number of updates and their bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Load {
    updates: usize,
    bytes: u64,
}

impl Load {
    fn add(&mut self, bytes: u64) {
        self.updates += 1;
        self.bytes += bytes;
    }

    fn remove(&mut self, bytes: u64) {
        self.updates = self.updates.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
    }
}

impl ChatQueues {
    pub fn new(limits: QueueLimits, handler: QueueHandler) -> Self {
        let (state, handled) = (Mutex::default(), Notify::new());
        ChatQueues(Arc::new(QueuesInner { handler, limits, state, handled }))
    }

    /// Whether an update of so many bytes may be put into the queue of a chat, for which `taken` updates with `taken_bytes` are
    /// about to be put there. A chat that was refused once is refused until none of its updates waits.
    pub fn admit(&self, chat: i64, bytes: u64, taken: usize, taken_bytes: u64) -> Admission {
        let mut state = self.lock_state();
        let limits = self.0.limits;
        let Some(queue) = state.queues.get_mut(&chat) else { return Admission::Admitted };
        // Only the last one is still being handled.
        queue.refuses &= !queue.waiting.is_empty();
        let fits = queue.load.updates + taken < limits.updates_per_chat
            && queue.load.bytes + taken_bytes + bytes <= limits.bytes_per_chat;
        if fits && !queue.refuses {
            return Admission::Admitted;
        }
        match std::mem::replace(&mut queue.refuses, true) {
            false => Admission::FirstRefused,
            true => Admission::Refused,
        }
    }

    /// Returns once less waits than all chats together may have waiting.
    pub async fn wait_for_room(&self) {
        loop {
            let handled = self.0.handled.notified();
            let Load { updates, bytes } = self.lock_state().total;
            if updates < self.0.limits.updates && bytes < self.0.limits.bytes {
                return;
            }
            handled.await;
        }
    }

    /// Puts an update into the queue of its chat. Never waits.
    pub fn enqueue(&self, head: &WaitingHead) {
        let WaitingHead { id, chat, bytes, .. } = *head;
        let mut state = self.lock_state();
        if state.closed {
            return;
        }
        state.total.add(bytes);
        let queue = state.queues.entry(chat).or_default();
        queue.load.add(bytes);
        queue.waiting.push_back(QueuedUpdate { id, bytes });
        if queue.task.is_none() {
            queue.task = Some(self.spawn(chat, queue.generation));
        }
    }

    /// Puts those updates into their queues that are in none.
    pub fn enqueue_missing(&self, heads: &[WaitingHead]) {
        let known: HashSet<u64> = {
            let state = self.lock_state();
            let ids = |queue: &ChatQueue| {
                let current = queue.current.as_ref().map(|current| current.update);
                queue.waiting.iter().copied().chain(current).map(|update| update.id).collect::<Vec<_>>()
            };
            state.queues.values().flat_map(ids).collect()
        };
        heads.iter().filter(|head| !known.contains(&head.id)).for_each(|head| self.enqueue(head));
    }

    /// Whether any update of a chat is handled or waits.
    pub fn is_busy(&self, chat: i64) -> bool {
        self.lock_state().queues.contains_key(&chat)
    }

    /// The updates that are handled for longer than `limit`.
    pub fn overdue(&self, limit: Duration) -> Vec<u64> {
        let state = self.lock_state();
        let current = state.queues.values().filter_map(|queue| queue.current.as_ref());
        current.filter(|current| current.clock.elapsed() > limit).map(|current| current.update.id).collect()
    }

    /// Cancels the handling of an update and goes on with the next one of its chat. Handling that never waits cannot be cancelled;
    /// then it goes on beside the next one.
    pub fn abandon(&self, update: u64) {
        let mut state = self.lock_state();
        let is_current =
            |queue: &ChatQueue| queue.current.as_ref().is_some_and(|current| current.update.id == update);
        let Some((&chat, queue)) = state.queues.iter_mut().find(|(_, queue)| is_current(queue)) else {
            return;
        };
        if let Some(task) = queue.task.take() {
            task.abort();
        }
        queue.generation += 1;
        queue.task = Some(self.spawn(chat, queue.generation));
    }

    /// Accepts no further updates, and returns when every queue has finished its current update. Updates that are still queued
    /// stay in the store.
    pub async fn drain(&self) {
        self.lock_state().closed = true;
        loop {
            let handled = self.0.handled.notified();
            if self.lock_state().queues.is_empty() {
                return;
            }
            handled.await;
        }
    }

    fn spawn(&self, chat: i64, generation: u64) -> AbortHandle {
        let queues = self.clone();
        tokio::spawn(async move { queues.run_queue(chat, generation).await }).abort_handle()
    }

    async fn run_queue(&self, chat: i64, generation: u64) {
        while let Some((update, clock)) = self.pop_next(chat, generation) {
            let handled = AssertUnwindSafe(clock.run((self.0.handler)(update))).catch_unwind().await;
            if handled.is_err() {
                tracing::error!(update, "a panic was not caught by the guard around the handlers");
            }
        }
    }

    /// Ends the current update of a chat, and begins the next one.
    fn pop_next(&self, chat: i64, generation: u64) -> Option<(u64, HandlingClock)> {
        let next = {
            let mut state = self.lock_state();
            let QueuesState { queues, total, closed } = &mut *state;
            let queue = queues.get_mut(&chat).filter(|queue| queue.generation == generation)?;
            if let Some(ended) = queue.current.take() {
                queue.load.remove(ended.update.bytes);
                total.remove(ended.update.bytes);
            }
            let next = if *closed { None } else { queue.waiting.pop_front() };
            let next = next.map(|update| (update, HandlingClock::start()));
            queue.current =
                next.as_ref().map(|(update, clock)| CurrentUpdate { update: *update, clock: clock.clone() });
            if next.is_none() {
                let left = queue.load;
                queues.remove(&chat);
                total.updates = total.updates.saturating_sub(left.updates);
                total.bytes = total.bytes.saturating_sub(left.bytes);
            }
            next
        };
        self.0.handled.notify_waiters();
        next.map(|(update, clock)| (update.id, clock))
    }

    fn lock_state(&self) -> MutexGuard<'_, QueuesState> {
        // No code that can panic runs under this lock, so a poisoned one still holds a sound state.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
