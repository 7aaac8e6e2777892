//! Plain copies beside the database: one JSON line for each record, the file replaced as a whole.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use dealink_core::atomic_file::{self, Access};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::{StoreError, StoredRecord};

/// A record in the form of its line.
pub(super) trait BackupRecord: Serialize + DeserializeOwned {
    /// The record's kind, for errors.
    const KIND: StoredRecord;

    /// The record's value in the tree.
    type Value: Serialize + DeserializeOwned;

    /// The line of a record; `None` for a key of an unknown form.
    fn from_entry(key: &[u8], value: Self::Value) -> Option<Self>;

    /// Key and value of the record. Lines before it have the keys `taken`; a record with one of these replaces that line's.
    fn into_entry(self, taken: &HashSet<Vec<u8>>) -> (Vec<u8>, Self::Value);
}

/// The path of a tree's plain copy. Locked while it is written, because two writers would mix their lines.
#[derive(Clone)]
pub(super) struct BackupFile(Arc<Mutex<PathBuf>>);

impl BackupFile {
    pub(super) fn new(path: PathBuf) -> Self {
        BackupFile(Arc::new(Mutex::new(path)))
    }

    /// Writes the whole tree to a new file and replaces the old file with it.
    pub(super) fn write<L: BackupRecord>(&self, tree: &sled::Tree) -> Result<(), StoreError> {
        let path = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        write::<L>(&path, tree).map_err(|fault| StoreError::Failed(fault.to_string()))
    }

    /// Reads the copy, if there is one, back into an empty tree. This also completes a restoration that a crash interrupted. If the
    /// tree is empty because everything was erased, the copy is empty, too. A damaged line is skipped, because the others are still
    /// useful.
    pub(super) fn restore<L: BackupRecord>(&self, tree: &sled::Tree) -> Result<(), StoreError> {
        if !tree.is_empty() {
            return Ok(());
        }
        let path = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match File::open(&*path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(StoreError::Failed(error.to_string())),
        };
        let mut taken = HashSet::new();
        for line in BufReader::new(file).lines().map_while(Result::ok) {
            if let Ok(line) = serde_json::from_str::<L>(&line) {
                let (key, value) = line.into_entry(&taken);
                let value = serde_json::to_vec(&value).map_err(|_| StoreError::Record(L::KIND))?;
                tree.insert(key.as_slice(), value)?;
                taken.insert(key);
            }
        }
        tree.flush()?;
        Ok(())
    }
}

fn write<L: BackupRecord>(path: &Path, tree: &sled::Tree) -> std::io::Result<()> {
    atomic_file::replace(path, Access::Default, |file| {
        for entry in tree.iter() {
            let (key, value) = entry.map_err(std::io::Error::other)?;
            let value = serde_json::from_slice(&value).ok();
            let Some(line) = value.and_then(|value| L::from_entry(&key, value)) else { continue };
            serde_json::to_writer(&mut *file, &line)?;
            file.write_all(b"\n")?;
        }
        Ok(())
    })
}
