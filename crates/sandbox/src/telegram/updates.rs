//! The queue of updates. They are kept until the bot confirms them, whoever asks for them.

use std::collections::VecDeque;

use serde_json::{Value, json};

/// Kinds that a bot gets only if it asks for them (Bot API, `getUpdates`).
const ONLY_ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// Updates in the order of their ids, which have no gaps.
pub(crate) struct PendingUpdates {
    next_id: i64,
    pending: VecDeque<(i64, Value)>,
    allowed: Vec<String>,
    /// Updates that are held back.
    held: Option<Vec<Value>>,
    /// The address that updates are sent to in place of polls; nothing is sent there, but no poll is served.
    pub(crate) webhook: Option<String>,
    /// Incremented by each `getUpdates`: a call that finds another number was replaced by a later call.
    pub(crate) poll: u64,
}

impl PendingUpdates {
    pub(crate) fn new(first_id: i64) -> PendingUpdates {
        PendingUpdates {
            next_id: first_id,
            pending: VecDeque::new(),
            allowed: Vec::new(),
            held: None,
            webhook: None,
            poll: 0,
        }
    }

    /// Adds an update if the bot wants its kind. As on the real server, this is decided now and not when it is fetched.
    pub(crate) fn push(&mut self, kind: &str, body: Value) {
        let wanted = if self.allowed.is_empty() {
            !ONLY_ON_REQUEST.contains(&kind)
        } else {
            self.allowed.iter().any(|allowed| allowed == kind)
        };
        match &mut self.held {
            _ if !wanted => {}
            Some(held) => held.push(json!({ kind: body })),
            None => {
                self.push_raw(json!({ kind: body }));
            }
        }
    }

    /// Holds updates back from now on, as if Telegram were slow.
    pub(crate) fn hold(&mut self) {
        self.held.get_or_insert_default();
    }

    /// Delivers the updates that were held back, and later ones at once.
    pub(crate) fn release(&mut self) {
        for update in self.held.take().into_iter().flatten() {
            self.push_raw(update);
        }
    }

    /// Adds an update as it is and gives it an id.
    pub(crate) fn push_raw(&mut self, mut update: Value) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        update["update_id"] = json!(id);
        self.pending.push_back((id, update));
        id
    }

    /// Sets the kinds that the bot wants; an empty list means the usual ones.
    pub(crate) fn set_allowed(&mut self, kinds: Vec<String>) {
        self.allowed = kinds;
    }

    /// Removes the updates that this offset confirms; a negative offset keeps that many from the end.
    pub(crate) fn confirm(&mut self, offset: i64) {
        let keep_from = if offset < 0 {
            let kept = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let first = self.pending.len().saturating_sub(kept);
            self.pending.get(first).map_or(self.next_id, |(id, _)| *id)
        } else {
            offset
        };
        while self.pending.front().is_some_and(|(id, _)| *id < keep_from) {
            self.pending.pop_front();
        }
    }

    /// The first unconfirmed updates.
    pub(crate) fn batch(&self, limit: usize) -> Vec<Value> {
        self.pending.iter().take(limit).map(|(_, update)| update.clone()).collect()
    }

    pub(crate) fn clear(&mut self) {
        self.pending.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.pending.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(updates: &PendingUpdates) -> Vec<i64> {
        updates.batch(100).iter().map(|update| update["update_id"].as_i64().unwrap()).collect()
    }

    fn queue(count: i64) -> PendingUpdates {
        let mut updates = PendingUpdates::new(700);
        (0..count).for_each(|n| updates.push("message", json!({ "n": n })));
        updates
    }

    #[test]
    fn an_update_is_given_again_until_a_later_offset_is_asked_for() {
        let mut updates = queue(3);
        assert_eq!(ids(&updates), [700, 701, 702]);
        updates.confirm(700);
        assert_eq!(ids(&updates), [700, 701, 702]);
        updates.confirm(702);
        assert_eq!(ids(&updates), [702]);
        updates.confirm(0);
        assert_eq!(ids(&updates), [702]);
        updates.confirm(703);
        assert!(ids(&updates).is_empty());
        updates.push("message", json!({}));
        assert_eq!(ids(&updates), [703]);
        assert_eq!(queue(3).batch(2).len(), 2);
    }

    #[test]
    fn a_negative_offset_keeps_the_last_ones() {
        for (offset, expected) in [(-1, vec![702]), (-2, vec![701, 702]), (-9, vec![700, 701, 702])] {
            let mut updates = queue(3);
            updates.confirm(offset);
            assert_eq!(ids(&updates), expected);
        }
    }

    #[test]
    fn unwanted_kinds_take_no_id() {
        let mut updates = queue(0);
        updates.push("message_reaction", json!({}));
        updates.set_allowed(vec!["callback_query".to_owned(), "message_reaction".to_owned()]);
        updates.push("message", json!({}));
        updates.push("message_reaction", json!({}));
        assert_eq!(ids(&updates), [700]);
        updates.set_allowed(vec![]);
        updates.push("message", json!({}));
        assert_eq!(updates.push_raw(json!({"a_new_kind": {}})), 702);
    }
}
