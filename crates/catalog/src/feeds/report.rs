//! The result of a pull, for the log and for the command line.

use std::time::Duration;

use dealink_core::message::Message;
use dealink_core::money::Decimal;
use jiff::civil::Date;

use super::RowError;
use crate::IndexMetadata;

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

/// What an import has read and written.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportReport {
    /// The description of the new index, with the counts of the import.
    pub index: IndexMetadata,
    /// Whether only changes were loaded.
    pub is_increment: bool,
    /// The first broken rows.
    pub row_errors: Vec<RowError>,
    /// Products in the index before, and its day.
    pub before: Option<(u64, Date)>,
    /// The size of the index.
    pub bytes: u64,
    /// From the first request to the last byte.
    pub took: Duration,
}

impl ImportReport {
    pub(super) fn reasons_to_reject(&self, is_cut_off: bool) -> Vec<RejectReason> {
        let IndexMetadata { products, rows, broken, .. } = self.index;
        let cut_off = is_cut_off.then_some(RejectReason::CutOff);
        let too_broken = (broken * 20 > rows).then_some(RejectReason::Broken { broken, rows });
        let before = self.before.map(|(before, _)| before);
        let shrunk = before.filter(|before| products.saturating_mul(2) < *before);
        let shrunk = shrunk.map(|before| RejectReason::Shrunk { products, before });
        [cut_off, too_broken, shrunk].into_iter().flatten().collect()
    }
}
