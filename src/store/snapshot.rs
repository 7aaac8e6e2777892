//! A plain copy of the publishers beside the database: one JSON line each, replaced as a whole.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Publisher, StoreError};

#[derive(Serialize, Deserialize)]
struct Line {
    id: u64,
    publisher: Publisher,
}

/// Writes all of the tree to a new file and puts it in the old one's place.
pub(super) fn write(path: &Path, tree: &sled::Tree) -> Result<(), StoreError> {
    let new = path.with_extension("new");
    let written = (|| {
        let mut file = BufWriter::new(File::create(&new)?);
        for entry in tree.iter() {
            let (key, value) = entry.map_err(std::io::Error::other)?;
            let (Ok(key), Ok(publisher)) = (key.as_ref().try_into(), serde_json::from_slice(&value)) else {
                continue;
            };
            serde_json::to_writer(&mut file, &Line { id: u64::from_be_bytes(key), publisher })?;
            file.write_all(b"\n")?;
        }
        file.into_inner().map_err(|e| e.into_error())?.sync_all()?;
        fs::rename(&new, path)
    })();
    written.map_err(|e: std::io::Error| StoreError::Failed(e.to_string()))
}

/// Reads a snapshot back, if there is one. A damaged line is passed over: the others are worth having.
pub(super) fn read(path: &Path, tree: &sled::Tree) -> Result<(), StoreError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::Failed(error.to_string())),
    };
    for line in BufReader::new(file).lines().map_while(Result::ok) {
        if let Ok(Line { id, publisher }) = serde_json::from_str(&line) {
            let bytes = serde_json::to_vec(&publisher).map_err(|_| StoreError::Record)?;
            tree.insert(id.to_be_bytes(), bytes)?;
        }
    }
    tree.flush()?;
    Ok(())
}
