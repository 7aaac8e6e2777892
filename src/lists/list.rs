//! A list's entries and its date.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What stands on a list, each entry once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListEntries {
    /// Stores by their numbers, with their names where the file gave them.
    Stores(BTreeMap<u64, Option<String>>),
    /// Words as they were written, in the order of the file.
    Keywords(Vec<String>),
}

impl ListEntries {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            ListEntries::Stores(stores) => stores.len(),
            ListEntries::Keywords(words) => words.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What these entries would change in `now`, the list in force.
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

/// How a list differs from the one in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListDifference {
    /// Entries that are new.
    pub added: usize,
    /// Entries that are gone.
    pub removed: usize,
}

/// A list as it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The day of which it is: given, found in its file, or the day on which it was loaded.
    pub date: Date,
    /// What stands on it.
    pub entries: ListEntries,
}
