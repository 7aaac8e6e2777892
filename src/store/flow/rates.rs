//! The last exchange rates, so that a start without a network still has some. Holds no personal data.

use dealink_network::exchange::RateStore;
use rusqlite::{Connection, params};

use super::queries::{first, run};
use super::{Durability, FlowDatabase};

impl RateStore for FlowDatabase {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        let reader = self.reader.0.lock().ok()?;
        first(&reader, "SELECT record FROM rates WHERE name = ?1", [name], |row| row.get(0)).ok()?
    }

    /// Not waited for: a rate that is lost is asked for again.
    fn save(&self, name: &str, record: Vec<u8>) -> Result<(), String> {
        let name = name.to_owned();
        drop(self.write(Durability::Written, move |sql| put(sql, &name, &record)));
        Ok(())
    }
}

pub(super) fn put(sql: &Connection, name: &str, record: &[u8]) -> rusqlite::Result<()> {
    run(sql, "INSERT OR REPLACE INTO rates (name, record) VALUES (?1, ?2)", params![name, record]).map(drop)
}
