//! An index as a map in memory.

use std::collections::BTreeMap;

use super::rows::{Owned, Step};

/// Rows in memory.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Model {
    /// Each product's last row, with its turn.
    pub(super) rows: BTreeMap<u64, (usize, Owned)>,
    pub(super) doubled: u64,
    pub(super) gone: u64,
}

impl Model {
    /// What is left of these steps.
    pub(super) fn of<'a>(steps: impl IntoIterator<Item = &'a Step>) -> Model {
        let mut model = Model::default();
        for (turn, step) in steps.into_iter().enumerate() {
            match step {
                Step::Put(row) => {
                    model.doubled += u64::from(model.rows.insert(row.id, (turn, (**row).clone())).is_some());
                }
                Step::Gone(id) => model.gone += u64::from(model.rows.remove(id).is_some()),
            }
        }
        model
    }

    /// The products in the order in which they came.
    pub(super) fn in_order(&self) -> Vec<Owned> {
        let mut rows: Vec<_> = self.rows.values().cloned().collect();
        rows.sort_by_key(|(turn, _)| *turn);
        rows.into_iter().map(|(_, row)| row).collect()
    }
}
