//! Why something could not be read from or written to the store.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::lists::ListKind;

#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the directory open: the operator stops it or names another directory.
    #[error(
        "the data directory {0} is in use by another dealink; stop that one first, or name another directory"
    )]
    Locked(PathBuf),
    /// The directory cannot be made, read or written: the operator has to correct that.
    #[error("the data directory {dir} cannot be used: {fault}")]
    Directory {
        dir: PathBuf,
        /// The message of the operating system.
        fault: String,
    },
    /// A later version of dealink wrote the directory: the operator starts that one.
    #[error(
        "the data directory was written by a later version of dealink (form {found}; this version knows forms up to {known}); start that \
         version, or name another directory"
    )]
    Newer { found: i64, known: i64 },
    /// The file holds no key of the codes of members: the operator restores or removes it.
    #[error(
        "{0} is not the key of 32 bytes that it has to be; restore it from a backup, or remove it to have a new one made: then the codes \
         of all members in SubIDs change"
    )]
    MemberKey(PathBuf),
    /// The database failed while in use: the change must not be confirmed, and may be tried again.
    #[error("the data directory could not be written: {0}")]
    Failed(String),
    /// The disk failed to sync, and nothing is confirmed before everything was written anew. May be tried again.
    #[error("the disk does not take what is written")]
    Unsynced,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// One record is unusable; the others are not affected.
    #[error("a record of the {0} cannot be read or written")]
    Record(StoredRecord),
}

impl StoreError {
    pub(super) fn unusable(dir: &Path, fault: &io::Error) -> Self {
        StoreError::Directory { dir: dir.into(), fault: fault.to_string() }
    }
}

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> Self {
        StoreError::Failed(error.to_string())
    }
}

/// Without the statement and its values, which may be a person's.
impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error() {
            Some(fault) => StoreError::Failed(fault.to_string()),
            None => StoreError::Failed("a statement failed".to_owned()),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        StoreError::Failed(error.to_string())
    }
}

/// The kind of a record, without its key: the numbers of people and chats must not get into the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredRecord {
    PublisherSettings,
    ChatSettings,
    Favourite,
    /// The answer to an update, kept until all of its messages are sent.
    LongAnswer,
    ListVersion {
        list: ListKind,
        number: u64,
    },
}

impl fmt::Display for StoredRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoredRecord::PublisherSettings => f.write_str("settings of people"),
            StoredRecord::ChatSettings => f.write_str("settings of chats"),
            StoredRecord::Favourite => f.write_str("favourites"),
            StoredRecord::LongAnswer => f.write_str("answers to updates"),
            StoredRecord::ListVersion { list, number } => write!(f, "list {list}, version {number},"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_named_by_its_kind() {
        let list = ListKind::BannedKeywords;
        let message = StoreError::Record(StoredRecord::ListVersion { list, number: 3 }).to_string();
        let expected = format!("a record of the list {list}, version 3, cannot be read or written");
        assert_eq!(message, expected);
    }
}
