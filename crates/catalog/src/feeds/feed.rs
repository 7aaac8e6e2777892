//! One feed as the operator added it: its name, where it is, how it is read, and how its pulls went.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use dealink_core::atomic_file::{self, Access};
use dealink_core::bounded_file::{self, MOST_SETTINGS_BYTES};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{FeedAddress, InvalidFeedAddress, ReadOptions};

const LONGEST: usize = 40;

/// A feed's name: small Latin letters, digits and hyphens. It is also the name of the feed's directory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FeedName(String);

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a feed's name has up to 40 small letters a-z, digits and hyphens, and begins with no hyphen")]
pub struct InvalidFeedName;

impl FeedName {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes a name of those characters of a text that are allowed in names.
    pub(super) fn from_text(text: &str) -> Option<FeedName> {
        let mut name = String::new();
        for letter in text.chars().map(|letter| letter.to_ascii_lowercase()) {
            match letter {
                'a'..='z' | '0'..='9' if name.len() < LONGEST => name.push(letter),
                _ if !name.is_empty() && !name.ends_with('-') && name.len() < LONGEST => name.push('-'),
                _ => {}
            }
        }
        name.trim_end_matches('-').parse().ok()
    }
}

impl FromStr for FeedName {
    type Err = InvalidFeedName;

    fn from_str(text: &str) -> Result<Self, InvalidFeedName> {
        let is_plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let is_name =
            (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_plain) && !text.starts_with('-');
        if is_name { Ok(FeedName(text.to_owned())) } else { Err(InvalidFeedName) }
    }
}

impl fmt::Display for FeedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedSource {
    Url(FeedAddress),
    /// On this machine; an absolute path.
    File(PathBuf),
}

impl FeedSource {
    /// An address, or the path of a file that exists.
    ///
    /// # Errors
    /// When it is neither. The error does not contain the text, which may be an address with a typing error and a secret.
    pub fn parse(text: &str) -> Result<FeedSource, InvalidFeedAddress> {
        if let Ok(address) = text.parse() {
            return Ok(FeedSource::Url(address));
        }
        let path = Path::new(text).canonicalize().map_err(|_| InvalidFeedAddress)?;
        if path.is_file() { Ok(FeedSource::File(path)) } else { Err(InvalidFeedAddress) }
    }

    /// Makes a name of the feed's number, else of the file name.
    pub(super) fn suggested_name(&self) -> Option<FeedName> {
        let stem = |file: &str| FeedName::from_text(file.split('.').next().unwrap_or_default());
        match self {
            FeedSource::Url(address) => address
                .plain_parameter("feed_id")
                .or_else(|| address.plain_parameter("feed"))
                .and_then(|id| FeedName::from_text(&format!("feed-{id}")))
                .or_else(|| stem(&address.file_name()?)),
            FeedSource::File(path) => stem(path.file_name()?.to_str()?),
        }
    }
}

impl fmt::Display for FeedSource {
    /// An address is masked.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FeedSource::Url(address) => address.fmt(f),
            FeedSource::File(path) => path.display().fmt(f),
        }
    }
}

/// A feed as the operator added it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "DefinitionFile", into = "DefinitionFile")]
pub struct FeedDefinition {
    pub source: FeedSource,
    /// The interval between pulls; `None` for the interval of the settings.
    pub every_hours: Option<u32>,
    pub read_options: ReadOptions,
}

/// The content of `feed.toml`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DefinitionFile {
    url: Option<FeedAddress>,
    file: Option<PathBuf>,
    every: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    read: ReadOptions,
}

fn is_default(options: &ReadOptions) -> bool {
    *options == ReadOptions::default()
}

impl TryFrom<DefinitionFile> for FeedDefinition {
    type Error = &'static str;

    fn try_from(written: DefinitionFile) -> Result<Self, &'static str> {
        let source = match (written.url, written.file) {
            (Some(address), None) => FeedSource::Url(address),
            (None, Some(file)) => FeedSource::File(file),
            _ => return Err("a feed has either a url or a file"),
        };
        Ok(FeedDefinition { source, every_hours: written.every, read_options: written.read })
    }
}

impl From<FeedDefinition> for DefinitionFile {
    fn from(definition: FeedDefinition) -> DefinitionFile {
        let (url, file) = match definition.source {
            FeedSource::Url(address) => (Some(address), None),
            FeedSource::File(file) => (None, Some(file)),
        };
        DefinitionFile { url, file, every: definition.every_hours, read: definition.read_options }
    }
}

impl FeedDefinition {
    /// The time from one pull to the next; `otherwise` is for feeds without an interval of their own.
    pub fn interval(&self, otherwise: Duration) -> Duration {
        self.every_hours.map_or(otherwise, |hours| Duration::from_secs(u64::from(hours) * 60 * 60))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    pub name: FeedName,
    pub definition: FeedDefinition,
    pub(super) dir: PathBuf,
}

impl Feed {
    pub fn index_file(&self) -> PathBuf {
        self.dir.join("index")
    }

    pub(super) fn download(&self) -> PathBuf {
        self.dir.join("download.part")
    }

    pub(super) fn download_state(&self) -> PathBuf {
        self.dir.join("download.toml")
    }

    pub(super) fn lock_file(&self) -> PathBuf {
        self.dir.join("lock")
    }

    pub(super) fn state_file(&self) -> PathBuf {
        self.dir.join("state.toml")
    }
}

/// The content of `state.toml`. If it is lost, the feed is only pulled once more than needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullState {
    /// When the last pull ended.
    pub tried: Option<Timestamp>,
    /// When the index was last found to be up to date.
    pub current: Option<Timestamp>,
    /// Pulls that failed or were rejected since the last success.
    #[serde(default)]
    pub failures: u32,
}

impl PullState {
    pub(super) fn load(path: &Path) -> PullState {
        bounded_file::read_text(path, MOST_SETTINGS_BYTES)
            .ok()
            .and_then(|text| toml::from_str(&text).ok())
            .unwrap_or_default()
    }

    pub(super) fn save(&self, path: &Path) {
        let written = toml::to_string(self).map_err(std::io::Error::other);
        let replace = |text: String| {
            atomic_file::replace(path, Access::OwnerOnly, |file| file.write_all(text.as_bytes()))
        };
        if let Err(error) = written.and_then(replace) {
            tracing::warn!(kind = %error.kind(), "the state of a feed could not be written");
        }
    }
}
