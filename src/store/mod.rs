//! The data that is kept over restarts: publishers' and chats' settings, favourites, the inbox of updates, which message answered
//! which, what was shared where, the operator's lists, exchange rates.
//!
//! Wraps sled, with a few fixed trees. A change is flushed before it is confirmed to a person. A second process and an unusable
//! directory give clear errors; a broken database is moved aside, never deleted.

mod answer_log;
mod backup;
mod chats;
mod error;
mod favourites;
mod flusher;
mod inbox;
mod list_backup;
mod lists;
mod open;
mod publishers;
mod rates;
mod recent;
mod share_log;

use std::path::{Path, PathBuf};

use flusher::Flusher;

pub use answer_log::AnswerLog;
pub use chats::Chats;
pub use error::{StoreError, StoredRecord};
pub use favourites::{FAVOURITE_NAME_AT_MOST, FAVOURITES_AT_MOST, Favourite, FavouriteFault, Favourites};
pub use inbox::{Inbox, WaitingUpdate};
pub use lists::{ListStore, ListVersion, SaveOutcome, read_lists_backup};
pub use publishers::Publishers;
pub use rates::StoredRates;
pub use recent::{RECENT_AT_MOST, RecentProducts};
pub use share_log::{ShareLog, Suggestion};

/// The open store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    flush: Flusher,
    pub publishers: Publishers,
    /// Settings of groups and channels.
    pub chats: Chats,
    pub favourites: Favourites,
    pub share_log: ShareLog,
    /// The products that each person asked for last.
    pub recent: RecentProducts,
    /// Updates that were received and not answered yet.
    pub inbox: Inbox,
    /// Which of the bot's messages answered which message.
    pub answers: AnswerLog,
    pub rates: StoredRates,
    pub lists: ListStore,
}

impl Store {
    /// Opens the store below `dir`, and makes it if there is none.
    ///
    /// A database that cannot be opened is moved aside to `broken-…` beside it and the newest plain copies of the
    /// publishers and the lists are restored; [`OpenedStore::moved_aside`] then says where the broken one is, for the operator.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while another process has it, [`StoreError::Directory`] when the directory is not usable.
    pub fn open(dir: &Path) -> Result<OpenedStore, StoreError> {
        open::open(dir)
    }

    fn from_database(db: sled::Db, dir: &Path) -> Result<Self, StoreError> {
        let flush = Flusher::new(db.clone());
        let snapshot = dir.join("snapshot.jsonl");
        Ok(Store {
            publishers: Publishers::new(db.open_tree("publishers")?, flush.clone(), snapshot),
            chats: Chats::new(
                db.open_tree("chats")?,
                db.open_tree("moved")?,
                flush.clone(),
                dir.join("chats.jsonl"),
            )?,
            favourites: Favourites::new(
                db.open_tree("favourites")?,
                flush.clone(),
                dir.join("favourites.jsonl"),
            ),
            share_log: ShareLog::new(&db, flush.clone())?,
            recent: RecentProducts::new(db.open_tree("recent")?),
            inbox: Inbox::new(db.open_tree("inbox")?, flush.clone()),
            answers: AnswerLog::new(db.open_tree("answers")?, flush.clone()),
            rates: StoredRates::new(db.open_tree("rates")?),
            lists: ListStore::new(db.open_tree("lists")?, flush.clone(), list_backup::path(dir))?,
            flush,
        })
    }

    /// Erases all data of a person: settings, pending question, which messages answered theirs, waiting
    /// updates of their private chat until now, and the snapshot's copy. Returns once the erasure is on the disk.
    ///
    /// `asked_by` is the update with the request. It stays in the inbox until its answer was sent, and later updates are still
    /// answered.
    ///
    /// # Errors
    /// When the store fails; then the person must not be told that it is done.
    pub async fn forget(&self, person: u64, asked_by: u64) -> Result<(), StoreError> {
        self.publishers.remove(person)?;
        self.chats.forget_person(person)?;
        self.favourites.remove_owner(person as i64)?;
        self.share_log.forget_person(person)?;
        self.recent.remove(person)?;
        self.answers.remove_chat(person as i64)?;
        self.inbox.remove_chat(person as i64, asked_by)?;
        self.flush.flush().await?;
        self.snapshot()
    }

    /// Moves all data of a group that became a supergroup to its new number.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn migrate(&self, old: i64, new: i64) -> Result<(), StoreError> {
        self.favourites.migrate(old, new)?;
        self.share_log.migrate(old, new)?;
        // Not moved, because messages have other numbers in the supergroup.
        self.answers.remove_chat(old)?;
        // Last, because this marks the whole move as done.
        self.chats.migrate(old, new)?;
        self.flush.flush().await
    }

    /// Erases all data of a group or channel.
    ///
    /// # Errors
    /// When the store fails; then the erasure must not be confirmed.
    pub async fn forget_chat(&self, chat: i64) -> Result<(), StoreError> {
        self.chats.remove(chat)?;
        self.favourites.remove_owner(chat)?;
        self.share_log.remove_chat(chat)?;
        self.answers.remove_chat(chat)?;
        self.flush.flush().await?;
        self.snapshot()
    }

    /// Writes the plain copies that a broken database is restored from.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn snapshot(&self) -> Result<(), StoreError> {
        self.publishers.snapshot()?;
        self.chats.snapshot()?;
        self.favourites.snapshot()
    }

    /// Writes everything to the disk, before the process ends.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn flush(&self) -> Result<(), StoreError> {
        self.flush.flush().await?;
        self.snapshot()
    }
}

/// Moves all records whose keys begin with one number to another.
fn rekey(tree: &sled::Tree, old: i64, new: i64) -> Result<(), StoreError> {
    for entry in tree.scan_prefix(old.to_be_bytes()) {
        let (key, value) = entry?;
        let moved = [&new.to_be_bytes()[..], key.get(8..).unwrap_or_default()].concat();
        tree.insert(moved, value)?;
        tree.remove(key)?;
    }
    Ok(())
}

/// The opened store.
pub struct OpenedStore {
    pub store: Store,
    /// Where a broken database was moved, if there was one.
    pub moved_aside: Option<PathBuf>,
}

#[cfg(test)]
mod tests;
