//! Erasing what is stored of a person or a chat, so that it cannot be found in the data directory any more.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use dealink_core::atomic_file;

use super::settings::RecordStore;
use super::{Store, StoreError, damaged, takeover};

/// What is stored of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForgetSummary {
    pub favourites: usize,
    /// The titles of the chats that the person owns.
    pub owned_chats: Vec<String>,
    /// Messages of the person that wait for their answer.
    pub waiting: usize,
}

impl Store {
    /// What [`Store::forget`] would erase for the request in the update `asked_by`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget_summary(&self, person: u64, asked_by: u64) -> Result<ForgetSummary, StoreError> {
        let owned = self.chats.owned_by(person);
        Ok(ForgetSummary {
            favourites: self.favourites.list(person as i64).await?.len(),
            owned_chats: owned.into_iter().map(|(_, settings)| settings.title.clone()).collect(),
            waiting: self.flow.count_waiting(person, asked_by).await?,
        })
    }

    /// Erases all data of a person: settings, favourites, the open question, which messages answered theirs, recent products,
    /// updates of theirs that wait or were set aside. Chats lose them as owner and chosen member. Damaged files that were moved aside
    /// and files of earlier versions go as a whole. Returns once nothing of it can be found in the data directory.
    ///
    /// `asked_by` is the update with the request. It stays in the inbox until its answer was sent, and goes without a trace then;
    /// later updates are still answered.
    ///
    /// # Errors
    /// When the store fails; then the person must not be told that it is done.
    pub async fn forget(&self, person: u64, asked_by: u64) -> Result<(), StoreError> {
        self.flow.erase_person(person, asked_by).await?;
        {
            // Always in this order, as below and in `migrate`: no two wait for each other.
            let (favourites, _favourites) = self.favourites.erasure(person as i64).await?;
            let (settings, _publishers) = self.publishers.erasure(person).await;
            let without = self.chats.without_person(person).await;
            let mut changes = without.changes()?;
            changes.extend(favourites);
            changes.push(settings);
            self.settings.apply(changes).await?;
            without.finish();
        }
        self.settings.purge().await?;
        self.erase_old_files()
    }

    /// Erases all data of a group or channel, also what people were asked about it. `asked_by` is the update with the request, as for [`Store::forget`].
    ///
    /// # Errors
    /// When the store fails; then the erasure must not be confirmed.
    pub async fn forget_chat(&self, chat: i64, asked_by: u64) -> Result<(), StoreError> {
        self.flow.erase_chat(chat, self.chats.earlier_ids(chat), asked_by).await?;
        let (favourites, _writing) = self.favourites.erasure(chat).await?;
        self.chats.delete(chat, favourites).await?;
        self.settings.purge().await?;
        self.erase_old_files()
    }

    /// Nothing can be taken out of them one by one.
    fn erase_old_files(&self) -> Result<(), StoreError> {
        let unusable = |error| StoreError::unusable(&self.dir, &error);
        for erased in [damaged::erase(&self.dir), erase(&takeover::kept_files(&self.dir))] {
            if erased.map_err(unusable)? {
                tracing::warn!(
                    "files of the store that were kept for the operator were erased with what people asked to forget"
                );
            }
        }
        // The names of what was removed must not come back after a power cut.
        atomic_file::flush_directory(&self.dir).map_err(unusable)
    }
}

/// Whether there was such a directory.
fn erase(path: &Path) -> Result<bool, std::io::Error> {
    match fs::remove_dir_all(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
