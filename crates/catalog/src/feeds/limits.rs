//! The limits of a pull. With them a broken or hostile feed ends with a clear message and not with a full disk.

use std::time::Duration;

/// The limits of one pull. Sizes are in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLimits {
    /// The most that is downloaded.
    pub download: u64,
    /// The largest size of an unpacked feed.
    pub unpacked: u64,
    /// The highest ratio of unpacked to packed size; checked from the 16th MiB on.
    pub ratio: u64,
    /// The most rows or offers, good and broken.
    pub rows: u64,
    /// Space that must stay free on the disk of the data directory.
    pub min_free_bytes: u64,
    /// How long a server may send nothing.
    pub silence_timeout: Duration,
    /// After this time the whole feed is imported instead of changes.
    pub full_import_every: Duration,
}

/// Bytes in a MiB.
pub const MIB: u64 = 1024 * 1024;

impl Default for FeedLimits {
    /// The defaults of the settings.
    fn default() -> FeedLimits {
        FeedLimits {
            download: 8 * 1024 * MIB,
            unpacked: 32 * 1024 * MIB,
            ratio: 100,
            rows: 20_000_000,
            min_free_bytes: 1024 * MIB,
            silence_timeout: Duration::from_secs(60),
            full_import_every: Duration::from_secs(7 * 24 * 60 * 60),
        }
    }
}
