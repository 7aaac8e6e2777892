//! The options and the context of a pull.

use std::time::Duration;

use dealink_core::clock::Clock;

use super::feed::Feed;
use super::{FeedLimits, Progress};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PullOptions {
    /// Replace the index even if checks of the new contents fail. There must be at least one product.
    pub force: bool,
    /// Load the whole feed, even if changes would be enough or nothing changed.
    pub full: bool,
}

/// What a pull needs besides the feed.
#[derive(Clone)]
pub struct PullContext {
    pub limits: FeedLimits,
    pub clock: Clock,
    /// See [`super::FIRST_RETRY_WAIT`].
    pub first_retry_wait: Duration,
}

#[derive(Clone, Copy)]
pub(super) struct Pull<'a> {
    pub(super) feed: &'a Feed,
    pub(super) options: PullOptions,
    pub(super) context: &'a PullContext,
    pub(super) progress: &'a Progress,
}
