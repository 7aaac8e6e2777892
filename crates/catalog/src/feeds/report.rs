//! What a pull did, for whoever tells it.

use std::time::Duration;

use jiff::civil::Date;

use super::{FeedName, RowError};
use dealink_core::message::Message;
use dealink_core::money::Decimal;

/// How a pull ended that got as far as an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum PullOutcome {
    /// There is nothing newer than what is in force.
    Unchanged,
    /// The new index is in force.
    Imported(ImportReport),
    /// It was read and not put in force: what was found, and each reason.
    Rejected(ImportReport, Vec<Message>),
}

/// What was found in a feed.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportReport {
    /// The feed.
    pub name: FeedName,
    /// Whether only changes were asked for.
    pub is_increment: bool,
    /// Rows or offers that were read.
    pub rows: u64,
    /// Broken ones.
    pub broken: u64,
    /// The first of them.
    pub row_errors: Vec<RowError>,
    /// Products in the index.
    pub products: u64,
    /// Products in the index that was in force before, and its day.
    pub before: Option<(u64, Date)>,
    /// Rows that said again what a later one says; in an increment mostly products that changed.
    pub duplicates: u64,
    /// Products that were taken away.
    pub deleted: u64,
    /// The day of the feed's contents.
    pub date: Date,
    /// The index' size in bytes.
    pub bytes: u64,
    /// From the first question to the last byte.
    pub took: Duration,
}

impl ImportReport {
    /// What keeps it from being put in force, unless somebody insists: over 5 % broken, or fewer
    /// than half of what is in force.
    pub(super) fn reasons_to_reject(&self, is_cut_off: bool) -> Vec<Message> {
        let mut objections = Vec::new();
        if is_cut_off {
            objections.push(Message::new("feeds-held-cut-off"));
        }
        if self.broken * 20 > self.rows {
            objections.push(
                Message::new("feeds-held-broken")
                    .with("broken", Decimal::from(self.broken))
                    .with("rows", Decimal::from(self.rows)),
            );
        }
        if let Some((before, _)) = self.before
            && self.products.saturating_mul(2) < before
        {
            objections.push(
                Message::new("feeds-held-shrunk")
                    .with("products", Decimal::from(self.products))
                    .with("before", Decimal::from(before)),
            );
        }
        objections
    }
}
