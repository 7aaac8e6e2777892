//! The products that each person asked for last, in SQLite.

use rusqlite::{Connection, params};

use super::queries::{first, run};
use super::{Durability, FlowDatabase};
use crate::store::Stored;
use crate::store::recent::RecentStore;

impl RecentStore for FlowDatabase {
    fn put(&self, person: u64, products: Vec<u64>) -> Stored<'_, ()> {
        self.write(Durability::Written, move |sql| put(sql, person, &products))
    }

    fn get(&self, person: u64) -> Stored<'_, Vec<u64>> {
        let query = "SELECT products FROM recent WHERE person = ?1";
        self.read(|sql| {
            let products: Option<Vec<u8>> = first(sql, query, [person as i64], |row| row.get(0))?;
            let products = products.unwrap_or_default();
            Ok(products.as_chunks().0.iter().map(|bytes| u64::from_be_bytes(*bytes)).collect())
        })
    }
}

pub(super) fn put(sql: &Connection, person: u64, products: &[u64]) -> rusqlite::Result<()> {
    let products: Vec<u8> = products.iter().flat_map(|product| product.to_be_bytes()).collect();
    let statement = "INSERT OR REPLACE INTO recent (person, products) VALUES (?1, ?2)";
    run(sql, statement, params![person as i64, products]).map(drop)
}
