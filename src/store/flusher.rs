//! Flushes the database, one flush at a time for all callers that wait.
//!
//! sled's own `flush_async` must not be used: each call occupies one of the few threads that also do the writing it waits
//! for, so eight at once can wait for ever (sled 0.34.7, `threadpool.rs` and `make_stable` in `pagecache/iobuf.rs`). Here a
//! flush runs outside of these threads, and one flush serves all callers that asked before it began.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

use super::StoreError;

/// Cheap to clone; clones share one state.
#[derive(Clone)]
pub(super) struct Flusher(Arc<FlushState>);

struct FlushState {
    db: sled::Db,
    /// The number of requests so far.
    asked: AtomicU64,
    /// The number of requests that are served. The task that holds the lock does the flush.
    served: Mutex<u64>,
}

impl Flusher {
    pub(super) fn new(db: sled::Db) -> Self {
        Flusher(Arc::new(FlushState { db, asked: AtomicU64::new(0), served: Mutex::new(0) }))
    }

    /// Returns once everything that was written before the call is on the disk.
    pub(super) async fn flush(&self) -> Result<(), StoreError> {
        let mine = self.0.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut served = self.0.served.lock().await;
        if *served >= mine {
            return Ok(());
        }
        let all = self.0.asked.load(Ordering::SeqCst);
        let db = self.0.db.clone();
        let flushed = tokio::task::spawn_blocking(move || db.flush()).await;
        flushed.map_err(|_| StoreError::Failed("the flush was cut off".to_owned()))??;
        *served = all;
        Ok(())
    }
}
