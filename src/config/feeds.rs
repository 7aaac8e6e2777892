//! The settings of product feeds.

use std::time::Duration;

use super::reader::SettingsReader;
use super::{SettingError, SettingSources};
use dealink_catalog::feeds::{FeedLimits, MIB};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedConfig {
    /// The interval of feeds that have none of their own; `None` if `run` pulls no feeds.
    pub every: Option<Duration>,
    pub limits: FeedLimits,
}

impl FeedConfig {
    /// Reads only these settings, for commands that need no others.
    ///
    /// # Errors
    /// All errors at once.
    pub fn load(sources: &SettingSources) -> Result<FeedConfig, Vec<SettingError>> {
        let mut reader = SettingsReader::new(sources);
        let feeding = reader.read_feeds();
        feeding.filter(|_| reader.errors.is_empty()).ok_or(reader.errors)
    }
}

impl SettingsReader<'_> {
    pub(super) fn read_feeds(&mut self) -> Option<FeedConfig> {
        const HOUR: u64 = 60 * 60;
        let every = self.read_parsed("DEALINK_FEEDS_EVERY", "operator-fault-hours", |text| match text {
            "off" => Some(None),
            hours => parse_within(hours, 1, 24 * 365).map(|hours| Some(Duration::from_secs(hours * HOUR))),
        });
        let days = self.read_within("DEALINK_FEEDS_WHOLE_DAYS", 0, 365);
        let download = self.read_within("DEALINK_FEEDS_DOWNLOAD_MB", 1, 1 << 30);
        let unpacked = self.read_within("DEALINK_FEEDS_UNPACKED_MB", 1, 1 << 30);
        let ratio = self.read_within("DEALINK_FEEDS_RATIO", 1, 1_100);
        let rows = self.read_within("DEALINK_FEEDS_ROWS", 1, 1_000_000_000);
        let keep_free = self.read_within("DEALINK_FEEDS_KEEP_FREE_MB", 0, 1 << 30);
        let minutes = self.read_within("DEALINK_FEEDS_MINUTES", 1, 7 * 24 * 60);
        let silence_timeout = self.read_within("DEALINK_FEEDS_PATIENCE", 1, HOUR);
        let limits = FeedLimits {
            download: download? * MIB,
            unpacked: unpacked? * MIB,
            ratio: ratio?,
            rows: rows?,
            min_free_bytes: keep_free? * MIB,
            pull_time: Duration::from_secs(minutes? * 60),
            silence_timeout: Duration::from_secs(silence_timeout?),
            full_import_every: Duration::from_secs(days? * 24 * HOUR),
        };
        Some(FeedConfig { every: every?, limits })
    }

    fn read_within(&mut self, name: &'static str, least: u64, most: u64) -> Option<u64> {
        self.read_parsed(name, "operator-fault-number", |text| parse_within(text, least, most))
    }
}

fn parse_within(text: &str, least: u64, most: u64) -> Option<u64> {
    text.parse().ok().filter(|number| (least..=most).contains(number))
}
