//! One pull of one feed: fetch, import, check, replace the index. The old index serves until the very last step, and stays if the
//! pull ends before.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use tokio::sync::oneshot;

use super::feed::{Feed, FeedSource, PullState};
use super::import_source::{ImportSource, find_source};
use super::limits::lower_priority;
use super::pull_context::{Pull, PullContext, PullOptions};
use super::registry::lock_feed;
use super::report::{ImportReport, PullOutcome};
use super::{Progress, Refusal, fetch, import};
use crate::IndexMetadata;
use crate::index::{Index, IndexError};

/// Earlier than any feed.
const EARLIEST: Date = jiff::civil::date(2010, 1, 1);
/// The pause before the first new try after a download broke off.
pub const FIRST_RETRY_WAIT: Duration = Duration::from_secs(1);

/// How a pull's thread competes with others for the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    Normal,
    /// Every other thread goes first.
    Lowest,
}

/// Pulls a feed and blocks until the pull has ended, so it needs a thread of its own. The result is stored beside the index.
///
/// # Errors
/// Why nothing could be imported. Nothing has changed then.
pub fn pull(
    feed: &Feed,
    options: PullOptions,
    context: &PullContext,
    progress: &Progress,
) -> Result<PullOutcome, Refusal> {
    let _lock = lock_feed(feed)?;
    progress.start_clock(context.limits.pull_time);
    let ended = Pull { feed, options, context, progress }.run();
    let mut state = PullState::load(&feed.state_file());
    let now = context.clock.now();
    match &ended {
        Err(Refusal::Stopped) => return ended,
        Ok(PullOutcome::Imported(_) | PullOutcome::Unchanged) => {
            (state.tried, state.current, state.failures) = (Some(now), Some(now), 0);
        }
        Ok(PullOutcome::Rejected(..)) | Err(_) => {
            (state.tried, state.failures) = (Some(now), state.failures.saturating_add(1));
        }
    }
    state.save(&feed.state_file());
    ended
}

/// Pulls a feed on a thread of its own. If the future is dropped, the pull is told to stop.
///
/// # Errors
/// Those of [`pull`], and [`Refusal::Panicked`].
pub async fn pull_on_thread(
    feed: Feed,
    options: PullOptions,
    context: PullContext,
    progress: Arc<Progress>,
    priority: Priority,
) -> Result<PullOutcome, Refusal> {
    let _stop = StopOnDrop(progress.clone());
    let (done, ended) = oneshot::channel();
    std::thread::Builder::new().name("feed-pull".to_owned()).spawn(move || {
        if priority == Priority::Lowest {
            lower_priority();
        }
        let _ = done.send(pull(&feed, options, &context, &progress));
    })?;
    // A thread that panicked sends nothing; the panic is in the log.
    ended.await.unwrap_or(Err(Refusal::Panicked))
}

struct StopOnDrop(Arc<Progress>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

impl Pull<'_> {
    fn run(self) -> Result<PullOutcome, Refusal> {
        let begun = Instant::now();
        let feed = self.feed;
        let before = self.open_index();
        let Some(source) = find_source(&self, before.as_ref().map(Index::metadata))? else {
            return Ok(PullOutcome::Unchanged);
        };
        let ended = self.import_and_swap(&source, before.as_ref(), begun);
        let is_stopped = ended == Err(Refusal::Stopped);
        if matches!(feed.definition.source, FeedSource::Url(_)) && !is_stopped {
            fetch::discard(feed);
        }
        match ended {
            Ok(PullOutcome::Rejected(..)) | Err(_) if source.is_increment && !is_stopped => {
                tracing::warn!(feed = %feed.name, "the changes of a feed cannot be used; the whole feed is loaded");
                Pull { options: PullOptions { full: true, ..self.options }, ..self }.run()
            }
            ended => ended,
        }
    }

    fn open_index(&self) -> Option<Index> {
        let feed = &self.feed.name;
        match Index::open(&self.feed.index_file()) {
            Ok(index) => return Some(index),
            Err(IndexError::Unreadable(error)) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(IndexError::OtherFormat(format)) => tracing::info!(
                %feed, format, "the index was written by another version of dealink; it is made again from its feed"
            ),
            Err(error) => tracing::warn!(%feed, %error, "the index cannot be read; a new one is made"),
        }
        None
    }

    fn import_and_swap(
        &self,
        source: &ImportSource,
        before: Option<&Index>,
        begun: Instant,
    ) -> Result<PullOutcome, Refusal> {
        let Pull { feed, options, context, progress } = *self;
        let base = before.filter(|_| source.is_increment);
        let imported = import::import(feed, &source.file, base, &context.limits, progress);
        let (summary, finished) = match imported {
            // If nothing changed, a server may send an empty answer.
            Err(Refusal::Empty) if source.is_increment => return Ok(PullOutcome::Unchanged),
            imported => imported?,
        };
        if source.is_increment && summary.rows == 0 {
            return Ok(PullOutcome::Unchanged);
        }
        if finished.products == 0 {
            return Err(Refusal::NoProducts);
        }
        let today = context.clock.today();
        let is_plausible = |date: &Date| *date >= EARLIEST && *date <= today.tomorrow().unwrap_or(today);
        let before = before.map(Index::metadata);
        // A response with changes is a different resource, so its tags do not apply to the whole feed.
        let base = before.filter(|_| source.is_increment);
        let (etag, last_modified) = match base {
            Some(base) => (base.etag.clone(), base.last_modified.clone()),
            None => (source.etag.clone(), source.last_modified.clone()),
        };
        let index = IndexMetadata {
            name: feed.name.to_string(),
            date: [summary.date, source.date].into_iter().flatten().find(is_plausible).unwrap_or(today),
            imported: source.asked,
            whole: base.map_or(source.asked, |base| base.whole),
            products: finished.products,
            rows: summary.rows,
            broken: summary.broken,
            duplicates: finished.duplicates,
            deleted: finished.deleted,
            etag,
            last_modified,
        };
        let mut report = ImportReport {
            index,
            is_increment: source.is_increment,
            row_errors: summary.row_errors,
            before: before.map(|before| (before.products, before.date)),
            bytes: finished.bytes,
            took: begun.elapsed(),
        };
        let reasons = report.reasons_to_reject(summary.is_cut_off);
        if !reasons.is_empty() && !options.force {
            return Ok(PullOutcome::Rejected(report, reasons));
        }
        finished.swap(&report.index)?;
        report.took = begun.elapsed();
        Ok(PullOutcome::Imported(report))
    }
}
