//! What an index says of itself: which feed it is, of what day, and how its import went.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Stands in the index file itself, so it can never disagree with the products beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexMetadata {
    /// The feed's name, as `dealink feed` shows it.
    pub name: String,
    /// The day of the feed's contents, in UTC: its own, else that of the server's file, else that of the import.
    pub date: Date,
    /// When it was imported.
    pub imported: Timestamp,
    /// When it was last imported whole, not by an increment.
    pub whole: Timestamp,
    /// Products that can be found.
    pub products: u64,
    /// Rows or offers that were read at the last import.
    pub rows: u64,
    /// How many of them were broken and left out.
    pub broken: u64,
    /// How many said again what another row said; the last one counts.
    pub duplicates: u64,
    /// How many took a product away.
    pub deleted: u64,
    /// The server's `ETag`, for the next conditional request.
    pub etag: Option<String>,
    /// The server's `Last-Modified`.
    pub last_modified: Option<String>,
}
