//! Reads any text as a feed: as its content says, as a table and as XML. How the text is cut into pieces changes nothing.

#![no_main]

use std::io::{self, Read};

use dealink_catalog::feeds::{
    FeedFormat, FeedItem, FeedLimits, Progress, ReadOptions, ReadSummary, Refusal, read_text,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    for format in [None, Some(FeedFormat::Csv), Some(FeedFormat::Xml)] {
        let (whole, items) = read(&mut &*input, format);
        let (cut, same) = read(&mut Pieces(input), format);
        assert_eq!((&whole, &items), (&cut, &same), "pieces are read differently");
        if let Ok(summary) = whole {
            assert!(items.len() as u64 + summary.broken <= summary.rows);
            assert!(summary.row_errors.len() as u64 <= summary.broken);
        }
    }
});

fn read(text: &mut dyn Read, format: Option<FeedFormat>) -> (Result<ReadSummary, Refusal>, Vec<String>) {
    let mut items = Vec::new();
    let options = ReadOptions { format, ..ReadOptions::default() };
    let limits = FeedLimits { rows: 10_000, ..FeedLimits::default() };
    let summary = read_text(text, &options, &limits, &Progress::default(), &mut |item: FeedItem<'_>| {
        items.push(format!("{item:?}"));
        Ok(())
    });
    (summary, items)
}

/// Gives at most seventeen bytes at a time; the reader offers at least sixteen.
struct Pieces<'a>(&'a [u8]);

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = out.len().min(17);
        self.0.read(&mut out[..length])
    }
}
