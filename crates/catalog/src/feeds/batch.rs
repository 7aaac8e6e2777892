//! Rows on their way from the thread that reads to the thread that writes: many at once, texts in one piece of memory.

use jiff::civil::Date;

use super::FeedItem;
use crate::FeedRow;
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;

/// A batch is handed on with so many rows or bytes of text.
const ROWS: usize = 1_024;
const BYTES: usize = 512 * 1024;

/// Some rows in their order.
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

/// A row whose texts stand elsewhere.
#[derive(Debug)]
struct BatchedRow {
    id: ProductId,
    /// Lengths of title, link, picture and category.
    texts: [u32; 4],
    currency: Option<Currency>,
    price: Option<Decimal>,
    old_price: Option<Decimal>,
    discount: Option<u8>,
    rate: Option<Percent>,
    hot: bool,
    store: Option<u64>,
    hot_until: Option<Date>,
}

impl RowBatch {
    /// Whether it is to be handed on.
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
        let row = match item {
            FeedItem::Deleted(id) => return self.entries.push(BatchEntry::Deleted(*id)),
            FeedItem::Row(row) => row,
        };
        let texts = [row.title, row.link, row.picture, row.category].map(|text| {
            self.text.push_str(text);
            // A record is far shorter.
            text.len() as u32
        });
        self.entries.push(BatchEntry::Row(BatchedRow {
            id: row.id,
            texts,
            currency: row.currency,
            price: row.price,
            old_price: row.old_price,
            discount: row.discount,
            rate: row.rate,
            hot: row.hot,
            store: row.store,
            hot_until: row.hot_until,
        }));
    }

    /// Hands all of it on, in order.
    pub(super) fn for_each<E>(&self, mut take: impl FnMut(FeedItem<'_>) -> Result<(), E>) -> Result<(), E> {
        let mut rest = &*self.text;
        for entry in &self.entries {
            let packed = match entry {
                BatchEntry::Deleted(id) => {
                    take(FeedItem::Deleted(*id))?;
                    continue;
                }
                BatchEntry::Row(packed) => packed,
            };
            let [title, link, picture, category] = packed.texts.map(|length| {
                let (text, behind) = rest.split_at(length as usize);
                rest = behind;
                text
            });
            take(FeedItem::Row(FeedRow {
                id: packed.id,
                title,
                link,
                picture,
                category,
                currency: packed.currency,
                price: packed.price,
                old_price: packed.old_price,
                discount: packed.discount,
                rate: packed.rate,
                hot: packed.hot,
                store: packed.store,
                hot_until: packed.hot_until,
            }))?;
        }
        Ok(())
    }
}
