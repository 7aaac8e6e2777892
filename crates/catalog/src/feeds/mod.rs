//! Product feeds: stored by name, fetched, read, and imported into the catalogue's indexes.
//!
//! Each feed has a directory, which a pull locks against other processes. The index is replaced as a whole at the end of a pull, so
//! after a crash at any point the old index is intact. An address contains a personal code and is masked wherever it is shown.

mod address;
mod batch;
mod feed;
mod fetch;
mod import;
mod import_source;
mod limits;
mod progress;
mod pull;
mod pull_context;
mod read;
mod refusal;
mod registry;
mod report;
mod schedule;

#[cfg(test)]
mod tests;

pub use address::{FeedAddress, InvalidFeedAddress};
pub use feed::{Feed, FeedDefinition, FeedName, FeedSource, InvalidFeedName, PullState};
pub use limits::{FeedLimits, MIB};
pub use progress::{Phase, Progress};
pub use pull::{FIRST_RETRY_WAIT, Priority, pull, pull_on_thread};
pub use pull_context::{PullContext, PullOptions};
pub use read::{
    Charset, Delimiter, FeedFormat, FeedItem, InvalidDelimiter, ReadOptions, ReadSummary, RowError,
    RowErrorKind, UnknownCharset, read_feed, read_text,
};
pub use refusal::{Refusal, ServerRefusal};
pub use registry::{Feeds, IndexStatus};
pub use report::{ImportReport, PullOutcome, RejectReason};
pub use schedule::Schedule;
