//! Whether the bot's runs ended in order.

use super::queries::{first, run};
use super::{Durability, FlowDatabase};
use crate::store::Stored;

impl FlowDatabase {
    /// Notes that a run begins. Returns whether the one before ended without [`FlowDatabase::end_run`].
    pub(in crate::store) fn begin_run(&self) -> Stored<'_, bool> {
        self.write(Durability::Synced, |sql| {
            let running = first(sql, "SELECT running FROM state", [], |row| row.get::<_, i64>(0))?;
            run(sql, "UPDATE state SET running = 1", [])?;
            Ok(running == Some(1))
        })
    }

    pub(in crate::store) fn end_run(&self) -> Stored<'_, ()> {
        self.write(Durability::Synced, |sql| {
            // Deaths count only in a row.
            run(sql, "UPDATE inbox SET starts = 0 WHERE starts > 0", [])?;
            run(sql, "UPDATE state SET running = 0", []).map(drop)
        })
    }
}
