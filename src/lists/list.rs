//! A list: its entries and its date.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The entries of a list, each once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListEntries {
    /// Store numbers, with the names that the file gave.
    Stores(BTreeMap<u64, Option<String>>),
    /// Keywords as written, in the order of the file.
    Keywords(Vec<String>),
}

impl ListEntries {
    pub fn len(&self) -> usize {
        match self {
            ListEntries::Stores(stores) => stores.len(),
            ListEntries::Keywords(words) => words.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How these entries differ from those of `now`, the list in force.
    pub fn difference_from(&self, now: Option<&ListEntries>) -> ListDifference {
        match (self, now) {
            (ListEntries::Stores(new), Some(ListEntries::Stores(old))) => ListDifference {
                added: new.keys().filter(|store| !old.contains_key(store)).count(),
                removed: old.keys().filter(|store| !new.contains_key(store)).count(),
            },
            (ListEntries::Keywords(new), Some(ListEntries::Keywords(old))) => {
                let (new, old): (BTreeSet<&String>, BTreeSet<&String>) =
                    (new.iter().collect(), old.iter().collect());
                ListDifference { added: new.difference(&old).count(), removed: old.difference(&new).count() }
            }
            _ => ListDifference { added: self.len(), removed: now.map_or(0, ListEntries::len) },
        }
    }
}

/// The number of entries that differ from the list in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListDifference {
    pub added: usize,
    pub removed: usize,
}

/// A list with its date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The list's date: given by the operator, found in the file, or the day of loading.
    pub date: Date,
    pub entries: ListEntries,
}
