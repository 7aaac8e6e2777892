//! The inbox in SQLite.

use std::collections::HashMap;

use futures::FutureExt;
use rusqlite::{Connection, Row, params};
use serde::de::IgnoredAny;

use super::queries::{all, first, run};
use super::{Durability, FlowDatabase};
use crate::store::Stored;
use crate::store::inbox::{AsideReason, AsideUpdate, Inbox, NewUpdate, WaitingHead, WaitingUpdate};

/// How many updates before the newest have their done marks kept.
const DONE_MARKS_KEPT: i64 = 1_000;

impl Inbox for FlowDatabase {
    fn take_in(&self, updates: Vec<NewUpdate>, now: i64) -> Stored<'_, Vec<WaitingHead>> {
        self.write(Durability::Synced, move |sql| {
            let mut new = Vec::with_capacity(updates.len());
            for update in &updates {
                new.extend(insert(sql, update, now)?);
            }
            if let Some(newest) = new.iter().map(|head: &WaitingHead| head.id as i64).max() {
                run(sql, "DELETE FROM done WHERE id < ?1", [newest - DONE_MARKS_KEPT])?;
            }
            Ok(new)
        })
    }

    fn read(&self, id: u64) -> Stored<'_, Option<WaitingUpdate>> {
        let query = format!("{UPDATE} WHERE inbox.id = ?1");
        let found = FlowDatabase::read(self, |sql| first(sql, &query, [id as i64], update));
        async move {
            match found.await? {
                Some(StoredUpdate::Whole(update)) => Ok(Some(update)),
                Some(StoredUpdate::Damaged) => {
                    tracing::error!(update = id, "a waiting update is damaged on the disk and was dropped");
                    self.mark_done(vec![id]).await?;
                    Ok(None)
                }
                None => Ok(None),
            }
        }
        .boxed()
    }

    fn read_after(&self, id: u64, chat: i64, at_most: usize) -> Stored<'_, Vec<WaitingUpdate>> {
        let query = format!("{UPDATE} WHERE inbox.id > ?1 AND chat = ?2 ORDER BY inbox.id LIMIT ?3");
        let found = FlowDatabase::read(self, |sql| {
            all(sql, &query, params![id as i64, chat, at_most as i64], update)
        });
        let whole = |update| match update {
            StoredUpdate::Whole(update) => Some(update),
            StoredUpdate::Damaged => None,
        };
        async move { Ok(found.await?.into_iter().filter_map(whole).collect()) }.boxed()
    }

    fn waiting(&self) -> Stored<'_, Vec<WaitingHead>> {
        self.read(|sql| all(sql, "SELECT id, chat, bytes, starts FROM inbox ORDER BY id", [], head))
    }

    fn keep_answer(&self, id: u64, answer: Vec<u8>) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| keep_answer(sql, id, &answer))
    }

    fn mark_part_sent(&self, id: u64, parts: u16) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| mark_part_sent(sql, id, parts))
    }

    fn mark_done(&self, ids: Vec<u64>) -> Stored<'_, ()> {
        if !self.erased_with.contain(&ids) {
            return self.write(Durability::Written, move |sql| mark_done(sql, &ids));
        }
        let marked = ids.clone();
        let written = self.write(Durability::Erased, move |sql| mark_done(sql, &ids));
        async move {
            written.await?;
            self.erased_with.remove(&marked);
            Ok(())
        }
        .boxed()
    }

    fn mark_started(&self, id: u64) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| {
            let statement = "UPDATE inbox SET starts = starts + 1 WHERE id = ?1 \
                             AND NOT EXISTS (SELECT 1 FROM progress WHERE id = ?1 AND answer IS NOT NULL)";
            run(sql, statement, [id as i64]).map(drop)
        })
    }

    fn mark_survived(&self, id: u64) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| {
            run(sql, "UPDATE inbox SET starts = 0 WHERE id = ?1", [id as i64]).map(drop)
        })
    }

    fn set_aside(&self, id: u64, reason: AsideReason, now: i64) -> Stored<'_, Option<AsideUpdate>> {
        self.write(Durability::Synced, move |sql| {
            let id = id as i64;
            let statement = "INSERT OR REPLACE INTO aside (id, chat, reason, received, set_aside, raw) \
                             SELECT inbox.id, chat, ?2, received, ?3, raw FROM inbox JOIN bodies USING (id) WHERE id = ?1";
            if run(sql, statement, params![id, reason_code(reason), now])? == 0 {
                return Ok(None);
            }
            end(sql, id)?;
            first(sql, &format!("{ASIDE} WHERE id = ?1"), [id], aside)
        })
    }
}

const UPDATE: &str = "SELECT inbox.id, chat, coalesce(parts_sent, 0), raw, answer, checksum \
                      FROM inbox JOIN bodies USING (id) LEFT JOIN progress USING (id)";
