//! Small helpers of the statements.

use rusqlite::{Connection, Params, Row};

/// Runs a statement that is prepared once.
pub(super) fn run(sql: &Connection, statement: &str, parameters: impl Params) -> rusqlite::Result<usize> {
    sql.prepare_cached(statement)?.execute(parameters)
}

/// The first row, if there is one.
pub(super) fn first<T>(
    sql: &Connection,
    statement: &str,
    parameters: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    use rusqlite::OptionalExtension;
    sql.prepare_cached(statement)?.query_row(parameters, read).optional()
}

pub(super) fn all<T>(
    sql: &Connection,
    statement: &str,
    parameters: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    sql.prepare_cached(statement)?.query_map(parameters, read)?.collect()
}

/// A change that means nothing: syncing it syncs everything before it.
pub(super) fn touch(sql: &Connection) -> rusqlite::Result<()> {
    run(sql, "UPDATE state SET touched = touched + 1", []).map(drop)
}
