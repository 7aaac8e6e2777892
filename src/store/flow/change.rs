//! A change that waits for the writing thread, and what it survives once it is confirmed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;
use tokio::sync::oneshot;

use crate::store::error::StoreError;

/// What a confirmed change survives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Durability {
    /// The death of the process. A power cut as well, a moment later.
    Written,
    /// A power cut.
    Synced,
    /// A power cut, and what it deleted cannot be found in the files any more.
    Erased,
}

/// A change that waits for the thread.
pub(super) trait Change: Send {
    fn durability(&self) -> Durability;
    /// Makes the change, inside a transaction, or notes why it failed.
    fn apply(&mut self, sql: &Connection) -> Applied;
    /// Answers the caller. The failure of the change itself comes before that of the whole transaction.
    fn finish(self: Box<Self>, written: Result<(), StoreError>);
}

#[derive(PartialEq, Eq)]
pub(super) enum Applied {
    Made,
    Failed,
}

pub(super) struct PendingChange<F, T> {
    durability: Durability,
    change: Option<F>,
    outcome: Option<rusqlite::Result<T>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> PendingChange<F, T> {
    /// The change, and where its outcome is sent.
    pub(super) fn new(durability: Durability, change: F) -> (Self, oneshot::Receiver<Result<T, StoreError>>) {
        let (reply, answer) = oneshot::channel();
        (PendingChange { durability, change: Some(change), outcome: None, reply }, answer)
    }
}

impl<T: Send, F: FnOnce(&Connection) -> rusqlite::Result<T> + Send> Change for PendingChange<F, T> {
    fn durability(&self) -> Durability {
        self.durability
    }

    fn apply(&mut self, sql: &Connection) -> Applied {
        let change = self.change.take();
        // A panic must not end the thread; its transaction is rolled back.
        self.outcome = change.and_then(|change| catch_unwind(AssertUnwindSafe(|| change(sql))).ok());
        if matches!(self.outcome, Some(Ok(_))) { Applied::Made } else { Applied::Failed }
    }

    fn finish(self: Box<Self>, written: Result<(), StoreError>) {
        let outcome = match (self.outcome, written) {
            (Some(Err(error)), _) => Err(error.into()),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (_, Err(error)) => Err(error),
            (None, Ok(())) => Err(StoreError::Failed("a change was not made".to_owned())),
        };
        // The caller may have gone.
        let _ = self.reply.send(outcome);
    }
}
