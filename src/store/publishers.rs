//! A publisher's settings.

use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::StoreError;
use super::backup::BackupFile;
use super::flusher::Flusher;
use dealink_core::lang::Lang;
use dealink_core::money::Currency;
use dealink_program::TrafficSource;

/// What a publisher chose. Everything unset is unset, and said to be so; no choice is made in their name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Publisher {
    /// The language chosen; until then Telegram's own setting decides.
    pub language: Option<Lang>,
    /// The traffic source that the ad space was declared with.
    pub traffic: Option<TrafficSource>,
    /// The currency that estimates are shown in beside the program's.
    pub currency: Option<Currency>,
    /// The SubID that made links carry.
    pub subid: Option<String>,
    /// Whether links are shortened with the network's shortener.
    pub short_links: bool,
    /// Whether answers carry an estimate.
    pub estimate: bool,
    /// What becomes of somebody else's affiliate links; until it is chosen, the bot asks.
    pub others: Option<ForeignLinks>,
    /// The day on which the ad space was approved into the program: traffic is under review for some days after it.
    pub joined: Option<Date>,
    /// What the bot asked last and waits for.
    pub asked: Option<PendingQuestion>,
}

impl Default for Publisher {
    fn default() -> Self {
        Publisher {
            language: None,
            traffic: None,
            currency: None,
            subid: None,
            short_links: false,
            estimate: true,
            others: None,
            joined: None,
            asked: None,
        }
    }
}

/// What becomes of somebody else's affiliate links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignLinks {
    /// They are converted like any other link.
    Convert,
    /// They are left as they are.
    Leave,
}

/// A question that waits for the publisher's next message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PendingQuestion {
    /// What was asked.
    pub question: QuestionKind,
    /// The message that asked.
    pub message_id: i32,
    /// The update that answers it. Kept until the next question, so that the answer is understood again when it is handled
    /// again after a crash.
    #[serde(default)]
    pub answered_by: Option<u64>,
}

/// The kinds of questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// The price to reckon with; which product and what else is supposed, as the button brought it back.
    Price(String),
    /// The store's number, likewise.
    Store(String),
    /// The day on which the ad space was approved into the program.
    Joined,
    /// The SubID to put on links.
    SubId,
    /// A filter of a search.
    Filter(PendingFilter),
    /// The SubIDs of a chat's links.
    ChatSubIds(i64),
    /// The template of a chat's posts.
    ChatTemplate(i64),
    /// Whether this template of a chat's posts is to be saved.
    ChatDraft {
        /// The chat.
        chat: i64,
        /// The template as it was typed.
        draft: String,
    },
}

/// A search that waits for a filter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PendingFilter {
    /// Which filter.
    pub of: FilterKind,
    /// The search, as its button brings it back.
    pub card: String,
    /// Its words.
    pub words: String,
    /// The message that they stand in.
    pub message: i32,
}

/// The filters that are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilterKind {
    /// Prices.
    Price,
    /// The least commission.
    Earning,
}

/// The publishers' tree.
#[derive(Clone)]
pub struct Publishers {
    tree: sled::Tree,
    flush: Flusher,
    backup: BackupFile,
}

impl Publishers {
    pub(super) fn new(tree: sled::Tree, flush: Flusher, snapshot: PathBuf) -> Self {
        Publishers { tree, flush, backup: BackupFile::new(snapshot) }
    }

    /// The settings of a person; the defaults for somebody who set nothing.
    ///
    /// # Errors
    /// When the store fails or the record is not ours.
    pub fn load(&self, person: u64) -> Result<Publisher, StoreError> {
        match self.tree.get(person.to_be_bytes())? {
            // A record that this version cannot read must not lock its person out, least of all from erasing it.
            Some(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_else(|_| {
                tracing::error!("the settings of a person cannot be read; the defaults hold");
                Publisher::default()
            })),
            None => Ok(Publisher::default()),
        }
    }

    /// Changes a person's settings and returns them once they are on the disk.
    ///
    /// # Errors
    /// When the store fails; then the change must not be confirmed.
    pub async fn update(
        &self,
        person: u64,
        change: impl FnOnce(&mut Publisher),
    ) -> Result<Publisher, StoreError> {
        let mut publisher = self.load(person)?;
        change(&mut publisher);
        let bytes = serde_json::to_vec(&publisher).map_err(|_| StoreError::Record)?;
        self.tree.insert(person.to_be_bytes(), bytes)?;
        self.flush.flush().await?;
        Ok(publisher)
    }

    pub(super) fn remove(&self, person: u64) -> Result<(), StoreError> {
        self.tree.remove(person.to_be_bytes())?;
        Ok(())
    }

    /// Writes the snapshot that a broken database is restored from.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn snapshot(&self) -> Result<(), StoreError> {
        self.backup.write::<PublisherRecord>(&self.tree)
    }

    /// Reads the snapshot back into an empty tree. Also at a start after a restoration that was cut off; a tree that is empty
    /// because everybody was forgotten has an empty snapshot.
    pub(super) fn restore(&self) -> Result<(), StoreError> {
        self.backup.restore::<PublisherRecord>(&self.tree)
    }
}

#[derive(Serialize, Deserialize)]
struct PublisherRecord {
    id: u64,
    publisher: Publisher,
}

impl super::backup::BackupRecord for PublisherRecord {
    type Value = Publisher;

    fn from_entry(key: &[u8], publisher: Publisher) -> Option<Self> {
        Some(PublisherRecord { id: u64::from_be_bytes(key.try_into().ok()?), publisher })
    }

    fn into_entry(self) -> (Vec<u8>, Publisher) {
        (self.id.to_be_bytes().to_vec(), self.publisher)
    }
}
