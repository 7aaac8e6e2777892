//! Albums. Telegram sends each part as a separate update and never says which part is the last.

use std::collections::BTreeMap;

use super::api::SendError;
use super::context::AppContext;
use super::handler_error::{HandlerError, Result};
use super::update::{IncomingMessage, Update, UpdateKind};
use crate::store::WaitingUpdate;

/// Telegram's limit for the parts of an album.
const MAX_ALBUM_PARTS: usize = 10;
/// Waiting updates of the chat that are looked through for parts of the album.
const MAX_SCANNED_UPDATES: usize = 30;

/// The updates that were read, by number, each with the part of the album that it is, if any.
type ScannedUpdates = BTreeMap<u64, Option<IncomingMessage>>;

impl AppContext {
    /// Waits for the other parts of the album to which the first part `first` belongs. Returns all parts, and the numbers of the
    /// other parts' updates.
    pub async fn collect_album(
        &self,
        record: &WaitingUpdate,
        first: &IncomingMessage,
    ) -> Result<(Vec<IncomingMessage>, Vec<u64>)> {
        let mut scanned = ScannedUpdates::new();
        let mut found = self.scan_for_siblings(record, first, &mut scanned).await?;
        // An answer that was begun before a crash: all parts are in the inbox already.
        while record.answer.is_none() && found + 1 < MAX_ALBUM_PARTS {
            tokio::time::sleep(self.album_wait).await;
            let now = self.scan_for_siblings(record, first, &mut scanned).await?;
            if now == found {
                break;
            }
            found = now;
        }
        let (mut parts, mut updates) = (vec![first.clone()], Vec::new());
        let siblings = scanned.into_iter().filter_map(|(id, part)| Some((id, part?)));
        for (id, part) in siblings.take(MAX_ALBUM_PARTS - 1) {
            parts.push(part);
            updates.push(id);
        }
        Ok((parts, updates))
    }

    /// Takes the other parts of an album out of the inbox, unless `answered` says that the whole album will be handled again.
    pub async fn finish_album(
        &self,
        record: &WaitingUpdate,
        updates: &[u64],
        answered: Result<()>,
    ) -> Result<()> {
        let inbox = &self.store.inbox;
        match &answered {
            // In one transaction with the first part. Otherwise a crash in between would leave parts that are answered as a second
            // album.
            Ok(()) => inbox.mark_done([updates, &[record.id]].concat()).await?,
            // After these errors the whole album is handled again.
            Err(HandlerError::Send(SendError::Token | SendError::Migrated(_))) => {}
            // The person is told about the error once, for the first part.
            Err(_) => inbox.mark_done(updates.to_vec()).await?,
        }
        answered
    }

    /// Reads the updates that were not read before, and returns how many parts of the album are among all of them.
    async fn scan_for_siblings(
        &self,
        record: &WaitingUpdate,
        first: &IncomingMessage,
        scanned: &mut ScannedUpdates,
    ) -> Result<usize> {
        let after = self.store.inbox.read_after(record.id, record.chat, MAX_SCANNED_UPDATES).await?;
        for waiting in after {
            scanned.entry(waiting.id).or_insert_with(|| sibling_of(first, &waiting.raw));
        }
        Ok(scanned.values().flatten().count())
    }
}

/// The part of the album in an update. `None` for any other update, also for an edit of a part.
fn sibling_of(first: &IncomingMessage, raw: &[u8]) -> Option<IncomingMessage> {
    match Update::parse(raw)?.kind {
        UpdateKind::Message(part) | UpdateKind::ChannelPost(part)
            if part.content.album == first.content.album =>
        {
            Some(*part)
        }
        _ => None,
    }
}
