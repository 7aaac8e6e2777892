//! The last good exchange rates, so that a start without a network still has some. Nothing of a person is in here.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;

/// The rates' tree: a few records, each as its owner writes it.
#[derive(Clone)]
pub struct Rates {
    tree: sled::Tree,
}

impl Rates {
    pub(super) fn new(tree: sled::Tree) -> Self {
        Rates { tree }
    }

    /// Keeps rates under a name, in place of those before. On the disk with the next flush of the store.
    ///
    /// # Errors
    /// When the store fails.
    pub fn keep<T: Serialize>(&self, name: &str, rates: &T) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec(rates).map_err(|_| StoreError::Record)?;
        self.tree.insert(name, bytes)?;
        Ok(())
    }

    /// The rates under a name; none where there are none that can be read.
    pub fn last<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_slice(&self.tree.get(name).ok()??).ok()
    }
}
