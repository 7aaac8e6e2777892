//! Which feeds are in force, and noticing when that changes: also another process may swap, add and remove them.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::index::Index;
use super::shared::Shared;
use super::{About, CategoryKey};
use dealink_program::{self as program, Category};

/// The index's file name in a feed's directory.
pub(super) const INDEX: &str = "index";

/// The feeds below a directory.
#[derive(Debug)]
pub(super) struct Feeds {
    directory: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Each feed's file as it was seen, and what it was opened as.
    seen: BTreeMap<OsString, (Stamp, Option<Arc<Feed>>)>,
    open: Arc<Open>,
}

/// What tells a file from the one that took its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    device: u64,
    number: u64,
    size: u64,
    changed: (i64, i64),
}

/// An open feed.
#[derive(Debug)]
pub(super) struct Feed {
    pub(super) index: Index,
    pub(super) about: Arc<About>,
    directory: String,
    categories: OnceLock<Vec<(CategoryKey, Option<Category>)>>,
    fault_told: AtomicBool,
}

/// The feeds that are in force at one moment, the youngest first.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) feeds: Vec<Arc<Feed>>,
    shared: OnceLock<Option<Shared>>,
}

impl Feeds {
    pub(super) fn below(directory: &Path) -> Feeds {
        Feeds { directory: directory.to_owned(), state: Mutex::default() }
    }

    /// The feeds that are in force now.
    pub(super) fn open(&self) -> Arc<Open> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let there = self.there();
        let is_known =
            |(name, stamp): (&OsString, &Stamp)| state.seen.get(name).is_some_and(|(seen, _)| seen == stamp);
        if there.len() != state.seen.len() || !there.iter().all(is_known) {
            state.take_over(there, &self.directory);
        }
        state.open.clone()
    }

    /// Each feed's directory that has an index.
    fn there(&self) -> BTreeMap<OsString, Stamp> {
        let Ok(entries) = fs::read_dir(&self.directory) else { return BTreeMap::new() };
        let stamp = |entry: fs::DirEntry| {
            let file = fs::metadata(entry.path().join(INDEX)).ok().filter(fs::Metadata::is_file)?;
            Some((entry.file_name(), Stamp::of(&file)))
        };
        entries.filter_map(|entry| stamp(entry.ok()?)).collect()
    }
}

impl State {
    fn take_over(&mut self, there: BTreeMap<OsString, Stamp>, directory: &Path) {
        let mut before = std::mem::take(&mut self.seen);
        for (name, stamp) in there {
            let old = before.remove(&name);
            let feed = match old {
                Some((seen, feed)) if seen == stamp => feed,
                // What cannot be opened leaves the one that can still be read.
                old => Feed::open(directory, &name).or(old.and_then(|(_, feed)| feed)),
            };
            self.seen.insert(name, (stamp, feed));
        }
        let mut feeds: Vec<Arc<Feed>> = self.seen.values().filter_map(|(_, feed)| feed.clone()).collect();
        // Of feeds of one moment the order of names decides, in which they are.
        feeds.sort_by_key(|feed| std::cmp::Reverse((feed.about.date, feed.about.imported)));
        self.open = Arc::new(Open { feeds, shared: OnceLock::new() });
    }
}

impl Stamp {
    fn of(file: &fs::Metadata) -> Stamp {
        let changed = (file.ctime(), file.ctime_nsec());
        Stamp { device: file.dev(), number: file.ino(), size: file.size(), changed }
    }
}

impl Feed {
    fn open(directory: &Path, name: &OsString) -> Option<Arc<Feed>> {
        let directory_name = name.to_string_lossy().into_owned();
        match Index::open(&directory.join(name).join(INDEX)) {
            Ok(index) => Some(Arc::new(Feed {
                about: Arc::new(index.about().clone()),
                index,
                directory: directory_name,
                categories: OnceLock::new(),
                fault_told: AtomicBool::new(false),
            })),
            Err(fault) => {
                tracing::warn!(feed = directory_name, %fault, "a feed's index is left out");
                None
            }
        }
    }

    /// What was read; a fault is told once for each file, and then there is nothing.
    pub(super) fn read<T>(&self, read: std::io::Result<T>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(fault) => {
                if !self.fault_told.swap(true, Ordering::Relaxed) {
                    let fault = super::index::IndexFault::from(fault);
                    tracing::warn!(feed = self.directory, %fault, "a feed's index could not be read");
                }
                None
            }
        }
    }

    /// Key and group of each category, by number.
    pub(super) fn categories(&self) -> &[(CategoryKey, Option<Category>)] {
        self.categories.get_or_init(|| {
            let names = self.index.categories().iter();
            names.map(|name| (CategoryKey::of(name), program::group_of(name))).collect()
        })
    }
}

impl Open {
    /// The products that several feeds may hold; `None` where that cannot be.
    pub(super) fn shared(&self) -> Option<&Shared> {
        let shared = || {
            let [first, _, ..] = self.feeds.as_slice() else { return None };
            first.read(Shared::of(self.feeds.iter().map(|feed| &feed.index)))
        };
        self.shared.get_or_init(shared).as_ref()
    }
}
