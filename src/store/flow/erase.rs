//! Erasing and moving what belongs to a person or a chat.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, params};
use serde::Deserialize;

use super::queries::{all, first, run};
use super::{Durability, FlowDatabase, questions};
use crate::store::Stored;

/// Requests to erase that are still in the inbox. They hold the person's name, so their end must leave no trace. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct ErasingRequests(Arc<Mutex<HashSet<u64>>>);

impl ErasingRequests {
    fn insert(&self, update: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(update);
    }

    /// Whether any of the updates is among them.
    pub(super) fn contain(&self, updates: &[u64]) -> bool {
        let requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        !requests.is_empty() && updates.iter().any(|update| requests.contains(update))
    }

    pub(super) fn remove(&self, updates: &[u64]) {
        let mut requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.retain(|request| !updates.contains(request));
    }
}

impl FlowDatabase {
    /// Erases everything of a person, also from the free space of the files. Their waiting updates go up to the update
    /// `asked_by`, which stays until its answer was sent.
    pub(in crate::store) fn erase_person(&self, person: u64, asked_by: u64) -> Stored<'_, ()> {
        self.erased_with.insert(asked_by);
        let (chat, asked_by) = (person as i64, asked_by as i64);
        self.write(Durability::Erased, move |sql| {
            end_waiting(sql, chat, asked_by)?;
            for id in sent_elsewhere(sql, WAITING, chat)?.into_iter().filter(|id| *id < asked_by) {
                super::inbox::end(sql, id)?;
            }
            run(sql, "DELETE FROM aside WHERE chat = ?1", [chat])?;
            for id in sent_elsewhere(sql, SET_ASIDE, chat)? {
                run(sql, "DELETE FROM aside WHERE id = ?1", [id])?;
            }
            run(sql, "DELETE FROM answers WHERE chat = ?1", [chat])?;
            run(sql, "DELETE FROM recent WHERE person = ?1", [chat])?;
            run(sql, "DELETE FROM questions WHERE person = ?1", [chat])?;
            run(sql, "DELETE FROM suggestions WHERE sender = ?1", [chat]).map(drop)
        })
    }

    /// Erases everything of a group or channel, also from the free space of the files. Its waiting updates go up to the update
    /// `asked_by`. `earlier`: the numbers that the chat had before.
    pub(in crate::store) fn erase_chat(&self, chat: i64, earlier: Vec<i64>, asked_by: u64) -> Stored<'_, ()> {
        self.erased_with.insert(asked_by);
        self.write(Durability::Erased, move |sql| {
            end_waiting(sql, chat, asked_by as i64)?;
            questions::erase_about_chat(sql, &[earlier, vec![chat]].concat())?;
            for table in ["answers", "shares", "edits", "suggestions", "removals", "aside"] {
                run(sql, &format!("DELETE FROM {table} WHERE chat = ?1"), [chat])?;
            }
            Ok(())
        })
    }

    /// Moves what was shared in a group to its new number. Messages have other numbers there, so records of messages go.
    pub(in crate::store) fn migrate(&self, old: i64, new: i64) -> Stored<'_, ()> {
        self.write(Durability::Synced, move |sql| {
            run(sql, "UPDATE OR REPLACE shares SET chat = ?2 WHERE chat = ?1", [old, new])?;
            run(sql, "UPDATE suggestions SET chat = ?2, message = 0 WHERE chat = ?1", [old, new])?;
            run(sql, "DELETE FROM removals WHERE chat = ?1", [old])?;
            run(sql, "DELETE FROM answers WHERE chat = ?1", [old]).map(drop)
        })
    }

    /// The number of a person's updates that wait before the update `asked_by` or were set aside.
    pub(in crate::store) fn count_waiting(&self, person: u64, asked_by: u64) -> Stored<'_, usize> {
        let query = "SELECT (SELECT count(*) FROM inbox WHERE chat = ?1 AND id < ?2) \
                     + (SELECT count(*) FROM aside WHERE chat = ?1)";
        self.read(|sql| {
            let count =
                first(sql, query, params![person as i64, asked_by as i64], |row| row.get::<_, i64>(0))?;
            Ok(count.unwrap_or(0) as usize)
        })
    }
}

/// Takes the updates of a chat before the update `before` out of the inbox.
fn end_waiting(sql: &Connection, chat: i64, before: i64) -> rusqlite::Result<()> {
    let query = "SELECT id FROM inbox WHERE chat = ?1 AND id < ?2";
    let waiting: Vec<i64> = all(sql, query, [chat, before], |row| row.get(0))?;
    waiting.into_iter().try_for_each(|id| super::inbox::end(sql, id))
}

const WAITING: &str = "inbox JOIN bodies USING (id)";
const SET_ASIDE: &str = "aside";

/// The updates of `table` in groups and channels that a person sent.
fn sent_elsewhere(sql: &Connection, table: &str, person: i64) -> rusqlite::Result<Vec<i64>> {
    let query = format!("SELECT id, raw FROM {table} WHERE chat <> ?1 AND instr(raw, ?2) > 0");
    let needle = format!("\"id\":{person}").into_bytes();
    let named = all(sql, &query, params![person, needle], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(named
        .into_iter()
        .filter(|(_, raw): &(i64, Vec<u8>)| sender(raw) == Some(person))
        .map(|(id, _)| id)
        .collect())
}

/// Who sent an update, whichever kind it is.
fn sender(raw: &[u8]) -> Option<i64> {
    #[derive(Deserialize)]
    struct Sent {
        from: UpdateSender,
    }
    #[derive(Deserialize)]
    struct UpdateSender {
        id: i64,
    }
    let update: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(raw).ok()?;
    update.values().find_map(|kind| Sent::deserialize(kind).ok()).map(|sent| sent.from.id)
}
