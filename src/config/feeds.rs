//! The settings of product feeds.

use std::time::Duration;

use super::{Fault, Reader, Sources};
use dealink_catalog::feeds::{Limits, MIB};

/// How feeds are pulled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feeding {
    /// The interval of feeds that have none of their own; `None` where `run` is to pull none.
    pub every: Option<Duration>,
    /// How much a feed may cost.
    pub limits: Limits,
}

impl Feeding {
    /// Reads these settings alone, for commands that need no others.
    ///
    /// # Errors
    /// Every fault at once.
    pub fn read(sources: &Sources) -> Result<Feeding, Vec<Fault>> {
        let mut reader = Reader { sources, faults: sources.faults() };
        let feeding = reader.feeding();
        feeding.filter(|_| reader.faults.is_empty()).ok_or(reader.faults)
    }
}

impl Reader<'_> {
    pub(super) fn feeding(&mut self) -> Option<Feeding> {
        const HOUR: u64 = 60 * 60;
        let every = self.parsed("DEALINK_FEEDS_EVERY", "operator-fault-hours", |text| match text {
            "off" => Some(None),
            hours => within(hours, 1, 24 * 365).map(|hours| Some(Duration::from_secs(hours * HOUR))),
        });
        let days = self.within("DEALINK_FEEDS_WHOLE_DAYS", 0, 365);
        let download = self.within("DEALINK_FEEDS_DOWNLOAD_MB", 1, 1 << 30);
        let unpacked = self.within("DEALINK_FEEDS_UNPACKED_MB", 1, 1 << 30);
        let ratio = self.within("DEALINK_FEEDS_RATIO", 1, 1_100);
        let rows = self.within("DEALINK_FEEDS_ROWS", 1, 1_000_000_000);
        let keep_free = self.within("DEALINK_FEEDS_KEEP_FREE_MB", 0, 1 << 30);
        let patience = self.within("DEALINK_FEEDS_PATIENCE", 1, HOUR);
        let limits = Limits {
            download: download? * MIB,
            unpacked: unpacked? * MIB,
            ratio: ratio?,
            rows: rows?,
            keep_free: keep_free? * MIB,
            patience: Duration::from_secs(patience?),
            whole_every: Duration::from_secs(days? * 24 * HOUR),
        };
        Some(Feeding { every: every?, limits })
    }

    fn within(&mut self, name: &'static str, least: u64, most: u64) -> Option<u64> {
        self.parsed(name, "operator-fault-number", |text| within(text, least, most))
    }
}

fn within(text: &str, least: u64, most: u64) -> Option<u64> {
    text.parse().ok().filter(|number| (least..=most).contains(number))
}
