//! What an earlier run left in the inbox, and which of it may have ended that run.

use std::collections::HashSet;

use crate::store::{AsideReason, AsideUpdate, Store, StoreError, WaitingHead};

/// The deaths of the process in the same update after which it is not handled again. The first one is not counted by the store:
/// every chat's first update may have been handled then.
const COUNTED_DEATHS: u32 = 1;

/// What waits at the start.
pub struct LeftUpdates {
    /// To be queued, oldest first.
    pub waiting: Vec<WaitingHead>,
    /// Those among them that may have been handled when the run before died.
    pub suspects: Vec<u64>,
    /// How many runs died in a row.
    pub deaths: u32,
    /// Those that were set aside just now, because the process died twice in them.
    pub set_aside: Vec<AsideUpdate>,
}

impl LeftUpdates {
    /// Reads the inbox of a run that begins. `now` in Unix time.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn load(store: &Store, now: i64) -> Result<Self, StoreError> {
        let deaths = store.begin_run().await?;
        let mut left = LeftUpdates {
            waiting: store.inbox.waiting().await?,
            suspects: Vec::new(),
            deaths,
            set_aside: Vec::new(),
        };
        if deaths == 0 {
            return Ok(left);
        }
        let mut deadly = HashSet::new();
        for head in first_of_each_chat(&left.waiting) {
            if head.starts >= COUNTED_DEATHS {
                left.set_aside.extend(store.inbox.set_aside(head.id, AsideReason::Deaths, now).await?);
                deadly.insert(head.id);
            }
        }
        left.waiting.retain(|head| !deadly.contains(&head.id));
        left.suspects = first_of_each_chat(&left.waiting).map(|head| head.id).collect();
        Ok(left)
    }
}

/// A chat's updates are handled in order, so only the first one can have been under way.
fn first_of_each_chat(waiting: &[WaitingHead]) -> impl Iterator<Item = WaitingHead> {
    let mut seen = HashSet::new();
    waiting.iter().copied().filter(move |head| seen.insert(head.chat))
}
