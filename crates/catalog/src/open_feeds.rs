//! The open indexes of all feeds. Notices when an index is replaced, added or removed, also by another process.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use super::index::{Index, IndexError};
use super::shared_ids::SharedIds;
use super::{CategoryKey, IndexMetadata};
use dealink_program::{self as program, Category};
use parking_lot::Mutex;

/// The index's file name in a feed's directory.
pub(super) const INDEX: &str = "index";

#[derive(Debug)]
pub(super) struct IndexWatcher {
    directory: PathBuf,
    state: Mutex<WatchState>,
}

#[derive(Debug, Default)]
struct WatchState {
    /// The file of each feed when it was last opened, and the open feed, unless it could not be opened.
    seen: BTreeMap<OsString, (FileStamp, Option<Arc<OpenFeed>>)>,
    open: Arc<OpenFeeds>,
}

/// Differs between a file and the file that replaced it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FileStamp {
    device: u64,
    inode: u64,
    size: u64,
    changed: (i64, i64),
}

#[derive(Debug)]
pub(super) struct OpenFeed {
    pub(super) index: Index,
    pub(super) metadata: Arc<IndexMetadata>,
    directory: String,
    categories: OnceLock<Vec<(CategoryKey, Option<Category>)>>,
    is_error_logged: AtomicBool,
}

/// The open feeds at one moment, the youngest first.
#[derive(Debug, Default)]
pub(super) struct OpenFeeds {
    pub(super) feeds: Vec<Arc<OpenFeed>>,
    shared_ids: OnceLock<Option<SharedIds>>,
}

impl IndexWatcher {
    pub(super) fn new(directory: &Path) -> IndexWatcher {
        IndexWatcher { directory: directory.to_owned(), state: Mutex::default() }
    }

    /// The feeds as they are now; opens what changed.
    pub(super) fn current(&self) -> Arc<OpenFeeds> {
        let mut state = self.state.lock();
        let there = self.stamp_files();
        let is_known = |(name, stamp): (&OsString, &FileStamp)| {
            state.seen.get(name).is_some_and(|(seen, _)| seen == stamp)
        };
        if there.len() != state.seen.len() || !there.iter().all(is_known) {
            state.update(there, &self.directory);
        }
        state.open.clone()
    }

    /// Each directory of a feed that has an index.
    fn stamp_files(&self) -> BTreeMap<OsString, FileStamp> {
        let Ok(entries) = fs::read_dir(&self.directory) else { return BTreeMap::new() };
        let stamp = |entry: fs::DirEntry| {
            let file = fs::metadata(entry.path().join(INDEX)).ok().filter(fs::Metadata::is_file)?;
            Some((entry.file_name(), FileStamp::from_metadata(&file)))
        };
        entries.filter_map(|entry| stamp(entry.ok()?)).collect()
    }
}

impl WatchState {
    fn update(&mut self, there: BTreeMap<OsString, FileStamp>, directory: &Path) {
        let mut before = std::mem::take(&mut self.seen);
        for (name, stamp) in there {
            let old = before.remove(&name);
            let feed = match old {
                Some((seen, feed)) if seen == stamp => feed,
                // If the new file cannot be opened, the old one can still be read.
                old => OpenFeed::open(directory, &name).or(old.and_then(|(_, feed)| feed)),
            };
            self.seen.insert(name, (stamp, feed));
        }
        let mut feeds: Vec<Arc<OpenFeed>> = self.seen.values().filter_map(|(_, feed)| feed.clone()).collect();
        // The sort is stable: feeds of the same moment stay in the order of names.
        feeds.sort_by_key(|feed| std::cmp::Reverse((feed.metadata.date, feed.metadata.imported)));
        self.open = Arc::new(OpenFeeds { feeds, shared_ids: OnceLock::new() });
    }
}

impl FileStamp {
    fn from_metadata(file: &fs::Metadata) -> FileStamp {
        let changed = (file.ctime(), file.ctime_nsec());
        FileStamp { device: file.dev(), inode: file.ino(), size: file.size(), changed }
    }
}

impl OpenFeed {
    fn open(directory: &Path, name: &OsString) -> Option<Arc<OpenFeed>> {
        let directory_name = name.to_string_lossy().into_owned();
        match Index::open(&directory.join(name).join(INDEX)) {
            Ok(index) => Some(Arc::new(OpenFeed {
                metadata: Arc::new(index.metadata().clone()),
                index,
                directory: directory_name,
                categories: OnceLock::new(),
                is_error_logged: AtomicBool::new(false),
            })),
            Err(IndexError::OtherFormat(format)) => {
                tracing::info!(
                    feed = directory_name,
                    format,
                    "a feed's index was written by another version of dealink; it is left out until it is made again"
                );
                None
            }
            Err(fault) => {
                tracing::warn!(feed = directory_name, %fault, "a feed's index is left out");
                None
            }
        }
    }

    /// What was read, or `None` after an error, which is logged once for each file.
    pub(super) fn ok_or_log<T>(&self, read: std::io::Result<T>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(fault) => {
                if !self.is_error_logged.swap(true, Ordering::Relaxed) {
                    let fault = IndexError::from(fault);
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
            names.map(|name| (CategoryKey::from_name(name), program::map_shop_category(name))).collect()
        })
    }
}

impl OpenFeeds {
    /// The products that may be in several feeds; `None` if there are not several feeds.
    pub(super) fn shared_ids(&self) -> Option<&SharedIds> {
        let shared = || {
            let [first, _, ..] = self.feeds.as_slice() else { return None };
            first.ok_or_log(SharedIds::collect(self.feeds.iter().map(|feed| &feed.index)))
        };
        self.shared_ids.get_or_init(shared).as_ref()
    }
}
