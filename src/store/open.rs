//! Opening the database without ever panicking: sled 0.34 panics on some broken files, and reports others as corruption.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::{OpenedStore, Store, StoreError};

const CACHE_BYTES: u64 = 16 * 1024 * 1024;

/// What earlier versions wrote plain copies through. A crash may have left them, and nothing overwrites them any more.
const OLD_TEMPORARY_FILES: [&str; 4] = ["snapshot.new", "chats.new", "favourites.new", "lists.new"];

/// See [`Store::open`].
pub(super) fn open(dir: &Path) -> Result<OpenedStore, StoreError> {
    let unusable =
        |fault: std::io::Error| StoreError::Directory { dir: dir.into(), fault: fault.to_string() };
    std::fs::create_dir_all(dir).map_err(unusable)?;
    let database = dir.join("store");
    match try_open(dir, &database) {
        Ok(store) => {
            restore(&store, dir)?;
            remove_old_temporary_files(dir).map_err(unusable)?;
            Ok(OpenedStore { store, moved_aside: None })
        }
        Err(OpenFailure::Locked) => Err(StoreError::Locked(dir.into())),
        Err(OpenFailure::Unusable(fault)) => Err(StoreError::Directory { dir: dir.into(), fault }),
        Err(OpenFailure::Broken) => {
            let aside = unused_broken_name(dir);
            std::fs::rename(&database, &aside).map_err(unusable)?;
            let store = try_open(dir, &database).map_err(|fault| StoreError::Directory {
                dir: dir.into(),
                fault: format!("a fresh database beside the broken one could not be made ({fault:?})"),
            })?;
            restore(&store, dir)?;
            remove_old_temporary_files(dir).map_err(unusable)?;
            Ok(OpenedStore { store, moved_aside: Some(aside) })
        }
    }
}

/// Reads the plain copies into empty trees, and migrates the keys of favourites.
fn restore(store: &Store, dir: &Path) -> Result<(), StoreError> {
    store.publishers.restore()?;
    store.chats.restore()?;
    store.favourites.restore()?;
    store.favourites.refold_keys()?;
    store.lists.restore_backup(dir)
}

/// They hold personal data that nobody could have erased.
fn remove_old_temporary_files(dir: &Path) -> std::io::Result<()> {
    for name in OLD_TEMPORARY_FILES {
        match std::fs::remove_file(dir.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

#[derive(Debug)]
enum OpenFailure {
    Locked,
    Broken,
    Unusable(String),
}

fn try_open(dir: &Path, database: &Path) -> Result<Store, OpenFailure> {
    let opened = catch_unwind(AssertUnwindSafe(|| {
        sled::Config::new().path(database).cache_capacity(CACHE_BYTES).flush_every_ms(Some(500)).open()
    }));
    match opened {
        Err(_panic) => Err(OpenFailure::Broken),
        Ok(Ok(db)) => Store::from_database(db, dir).map_err(|error| OpenFailure::Unusable(error.to_string())),
        Ok(Err(sled::Error::Io(error))) if error.to_string().contains("could not acquire lock") => {
            Err(OpenFailure::Locked)
        }
        // A full disk or a limit of the system does not mean that the database is broken.
        Ok(Err(sled::Error::Io(error))) if !indicates_corruption(error.kind()) => {
            Err(OpenFailure::Unusable(error.to_string()))
        }
        Ok(Err(_)) => Err(OpenFailure::Broken),
    }
}

/// sled reports some damage as an I/O error of these kinds.
fn indicates_corruption(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof | ErrorKind::Other
    )
}

fn unused_broken_name(dir: &Path) -> PathBuf {
    let mut number = 1;
    loop {
        let name = dir.join(format!("broken-{number}"));
        if !name.exists() {
            return name;
        }
        number += 1;
    }
}