pub(super) const ASIDE: &str = "SELECT id, chat, length(raw), reason, received, set_aside, raw FROM aside";

/// The head of an update if it was new.
pub(super) fn insert(
    sql: &Connection,
    update: &NewUpdate,
    now: i64,
) -> rusqlite::Result<Option<WaitingHead>> {
    let NewUpdate { id, chat, raw } = update;
    let statement = "INSERT OR IGNORE INTO inbox (id, chat, bytes, received) \
                     SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS (SELECT 1 FROM done WHERE id = ?1)";
    let bytes = raw.len() as u64;
    if run(sql, statement, params![*id as i64, chat, bytes as i64, now])? == 0 {
        return Ok(None);
    }
    let checksum = crc32fast::hash(raw);
    run(
        sql,
        "INSERT INTO bodies (id, raw, checksum) VALUES (?1, ?2, ?3)",
        params![*id as i64, raw, checksum],
    )?;
    Ok(Some(WaitingHead { id: *id, chat: *chat, bytes, starts: 0 }))
}

fn mark_done(sql: &Connection, ids: &[u64]) -> rusqlite::Result<()> {
    ids.iter().try_for_each(|id| end(sql, *id as i64))
}

pub(super) fn keep_answer(sql: &Connection, id: u64, answer: &[u8]) -> rusqlite::Result<()> {
    let statement = "INSERT INTO progress (id, answer) SELECT id, ?2 FROM inbox WHERE id = ?1 \
                     ON CONFLICT (id) DO UPDATE SET answer = excluded.answer";
    run(sql, statement, params![id as i64, answer]).map(drop)
}

pub(super) fn mark_part_sent(sql: &Connection, id: u64, parts: u16) -> rusqlite::Result<()> {
    let statement = "INSERT INTO progress (id, parts_sent) SELECT id, ?2 FROM inbox WHERE id = ?1 \
                     ON CONFLICT (id) DO UPDATE SET parts_sent = excluded.parts_sent";
    run(sql, statement, params![id as i64, parts]).map(drop)
}

/// Takes an update out of the inbox, and remembers that it is done.
pub(super) fn end(sql: &Connection, id: i64) -> rusqlite::Result<()> {
    remove(sql, id)?;
    run(sql, "INSERT OR IGNORE INTO done (id) VALUES (?1)", [id]).map(drop)
}

fn remove(sql: &Connection, id: i64) -> rusqlite::Result<()> {
    run(sql, "DELETE FROM inbox WHERE id = ?1", [id])?;
    run(sql, "DELETE FROM bodies WHERE id = ?1", [id])?;
    run(sql, "DELETE FROM progress WHERE id = ?1", [id]).map(drop)
}

/// An update as it was found on the disk.
enum StoredUpdate {
    Whole(WaitingUpdate),
    /// Its content is not what was stored.
    Damaged,
}

fn update(row: &Row<'_>) -> rusqlite::Result<StoredUpdate> {
    let raw: Vec<u8> = row.get(3)?;
    if row.get::<_, i64>(5)? != i64::from(crc32fast::hash(&raw)) {
        return Ok(StoredUpdate::Damaged);
    }
    Ok(StoredUpdate::Whole(WaitingUpdate {
        id: row.get::<_, i64>(0)? as u64,
        chat: row.get(1)?,
        parts_sent: row.get(2)?,
        raw,
        answer: row.get(4)?,
    }))
}

pub(super) fn head(row: &Row<'_>) -> rusqlite::Result<WaitingHead> {
    Ok(WaitingHead {
        id: row.get::<_, i64>(0)? as u64,
        chat: row.get(1)?,
        bytes: row.get::<_, i64>(2)? as u64,
        starts: row.get(3)?,
    })
}

pub(super) fn aside(row: &Row<'_>) -> rusqlite::Result<AsideUpdate> {
    let reason = match row.get(3)? {
        1 => AsideReason::Deaths,
        2 => AsideReason::TooLong,
        unknown => return Err(rusqlite::Error::IntegralValueOutOfRange(3, unknown)),
    };
    Ok(AsideUpdate {
        id: row.get::<_, i64>(0)? as u64,
        chat: row.get(1)?,
        bytes: row.get::<_, i64>(2)? as u64,
        reason,
        received: row.get(4)?,
        set_aside: row.get(5)?,
        kind: kind(row.get_ref(6)?.as_bytes().unwrap_or_default()),
    })
}

/// Telegram's name of an update's kind: the only key beside its number.
fn kind(raw: &[u8]) -> String {
    let keys: HashMap<String, IgnoredAny> = serde_json::from_slice(raw).unwrap_or_default();
    keys.into_keys().find(|key| key != "update_id").unwrap_or_default()
}

fn reason_code(reason: AsideReason) -> i64 {
    match reason {
        AsideReason::Deaths => 1,
        AsideReason::TooLong => 2,
    }
}
