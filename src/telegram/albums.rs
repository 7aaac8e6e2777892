//! Albums: Telegram hands over their parts one by one, as updates of their own, and never says which is the last.

use std::collections::BTreeMap;

use super::api::SendError;
use super::context::AppContext;
use super::handler_error::HandlerError;
use super::update::{IncomingMessage, Update, UpdateKind};
use crate::store::WaitingUpdate;

/// Telegram's limit for the parts of an album.
const MAX_ALBUM_PARTS: usize = 10;
/// Waiting updates of the chat that are looked through for parts of the album.
const MAX_SCANNED_UPDATES: usize = 30;

/// The parts of an album that wait behind its first one, with the numbers of their updates.
type Siblings = (Vec<u64>, Vec<IncomingMessage>);
/// Updates by number, each read once; with the part of the album that it is.
type ScannedUpdates = BTreeMap<u64, Option<IncomingMessage>>;

impl AppContext {
    /// Waits for the other parts of the album to which the first part `first` belongs.
    pub async fn collect_album(
        &self,
        record: &WaitingUpdate,
        first: &IncomingMessage,
    ) -> Result<Siblings, HandlerError> {
        let mut scanned = ScannedUpdates::new();
        let mut found = self.scan_for_siblings(record, first, &mut scanned)?;
        // After a crash its parts are all here.
        while record.answer.is_none() && found + 1 < MAX_ALBUM_PARTS {
            tokio::time::sleep(self.album_wait).await;
            let now = self.scan_for_siblings(record, first, &mut scanned)?;
            if now == found {
                break;
            }
            found = now;
        }
        let siblings = scanned.into_iter().filter_map(|(id, part)| Some((id, part?)));
        Ok(siblings.take(MAX_ALBUM_PARTS - 1).unzip())
    }

    /// Takes an album's other parts out of the inbox, as becomes what was made of it.
    pub async fn finish_album(
        &self,
        record: &WaitingUpdate,
        updates: &[u64],
        answered: Result<(), HandlerError>,
    ) -> Result<(), HandlerError> {
        let inbox = &self.store.inbox;
        match &answered {
            // In one go with the first: after a crash in between, what is left would be answered as an album of its own.
            Ok(()) => inbox.mark_done(&[updates, &[record.id]].concat()).await?,
            // These are handled again as a whole.
            Err(HandlerError::Send(SendError::Token | SendError::Migrated(_))) => {}
            // The fault is told once, for the first.
            Err(_) => inbox.mark_done(updates).await?,
        }
        answered
    }

    /// Reads the updates that were not read before, and returns how many parts of the album are among all of them.
    fn scan_for_siblings(
        &self,
        record: &WaitingUpdate,
        first: &IncomingMessage,
        scanned: &mut ScannedUpdates,
    ) -> Result<usize, HandlerError> {
        for waiting in self.store.inbox.waiting_after(record.id, record.chat, MAX_SCANNED_UPDATES)? {
            scanned.entry(waiting.id).or_insert_with(|| sibling_of(first, &waiting.raw));
        }
        Ok(scanned.values().flatten().count())
    }
}

/// The part of the album that an update is, if it is one. An edit of a part is an update of its own.
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
