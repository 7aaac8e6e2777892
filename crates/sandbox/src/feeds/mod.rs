//! Product feeds with invented products: generated to any length, and exported over HTTP as the network does.
//!
//! The export holds the affiliate products of the sandbox's seed and some thousand invented ones.

mod entry;
mod export;
mod fault;
mod feed_categories;
mod feed_writer;
mod stock;
mod text_output;

use std::collections::{HashMap, VecDeque};
use std::io::{self, BufWriter, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use url::Url;

use self::entry::FeedEntry;
use self::export::Export;
use self::feed_categories::FeedCategories;
use self::feed_writer::FeedWriter;
use self::stock::Stock;
use super::admitad::{AD_SPACE, PROGRAM, SeedProduct};
use dealink_core::clock::Clock;

pub use fault::FeedFault;

/// Id of the feed that [`generate`] writes.
const GENERATED: u32 = 50_003;
/// Date of the feed that [`generate`] writes: 20 November 2026, in seconds of Unix time.
const GENERATED_AT: i64 = 1_795_147_200;

pub const ROWS: usize = 3_000;
/// The parameter `user` of the feeds' URLs.
pub const USER: &str = "sandbox-publisher";
/// The personal code in the feeds' URLs. It protects nothing.
pub const CODE: &str = "a1b2c3d4e5";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportFeed {
    pub id: u32,
    pub name: &'static str,
    /// It holds Hot products only, with their special links.
    pub hot: bool,
}

pub const FEEDS: [ExportFeed; 2] = [
    ExportFeed { id: 50_001, name: "AliExpress TR", hot: false },
    ExportFeed { id: 50_003, name: "Hot Products", hot: true },
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    /// Fields are separated by `;`.
    Csv,
    /// `yml_catalog` with `offer` elements.
    Yml,
    /// RSS with the fields of Google Merchant. The export does not offer it.
    Google,
}

/// Writes a feed of invented products, one in sixteen a Hot product with its special link. The same arguments give the
/// same bytes; a CSV row has about 400. Memory does not grow with the rows.
///
/// # Errors
/// When writing to `out` fails.
pub fn generate(rows: u64, seed: u64, format: ExportFormat, out: &mut impl Write) -> io::Result<()> {
    let categories = FeedCategories::new(std::iter::empty());
    let at = Timestamp::from_second(GENERATED_AT).unwrap_or_default();
    let writer =
        FeedWriter { format, feed_id: GENERATED, hot: true, changes: false, at, categories: &categories };
    let mut out = BufWriter::new(out);
    out.write_all(writer.head().as_bytes())?;
    for place in 0..rows {
        out.write_all(writer.row(&FeedEntry::invented(place, seed), true).as_bytes())?;
    }
    out.write_all(writer.tail().as_bytes())?;
    out.flush()
}

/// The stand-in of the export. Clones are cheap and share one state.
#[derive(Clone)]
pub struct FeedsStandIn(Arc<FeedsServer>);

struct FeedsServer {
    products: Vec<SeedProduct>,
    clock: Clock,
    state: Mutex<FeedsState>,
}

#[derive(Default)]
struct FeedsState {
    /// Made for the first request: most tests fetch no feed.
    stock: Option<Stock>,
    /// The whole feeds as they were written last, with the revision.
    rendered: HashMap<(u32, ExportFormat), (u64, Bytes)>,
    calls: Vec<FeedCall>,
    faults: VecDeque<FeedFault>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedCall {
    /// 0 if the URL has no feed id.
    pub feed_id: u32,
    /// The `Range` header, such as `bytes=100-`.
    pub range: Option<String>,
    pub is_conditional: bool,
    /// The parameter `last_import`: only what changed since then is wanted.
    pub last_import: Option<String>,
}

impl FeedsStandIn {
    /// Exports the affiliate products among these; `clock` gives the times of changes.
    pub fn new(products: &[SeedProduct], clock: Clock) -> Self {
        FeedsStandIn(Arc::new(FeedsServer { products: products.to_vec(), clock, state: Mutex::default() }))
    }

    /// The export, which can be nested under any path.
    pub fn router(&self) -> axum::Router {
        export::router(self.clone())
    }

    /// The URL of a feed when the export is served at `base`.
    pub fn url(base: &Url, feed: ExportFeed, format: ExportFormat) -> Url {
        let mut url = base.clone();
        let path = format!("en/webmaster/websites/{AD_SPACE}/products/export_adv_products/");
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path.split('/'));
        }
        let format = if format == ExportFormat::Csv { "csv" } else { "xml" };
        let (id, program) = (feed.id.to_string(), PROGRAM.to_string());
        let parameters =
            [("user", USER), ("code", CODE), ("feed_id", &id), ("format", format), ("fcid", &program)];
        url.query_pairs_mut().extend_pairs(parameters);
        url
    }

    pub fn calls(&self) -> Vec<FeedCall> {
        self.state().calls.clone()
    }

    /// Spoils the next `times` answers, after the faults that were ordered before.
    pub fn inject_fault(&self, fault: FeedFault, times: usize) {
        self.state().faults.extend(std::iter::repeat_n(fault, times));
    }

    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// Changes a product's price, in USD; false if there is no such product.
    pub fn set_price(&self, id: u64, price: Decimal) -> bool {
        let cents = (price * Decimal::ONE_HUNDRED).to_u64().unwrap_or_default();
        self.change(id, |entry, _| {
            (entry.price, entry.price_before_discount, entry.discount) = (cents, None, None);
        })
    }

    /// Takes a product away; false if there is no such product.
    pub fn remove_product(&self, id: u64) -> bool {
        self.change(id, |_, available| *available = false)
    }

    fn change(&self, id: u64, change: impl FnOnce(&mut FeedEntry, &mut bool)) -> bool {
        let mut state = self.state();
        self.stock_or_new(&mut state).change(id, self.0.clock.now(), change)
    }

    fn export(&self, feed_id: u32, format: ExportFormat, since: Option<Timestamp>) -> Export {
        let mut state = self.state();
        let stock = self.stock_or_new(&mut state);
        let (revision, changed) = (stock.revision, stock.changed());
        let kind = if format == ExportFormat::Csv { "csv" } else { "xml" };
        let etag = format!("{feed_id}-{kind}-{revision}");
        if let Some(since) = since {
            let body = stock.render(feed_id, format, Some(since)).into();
            return Export { format, body, etag: format!("{etag}-{}", since.as_second()), changed };
        }
        let kept = state.rendered.get(&(feed_id, format)).filter(|(of, _)| *of == revision);
        let body = match kept {
            Some((_, body)) => body.clone(),
            None => {
                let body: Bytes = self.stock_or_new(&mut state).render(feed_id, format, None).into();
                state.rendered.insert((feed_id, format), (revision, body.clone()));
                body
            }
        };
        Export { format, body, etag, changed }
    }

    fn render_chunk(&self, feed_id: u32, format: ExportFormat, number: u64) -> String {
        let mut state = self.state();
        self.stock_or_new(&mut state).render_chunk(feed_id, format, number)
    }

    fn stock_or_new<'a>(&self, state: &'a mut FeedsState) -> &'a mut Stock {
        state.stock.get_or_insert_with(|| Stock::new(&self.0.products, self.0.clock.now()))
    }

    fn state(&self) -> MutexGuard<'_, FeedsState> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
