//! Opening the database: its settings, its tables, and whether it is sound.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, ffi};

use crate::store::error::StoreError;

/// The version of the tables. A program that changes them raises it and says in [`UPGRADES`] how.
const SCHEMA_VERSION: i64 = 1;
/// The statements that lead from one version to the next, the first from an empty database.
const UPGRADES: [&str; SCHEMA_VERSION as usize] = [include_str!("schema.sql")];
/// How long a statement waits for the command line, which may have the database open beside the bot.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Kibibytes of pages that each connection keeps.
const CACHE_KIB: i64 = 2_048;
const STATEMENTS_KEPT: usize = 64;

pub(super) struct Opened {
    pub(super) writer: Connection,
    pub(super) reader: Connection,
}

pub(super) enum OpenFault {
    /// The file is damaged.
    Damaged,
    Store(StoreError),
}

impl From<rusqlite::Error> for OpenFault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => OpenFault::Damaged,
            _ => OpenFault::Store(error.into()),
        }
    }
}

/// Opens a database, or makes it, and brings its tables to the present version.
pub(super) fn open(path: &Path) -> Result<Opened, OpenFault> {
    let mut writer = connect(path)?;
    check(&writer)?;
    upgrade(&mut writer)?;
    // The run before may have ended after a failed sync: then the log is in the memory of the operating system alone, and no later
    // sync of it helps. Copying it writes everything anew.
    writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let reader = connect(path)?;
    reader.pragma_update(None, "query_only", true)?;
    Ok(Opened { writer, reader })
}

/// A connection to a database of this version, which another process has open.
pub(super) fn connect_to_present(path: &Path) -> Result<Connection, StoreError> {
    let connection = connect(path)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match version {
        SCHEMA_VERSION => Ok(connection),
        newer if newer > SCHEMA_VERSION => Err(StoreError::Newer { found: newer, known: SCHEMA_VERSION }),
        _ => Err(StoreError::Failed("the bot has to be started once with this version".to_owned())),
    }
}

/// A connection without a look at what is in it.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    // The file is sometimes replaced because its disk failed: closing must not write to it then.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // SQLite answers with the mode that is in force, and reports no error if the change failed.
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        return Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR), None));
    }
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    // The writing thread does it, and looks at its outcome.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    Ok(connection)
}

/// Reads every page. The database is small: it holds what waits and what is kept for some days.
fn check(connection: &Connection) -> Result<(), OpenFault> {
    let outcome: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if outcome == "ok" { Ok(()) } else { Err(OpenFault::Damaged) }
}

fn upgrade(connection: &mut Connection) -> Result<(), OpenFault> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let Some(upgrades) = usize::try_from(version).ok().and_then(|done| UPGRADES.get(done..)) else {
        return Err(OpenFault::Store(StoreError::Newer { found: version, known: SCHEMA_VERSION }));
    };
    if upgrades.is_empty() {
        return Ok(());
    }
    let transaction = connection.transaction()?;
    for statements in upgrades {
        transaction.execute_batch(statements)?;
    }
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    Ok(transaction.commit()?)
}
