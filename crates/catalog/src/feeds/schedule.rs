//! Pulls the feeds again and again while the bot runs: one at a time, with the lowest priority, less often after failures.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Refusal;
use super::feed::Feed;
use super::pull::{Priority, pull_on_thread};
use super::pull_context::{PullContext, PullOptions};
use super::registry::Feeds;
use super::report::PullOutcome;
use crate::index::Index;

/// How often it is checked whether a feed is due; a feed that was just added waits no longer than this.
const CHECK_INTERVAL: Duration = Duration::from_secs(60);
/// The pause after the first failure. It doubles with each further one, up to the interval of the feed.
const AFTER_FAILURE: Duration = Duration::from_secs(5 * 60);
/// An interval is longer by up to so many percent, so that not all feeds are due at once.
const JITTER: u64 = 10;

#[derive(Clone)]
pub struct Schedule {
    /// Feeds that are added or removed while it runs are noticed.
    pub feeds: Feeds,
    /// For feeds without an interval of their own.
    pub default_interval: Duration,
    pub context: PullContext,
}

impl Schedule {
    /// Runs until the future is dropped, which also stops a pull. It keeps nothing in memory, so it can be started again after a
    /// panic.
    pub async fn run(self) {
        loop {
            let now = self.context.clock.now();
            let mut due: Vec<(Timestamp, Feed)> =
                self.feeds.load_all().into_iter().map(|feed| (self.next_pull(&feed), feed)).collect();
            due.retain(|(at, _)| *at <= now);
            due.sort_by_key(|(at, _)| *at);
            for (_, feed) in due {
                let ended = pull_on_thread(
                    feed.clone(),
                    PullOptions::default(),
                    self.context.clone(),
                    Arc::default(),
                    Priority::Lowest,
                )
                .await;
                log_outcome(&feed, &ended);
            }
            tokio::time::sleep(CHECK_INTERVAL).await;
        }
    }

    pub(super) fn next_pull(&self, feed: &Feed) -> Timestamp {
        let state = feed.pull_state();
        // After an update of the program, an index of another format is replaced at once. After a failed attempt the usual pause
        // applies.
        if state.failures == 0 && Index::has_other_format(&feed.index_file()) {
            return Timestamp::MIN;
        }
        let interval = feed.definition.interval(self.default_interval);
        let Some(tried) = state.tried else { return Timestamp::MIN };
        let wait = match state.failures {
            0 => interval + interval * jitter(feed, tried) / 100,
            failures => interval.min(AFTER_FAILURE.saturating_mul(2_u32.saturating_pow(failures - 1))),
        };
        let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
        // After the clock was set back, a feed must not wait until the old time comes again.
        let tried = tried.min(self.context.clock.now());
        tried.saturating_add(wait).unwrap_or(Timestamp::MAX)
    }
}

/// Differs from feed to feed and from pull to pull, and stays the same while it is waited for.
fn jitter(feed: &Feed, tried: Timestamp) -> u32 {
    let mut hasher = DefaultHasher::new();
    (&feed.dir, tried.as_nanosecond()).hash(&mut hasher);
    (hasher.finish() % (JITTER + 1)) as u32
}

fn log_outcome(feed: &Feed, ended: &Result<PullOutcome, Refusal>) {
    let name = &feed.name;
    match ended {
        Ok(PullOutcome::Unchanged) => tracing::info!(feed = %name, "a feed has nothing new"),
        Ok(PullOutcome::Imported(report)) => tracing::info!(
            feed = %name, rows = report.index.rows, products = report.index.products, broken = report.index.broken, gone = report.index.deleted,
            increment = report.is_increment, seconds = report.took.as_secs_f32(), "a feed was imported"
        ),
        Ok(PullOutcome::Rejected(report, reasons)) => tracing::warn!(
            feed = %name, rows = report.index.rows, products = report.index.products, broken = report.index.broken,
            ?reasons,
            "a feed was read and not put in force; see `dealink feed pull`"
        ),
        Err(Refusal::Busy(_)) => {
            tracing::debug!(feed = %name, "a feed is being pulled by somebody else");
        }
        Err(refusal) => {
            tracing::warn!(feed = %name, %refusal, "a feed could not be pulled; it is tried again later")
        }
    }
}
