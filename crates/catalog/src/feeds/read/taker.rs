//! What happens to each row that was cut out: counted, understood, handed on.

use super::columns::Fields;
use super::fault::{Faults, Why};
use super::manner::Manner;
use super::row::{self, Item, Scratch, Whole};
use crate::feeds::{Limits, Progress, Refusal};
use dealink_core::message::Sentence;
use dealink_core::money::Decimal;

/// Watchers are told after so many rows.
const TOLD_AFTER: u64 = 512;

pub(super) struct Taker<'a> {
    pub(super) manner: &'a Manner,
    pub(super) limits: &'a Limits,
    pub(super) progress: &'a Progress,
    pub(super) sink: &'a mut dyn FnMut(Item<'_>) -> Result<(), Refusal>,
    pub(super) whole: Whole,
    pub(super) rows: u64,
    pub(super) faults: Faults,
    pub(super) scratch: Scratch,
}

impl Taker<'_> {
    /// A row with its fields. `category` is the path that the file's own dictionary has for it.
    pub(super) fn take(
        &mut self,
        line: u64,
        fields: &Fields<'_>,
        category: Option<&str>,
    ) -> Result<(), Refusal> {
        self.count()?;
        match row::item(fields, category, &self.whole, self.manner, &mut self.scratch) {
            Ok(item) => (self.sink)(item),
            Err(why) => {
                self.faults.add(line, why);
                Ok(())
            }
        }
    }

    /// A row that could not be cut out.
    pub(super) fn broken(&mut self, line: u64, why: Why) -> Result<(), Refusal> {
        self.count()?;
        self.faults.add(line, why);
        Ok(())
    }

    fn count(&mut self) -> Result<(), Refusal> {
        self.rows += 1;
        if self.rows > self.limits.rows {
            let most = Decimal::from(self.limits.rows);
            return Err(Sentence::new("feeds-refused-rows").with("most", most).into());
        }
        if self.rows.is_multiple_of(TOLD_AFTER) {
            self.progress.at_row(self.rows, self.faults.count);
        }
        Ok(())
    }
}
