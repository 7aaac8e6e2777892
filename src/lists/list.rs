//! A list with its entries and its date, and all lists in force, shared by the whole bot.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dealink_program::StoreList;
use jiff::civil::Date;
use parking_lot::RwLock;
use serde::{Deserialize, Serialize};

use super::kind::ListKind;

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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The list's date: given by the operator, found in the file, or the day of loading.
    pub date: Date,
    pub entries: ListEntries,
}

/// An immutable set of all lists.
#[derive(Clone, Debug, Default)]
pub struct Lists(BTreeMap<ListKind, Arc<List>>);

impl Lists {
    /// A list; `None` while it was not loaded.
    pub fn get(&self, kind: ListKind) -> Option<&List> {
        self.0.get(&kind).map(Arc::as_ref)
    }

    /// The lists that a store is on, each with its date.
    pub fn lists_of_store(&self, store: u64) -> impl Iterator<Item = (StoreList, Date)> {
        self.0.iter().filter_map(move |(kind, list)| match (kind, &list.entries) {
            (ListKind::Stores(name), ListEntries::Stores(stores)) if stores.contains_key(&store) => {
                Some((*name, list.date))
            }
            _ => None,
        })
    }

    /// The banned keywords and the date of their list; `None` while it was not loaded.
    pub fn banned_keywords(&self) -> Option<(&[String], Date)> {
        match self.get(ListKind::BannedKeywords)? {
            List { date, entries: ListEntries::Keywords(words) } => Some((words, *date)),
            List { entries: ListEntries::Stores(_), .. } => None,
        }
    }

    /// A copy with another list of this kind, or without it for `None`.
    pub fn with_list(&self, kind: ListKind, list: Option<List>) -> Lists {
        let mut lists = self.0.clone();
        match list {
            Some(list) => lists.insert(kind, Arc::new(list)),
            None => lists.remove(&kind),
        };
        Lists(lists)
    }
}

/// A handle to the lists in force. Clones are cheap and share the lists, so a new list takes effect everywhere at once.
#[derive(Clone, Debug, Default)]
pub struct LiveLists(Arc<RwLock<Arc<Lists>>>);

impl LiveLists {
    /// The lists in force now, as an immutable snapshot. Two snapshots are equal if they are the same `Arc`.
    pub fn current(&self) -> Arc<Lists> {
        self.0.read().clone()
    }

    pub fn replace(&self, lists: Lists) {
        *self.0.write() = Arc::new(lists);
    }
}
