//! Reads any bytes as the file of a feed: plain, gzip or zip.

#![no_main]

use std::cell::OnceCell;

use dealink_catalog::feeds::{FeedLimits, MIB, Progress, ReadOptions, read_feed};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

thread_local! {
    static DIR: OnceCell<TempDir> = const { OnceCell::new() };
}

fuzz_target!(|input: &[u8]| {
    DIR.with(|dir| {
        let file = dir.get_or_init(|| tempfile::tempdir().expect("a directory")).path().join("feed");
        std::fs::write(&file, input).expect("a file");
        let limits = FeedLimits { unpacked: 4 * MIB, rows: 10_000, ..FeedLimits::default() };
        let mut items = 0;
        let summary = read_feed(&file, &ReadOptions::default(), &limits, &Progress::default(), &mut |_| {
            items += 1;
            Ok(())
        });
        if let Ok(summary) = summary {
            assert!(items + summary.broken <= summary.rows);
        }
    });
});
