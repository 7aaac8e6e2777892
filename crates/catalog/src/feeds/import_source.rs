//! The file that a pull imports: downloaded from a server, or on this machine; or nothing, if it is not new.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::feed::FeedSource;
use super::fetch::{self, FetchOutcome, FetchRequest};
use super::pull_context::{Pull, PullContext};
use super::{FeedAddress, Refusal};
use crate::IndexMetadata;

/// The clocks of the server and of this machine may differ by so much.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_hours(1);

pub(super) struct ImportSource {
    pub(super) file: PathBuf,
    /// Whether it holds only changes.
    pub(super) is_increment: bool,
    pub(super) asked: Timestamp,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    /// The day of the file, in case its content names none.
    pub(super) date: Option<Date>,
}

/// The file to import; `None` if nothing is newer than the index, which `before` describes.
pub(super) fn find_source(
    pull: &Pull<'_>,
    before: Option<&IndexMetadata>,
) -> Result<Option<ImportSource>, Refusal> {
    let Pull { feed, options, context, progress } = *pull;
    let now = context.clock.now();
    let address = match &feed.definition.source {
        FeedSource::Url(address) => address,
        FeedSource::File(file) => {
            return find_local_file(file, now, before.filter(|_| !options.full && !options.force));
        }
    };
    let before = before.filter(|_| !options.full);
    let since = before.and_then(|before| changes_since(address, before, now, context));
    let known = before.filter(|_| !options.force && since.is_none());
    let asked = since.as_ref().map(|since| address.with_parameter("last_import", since));
    let request = FetchRequest {
        feed,
        address: asked.as_ref().unwrap_or(address),
        since,
        known: known.map(|known| (known.etag.clone(), known.last_modified.clone())).unwrap_or_default(),
        now,
        limits: &context.limits,
        progress,
        first_wait: context.first_retry_wait,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    Ok(match runtime.block_on(fetch::fetch(&request))? {
        FetchOutcome::Unchanged => None,
        FetchOutcome::Fetched(download) => Some(ImportSource {
            file: feed.download(),
            is_increment: request.since.is_some(),
            asked: download.asked,
            date: download.last_modified.as_deref().and_then(parse_http_date),
            etag: download.etag,
            last_modified: download.last_modified,
        }),
    })
}

/// Since when changes are asked for, as the network's exporter writes it; `None` if the whole feed is to be loaded.
fn changes_since(
    address: &FeedAddress,
    before: &IndexMetadata,
    now: Timestamp,
    context: &PullContext,
) -> Option<String> {
    let age = now.duration_since(before.whole);
    let is_recent = age >= SignedDuration::ZERO && age.unsigned_abs() < context.limits.full_import_every;
    if !address.gives_increments() || !is_recent {
        return None;
    }
    let from = before.imported.checked_sub(CLOCK_SKEW).ok()?.to_zoned(TimeZone::UTC);
    Some(from.strftime("%Y.%m.%d.%H.%M").to_string())
}

/// A file of this machine is unchanged as long as its size and its time are.
fn find_local_file(
    file: &Path,
    now: Timestamp,
    known: Option<&IndexMetadata>,
) -> Result<Option<ImportSource>, Refusal> {
    let metadata = std::fs::metadata(file).map_err(|_| Refusal::LocalFile(file.to_owned()))?;
    let changed = metadata.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
    let tag = format!("{} {}", metadata.len(), changed.map(|time| time.to_string()).unwrap_or_default());
    if known.is_some_and(|known| known.etag.as_deref() == Some(&tag)) {
        return Ok(None);
    }
    Ok(Some(ImportSource {
        file: file.to_owned(),
        is_increment: false,
        asked: now,
        etag: Some(tag),
        last_modified: None,
        date: changed.map(|time| time.to_zoned(TimeZone::UTC).date()),
    }))
}

fn parse_http_date(written: &str) -> Option<Date> {
    Some(jiff::fmt::rfc2822::parse(written).ok()?.with_time_zone(TimeZone::UTC).date())
}
