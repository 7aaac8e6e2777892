//! Rows on their way from the thread that reads to the thread that writes: many at once, with their texts in one allocation.

use super::FeedItem;
use crate::{FeedRow, OfferFields, RowTexts};
use dealink_links::ProductId;

/// A batch is full with so many rows, or with so many bytes of text.
const ROWS: usize = 1_024;
const BYTES: usize = 512 * 1024;

/// Some items in the order of the feed.
#[derive(Debug, Default)]
pub(super) struct RowBatch {
    text: String,
    entries: Vec<BatchEntry>,
}

#[derive(Debug)]
enum BatchEntry {
    Deleted(ProductId),
    Row(BatchedRow),
}

/// A row; its texts are in the batch.
#[derive(Debug)]
struct BatchedRow {
    id: ProductId,
    /// Lengths of title, link, picture and category.
    texts: [u32; 4],
    offer: OfferFields,
}

impl RowBatch {
    pub(super) fn is_full(&self) -> bool {
        self.entries.len() >= ROWS || self.text.len() >= BYTES
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Empties it and keeps its memory.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.entries.clear();
    }

    pub(super) fn push(&mut self, item: &FeedItem<'_>) {
        let FeedRow { id, texts, offer } = match item {
            FeedItem::Deleted(id) => return self.entries.push(BatchEntry::Deleted(*id)),
            FeedItem::Row(row) => *row,
        };
        let texts = [texts.title, texts.link, texts.picture, texts.category].map(|text| {
            self.text.push_str(text);
            // A record is far shorter than 4 GiB.
            text.len() as u32
        });
        self.entries.push(BatchEntry::Row(BatchedRow { id, texts, offer }));
    }

    /// Gives all items to `take`, in order, until it fails.
    pub(super) fn for_each<E>(&self, mut take: impl FnMut(FeedItem<'_>) -> Result<(), E>) -> Result<(), E> {
        let mut rest = &*self.text;
        for entry in &self.entries {
            take(match entry {
                BatchEntry::Deleted(id) => FeedItem::Deleted(*id),
                BatchEntry::Row(BatchedRow { id, texts, offer }) => {
                    let [title, link, picture, category] = texts.map(|length| {
                        let (text, behind) = rest.split_at(length as usize);
                        rest = behind;
                        text
                    });
                    let texts = RowTexts { title, link, picture, category };
                    FeedItem::Row(FeedRow { id: *id, texts, offer: *offer })
                }
            })?;
        }
        Ok(())
    }
}
