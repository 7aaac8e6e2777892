//! For what only the newest of a person's counts: a newer one ends the one before, wherever that stands.
//!
//! Inline queries come with every letter that somebody types. An answer to an older one would be thrown away by Telegram, so it
//! is not finished; and because it is worthless seconds later, none is stored.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures::future::BoxFuture;
use serde_json::Value;
use tokio::task::AbortHandle;

/// Handles one. Is dropped half-way when a newer one comes.
pub type LatestHandler = Arc<dyn Fn(Value) -> BoxFuture<'static, ()> + Send + Sync>;

/// The newest of each person. Cheap to clone.
#[derive(Clone)]
pub struct LatestOnly(Arc<LatestInner>);

struct LatestInner {
    handler: LatestHandler,
    state: Mutex<LatestState>,
}

#[derive(Default)]
struct LatestState {
    count: u64,
    running: HashMap<i64, (u64, AbortHandle)>,
    closed: bool,
}

impl LatestOnly {
    /// Hands them to `handler`.
    pub fn new(handler: LatestHandler) -> Self {
        LatestOnly(Arc::new(LatestInner { handler, state: Mutex::default() }))
    }

    /// Begins with this one of a person's, and ends with the one before. Never waits.
    pub fn start(&self, person: i64, update: Value) {
        let mut state = self.state();
        if state.closed {
            return;
        }
        state.count += 1;
        let number = state.count;
        let (newest, handled) = (self.clone(), (self.0.handler)(update));
        let task = tokio::spawn(async move {
            handled.await;
            newest.finish(person, number);
        });
        if let Some((_, before)) = state.running.insert(person, (number, task.abort_handle())) {
            before.abort();
        }
    }

    /// Ends all, and takes nothing new.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.running.drain().for_each(|(_, (_, task))| task.abort());
    }

    fn finish(&self, person: i64, number: u64) {
        let mut state = self.state();
        if state.running.get(&person).is_some_and(|(newest, _)| *newest == number) {
            state.running.remove(&person);
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, LatestState> {
        // No code that can panic runs under this lock but the making of a future, before anything was changed but a number.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;
    use serde_json::json;
    use tokio::sync::{Notify, mpsc};

    use super::*;

    #[tokio::test]
    async fn the_newest_of_a_person_ends_the_one_before_and_nobody_elses() {
        let (heard, mut hears) = mpsc::unbounded_channel();
        let gate = Arc::new(Notify::new());
        let newest = LatestOnly::new(Arc::new({
            let gate = gate.clone();
            move |update: Value| {
                let (heard, gate) = (heard.clone(), gate.clone());
                async move {
                    heard.send(format!("begins {update}")).unwrap();
                    gate.notified().await;
                    heard.send(format!("answers {update}")).unwrap();
                }
                .boxed()
            }
        }));
        newest.start(1, json!("a"));
        assert_eq!(hears.recv().await.unwrap(), "begins \"a\"");
        newest.start(2, json!("other"));
        assert_eq!(hears.recv().await.unwrap(), "begins \"other\"");
        newest.start(1, json!("ab"));
        assert_eq!(hears.recv().await.unwrap(), "begins \"ab\"");
        gate.notify_waiters();
        let mut answers = [hears.recv().await.unwrap(), hears.recv().await.unwrap()];
        answers.sort();
        assert_eq!(answers, ["answers \"ab\"", "answers \"other\""]);
        newest.close();
        newest.start(1, json!("abc"));
        tokio::task::yield_now().await;
        assert!(hears.try_recv().is_err(), "something was begun after the end");
        assert!(newest.state().running.is_empty());
    }
}
