//! Imports a feed's file into a new index beside the old one: one thread reads, another writes.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use super::batch::RowBatch;
use super::feed::Feed;
use super::limits::check_free_space;
use super::progress::Phase;
use super::read::{self, FeedItem, ReadSummary};
use super::{FeedLimits, Progress, Refusal};
use crate::index::{FinishedIndex, Index, IndexWriter};

/// The most batches between the threads. More would only take memory.
const BATCHES_IN_FLIGHT: usize = 4;
/// The free space on the disk is checked after so many batches.
const SPACE_CHECK_BATCHES: u64 = 32;

/// Reads `file` into a new index. With `before`, the file has only changes, and all other rows are copied from there.
///
/// # Errors
/// Why it could not be read or written; the new index is deleted then.
pub(super) fn import(
    feed: &Feed,
    file: &Path,
    before: Option<&Index>,
    limits: &FeedLimits,
    progress: &Progress,
) -> Result<(ReadSummary, FinishedIndex), Refusal> {
    let (full, batches) = sync_channel::<RowBatch>(BATCHES_IN_FLIGHT);
    let (emptied, empty) = channel::<RowBatch>();
    thread::scope(|scope| {
        let writing = thread::Builder::new()
            .name("feed-index".to_owned())
            .spawn_scoped(scope, move || write_batches(feed, before, batches, emptied, limits, progress))?;
        let reading = read_batches(feed, file, full, &empty, limits, progress);
        if reading.is_ok() {
            progress.begin(Phase::Finishing, 0, None);
        }
        let written = writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // If the writer ended early, that ended the reader too; if the reader refused, the writer deleted what it had.
        match (reading, written) {
            (Err(refusal), Ok(_)) => Err(refusal),
            (_, Err(refusal)) => Err(refusal),
            (Ok(reading), Ok(None)) => {
                tracing::error!(rows = reading.rows, "an index was not finished");
                Err(Refusal::WriteFailed)
            }
            (Ok(reading), Ok(Some(finished))) => Ok((reading, finished)),
        }
    })
}

/// Sends all rows, and then an empty batch, without which the writer does not finish the index.
fn read_batches(
    feed: &Feed,
    file: &Path,
    full: SyncSender<RowBatch>,
    empty: &Receiver<RowBatch>,
    limits: &FeedLimits,
    progress: &Progress,
) -> Result<ReadSummary, Refusal> {
    let gone = || Refusal::WriteFailed;
    let mut batch = RowBatch::default();
    let mut sink = |item: FeedItem<'_>| {
        batch.push(&item);
        if batch.is_full() {
            let next = empty.try_recv().unwrap_or_default();
            full.send(std::mem::replace(&mut batch, next)).map_err(|_| gone())?;
        }
        Ok(())
    };
    let reading = read::read_feed(file, &feed.definition.read_options, limits, progress, &mut sink)?;
    if !batch.is_empty() {
        full.send(batch).map_err(|_| gone())?;
    }
    // The empty batch says that everything was read.
    full.send(RowBatch::default()).map_err(|_| gone())?;
    Ok(reading)
}

/// Writes the batches. It owns its end of the channels, so that the reader never waits for a writer that has ended. `None` if the
/// empty batch did not come.
fn write_batches(
    feed: &Feed,
    before: Option<&Index>,
    batches: Receiver<RowBatch>,
    emptied: Sender<RowBatch>,
    limits: &FeedLimits,
    progress: &Progress,
) -> Result<Option<FinishedIndex>, Refusal> {
    let path = feed.index_file();
    let mut writer = IndexWriter::create(&path).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => Refusal::IndexBusy,
        _ => error.into(),
    })?;
    if let Some(before) = before {
        check_free_space(&feed.dir, limits)?;
        copy_rows(before, &mut writer, progress)?;
    }
    for (count, mut batch) in (0_u64..).zip(batches) {
        if batch.is_empty() {
            check_free_space(&feed.dir, limits)?;
            return Ok(Some(writer.finish()?));
        }
        if count.is_multiple_of(SPACE_CHECK_BATCHES) {
            check_free_space(&feed.dir, limits)?;
        }
        batch.for_each(|item| match item {
            FeedItem::Row(row) => writer.push(&row),
            FeedItem::Deleted(id) => writer.delete(id),
        })?;
        batch.clear();
        let _ = emptied.send(batch);
    }
    Ok(None)
}

fn copy_rows(before: &Index, writer: &mut IndexWriter, progress: &Progress) -> Result<(), Refusal> {
    let mut fault = None;
    let copied = before.rows(|row| {
        let pushed = progress.check().and_then(|()| Ok(writer.push(row)?));
        fault = pushed.err();
        if fault.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    match fault {
        Some(refusal) => Err(refusal),
        None => Ok(copied?),
    }
}
