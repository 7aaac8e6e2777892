//! The products that a person asked for last, which an inline query without words offers. Holds product numbers only.

use super::StoreError;

/// The products kept for each person.
pub const RECENT_AT_MOST: usize = 10;

#[derive(Clone)]
pub struct RecentProducts {
    tree: sled::Tree,
}

impl RecentProducts {
    pub(super) fn new(tree: sled::Tree) -> Self {
        RecentProducts { tree }
    }

    /// Remembers products, the newest last. On the disk with the next flush of the store.
    ///
    /// # Errors
    /// When the store fails.
    pub fn remember(&self, person: u64, products: impl IntoIterator<Item = u64>) -> Result<(), StoreError> {
        let mut last = self.list(person)?;
        last.reverse();
        for product in products {
            last.retain(|known| *known != product);
            last.push(product);
        }
        let kept = &last[last.len().saturating_sub(RECENT_AT_MOST)..];
        let value: Vec<u8> = kept.iter().flat_map(|product| product.to_be_bytes()).collect();
        self.tree.insert(person.to_be_bytes(), value)?;
        Ok(())
    }

    /// A person's last products, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn list(&self, person: u64) -> Result<Vec<u64>, StoreError> {
        let value = self.tree.get(person.to_be_bytes())?.unwrap_or_default();
        Ok(value.as_chunks().0.iter().rev().map(|bytes| u64::from_be_bytes(*bytes)).collect())
    }

    pub(super) fn remove(&self, person: u64) -> Result<(), StoreError> {
        self.tree.remove(person.to_be_bytes())?;
        Ok(())
    }
}
