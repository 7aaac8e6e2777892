//! Whether the bot's runs ended in order.

use super::queries::{first, run};
use super::{Durability, FlowDatabase};
use crate::store::Stored;

impl FlowDatabase {
    /// Notes that a run begins. Returns how many runs before it ended without [`FlowDatabase::end_run`], in a row.
    pub(in crate::store) fn begin_run(&self) -> Stored<'_, u32> {
        self.write(Durability::Synced, |sql| {
            let deaths = first(sql, "SELECT running FROM state", [], |row| row.get::<_, u32>(0))?;
            run(sql, "UPDATE state SET running = running + 1", [])?;
            Ok(deaths.unwrap_or(0))
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
