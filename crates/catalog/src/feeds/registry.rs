//! The feeds that were added: one directory each, so that the command line works while the bot has the database.
//!
//! `feed.toml` holds the address with the personal code in it and is for its owner's eyes alone. A directory without it is no feed.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::feed::{Feed, FeedDefinition, FeedName};
use super::{Refusal, pull_state::PullState};
use crate::IndexMetadata;
use crate::index::{Index, IndexError};
use dealink_core::message::Message;

/// More feeds make looking a product up slow.
const MAX_FEEDS: usize = 64;
const DEFINITION: &str = "feed.toml";

/// All feeds below a data directory. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Feeds {
    dir: PathBuf,
}

/// What there is of a feed's index.
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

/// Held by whoever pulls or removes a feed, in whichever process; the system takes it back from the dead.
#[derive(Debug)]
pub(super) struct FeedLock(#[expect(dead_code, reason = "held until it is dropped")] File);

impl Feeds {
    /// The feeds below a data directory; there may be none yet.
    pub fn new(data_dir: &Path) -> Feeds {
        Feeds { dir: data_dir.join("feeds") }
    }

    /// The directory that the catalogue reads.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// All feeds, by name. One whose file cannot be read is left out and stands in the log.
    pub fn load_all(&self) -> Vec<Feed> {
        let Ok(entries) = fs::read_dir(&self.dir) else { return Vec::new() };
        let names = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        let mut feeds: Vec<Feed> = names
            .filter_map(|name: FeedName| {
                self.get(&name)
                    .inspect_err(
                        |refusal| tracing::error!(feed = %name, %refusal, "a feed's file cannot be read"),
                    )
                    .ok()?
            })
            .collect();
        feeds.sort_by(|one, other| one.name.cmp(&other.name));
        feeds
    }

    /// The feed of this name, if there is one.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub fn get(&self, name: &FeedName) -> Result<Option<Feed>, Refusal> {
        let dir = self.dir.join(name.as_str());
        let text = match fs::read_to_string(dir.join(DEFINITION)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Refusal::disk(&error)),
        };
        // The parser's own words quote the line, and the line may hold the secret.
        let definition = toml::from_str(&text).map_err(|_| {
            let file = dir.join(DEFINITION).display().to_string();
            Refusal(Message::new("feeds-refused-definition").with("file", file))
        })?;
        Ok(Some(Feed { name: name.clone(), definition, dir }))
    }

    /// Adds a feed, under a name of its own where none is given. Nothing is fetched yet.
    ///
    /// # Errors
    /// When the name is taken, or the disk does not take it.
    pub fn add(&self, name: Option<FeedName>, definition: FeedDefinition) -> Result<Feed, Refusal> {
        if self.load_all().len() >= MAX_FEEDS {
            return Err(Message::new("feeds-refused-many").with("most", MAX_FEEDS).into());
        }
        let name = match name {
            Some(name) => name,
            None => self.free_name(definition.source.suggested_name())?,
        };
        let dir = self.dir.join(name.as_str());
        if dir.join(DEFINITION).exists() {
            return Err(Message::new("feeds-refused-taken").with("name", name.to_string()).into());
        }
        let feed = Feed { name, definition, dir };
        let text = toml::to_string(&feed.definition).map_err(|_| Refusal::new("feeds-refused-write"))?;
        let write = || {
            DirBuilder::new().recursive(true).mode(0o700).create(&feed.dir)?;
            write_whole(&feed.dir.join(DEFINITION), text.as_bytes())
        };
        write().map_err(|error| Refusal::disk(&error))?;
        Ok(feed)
    }

    /// Removes a feed with everything that was made of it.
    ///
    /// # Errors
    /// When it is being pulled, or the disk refuses.
    pub fn remove(&self, feed: &Feed) -> Result<(), Refusal> {
        let _lock = lock_feed(feed)?;
        // In this order a crash leaves a feed that is not imported, or none, and never products of no feed.
        let index = match fs::remove_file(feed.index_file()) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        let removed = index
            .and_then(|()| fs::remove_file(feed.dir.join(DEFINITION)))
            .and_then(|()| fs::remove_dir_all(&feed.dir));
        removed.map_err(|error| Refusal::disk(&error))
    }

    fn free_name(&self, wanted: Option<FeedName>) -> Result<FeedName, Refusal> {
        let wanted = wanted
            .or_else(|| FeedName::from_text("feed"))
            .ok_or_else(|| Refusal::new("feeds-refused-name"))?;
        let numbered =
            (2..=MAX_FEEDS + 1).filter_map(|number| FeedName::from_text(&format!("{wanted}-{number}")));
        std::iter::once(wanted.clone())
            .chain(numbered)
            .find(|name| !self.dir.join(name.as_str()).join(DEFINITION).exists())
            .ok_or_else(|| Refusal::new("feeds-refused-name"))
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

    /// How the last pulls went.
    pub fn pull_state(&self) -> PullState {
        PullState::load(&self.state_file())
    }
}

/// Takes a feed for oneself.
///
/// # Errors
/// When somebody else has it.
pub(super) fn lock_feed(feed: &Feed) -> Result<FeedLock, Refusal> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(feed.lock_file());
    let file = file.map_err(|error| Refusal::disk(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(FeedLock(file)),
        Err(fs::TryLockError::WouldBlock) => {
            Err(Message::new("feeds-refused-busy").with("name", feed.name.to_string()).into())
        }
        Err(fs::TryLockError::Error(error)) => Err(Refusal::disk(&error)),
    }
}

/// Writes a small file so that it is there whole or as it was, for its owner alone.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)
}
