//! An index as a map in memory.

use std::collections::BTreeMap;

use super::rows::{OwnedRow, WriteStep};

/// Rows in memory.
#[derive(Debug, Default, PartialEq)]
pub(super) struct CatalogModel {
    /// Each product's last row, with its position in the order of writing.
    pub(super) rows: BTreeMap<u64, (usize, OwnedRow)>,
    pub(super) doubled: u64,
    pub(super) gone: u64,
}

impl CatalogModel {
    /// What is left of these steps.
    pub(super) fn from_steps<'a>(steps: impl IntoIterator<Item = &'a WriteStep>) -> CatalogModel {
        let mut model = CatalogModel::default();
        for (turn, step) in steps.into_iter().enumerate() {
            match step {
                WriteStep::Put(row) => {
                    model.doubled += u64::from(model.rows.insert(row.id, (turn, (**row).clone())).is_some());
                }
                WriteStep::Gone(id) => model.gone += u64::from(model.rows.remove(id).is_some()),
            }
        }
        model
    }

    /// The products in the order in which they came.
    pub(super) fn in_order(&self) -> Vec<OwnedRow> {
        let mut rows: Vec<_> = self.rows.values().cloned().collect();
        rows.sort_by_key(|(turn, _)| *turn);
        rows.into_iter().map(|(_, row)| row).collect()
    }
}
