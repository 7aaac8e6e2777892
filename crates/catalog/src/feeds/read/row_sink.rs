//! Takes each row that was cut out of a feed: counts it, parses it and passes it on.

use super::columns::RowFields;
use super::read_options::ReadOptions;
use super::row::{self, FeedItem, RowScratch};
use super::row_error::{RowErrorKind, RowErrors};
use crate::feeds::{FeedLimits, Progress, Refusal};
use dealink_core::money::Currency;

/// The progress is updated after so many rows.
const TOLD_AFTER: u64 = 512;

pub(super) struct RowSink<'a> {
    pub(super) options: &'a ReadOptions,
    pub(super) limits: &'a FeedLimits,
    pub(super) progress: &'a Progress,
    pub(super) sink: &'a mut dyn FnMut(FeedItem<'_>) -> Result<(), Refusal>,
    /// The currency of all prices, if the file names exactly one.
    pub(super) file_currency: Option<Currency>,
    pub(super) rows: u64,
    pub(super) row_errors: RowErrors,
    pub(super) scratch: RowScratch,
}

impl RowSink<'_> {
    /// Takes the fields of a row. `category` is the path of its category in the file's own tree.
    pub(super) fn accept_row(
        &mut self,
        line: u64,
        fields: &RowFields<'_>,
        category: Option<&str>,
    ) -> Result<(), Refusal> {
        self.count()?;
        match row::parse_item(fields, category, self.file_currency, self.options, &mut self.scratch) {
            Ok(item) => (self.sink)(item),
            Err(why) => {
                self.row_errors.push(line, why);
                Ok(())
            }
        }
    }

    /// Counts a row that could not be cut out.
    pub(super) fn reject_row(&mut self, line: u64, why: RowErrorKind) -> Result<(), Refusal> {
        self.count()?;
        self.row_errors.push(line, why);
        Ok(())
    }

    fn count(&mut self) -> Result<(), Refusal> {
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(Refusal::TooManyRows { limit: self.limits.rows });
        }
        if self.rows.is_multiple_of(TOLD_AFTER) {
            self.progress.check()?;
            self.progress.at_row(self.rows, self.row_errors.count);
        }
        Ok(())
    }
}
