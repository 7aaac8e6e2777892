//! What is remembered of a feed's pulls beside its index: when it was last looked at, and how often that failed since.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::registry::write_whole;

/// Losing it costs a pull that was not needed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullState {
    /// When the last try ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<Timestamp>,
    /// When the server or the file was last found to hold nothing newer than the index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Timestamp>,
    /// Tries that failed since one did not.
    #[serde(default)]
    pub failures: u32,
}

impl PullState {
    pub(super) fn load(path: &Path) -> PullState {
        fs::read_to_string(path).ok().and_then(|text| toml::from_str(&text).ok()).unwrap_or_default()
    }

    pub(super) fn save(&self, path: &Path) {
        let written = toml::to_string(self).map_err(std::io::Error::other);
        if let Err(error) = written.and_then(|text| write_whole(path, text.as_bytes())) {
            tracing::warn!(kind = %error.kind(), "the state of a feed could not be written");
        }
    }
}
