//! The catalogue's index: writing it, looking products up and searching, also while an import runs beside it.
//!
//! `cargo bench --bench catalog` prints the table for a million rows; `DEALINK_CATALOG_ROWS` takes another number. `-- --test` does
//! it once with a hundred thousand and few repetitions. Cold means that the file was dropped from the page cache before each
//! look-up, and so comes from the disk (or from whatever the machine keeps behind it).

#![allow(clippy::print_stdout, reason = "a program whose output is the point")]

mod invented;

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use dealink_catalog::index::{Index, IndexWriter};
use dealink_catalog::{Catalog, CategoryKey, IndexMetadata, Ranking, SearchQuery};
use dealink_core::money::{Currency, Decimal, Percent};
use invented::{BenchFeed, BenchRandom, word};
use jiff::civil::date;
use rustix::fs::{Advice, fadvise};

fn main() -> Result<()> {
    let bench = std::env::args().any(|argument| argument == "--bench");
    let once = !bench || std::env::args().any(|argument| argument == "--test");
    let rows = match std::env::var("DEALINK_CATALOG_ROWS") {
        Ok(rows) => rows.parse().context("DEALINK_CATALOG_ROWS is a number")?,
        Err(_) if once => 100_000,
        Err(_) => 1_000_000,
    };
    let (rounds, lookups, searches) = if once { (1, 2_000, 20) } else { (5, 100_000, 300) };
    let feed = BenchFeed::generate(rows);
    // On the project's disk: where temporary files are may be no disk at all.
    let place = tempfile::tempdir_in(option_env!("CARGO_TARGET_TMPDIR").unwrap_or("."))?;
    let feeds = place.path();
    println!("{rows} rows with {} bytes of text each\n", feed.bytes() / rows);

    let mut writing: Vec<Duration> = Vec::new();
    for _ in 0..rounds {
        let begun = Instant::now();
        import(&feed, &feeds.join("feed"))?;
        writing.push(begun.elapsed());
    }
    writing.sort();
    let median = writing[rounds / 2].as_secs_f64();
    let size = fs::metadata(feeds.join("feed/index"))?.len();
    println!("| writing | |\n|---|---:|");
    println!("| until it is in force, s (median of {rounds}) | {median:.2} |");
    println!("| rows/s | {:.0} |", rows as f64 / median);
    println!("| bytes of index for each row | {:.0} |\n", size as f64 / rows as f64);

    let catalog = Catalog::new(feeds);
    let path = feeds.join("feed/index");
    println!("| idle | p50, µs | p99, µs |\n|---|---:|---:|");
    measure(&feed, &catalog, &path, lookups, searches)?;

    let (over, imports) = (AtomicBool::new(false), AtomicU64::new(0));
    let measured = thread::scope(|scope| {
        let importing = scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                // Beside the feed that is searched: its size stays the same.
                import(&feed, &place.path().join("elsewhere/feed"))?;
                imports.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, anyhow::Error>(())
        });
        println!("\n| while an import runs | p50, µs | p99, µs |\n|---|---:|---:|");
        let measured = measure(&feed, &catalog, &path, lookups, searches);
        over.store(true, Ordering::Relaxed);
        importing.join().expect("the import does not panic").and(measured)
    });
    println!("\n{} imports ended in that time", imports.into_inner());
    measured
}

/// Writes the feed and puts it in force.
fn import(feed: &BenchFeed, directory: &Path) -> Result<()> {
    fs::create_dir_all(directory)?;
    let mut writer = IndexWriter::create(&directory.join("index"))?;
    for row in feed.rows() {
        writer.push(&row)?;
    }
    let now = jiff::Timestamp::now();
    let (name, finished) = ("feed".to_owned(), writer.finish()?);
    let (products, rows) = (finished.products, finished.products + finished.duplicates);
    finished.swap(&IndexMetadata {
        name,
        date: date(2026, 11, 23),
        imported: now,
        whole: now,
        products,
        rows,
        broken: 0,
        duplicates: 0,
        deleted: 0,
        etag: None,
        last_modified: None,
    })?;
    Ok(())
}

fn measure(feed: &BenchFeed, catalog: &Catalog, path: &Path, lookups: usize, searches: usize) -> Result<()> {
    let index = Index::open(path)?;
    let rows = index.metadata().products;
    let mut dice = BenchRandom::new(11);
    let mut any = || feed.id(dice.below(rows) as usize);
    let file = File::open(path)?;
    line("look-up, cold", (lookups / 100).max(100), || {
        fadvise(&file, 0, None, Advice::DontNeed)?;
        let id = any();
        let begun = Instant::now();
        index.get(id)?.context("every id is there")?;
        Ok(begun.elapsed())
    })?;
    // The page cache gets all of it back.
    io::copy(&mut File::open(path)?, &mut io::sink())?;
    line("look-up, warm", lookups, || {
        let id = any();
        let begun = Instant::now();
        index.get(id)?.context("every id is there")?;
        Ok(begun.elapsed())
    })?;
    let today = date(2026, 11, 23);
    line("look-up through the catalogue, warm", lookups, || {
        let id = any();
        let begun = Instant::now();
        catalog.find(&[id], today).remove(&id).context("every id is there")?;
        Ok(begun.elapsed())
    })?;
    let ranking = Ranking {
        exchange: [(Currency::USD, Decimal::ONE)].into(),
        cap: Some(Decimal::new(38, 0)),
        hot_paid: true,
        today,
        ..Ranking::default()
    };
    let all = SearchQuery { take: 8, ranking, ..SearchQuery::default() };
    let words = |words: String| SearchQuery { words, ..all.clone() };
    let filters = SearchQuery {
        price: Some(Decimal::TWO..=Decimal::ONE_HUNDRED),
        rate: Some(Percent(Decimal::new(5, 0))),
        discount: Some(30),
        earning: Some(Decimal::ONE),
        ..all.clone()
    };
    let category = CategoryKey::from_name(&format!("{} & {}", word(7), word(16)));
    let questions = [
        ("a rare word", words("sm4242 ".to_owned())),
        ("a common word", words(word(1))),
        ("two words", words(format!("{} {}", word(2), word(40)))),
        ("the beginning of a word", words(word(3)[..2].to_owned())),
        ("one letter", words("k".to_owned())),
        ("no word", all.clone()),
        ("no word, four filters", filters),
        ("no word, one category", SearchQuery { category: Some(category), ..all.clone() }),
        ("all Hot products", SearchQuery { hot: true, ..all.clone() }),
    ];
    for (name, search) in &questions {
        let found = catalog.search(search).total;
        line(&format!("search: {name} ({found} found)"), searches, || {
            let begun = Instant::now();
            std::hint::black_box(catalog.search(search));
            Ok(begun.elapsed())
        })?;
    }
    line("categories of everything", searches, || {
        let begun = Instant::now();
        std::hint::black_box(catalog.categories(&all));
        Ok(begun.elapsed())
    })
}

/// A line of the table from so many repetitions.
fn line(name: &str, repetitions: usize, mut once: impl FnMut() -> Result<Duration>) -> Result<()> {
    let mut times = (0..repetitions).map(|_| once()).collect::<Result<Vec<_>>>()?;
    times.sort();
    let at = |share: usize| times[(repetitions * share / 100).min(repetitions - 1)].as_secs_f64() * 1e6;
    println!("| {name} | {:.1} | {:.1} |", at(50), at(99));
    Ok(())
}
