//! Processes an update of the inbox: loads its record, parses it once, calls the handler, and marks it done.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dealink_core::retry::RetryPolicy;
use futures::future::{BoxFuture, Either, select};
use tokio::sync::Semaphore;

use crate::store::{Inbox, StoreError, WaitingUpdate};
use crate::telegram::handling_clock;
use crate::telegram::update::Update;

/// For how long a suspect is handled alone after the first death of the process. It is twice as long after each further death in a
/// row, so that in the end also an update is found that ends the process late.
const ALONE: Duration = Duration::from_secs(1);
const DOUBLED_AT_MOST: u32 = 6;
/// So many suspects are handled alone; more of them would delay the start too long. Those are not counted.
const SUSPECTS_AT_MOST: usize = 200;
const FIRST_READ_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_READ_PAUSE: Duration = Duration::from_secs(10);

/// What happens to an update of the inbox after it was handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It stays in the inbox and is handled again by the next run.
    Kept,
}

/// Updates that may have been handled when an earlier run died. They are begun one after the other, and the start of each is counted
/// until it was handled alone for a while, so that the next death shows which of them is to blame.
pub struct Suspects {
    updates: Mutex<HashSet<u64>>,
    turn: Semaphore,
    alone: Duration,
}

impl Suspects {
    /// `deaths`: how many runs died in a row.
    pub fn new(updates: impl IntoIterator<Item = u64>, deaths: u32) -> Self {
        let updates = updates.into_iter().take(SUSPECTS_AT_MOST).collect();
        let alone = ALONE * 2_u32.pow(deaths.saturating_sub(1).min(DOUBLED_AT_MOST));
        Suspects { updates: Mutex::new(updates), turn: Semaphore::new(1), alone }
    }

    fn take(&self, update: u64) -> bool {
        self.updates.lock().unwrap_or_else(PoisonError::into_inner).remove(&update)
    }
}

/// `P` parses an update, `H` handles it.
pub struct InboxWorker<P, H> {
    inbox: Arc<dyn Inbox>,
    suspects: Suspects,
    parse: P,
    handle: H,
    /// Answered updates that could not be marked as done.
    unmarked: Mutex<Vec<u64>>,
}

impl<P, H> InboxWorker<P, H>
where
    P: Fn(&[u8]) -> Option<Update>,
    H: Fn(Update, WaitingUpdate) -> BoxFuture<'static, Outcome>,
{
    pub fn new(inbox: Arc<dyn Inbox>, suspects: Suspects, parse: P, handle: H) -> Self {
        InboxWorker { inbox, suspects, parse, handle, unmarked: Mutex::default() }
    }

    /// Handles the update with this number, unless it is done or was erased meanwhile.
    pub async fn run(&self, id: u64) {
        let outcome = match self.suspects.take(id) {
            true => self.run_suspect(id).await,
            false => self.handle(id).await,
        };
        if outcome == Some(Outcome::Done) {
            self.mark_done(id).await;
        }
    }

    async fn run_suspect(&self, id: u64) -> Option<Outcome> {
        let turn = handling_clock::without_counting(self.suspects.turn.acquire()).await;
        if let Err(error) = self.inbox.mark_started(id).await {
            tracing::error!(update = id, %error, "the start of an update could not be counted");
        }
        let alone = std::pin::pin!(tokio::time::sleep(self.suspects.alone));
        match select(std::pin::pin!(self.handle(id)), alone).await {
            // The count goes with the update.
            Either::Left((Some(Outcome::Done), _)) => Some(Outcome::Done),
            Either::Left((outcome, _)) => {
                self.mark_survived(id).await;
                outcome
            }
            Either::Right(((), handling)) => {
                self.mark_survived(id).await;
                drop(turn);
                handling.await
            }
        }
    }

    async fn mark_survived(&self, id: u64) {
        if let Err(error) = self.inbox.mark_survived(id).await {
            tracing::error!(update = id, %error, "it could not be noted that an update did no harm");
        }
    }

    /// `None` if there is nothing to handle.
    async fn handle(&self, id: u64) -> Option<Outcome> {
        let record = self.read(id).await?;
        match (self.parse)(&record.raw) {
            Some(update) => Some((self.handle)(update, record).await),
            None => {
                tracing::error!(update = id, "an update has an unknown form and was passed over");
                Some(Outcome::Done)
            }
        }
    }

    /// The record of an update. The later updates of its chat wait while the store cannot be read.
    async fn read(&self, id: u64) -> Option<WaitingUpdate> {
        let mut pauses = RetryPolicy::endless(FIRST_READ_PAUSE, LONGEST_READ_PAUSE).pauses();
        loop {
            match self.inbox.read(id).await {
                Ok(record) => return record,
                Err(StoreError::Closed) => return None,
                Err(error) => {
                    tracing::error!(update = id, %error, "an update cannot be read; trying again");
                    tokio::time::sleep(pauses.next().unwrap_or(LONGEST_READ_PAUSE)).await;
                }
            }
        }
    }

    /// Marks what could not be marked before, before the bot stops.
    pub async fn finish(&self) {
        let ids = std::mem::take(&mut *self.unmarked.lock().unwrap_or_else(PoisonError::into_inner));
        if !ids.is_empty()
            && let Err(error) = self.inbox.mark_done(ids).await
        {
            tracing::error!(%error, "answered updates could not be taken out of the inbox; the next run answers them again");
        }
    }

    /// Marks an update and those that could not be marked before.
    async fn mark_done(&self, id: u64) {
        let mut ids = std::mem::take(&mut *self.unmarked.lock().unwrap_or_else(PoisonError::into_inner));
        ids.push(id);
        if let Err(error) = self.inbox.mark_done(ids.clone()).await {
            tracing::error!(update = id, %error, "an answered update could not be taken out of the inbox yet");
            self.unmarked.lock().unwrap_or_else(PoisonError::into_inner).extend(ids);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::FutureExt;

    use super::*;
    use crate::store::{NewUpdate, Store};

    #[tokio::test]
    async fn an_update_is_parsed_once_and_taken_out_when_it_was_answered() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap().store;
        let raw = |id: u64| format!(r#"{{"update_id":{id}}}"#).into_bytes();
        let stored = [(1, raw(1)), (2, raw(2)), (3, b"no update".to_vec())];
        let stored = stored.map(|(id, raw)| NewUpdate { id, chat: 7, raw });
        store.inbox.take_in(stored.to_vec(), 0).await.unwrap();
        let parsed = Arc::new(AtomicUsize::new(0));
        let worker = InboxWorker::new(
            store.inbox.clone(),
            Suspects::new([1], 1),
            |raw: &[u8]| {
                parsed.fetch_add(1, Ordering::Relaxed);
                Update::parse(raw)
            },
            |update: Update, _| {
                let outcome = if update.id == 2 { Outcome::Kept } else { Outcome::Done };
                async move { outcome }.boxed()
            },
        );
        for id in [1, 2, 3, 1] {
            worker.run(id).await;
        }
        assert_eq!(parsed.load(Ordering::Relaxed), 3);
        let waiting = store.inbox.waiting().await.unwrap();
        assert_eq!(waiting.iter().map(|head| head.id).collect::<Vec<_>>(), [2]);
    }
}
