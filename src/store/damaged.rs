//! Where files that cannot be read any more are moved, for the operator to look at. They may hold people's data, so `/forget` erases
//! them.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

const NAME: &str = "damaged";

/// A new directory for damaged files of the data directory `dir`.
pub(super) fn new_directory(dir: &Path) -> io::Result<PathBuf> {
    let mut number = 1;
    loop {
        let candidate = dir.join(NAME).join(number.to_string());
        fs::create_dir_all(dir.join(NAME))?;
        match fs::create_dir(&candidate) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            made => return made.map(|()| candidate),
        }
    }
}

/// Erases all of them. Returns whether there were any.
pub(super) fn erase(dir: &Path) -> io::Result<bool> {
    match fs::remove_dir_all(dir.join(NAME)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
