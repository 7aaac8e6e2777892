//! Processes an update of the inbox: loads its record, parses it once, calls the handler, and marks it done.

use futures::future::BoxFuture;

use crate::store::{Inbox, WaitingUpdate};
use crate::telegram::update::Update;

/// What happens to an update of the inbox after it was handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It stays in the inbox and is handled again by the next run.
    Kept,
}

/// `P` parses an update, `H` handles it.
pub struct InboxWorker<P, H> {
    pub inbox: Inbox,
    pub parse: P,
    pub handle: H,
}

impl<P, H> InboxWorker<P, H>
where
    P: Fn(&[u8]) -> Option<Update>,
    H: Fn(Update, WaitingUpdate) -> BoxFuture<'static, Outcome>,
{
    /// Handles the update with this number, unless it is done or was erased meanwhile.
    pub async fn run(&self, id: u64) {
        let record = match self.inbox.load(id) {
            Ok(Some(record)) => record,
            Ok(None) => return,
            Err(error) => return tracing::error!(update = id, %error, "an update cannot be read"),
        };
        let outcome = match (self.parse)(&record.raw) {
            Some(update) => (self.handle)(update, record).await,
            None => {
                tracing::error!(update = id, "an update has an unknown form and was passed over");
                Outcome::Done
            }
        };
        if outcome == Outcome::Done
            && let Err(error) = self.inbox.mark_done(&[id]).await
        {
            tracing::error!(update = id, %error, "an answered update could not be taken out of the inbox");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::FutureExt;

    use super::*;
    use crate::store::Store;

    #[tokio::test]
    async fn an_update_is_parsed_once_and_taken_out_when_it_was_answered() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap().store;
        let raw = |id: u64| format!(r#"{{"update_id":{id}}}"#).into_bytes();
        let stored = [(1, 7, raw(1)), (2, 7, raw(2)), (3, 7, b"no update".to_vec())];
        store.inbox.store_new(stored.to_vec()).await.unwrap();
        let parsed = Arc::new(AtomicUsize::new(0));
        let worker = InboxWorker {
            inbox: store.inbox.clone(),
            parse: |raw: &[u8]| {
                parsed.fetch_add(1, Ordering::Relaxed);
                Update::parse(raw)
            },
            handle: |update: Update, _| {
                let outcome = if update.id == 2 { Outcome::Kept } else { Outcome::Done };
                async move { outcome }.boxed()
            },
        };
        for id in [1, 2, 3, 1] {
            worker.run(id).await;
        }
        assert_eq!(parsed.load(Ordering::Relaxed), 3);
        assert_eq!(store.inbox.waiting().unwrap(), [(2, 7)]);
    }
}
