//! What a feed may cost, so that a broken or hostile one ends with a clear message and not with a full disk.

use std::time::Duration;

/// The limits of one pull. Sizes are in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLimits {
    /// The most that is downloaded.
    pub download: u64,
    /// The most that a packed feed may be unpacked.
    pub unpacked: u64,
    /// How many times larger than packed it may be; told from the 16th MiB on.
    pub ratio: u64,
    /// The most rows or offers, good and broken.
    pub rows: u64,
    /// What must stay free on the disk of the data directory.
    pub min_free_bytes: u64,
    /// How long a server may send nothing.
    pub silence_timeout: Duration,
    /// How old the last whole import may be before an increment is not enough.
    pub full_import_every: Duration,
}

/// Bytes in a MiB.
pub const MIB: u64 = 1024 * 1024;

impl Default for FeedLimits {
    /// What the settings begin with.
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
