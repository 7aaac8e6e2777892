//! The lists in force, shared by the whole bot.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use dealink_program::StoreList;
use jiff::civil::Date;

use super::kind::ListKind;
use super::list::{List, ListEntries};

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
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts other lists in force.
    pub fn replace(&self, lists: Lists) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(lists);
    }
}
