//! The lists in force, shared by everybody who asks.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::civil::Date;

use super::{List, ListEntries, ListKind};
use dealink_program::StoreList;

/// All lists of one moment.
#[derive(Clone, Debug, Default)]
pub struct Lists(BTreeMap<ListKind, Arc<List>>);

impl Lists {
    /// One list; `None` while none was loaded.
    pub fn get(&self, kind: ListKind) -> Option<&List> {
        self.0.get(&kind).map(Arc::as_ref)
    }

    /// The lists on which a store stands, each with its date.
    pub fn lists_of_store(&self, store: u64) -> impl Iterator<Item = (StoreList, Date)> {
        self.0.iter().filter_map(move |(kind, list)| match (kind, &list.entries) {
            (ListKind::Stores(name), ListEntries::Stores(stores)) if stores.contains_key(&store) => {
                Some((*name, list.date))
            }
            _ => None,
        })
    }

    /// The banned keywords with the date of their list; `None` while none was loaded.
    pub fn banned_keywords(&self) -> Option<(&[String], Date)> {
        match self.get(ListKind::BannedKeywords)? {
            List { date, entries: ListEntries::Keywords(words) } => Some((words, *date)),
            List { entries: ListEntries::Stores(_), .. } => None,
        }
    }

    /// The same lists with another one in the place of `kind`; without it for `None`.
    pub fn with_list(&self, kind: ListKind, list: Option<List>) -> Lists {
        let mut lists = self.0.clone();
        match list {
            Some(list) => lists.insert(kind, Arc::new(list)),
            None => lists.remove(&kind),
        };
        Lists(lists)
    }
}

/// The lists in force now. Cheap to clone; clones are one handle, so a new list holds for everybody at once.
#[derive(Clone, Debug, Default)]
pub struct LiveLists(Arc<RwLock<Arc<Lists>>>);

impl LiveLists {
    /// The lists of this moment. They do not change in the hands of whoever asked; two answers are the same lists when
    /// they are the same `Arc`.
    pub fn current(&self) -> Arc<Lists> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts others in their place.
    pub fn replace(&self, lists: Lists) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(lists);
    }
}
