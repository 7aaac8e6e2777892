//! Opening the database without ever panicking: sled 0.34 panics on some broken files, and reports others as corruption.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::{Opened, Store, StoreError};

const CACHE_BYTES: u64 = 16 * 1024 * 1024;

/// See [`Store::open`].
pub(super) fn open(dir: &Path) -> Result<Opened, StoreError> {
    let unusable =
        |fault: std::io::Error| StoreError::Directory { dir: dir.into(), fault: fault.to_string() };
    std::fs::create_dir_all(dir).map_err(unusable)?;
    let database = dir.join("store");
    match attempt(dir, &database) {
        Ok(store) => {
            restore(&store, dir)?;
            Ok(Opened { store, moved_aside: None })
        }
        Err(Attempt::Locked) => Err(StoreError::Locked(dir.into())),
        Err(Attempt::Unusable(fault)) => Err(StoreError::Directory { dir: dir.into(), fault }),
        Err(Attempt::Broken) => {
            let aside = free_name(dir);
            std::fs::rename(&database, &aside).map_err(unusable)?;
            let store = attempt(dir, &database).map_err(|fault| StoreError::Directory {
                dir: dir.into(),
                fault: format!("a fresh database beside the broken one could not be made ({fault:?})"),
            })?;
            restore(&store, dir)?;
            Ok(Opened { store, moved_aside: Some(aside) })
        }
    }
}

/// Takes the plain copies into trees that are empty.
fn restore(store: &Store, dir: &Path) -> Result<(), StoreError> {
    store.publishers.restore()?;
    store.chats.restore()?;
    store.favourites.restore()?;
    store.lists.restore_plain(dir)
}

#[derive(Debug)]
enum Attempt {
    Locked,
    Broken,
    Unusable(String),
}

fn attempt(dir: &Path, database: &Path) -> Result<Store, Attempt> {
    let opened = catch_unwind(AssertUnwindSafe(|| {
        sled::Config::new().path(database).cache_capacity(CACHE_BYTES).flush_every_ms(Some(500)).open()
    }));
    match opened {
        Err(_panic) => Err(Attempt::Broken),
        Ok(Ok(db)) => Store::of(db, dir).map_err(|error| Attempt::Unusable(error.to_string())),
        Ok(Err(sled::Error::Io(error))) if error.to_string().contains("could not acquire lock") => {
            Err(Attempt::Locked)
        }
        // A disk that is full or a limit of the system says nothing against the database.
        Ok(Err(sled::Error::Io(error))) if !speaks_of_content(error.kind()) => {
            Err(Attempt::Unusable(error.to_string()))
        }
        Ok(Err(_)) => Err(Attempt::Broken),
    }
}

/// sled reports some damage as an I/O error of these kinds.
fn speaks_of_content(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof | ErrorKind::Other
    )
}

fn free_name(dir: &Path) -> PathBuf {
    let mut number = 1;
    loop {
        let name = dir.join(format!("broken-{number}"));
        if !name.exists() {
            return name;
        }
        number += 1;
    }
}
