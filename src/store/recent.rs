//! The products that a person asked for last, which an inline query without words offers. Holds product numbers only.
//!
//! Contract. A change survives the death of the process at once, and a power cut a moment later.

use std::sync::Arc;

use super::{StoreError, Stored};

/// The products kept for each person.
pub const RECENT_AT_MOST: usize = 10;

pub trait RecentStore: Send + Sync {
    /// Stores a person's products, the newest first, in place of the earlier ones.
    fn put(&self, person: u64, products: Vec<u64>) -> Stored<'_, ()>;

    /// A person's products, the newest first; empty for an unknown person.
    fn get(&self, person: u64) -> Stored<'_, Vec<u64>>;
}

/// Cheap to clone.
#[derive(Clone)]
pub struct RecentProducts(pub(super) Arc<dyn RecentStore>);

impl RecentProducts {
    /// Remembers products, the newest last.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remember(
        &self,
        person: u64,
        products: impl IntoIterator<Item = u64>,
    ) -> Result<(), StoreError> {
        let before = self.0.get(person).await?;
        let mut last = before.clone();
        for product in products {
            last.retain(|known| *known != product);
            last.insert(0, product);
        }
        last.truncate(RECENT_AT_MOST);
        if last == before { Ok(()) } else { self.0.put(person, last).await }
    }

    /// A person's last products, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, person: u64) -> Result<Vec<u64>, StoreError> {
        self.0.get(person).await
    }
}
