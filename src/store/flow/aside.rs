//! Updates that were set aside, in SQLite.

use rusqlite::params;

use super::inbox::{ASIDE, aside, insert};
use super::queries::{all, first, run};
use super::{Durability, FlowDatabase};
use crate::store::Stored;
use crate::store::inbox::{AsideUpdate, AsideUpdates, NewUpdate, WaitingHead};

impl AsideUpdates for FlowDatabase {
    fn list(&self) -> Stored<'_, Vec<AsideUpdate>> {
        self.read(|sql| all(sql, &format!("{ASIDE} ORDER BY id"), [], aside))
    }

    fn read(&self, id: u64) -> Stored<'_, Option<Vec<u8>>> {
        self.read(|sql| first(sql, "SELECT raw FROM aside WHERE id = ?1", [id as i64], |row| row.get(0)))
    }

    fn request_retry(&self, id: u64) -> Stored<'_, bool> {
        self.write(Durability::Synced, move |sql| {
            Ok(run(sql, "UPDATE aside SET retry = 1 WHERE id = ?1", [id as i64])? > 0)
        })
    }

    fn take_retries(&self) -> Stored<'_, Vec<WaitingHead>> {
        let query = "SELECT id, chat, raw, received FROM aside WHERE retry = 1 ORDER BY id";
        let row = |row: &rusqlite::Row<'_>| {
            let update = NewUpdate { id: row.get::<_, i64>(0)? as u64, chat: row.get(1)?, raw: row.get(2)? };
            Ok((update, row.get::<_, i64>(3)?))
        };
        self.write(Durability::Synced, move |sql| {
            let mut heads = Vec::new();
            for (update, received) in all(sql, query, [], row)? {
                run(sql, "DELETE FROM done WHERE id = ?1", [update.id as i64])?;
                run(sql, "DELETE FROM aside WHERE id = ?1", [update.id as i64])?;
                heads.extend(insert(sql, &update, received)?);
            }
            Ok(heads)
        })
    }

    fn remove(&self, id: u64) -> Stored<'_, bool> {
        self.write(Durability::Synced, move |sql| {
            Ok(run(sql, "DELETE FROM aside WHERE id = ?1", params![id as i64])? > 0)
        })
    }

    fn remove_before(&self, time: i64) -> Stored<'_, usize> {
        self.write(Durability::Written, move |sql| run(sql, "DELETE FROM aside WHERE set_aside < ?1", [time]))
    }
}
