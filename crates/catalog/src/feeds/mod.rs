//! Product feeds: kept by name, fetched, read, and made into the catalogue's indexes.
//!
//! Each feed is a directory; whoever pulls one holds its lock, in whichever process. The index in force is swapped in whole at the very end,
//! so after a crash at any point the old one is there. An address holds somebody's personal code: it is shown masked, everywhere.

mod address;
mod batch;
mod disk;
mod feed;
mod fetch;
mod import;
mod limits;
mod progress;
mod pull;
mod pull_state;
mod read;
mod refusal;
mod registry;
mod report;
mod schedule;

pub use address::{FeedAddress, InvalidFeedAddress};
pub use feed::{Feed, FeedDefinition, FeedName, FeedSource, InvalidFeedName};
pub use limits::{FeedLimits, MIB};
pub use progress::{Phase, Progress};
pub use pull::{FIRST_RETRY_WAIT, PullContext, PullOptions, pull, pull_on_thread};
pub use pull_state::PullState;
pub use read::{
    Charset, Delimiter, FeedFormat, FeedItem, InvalidDelimiter, ReadOptions, ReadSummary, RowError,
    UnknownCharset, read_feed,
};
pub use refusal::Refusal;
pub use registry::{Feeds, IndexStatus};
pub use report::{ImportReport, PullOutcome};
pub use schedule::Schedule;

#[cfg(test)]
mod tests;
