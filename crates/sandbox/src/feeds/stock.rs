//! The rows of the exported feeds, and when each of them changed.

use jiff::{SignedDuration, Timestamp};

use super::super::admitad::SeedProduct;
use super::entry::FeedEntry;
use super::feed_categories::FeedCategories;
use super::feed_writer::FeedWriter;
use super::{ExportFormat, FEEDS, ROWS};

/// A fixed seed: the invented products are the same in every run.
const SEED: u64 = 7;

/// The rows. A Hot product is in both feeds; the ordinary feed has its ordinary link and rate.
pub(super) struct Stock {
    rows: Vec<StockRow>,
    categories: FeedCategories,
    pub(super) revision: u64,
}

struct StockRow {
    entry: FeedEntry,
    changed: Timestamp,
    available: bool,
}

impl Stock {
    /// The affiliate products of the seed, and invented ones up to [`ROWS`]; all of them changed one day before `now`.
    pub(super) fn new(products: &[SeedProduct], now: Timestamp) -> Stock {
        let changed = now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(now);
        let row = |entry| StockRow { entry, changed, available: true };
        let seeded =
            products.iter().filter(|product| product.affiliate == Some(true)).map(FeedEntry::from_seed);
        let mut rows: Vec<StockRow> = seeded.map(row).collect();
        let invented = (ROWS as u64).saturating_sub(rows.len() as u64);
        rows.extend((0..invented).map(|place| row(FeedEntry::invented(place, SEED))));
        let categories = FeedCategories::new(products.iter().map(SeedProduct::category_path));
        Stock { rows, categories, revision: 1 }
    }

    pub(super) fn changed(&self) -> Timestamp {
        self.rows.iter().map(|row| row.changed).max().unwrap_or_default()
    }

    /// A whole feed, or the rows that changed since this time, removed ones included.
    pub(super) fn render(&self, feed_id: u32, format: ExportFormat, since: Option<Timestamp>) -> String {
        let hot = is_hot(feed_id);
        let writer = FeedWriter {
            format,
            feed_id,
            hot,
            changes: since.is_some(),
            at: self.changed(),
            categories: &self.categories,
        };
        let mut text = writer.head();
        for row in self.rows.iter().filter(|row| !hot || row.entry.is_hot) {
            let told = match since {
                Some(since) => row.changed >= since,
                None => row.available,
            };
            if told {
                text.push_str(&writer.row(&row.entry, row.available));
            }
        }
        text + writer.tail()
    }

    /// One part of an endless feed: the head before part 0, then 100 rows in each part.
    pub(super) fn render_chunk(&self, feed_id: u32, format: ExportFormat, number: u64) -> String {
        let (at, categories) = (self.changed(), &self.categories);
        let writer = FeedWriter { format, feed_id, hot: is_hot(feed_id), changes: false, at, categories };
        let head = if number == 0 { writer.head() } else { String::new() };
        let rows = (number * 100..(number + 1) * 100)
            .map(|place| writer.row(&FeedEntry::invented(place, SEED), true));
        std::iter::once(head).chain(rows).collect()
    }

    /// Changes a product's row; false if there is no such product.
    pub(super) fn change(
        &mut self,
        id: u64,
        now: Timestamp,
        change: impl FnOnce(&mut FeedEntry, &mut bool),
    ) -> bool {
        let Some(row) = self.rows.iter_mut().find(|row| row.entry.id == id) else { return false };
        change(&mut row.entry, &mut row.available);
        row.changed = now;
        self.revision += 1;
        true
    }
}

fn is_hot(feed_id: u32) -> bool {
    FEEDS.iter().any(|feed| feed.id == feed_id && feed.hot)
}
