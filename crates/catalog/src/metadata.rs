//! The description of an index: the feed, the day of its contents, and the counts of the import.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// It is part of the index file, so it always fits the products in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexMetadata {
    pub name: String,
    /// The day of the contents, in UTC: the feed's own, else that of the file, else that of the import.
    pub date: Date,
    pub imported: Timestamp,
    /// When the whole feed, and not only changes, was last imported.
    pub whole: Timestamp,
    /// Products that can be found.
    pub products: u64,
    /// Rows or offers of the last import, broken ones included.
    pub rows: u64,
    pub broken: u64,
    /// Rows that a later row of the same product replaced.
    pub duplicates: u64,
    pub deleted: u64,
    /// The `ETag` of the server's file, for the next conditional request. For a local file, its size and time.
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}
