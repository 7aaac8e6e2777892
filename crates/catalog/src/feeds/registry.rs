//! The feeds that were added. Each has a directory of its own, so the command line works while the bot has the database open.
//!
//! `feed.toml` holds the address with the personal code, and only its owner may read it. A directory without it is no feed.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use dealink_core::atomic_file::{self, Access};
use dealink_core::bounded_file::{self, MOST_SETTINGS_BYTES};

use super::Refusal;
use super::feed::{Feed, FeedDefinition, FeedName, PullState};
use crate::IndexMetadata;
use crate::index::{Index, IndexError};

/// The most feeds. Each feed makes every look-up slower.
const MAX_FEEDS: usize = 64;
const DEFINITION: &str = "feed.toml";

/// All feeds below a data directory. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Feeds {
    dir: PathBuf,
}

#[derive(Clone, Debug, PartialEq)]
pub enum IndexStatus {
    /// The feed has not been imported yet.
    Missing,
    Ready(Box<IndexMetadata>),
    /// Another version of dealink wrote it; the schedule imports the feed again.
    OtherFormat,
    Unreadable,
}

impl IndexStatus {
    pub fn metadata(&self) -> Option<&IndexMetadata> {
        match self {
            IndexStatus::Ready(metadata) => Some(metadata),
            _ => None,
        }
    }
}

impl Feeds {
    /// The feeds below a data directory; there may be none yet.
    pub fn new(data_dir: &Path) -> Feeds {
        Feeds { dir: data_dir.join("feeds") }
    }

    /// The directory that the catalogue reads.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// All feeds, by name. A feed with an unreadable file is left out and logged.
    pub fn load_all(&self) -> Vec<Feed> {
        let Ok(entries) = fs::read_dir(&self.dir) else { return Vec::new() };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        let load = |name: FeedName| {
            let feed = self.get(&name);
            feed.inspect_err(
                |why| tracing::error!(feed = %name, refusal = %why, "a feed's file cannot be read"),
            )
            .ok()?
        };
        let mut feeds: Vec<Feed> = names.filter_map(load).collect();
        feeds.sort_by(|one, other| one.name.cmp(&other.name));
        feeds
    }

    /// The feed of this name, if there is one.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn get(&self, name: &FeedName) -> Result<Option<Feed>, Refusal> {
        let dir = self.dir.join(name.as_str());
        let text = match bounded_file::read_text(&dir.join(DEFINITION), MOST_SETTINGS_BYTES) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        // The parser's error quotes the line, which may hold the secret.
        let definition = toml::from_str(&text).map_err(|_| Refusal::Definition(dir.join(DEFINITION)))?;
        Ok(Some(Feed { name: name.clone(), definition, dir }))
    }

    /// Adds a feed. Without a name, a name is made of the source. Nothing is fetched yet.
    ///
    /// # Errors
    /// When the name is taken, there are too many feeds, or the disk fails.
    pub fn add(&self, name: Option<FeedName>, definition: FeedDefinition) -> Result<Feed, Refusal> {
        if self.load_all().len() >= MAX_FEEDS {
            return Err(Refusal::TooManyFeeds { limit: MAX_FEEDS });
        }
        let name = match name {
            Some(name) => name,
            None => self.free_name(definition.source.suggested_name())?,
        };
        let dir = self.dir.join(name.as_str());
        if dir.join(DEFINITION).exists() {
            return Err(Refusal::NameTaken(name));
        }
        let feed = Feed { name, definition, dir };
        let text = toml::to_string(&feed.definition).map_err(|_| Refusal::WriteFailed)?;
        DirBuilder::new().recursive(true).mode(0o700).create(&feed.dir)?;
        let path = feed.dir.join(DEFINITION);
        atomic_file::replace(&path, Access::OwnerOnly, |file| file.write_all(text.as_bytes()))?;
        Ok(feed)
    }

    /// Removes a feed and all of its files.
    ///
    /// # Errors
    /// When it is being pulled, or the disk fails.
    pub fn remove(&self, feed: &Feed) -> Result<(), Refusal> {
        let _lock = lock_feed(feed)?;
        // In this order a crash may leave a feed without an index, but never products without a feed.
        match fs::remove_file(feed.index_file()) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        fs::remove_file(feed.dir.join(DEFINITION))?;
        Ok(fs::remove_dir_all(&feed.dir)?)
    }

    fn free_name(&self, wanted: Option<FeedName>) -> Result<FeedName, Refusal> {
        let wanted = wanted.or_else(|| FeedName::from_text("feed")).ok_or(Refusal::NoName)?;
        let numbered =
            (2..=MAX_FEEDS + 1).filter_map(|number| FeedName::from_text(&format!("{wanted}-{number}")));
        std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|name| !self.dir.join(name.as_str()).join(DEFINITION).exists())
            .ok_or(Refusal::NoName)
    }
}

impl Feed {
    pub fn index_status(&self) -> IndexStatus {
        match Index::open(&self.index_file()) {
            Ok(index) => IndexStatus::Ready(Box::new(index.metadata().clone())),
            Err(IndexError::OtherFormat(_)) => IndexStatus::OtherFormat,
            Err(IndexError::Unreadable(error)) if error.kind() == ErrorKind::NotFound => IndexStatus::Missing,
            Err(_) => IndexStatus::Unreadable,
        }
    }

    pub fn pull_state(&self) -> PullState {
        PullState::load(&self.state_file())
    }
}

/// Locks a feed for a pull or a removal, until the file is dropped. The system releases the lock of a process that died.
///
/// # Errors
/// [`Refusal::Busy`] when another pull or removal has the lock, perhaps in another process.
pub(super) fn lock_feed(feed: &Feed) -> Result<File, Refusal> {
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(feed.lock_file())?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(Refusal::Busy(feed.name.clone())),
        Err(fs::TryLockError::Error(error)) => Err(error.into()),
    }
}
