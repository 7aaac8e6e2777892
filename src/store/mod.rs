//! The data that is kept over restarts.
//!
//! What flows (the inbox, which message answered which, what was shared, recent products, open questions, rates) is in SQLite, see
//! [`flow`]; what people chose is in sled with a journal beside it, see [`settings`]. Each kind of memory has an interface with a
//! written contract (`inbox`, `answer_log`, `share_log`, `recent`, `questions`, `settings::RecordStore`), which another database can
//! serve as well. A change is on the disk before it is confirmed to a person. A second process, an unusable directory and one of a
//! later version give clear errors; what is damaged is moved aside, never deleted.

mod answer_log;
mod damaged;
mod error;
mod flow;
mod forget;
mod format;
mod inbox;
mod member_key;
mod questions;
mod recent;
mod repair;
mod settings;
mod share_log;
mod takeover;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use dealink_network::exchange::RateStore;
use futures::future::BoxFuture;

use flow::FlowDatabase;
use settings::SettingsDatabase;

pub use answer_log::{AnswerLog, AnswerMark, AnswerRecord, AnswerStore, kept_per_chat};
pub use error::{StoreError, StoredRecord};
pub use forget::ForgetSummary;
pub use inbox::{AsideReason, AsideUpdate, AsideUpdates, Inbox, NewUpdate, WaitingHead, WaitingUpdate};
pub use member_key::MemberKey;
pub use questions::QuestionStore;
pub use recent::{RECENT_AT_MOST, RecentProducts, RecentStore};
pub use repair::Repair;
pub use settings::{
    Chats, FAVOURITE_NAME_AT_MOST, FAVOURITES_AT_MOST, Favourite, FavouriteFault, Favourites, ListStore,
    ListVersion, Publishers, RecordChange, RecordStore, RecordTable, SaveOutcome, read_lists_backup,
};
pub use share_log::{
    DueRemoval, EDITS_KEPT_PER_CHAT, SHARES_KEPT, SUGGESTIONS_KEPT, Share, ShareLog, ShareStore, Suggestion,
};

/// How long an update stays set aside, in seconds.
const ASIDE_KEPT: i64 = 30 * 24 * 3600;

/// The outcome of a call of the store, under way. A change is begun when the function is called, whether or not it is awaited.
pub type Stored<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// The open store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    dir: PathBuf,
    flow: FlowDatabase,
    settings: SettingsDatabase,
    pub publishers: Publishers,
    /// Settings of groups and channels.
    pub chats: Chats,
    pub favourites: Favourites,
    pub lists: ListStore,
    /// Updates that were received and not answered yet.
    pub inbox: Arc<dyn Inbox>,
    /// Updates that the operator has to look at.
    pub aside: Arc<dyn AsideUpdates>,
    /// Which of the bot's messages answered which message.
    pub answers: AnswerLog,
    pub share_log: ShareLog,
    /// The products that each person asked for last.
    pub recent: RecentProducts,
    /// The question that each person was asked last.
    pub questions: Arc<dyn QuestionStore>,
    pub rates: Arc<dyn RateStore>,
    /// Held while the store is open, so that no second process opens it.
    _lock: Arc<File>,
}

/// The opened store.
pub struct OpenedStore {
    pub store: Store,
    /// What had to be repaired, for the operator.
    pub repairs: Vec<Repair>,
}

impl Store {
    /// Opens the store below `dir`, and makes it if there is none. Takes over data of earlier versions, and repairs what is damaged.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while another process has it, [`StoreError::Directory`] when the directory is not usable,
    /// [`StoreError::Newer`] when a later version wrote it.
    pub async fn open(dir: &Path) -> Result<OpenedStore, StoreError> {
        let lock = format::lock(dir)?;
        let mut repairs = Vec::new();
        let format = takeover::prepare(dir)?;
        let (settings, of_settings) = SettingsDatabase::open(dir)?;
        let (flow, of_flow) = FlowDatabase::open(dir, format)?;
        repairs.extend(of_settings);
        repairs.extend(of_flow);
        takeover::finish(dir, &settings, &flow, &mut repairs).await?;
        let records: Arc<dyn RecordStore> = Arc::new(settings.clone());
        let shared = Arc::new(flow.clone());
        let store = Store {
            dir: dir.into(),
            publishers: Publishers::new(records.clone()),
            chats: Chats::load(records.clone()).await?,
            favourites: Favourites::new(records.clone()),
            lists: ListStore::load(records, dir).await?,
            inbox: shared.clone(),
            aside: shared.clone(),
            answers: AnswerLog(shared.clone()),
            share_log: ShareLog::new(shared.clone()),
            recent: RecentProducts(shared.clone()),
            questions: shared.clone(),
            rates: shared,
            flow,
            settings,
            _lock: Arc::new(lock),
        };
        Ok(OpenedStore { store, repairs })
    }

    /// Opens what the command line may look at beside the running bot: the updates that were set aside.
    ///
    /// # Errors
    /// When there is no store, or it cannot be read.
    pub fn open_aside(dir: &Path) -> Result<Arc<dyn AsideUpdates>, StoreError> {
        Ok(Arc::new(FlowDatabase::open_beside(dir)?))
    }

    /// Notes that the bot runs. Returns how many runs before it ended without [`Store::close`], in a row.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin_run(&self) -> Result<u32, StoreError> {
        self.flow.begin_run().await
    }

    /// Moves all data of a group that became a supergroup to its new number.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn migrate(&self, old: i64, new: i64) -> Result<(), StoreError> {
        self.flow.migrate(old, new).await?;
        let (favourites, _writing) = self.favourites.migration(old, new).await?;
        // Last, because this marks the whole move as done.
        self.chats.migrate(old, new, favourites).await
    }

    /// Drops what is too old to matter at `now`, in Unix time, and shortens the journal.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clean_up(&self, now: i64) -> Result<(), StoreError> {
        self.share_log.forget_old(now).await?;
        self.settings.compact().await?;
        let old = self.aside.remove_before(now - ASIDE_KEPT).await?;
        if old > 0 {
            tracing::warn!(updates = old, "updates that were set aside long ago were erased");
        }
        takeover::remove_proven(&self.dir, now)
    }

    /// Returns once everything is on the disk.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn flush(&self) -> Result<(), StoreError> {
        self.flow.sync().await?;
        self.settings.flush().await
    }

    /// Writes everything to the disk and notes that the run ended in order. Later changes are refused.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn close(&self) -> Result<(), StoreError> {
        let ended = self.flow.end_run().await;
        self.flow.close().await;
        self.settings.flush().await.and(ended)
    }
}

#[cfg(test)]
mod tests;
