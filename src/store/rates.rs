//! The last exchange rates, so that a start without a network still has some. Holds no personal data.

use dealink_network::exchange::RateStore;

#[derive(Clone)]
pub struct StoredRates {
    tree: sled::Tree,
}

impl StoredRates {
    pub(super) fn new(tree: sled::Tree) -> Self {
        StoredRates { tree }
    }
}

impl RateStore for StoredRates {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        Some(self.tree.get(name).ok()??.to_vec())
    }

    /// On the disk with the next flush of the store.
    fn save(&self, name: &str, record: Vec<u8>) -> Result<(), String> {
        self.tree.insert(name, record).map(drop).map_err(|error| error.to_string())
    }
}
