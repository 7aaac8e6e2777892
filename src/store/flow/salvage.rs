//! Taking what can still be read out of a damaged database.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::connection::{self, OpenFault, Opened};
use super::files::FlowFiles;
use super::queries::all;
use crate::store::Repair;
use crate::store::damaged;
use crate::store::error::StoreError;

/// Moves the damaged database aside and makes a new one with everything that can be read of the old one.
pub(super) fn reopen(files: &FlowFiles) -> Result<(Opened, Vec<Repair>), StoreError> {
    let unusable = |error| StoreError::unusable(files.dir(), &error);
    let moved_to = damaged::new_directory(files.dir()).map_err(unusable)?;
    files.move_to(&moved_to).map_err(unusable)?;
    let opened = match connection::open(&files.path()) {
        Ok(opened) => opened,
        Err(OpenFault::Store(error)) => return Err(error),
        Err(OpenFault::Damaged) => return Err(StoreError::Failed("a new database is damaged".to_owned())),
    };
    let old = files.path().file_name().map(|name| moved_to.join(name)).unwrap_or_default();
    let restored = copy_readable(&old, &opened.writer).unwrap_or(0);
    Ok((opened, vec![Repair::FlowDamaged { moved_to, restored }]))
}

/// Copies row by row whatever can be read, and returns the number of rows.
fn copy_readable(from: &Path, to: &Connection) -> rusqlite::Result<usize> {
    let old = connection::connect(from)?;
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'state'";
    let tables: Vec<String> = all(to, tables, [], |row| row.get(0))?;
    let transaction = to.unchecked_transaction()?;
    let mut copied = 0;
    for table in tables {
        // From the other end as well: rows behind a damaged page can often be read from there.
        for order in ["", " ORDER BY 1 DESC"] {
            match copy_table(&old, &transaction, &table, order) {
                Ok(count) => {
                    copied += count;
                    break;
                }
                Err((count, _)) => copied += count,
            }
        }
    }
    // A waiting update without its content cannot be handled, and content without its head is never found.
    transaction.execute_batch(
        "DELETE FROM inbox WHERE id NOT IN (SELECT id FROM bodies);
         DELETE FROM bodies WHERE id NOT IN (SELECT id FROM inbox);",
    )?;
    transaction.commit()?;
    Ok(copied)
}

/// The number of rows that were copied, also with an error.
fn copy_table(
    from: &Connection,
    to: &Connection,
    table: &str,
    order: &str,
) -> Result<usize, (usize, rusqlite::Error)> {
    let mut copied = 0;
    let mut copy = || {
        let mut query = from.prepare(&format!("SELECT * FROM {table}{order}"))?;
        let columns = query.column_count();
        let places = vec!["?"; columns].join(", ");
        let mut insert = to.prepare(&format!("INSERT OR IGNORE INTO {table} VALUES ({places})"))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> = (0..columns).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            copied += insert.execute(params_from_iter(values))?;
        }
        Ok(())
    };
    match copy() {
        Ok(()) => Ok(copied),
        Err(error) => Err((copied, error)),
    }
}
