//! One pull of one feed: fetch, import, check, put in force. Until the very last step the old index serves, and after any end before it
//! the old index stays.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::oneshot;

use super::feed::{Feed, FeedSource};
use super::fetch::{self, FetchOutcome, FetchRequest};
use super::pull_state::PullState;
use super::registry::lock_feed;
use super::report::{ImportReport, PullOutcome};
use super::{FeedAddress, FeedLimits, Progress, Refusal, disk, import};
use crate::IndexMetadata;
use crate::index::{Index, IndexError};
use dealink_core::clock::Clock;
use dealink_core::message::Message;

/// The clocks of the server and of this machine may differ by so much.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_hours(1);
/// No feed is older.
const EARLIEST: Date = jiff::civil::date(2010, 1, 1);
/// How long the first new try after a broken download is waited for.
pub const FIRST_RETRY_WAIT: Duration = Duration::from_secs(1);

/// What was asked of a pull.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PullOptions {
    /// Put in force whatever comes, as long as there is a product in it.
    pub force: bool,
    /// Load all of it, also where changes would do or nothing changed.
    pub full: bool,
}

/// What a pull needs of the world around it.
#[derive(Clone)]
pub struct PullContext {
    /// How much a feed may cost.
    pub limits: FeedLimits,
    /// The time.
    pub clock: Clock,
    /// See [`FIRST_RETRY_WAIT`].
    pub first_retry_wait: Duration,
}

/// What there is to import.
struct ImportSource {
    file: PathBuf,
    is_increment: bool,
    asked: Timestamp,
    etag: Option<String>,
    last_modified: Option<String>,
    /// The day of the file, where its contents name none.
    date: Option<Date>,
}

/// Pulls a feed. Blocks: this is for a thread of its own. How it went is remembered beside the index.
///
/// # Errors
/// Why nothing could be imported. Nothing has changed then.
pub fn pull(
    feed: &Feed,
    how: PullOptions,
    means: &PullContext,
    progress: &Progress,
) -> Result<PullOutcome, Refusal> {
    let _lock = lock_feed(feed)?;
    let ended = pull_locked(feed, how, means, progress);
    let mut state = PullState::load(&feed.state_file());
    let now = means.clock.now();
    match &ended {
        Err(refusal) if refusal.is_stop() => return ended,
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

/// Pulls a feed on a thread of its own, `behind` all others or not. If the future is dropped, the pull is told to stop.
///
/// # Errors
/// Those of [`pull`], and a pull that broke down.
pub async fn pull_on_thread(
    feed: Feed,
    how: PullOptions,
    means: PullContext,
    progress: Arc<Progress>,
    behind: bool,
) -> Result<PullOutcome, Refusal> {
    let watched = StopOnDrop(progress.clone());
    let (done, ended) = oneshot::channel();
    let thread = std::thread::Builder::new().name("feed-pull".to_owned()).spawn(move || {
        if behind {
            disk::lower_priority();
        }
        let _ = done.send(pull(&feed, how, &means, &progress));
    });
    thread.map_err(|error| Refusal::disk(&error))?;
    // A thread that panicked sends nothing; its panic stands in the log.
    let ended = ended.await.unwrap_or_else(|_| Err(Refusal::new("feeds-refused-broke-down")));
    drop(watched);
    ended
}

struct StopOnDrop(Arc<Progress>);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.0.stop();
    }
}

fn pull_locked(
    feed: &Feed,
    how: PullOptions,
    means: &PullContext,
    progress: &Progress,
) -> Result<PullOutcome, Refusal> {
    let begun = Instant::now();
    let before = match Index::open(&feed.index_file()) {
        Ok(index) => Some(index),
        Err(IndexError::Unreadable(error)) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(IndexError::OtherFormat(format)) => {
            tracing::info!(
                feed = %feed.name, format,
                "the index was written by another version of dealink; it is made again from its feed"
            );
            None
        }
        Err(fault) => {
            tracing::warn!(feed = %feed.name, %fault, "the index in force cannot be read; a new one is made");
            None
        }
    };
    let whole = PullOptions { full: true, ..how };
    let found = match find_source(feed, how, before.as_ref().map(Index::metadata), means, progress)? {
        Some(found) => found,
        None => return Ok(PullOutcome::Unchanged),
    };
    let is_increment = found.is_increment;
    let ended = import_and_swap(feed, how, &found, before.as_ref(), means, progress, begun);
    let is_stopped = matches!(&ended, Err(refusal) if refusal.is_stop());
    if matches!(feed.definition.source, FeedSource::Url(_)) && !is_stopped {
        fetch::discard(feed);
    }
    match ended {
        // Changes that cannot be used are no reason to stay with what was.
        Ok(PullOutcome::Rejected(..)) | Err(_) if is_increment && !is_stopped => {
            tracing::warn!(feed = %feed.name, "the changes of a feed could not be used; all of it is loaded");
            pull_locked(feed, whole, means, progress)
        }
        ended => ended,
    }
}

