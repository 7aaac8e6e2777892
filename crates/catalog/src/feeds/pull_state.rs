//! The state of a feed's pulls: when the last pull ended, and how many failed since the last success.

use std::fs;
use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use dealink_core::atomic_file::{self, Access};

/// The content of `state.toml`. If it is lost, the feed is only pulled once more than needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullState {
    /// When the last pull ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<Timestamp>,
    /// When the index was last found to be up to date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Timestamp>,
    /// Pulls that failed or were rejected since the last success.
    #[serde(default)]
    pub failures: u32,
}

impl PullState {
    pub(super) fn load(path: &Path) -> PullState {
        fs::read_to_string(path).ok().and_then(|text| toml::from_str(&text).ok()).unwrap_or_default()
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
