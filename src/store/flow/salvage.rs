//! Taking what can still be read out of a damaged database.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::connection::{self, OpenFault, Opened};
use super::files::FlowFiles;
use super::queries::all;
use crate::store::Repair;
use crate::store::damaged;
use crate::store::error::StoreError;

/// Makes a new database with everything that can be read of the damaged one, which gets a second name in a directory for damaged
/// files; under its own name it is removed like every file of an earlier number. A crash before the new one is complete leaves
/// everything as it was.
pub(super) fn reopen(files: &FlowFiles) -> Result<(Opened, FlowFiles, Repair), StoreError> {
    let unusable = |error| StoreError::unusable(files.dir(), &error);
    let next = files.next();
    next.remove_all().map_err(unusable)?;
    let restored = {
        let new = opened(connection::open(&next.unfinished()))?;
        let restored = copy_readable(files, &new.writer)?;
        // One file, without a log beside it.
        new.reader.close().map_err(|(_, error)| error)?;
        new.writer.pragma_update(None, "journal_mode", "delete")?;
        restored
    };
    let moved_to = damaged::new_directory(files.dir()).map_err(unusable)?;
    files.link_into(&moved_to).map_err(unusable)?;
    next.publish().map_err(unusable)?;
    let new = opened(connection::open(&next.path()))?;
    Ok((new, next, Repair::FlowDamaged { moved_to, restored }))
}

fn opened(opened: Result<Opened, OpenFault>) -> Result<Opened, StoreError> {
    match opened {
        Ok(opened) => Ok(opened),
        Err(OpenFault::Store(error)) => Err(error),
        Err(OpenFault::Damaged) => Err(StoreError::Failed("a new database is damaged".to_owned())),
    }
}

/// Copies row by row whatever can be read, and returns the number of rows.
///
/// # Errors
/// When the new database cannot be written.
fn copy_readable(from: &FlowFiles, to: &Connection) -> Result<usize, StoreError> {
    // A file that is no database at all has nothing to read.
    let old = if from.is_empty() { None } else { connection::connect(&from.path()).ok() };
    let Some(old) = old else { return Ok(0) };
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'state'";
    let tables: Vec<String> = all(to, tables, [], |row| row.get(0))?;
    let transaction = to.unchecked_transaction()?;
    let mut copied = 0;
    for table in tables {
        // From the other end as well: rows behind a damaged page can often be read from there.
        for order in ["", " ORDER BY 1 DESC"] {
            let (count, end) = copy_table(&old, &transaction, &table, order)?;
            copied += count;
            if end == TableEnd::Reached {
                break;
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

#[derive(PartialEq, Eq)]
enum TableEnd {
    Reached,
    /// A row could not be read, and what is behind it neither.
    Unreadable,
}

/// Copies rows until one cannot be read, and returns their number.
fn copy_table(
    from: &Connection,
    to: &Connection,
    table: &str,
    order: &str,
) -> Result<(usize, TableEnd), StoreError> {
    let Ok(mut query) = from.prepare(&format!("SELECT * FROM {table}{order}")) else {
        return Ok((0, TableEnd::Unreadable));
    };
    let columns = query.column_count();
    let places = vec!["?"; columns].join(", ");
    let mut insert = to.prepare(&format!("INSERT OR IGNORE INTO {table} VALUES ({places})"))?;
    let Ok(mut rows) = query.query([]) else { return Ok((0, TableEnd::Unreadable)) };
    let mut copied = 0;
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok((copied, TableEnd::Reached)),
            Err(_) => return Ok((copied, TableEnd::Unreadable)),
        };
        let values: Result<Vec<Value>, _> = (0..columns).map(|at| row.get(at)).collect();
        let Ok(values) = values else { return Ok((copied, TableEnd::Unreadable)) };
        copied += insert.execute(params_from_iter(values))?;
    }
}
