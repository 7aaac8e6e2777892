//! Why something could not be read from or written to the store.

use std::fmt;
use std::path::PathBuf;

use crate::lists::ListKind;

#[derive(Debug, thiserror::Error)]
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
    /// The database failed while in use: the change must not be confirmed, and may be tried again.
    #[error("the data directory could not be written: {0}")]
    Failed(String),
    /// One record is unusable; the others are not affected.
    #[error("a record of the tree `{tree}` cannot be read or written: {0}", tree = .0.tree())]
    Record(StoredRecord),
}

impl From<sled::Error> for StoreError {
    fn from(error: sled::Error) -> Self {
        StoreError::Failed(error.to_string())
    }
}

/// The kind of a record, without its key: the numbers of people and chats must not get into the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoredRecord {
    PublisherSettings,
    ChatSettings,
    Favourite,
    Suggestion,
    /// The answer to an update, kept until all of its messages are sent.
    LongAnswer,
    ListVersion {
        list: ListKind,
        number: u64,
    },
}

impl StoredRecord {
    /// The tree that holds such records.
    pub fn tree(self) -> &'static str {
        match self {
            StoredRecord::PublisherSettings => "publishers",
            StoredRecord::ChatSettings => "chats",
            StoredRecord::Favourite => "favourites",
            StoredRecord::Suggestion => "suggestions",
            StoredRecord::LongAnswer => "inbox",
            StoredRecord::ListVersion { .. } => "lists",
        }
    }
}

impl fmt::Display for StoredRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoredRecord::PublisherSettings => f.write_str("the settings of a person"),
            StoredRecord::ChatSettings => f.write_str("the settings of a chat"),
            StoredRecord::Favourite => f.write_str("a favourite"),
            StoredRecord::Suggestion => f.write_str("a suggestion"),
            StoredRecord::LongAnswer => f.write_str("the answer to an update"),
            StoredRecord::ListVersion { list, number } => write!(f, "version {number} of the list {list}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_named_by_tree_and_kind() {
        let list = ListKind::BannedKeywords;
        let message = StoreError::Record(StoredRecord::ListVersion { list, number: 3 }).to_string();
        let expected =
            format!("a record of the tree `lists` cannot be read or written: version 3 of the list {list}");
        assert_eq!(message, expected);
    }
}
