//! The result of a pull, for the log and for the command line.

use std::time::Duration;

use dealink_core::message::Message;
use dealink_core::money::Decimal;
use jiff::civil::Date;

use super::{FeedName, RowError};

/// The outcome of a pull that was not refused.
#[derive(Clone, Debug, PartialEq)]
pub enum PullOutcome {
    /// Nothing is newer than the index.
    Unchanged,
    /// The new index has replaced the old one.
    Imported(ImportReport),
    /// The feed was read, and the old index stays for these reasons.
    Rejected(ImportReport, Vec<RejectReason>),
}

/// Why a feed that was read does not replace the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RejectReason {
    /// An XML file ends before its outermost element is closed.
    CutOff,
    /// Over 5 % of the rows are broken.
    Broken { broken: u64, rows: u64 },
    /// There are fewer than half as many products as before.
    Shrunk { products: u64, before: u64 },
}

impl RejectReason {
    pub fn message(self) -> Message {
        match self {
            RejectReason::CutOff => Message::new("feeds-held-cut-off"),
            RejectReason::Broken { broken, rows } => Message::new("feeds-held-broken")
                .with("broken", Decimal::from(broken))
                .with("rows", Decimal::from(rows)),
            RejectReason::Shrunk { products, before } => Message::new("feeds-held-shrunk")
                .with("products", Decimal::from(products))
                .with("before", Decimal::from(before)),
        }
    }
}

/// The counts of an import.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportReport {
    pub name: FeedName,
    /// Whether only changes were loaded.
    pub is_increment: bool,
    /// Rows or offers that were read, broken ones included.
    pub rows: u64,
    pub broken: u64,
    /// The first broken rows.
    pub row_errors: Vec<RowError>,
    /// Products in the index.
    pub products: u64,
    /// Products in the index before, and its day.
    pub before: Option<(u64, Date)>,
    /// Rows that a later row of the same product replaced; in an increment mostly products that changed.
    pub duplicates: u64,
    /// Products that were deleted.
    pub deleted: u64,
    /// The day of the feed's contents.
    pub date: Date,
    /// The size of the index.
    pub bytes: u64,
    /// From the first request to the last byte.
    pub took: Duration,
}

impl ImportReport {
    pub(super) fn reasons_to_reject(&self, is_cut_off: bool) -> Vec<RejectReason> {
        let cut_off = is_cut_off.then_some(RejectReason::CutOff);
        let broken = (self.broken * 20 > self.rows)
            .then_some(RejectReason::Broken { broken: self.broken, rows: self.rows });
        let shrunk = self
            .before
            .filter(|(before, _)| self.products.saturating_mul(2) < *before)
            .map(|(before, _)| RejectReason::Shrunk { products: self.products, before });
        [cut_off, broken, shrunk].into_iter().flatten().collect()
    }
}
