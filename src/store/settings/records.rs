//! What the bot needs of a database for settings: tables of JSON records under text keys.
//!
//! Contract. A change that was confirmed survives a power cut; the changes of one call are made together or not at all. An error
//! means that the change must not be confirmed; it is not read until the next start, but it may be there then, unless a later change
//! was confirmed, even an empty one.

use serde::{Deserialize, Serialize};

use super::Records;
use crate::store::Stored;

/// The tables. The order is that of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordTable {
    /// By the person's number.
    Publishers,
    /// By the chat's number.
    Chats,
    /// The new numbers of groups that became supergroups, by the old ones.
    Moved,
    /// By the owner's number, a colon and the folded name.
    Favourites,
    /// By the list's name, a slash and the version's number.
    Lists,
}

impl RecordTable {
    pub fn name(self) -> &'static str {
        match self {
            RecordTable::Publishers => "publishers",
            RecordTable::Chats => "chats",
            RecordTable::Moved => "moved",
            RecordTable::Favourites => "favourites",
            RecordTable::Lists => "lists",
        }
    }

    pub(super) const ALL: [RecordTable; 5] = [
        RecordTable::Publishers,
        RecordTable::Chats,
        RecordTable::Moved,
        RecordTable::Favourites,
        RecordTable::Lists,
    ];
}

/// A record's new value, as JSON; `None` deletes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordChange {
    pub table: RecordTable,
    pub key: String,
    pub value: Option<Vec<u8>>,
}

impl RecordChange {
    pub fn put(table: RecordTable, key: impl Into<String>, value: Vec<u8>) -> Self {
        RecordChange { table, key: key.into(), value: Some(value) }
    }

    pub fn delete(table: RecordTable, key: impl Into<String>) -> Self {
        RecordChange { table, key: key.into(), value: None }
    }

    /// Makes the change in records that are kept in memory.
    pub(super) fn make(self, records: &mut Records) {
        let place = (self.table, self.key);
        match self.value {
            Some(value) => drop(records.insert(place, value)),
            None => drop(records.remove(&place)),
        }
    }
}

pub trait RecordStore: Send + Sync {
    fn get<'a>(&'a self, table: RecordTable, key: &'a str) -> Stored<'a, Option<Vec<u8>>>;

    /// The records whose keys begin with `prefix`, by key.
    fn list<'a>(&'a self, table: RecordTable, prefix: &'a str) -> Stored<'a, Vec<(String, Vec<u8>)>>;

    /// Makes changes, all or none, and returns once they are on the disk. Without changes: once nothing that was refused before can
    /// come back.
    fn apply(&self, changes: Vec<RecordChange>) -> Stored<'_, ()>;

    /// Returns once deleted records and earlier values of all records cannot be found in the files any more. Changes no record, also
    /// when it fails.
    fn purge(&self) -> Stored<'_, ()>;
}
