//! What was shared in groups and channels, in SQLite.

use rusqlite::{Connection, Row, params};

use super::queries::{all, first, run};
use super::{Durability, FlowDatabase};
use crate::store::Stored;
use crate::store::share_log::{
    DueRemoval, EDITS_KEPT_PER_CHAT, SHARES_KEPT, SUGGESTIONS_KEPT, Share, ShareStore, Suggestion,
};

impl ShareStore for FlowDatabase {
    fn put_share(&self, chat: i64, product: u64, share: Share) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| put_share(sql, chat, product, share))
    }

    fn last_share(&self, chat: i64, product: u64) -> Stored<'_, Option<Share>> {
        let query = "SELECT at, message FROM shares WHERE chat = ?1 AND product = ?2";
        self.read(|sql| {
            first(sql, query, params![chat, product as i64], |row| {
                Ok(Share { at: row.get(0)?, message: row.get(1)? })
            })
        })
    }

    fn schedule_removal(&self, removal: DueRemoval) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| put_removal(sql, removal))
    }

    fn due_removals(&self, now: i64) -> Stored<'_, Vec<DueRemoval>> {
        let query = "SELECT due, chat, message FROM removals WHERE due <= ?1 ORDER BY due";
        self.read(|sql| {
            all(sql, query, [now], |row| {
                Ok(DueRemoval { due: row.get(0)?, chat: row.get(1)?, message: row.get(2)? })
            })
        })
    }

    fn remove_removal(&self, removal: DueRemoval) -> Stored<'_, ()> {
        let DueRemoval { due, chat, message } = removal;
        self.write(Durability::Written, move |sql| {
            let statement = "DELETE FROM removals WHERE due = ?1 AND chat = ?2 AND message = ?3";
            run(sql, statement, params![due, chat, message]).map(drop)
        })
    }

    fn put_suggestion(&self, number: u64, suggestion: Suggestion) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| put_suggestion(sql, number, &suggestion))
    }

    fn suggestion(&self, number: u64) -> Stored<'_, Option<Suggestion>> {
        let query = "SELECT chat, topic, message, sender, pages, at FROM suggestions WHERE number = ?1";
        self.read(|sql| first(sql, query, [number as i64], suggestion))
    }

    fn remove_suggestion(&self, number: u64) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| {
            run(sql, "DELETE FROM suggestions WHERE number = ?1", [number as i64]).map(drop)
        })
    }

    fn put_edit(&self, chat: i64, message: i32, hash: Vec<u8>) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| put_edit(sql, chat, message, &hash))
    }

    fn edit(&self, chat: i64, message: i32) -> Stored<'_, Option<Vec<u8>>> {
        let query = "SELECT hash FROM edits WHERE chat = ?1 AND message = ?2";
        self.read(|sql| first(sql, query, params![chat, message], |row| row.get(0)))
    }

    fn forget_old(&self, now: i64) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| {
            run(sql, "DELETE FROM shares WHERE at < ?1", [now - SHARES_KEPT])?;
            run(sql, "DELETE FROM suggestions WHERE at < ?1", [now - SUGGESTIONS_KEPT])?;
            let surplus = "DELETE FROM edits WHERE (chat, message) IN (SELECT chat, message FROM \
                           (SELECT chat, message, row_number() OVER (PARTITION BY chat ORDER BY message DESC) AS age FROM edits) \
                           WHERE age > ?1)";
            run(sql, surplus, [EDITS_KEPT_PER_CHAT as i64]).map(drop)
        })
    }
}

pub(super) fn put_share(sql: &Connection, chat: i64, product: u64, share: Share) -> rusqlite::Result<()> {
    let statement = "INSERT OR REPLACE INTO shares (chat, product, at, message) VALUES (?1, ?2, ?3, ?4)";
    run(sql, statement, params![chat, product as i64, share.at, share.message]).map(drop)
}

pub(super) fn put_removal(sql: &Connection, removal: DueRemoval) -> rusqlite::Result<()> {
    let statement = "INSERT OR IGNORE INTO removals (due, chat, message) VALUES (?1, ?2, ?3)";
    run(sql, statement, params![removal.due, removal.chat, removal.message]).map(drop)
}

pub(super) fn put_suggestion(sql: &Connection, number: u64, suggestion: &Suggestion) -> rusqlite::Result<()> {
    let Suggestion { chat, topic, message, sender, pages, at } = suggestion;
    let pages = serde_json::to_string(pages)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
    let statement = "INSERT OR REPLACE INTO suggestions (number, chat, topic, message, sender, pages, at) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let sender = sender.map(|sender| sender as i64);
    run(sql, statement, params![number as i64, chat, topic, message, sender, pages, at]).map(drop)
}

pub(super) fn put_edit(sql: &Connection, chat: i64, message: i32, hash: &[u8]) -> rusqlite::Result<()> {
    let statement = "INSERT OR REPLACE INTO edits (chat, message, hash) VALUES (?1, ?2, ?3)";
    run(sql, statement, params![chat, message, hash]).map(drop)
}

fn suggestion(row: &Row<'_>) -> rusqlite::Result<Suggestion> {
    let pages: String = row.get(4)?;
    let unreadable = |error: serde_json::Error| {
        rusqlite::Error::FromSqlConversionFailure(4, rusqlite::types::Type::Text, error.into())
    };
    Ok(Suggestion {
        chat: row.get(0)?,
        topic: row.get(1)?,
        message: row.get(2)?,
        sender: row.get::<_, Option<i64>>(3)?.map(|sender| sender as u64),
        pages: serde_json::from_str(&pages).map_err(unreadable)?,
        at: row.get(5)?,
    })
}