/// What is to be imported; `None` when nothing is new.
fn find_source(
    feed: &Feed,
    how: PullOptions,
    before: Option<&IndexMetadata>,
    means: &PullContext,
    progress: &Progress,
) -> Result<Option<ImportSource>, Refusal> {
    let now = means.clock.now();
    match &feed.definition.source {
        FeedSource::File(file) => find_local_file(file, now, before.filter(|_| !how.full && !how.force)),
        FeedSource::Url(address) => {
            let since =
                before.filter(|_| !how.full).and_then(|about| changes_since(address, about, now, means));
            let known = before.filter(|_| !how.full && !how.force && since.is_none());
            let asked = since.as_ref().map(|since| address.with_parameter("last_import", since));
            let question = FetchRequest {
                feed,
                address: asked.as_ref().unwrap_or(address),
                since,
                known: known
                    .map(|about| (about.etag.clone(), about.last_modified.clone()))
                    .unwrap_or_default(),
                now,
                limits: &means.limits,
                progress,
                first_wait: means.first_retry_wait,
            };
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|error| Refusal::disk(&error))?;
            Ok(match runtime.block_on(fetch::fetch(&question))? {
                FetchOutcome::Unchanged => None,
                FetchOutcome::Fetched(sent) => {
                    let day = sent.last_modified.as_deref().and_then(parse_http_date);
                    Some(ImportSource {
                        file: feed.download(),
                        is_increment: question.since.is_some(),
                        asked: sent.asked,
                        etag: sent.etag,
                        last_modified: sent.last_modified,
                        date: day,
                    })
                }
            })
        }
    }
}

/// From when on changes are asked for, as the network's exporter writes it; `None` where all of it is to be loaded.
fn changes_since(
    address: &FeedAddress,
    about: &IndexMetadata,
    now: Timestamp,
    means: &PullContext,
) -> Option<String> {
    let age = now.duration_since(about.whole);
    let is_recent = age >= SignedDuration::ZERO && age.unsigned_abs() < means.limits.full_import_every;
    if !address.gives_increments() || !is_recent {
        return None;
    }
    let from = about.imported.checked_sub(CLOCK_SKEW).ok()?.to_zoned(TimeZone::UTC);
    Some(from.strftime("%Y.%m.%d.%H.%M").to_string())
}

/// A file of this machine is the same as long as its size and its time are.
fn find_local_file(
    file: &Path,
    now: Timestamp,
    known: Option<&IndexMetadata>,
) -> Result<Option<ImportSource>, Refusal> {
    let about = std::fs::metadata(file)
        .map_err(|_| Refusal(Message::new("feeds-refused-file").with("file", file.display().to_string())))?;
    let changed = about.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
    let mark = format!("{} {}", about.len(), changed.map(|time| time.to_string()).unwrap_or_default());
    if known.is_some_and(|known| known.etag.as_deref() == Some(&mark)) {
        return Ok(None);
    }
    Ok(Some(ImportSource {
        file: file.to_owned(),
        is_increment: false,
        asked: now,
        etag: Some(mark),
        last_modified: None,
        date: changed.map(|time| time.to_zoned(TimeZone::UTC).date()),
    }))
}

fn parse_http_date(written: &str) -> Option<Date> {
    Some(jiff::fmt::rfc2822::parse(written).ok()?.with_time_zone(TimeZone::UTC).date())
}

/// Imports what was found, checks it and puts it in force.
fn import_and_swap(
    feed: &Feed,
    how: PullOptions,
    found: &ImportSource,
    before: Option<&Index>,
    means: &PullContext,
    progress: &Progress,
    begun: Instant,
) -> Result<PullOutcome, Refusal> {
    let base = before.filter(|_| found.is_increment);
    let imported = import::import(feed, &found.file, base, &means.limits, progress);
    let (reading, finished) = match imported {
        // A server without changes may send nothing at all.
        Err(refusal) if found.is_increment && refusal.0.key == "feeds-refused-empty" => {
            return Ok(PullOutcome::Unchanged);
        }
        imported => imported?,
    };
    if found.is_increment && reading.rows == 0 {
        return Ok(PullOutcome::Unchanged);
    }
    let today = means.clock.today();
    let is_of_time = |date: &Date| *date >= EARLIEST && *date <= today.tomorrow().unwrap_or(today);
    let before = before.map(Index::metadata);
    let mut digest = ImportReport {
        name: feed.name.clone(),
        is_increment: found.is_increment,
        rows: reading.rows,
        broken: reading.broken,
        row_errors: reading.row_errors,
        products: finished.products,
        before: before.map(|about| (about.products, about.date)),
        duplicates: finished.duplicates,
        deleted: finished.deleted,
        date: [reading.date, found.date].into_iter().flatten().find(is_of_time).unwrap_or(today),
        bytes: finished.bytes,
        took: begun.elapsed(),
    };
    if finished.products == 0 {
        return Err(Refusal::new("feeds-refused-no-products"));
    }
    let objections = digest.reasons_to_reject(reading.is_cut_off);
    if !objections.is_empty() && !how.force {
        return Ok(PullOutcome::Rejected(digest, objections));
    }
    // An answer with changes is another resource: its marks say nothing of the whole.
    let (etag, last_modified) = match before.filter(|_| found.is_increment) {
        Some(about) => (about.etag.clone(), about.last_modified.clone()),
        None => (found.etag.clone(), found.last_modified.clone()),
    };
    let about = IndexMetadata {
        name: feed.name.to_string(),
        date: digest.date,
        imported: found.asked,
        whole: before.filter(|_| found.is_increment).map_or(found.asked, |about| about.whole),
        products: digest.products,
        rows: digest.rows,
        broken: digest.broken,
        duplicates: digest.duplicates,
        deleted: digest.deleted,
        etag,
        last_modified,
    };
    finished.swap(&about).map_err(|error| Refusal::disk(&error))?;
    digest.took = begun.elapsed();
    Ok(PullOutcome::Imported(digest))
}
