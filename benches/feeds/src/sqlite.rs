//! The same load in SQLite: one transaction, prepared inserts, no journal, the key in the table itself, words in FTS5.

use std::fs;
use std::time::Instant;

use rusqlite::{Connection, params};

const TUNED: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA page_size = 8192;";
const SCHEMA: &str = "CREATE TABLE product (id INTEGER PRIMARY KEY, title TEXT, link TEXT, picture TEXT, category TEXT,
    currency TEXT, price INTEGER, old_price INTEGER, discount INTEGER, rate INTEGER, store INTEGER);
    CREATE VIRTUAL TABLE words USING fts5(title, category, content='product', content_rowid='id', columnsize=0, detail=none,
    tokenize = \"unicode61 remove_diacritics 2\");";

/// Loads a CSV feed into a new database; returns its rows.
pub fn load(feed: &str, database: &str) -> Result<u64, Box<dyn std::error::Error>> {
    drop(fs::remove_file(database));
    let mut db = Connection::open(database)?;
    db.execute_batch(TUNED)?;
    db.execute_batch(SCHEMA)?;
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_path(feed)?;
    let names = reader.headers()?.clone();
    let at = |name: &str| names.iter().position(|known| known == name).ok_or(format!("no column {name}"));
    let (id, name, url, picture) = (at("id")?, at("name")?, at("url")?, at("picture")?);
    let (category, currency, param) = (at("category")?, at("currencyId")?, at("param")?);
    let (old_price, price) = (at("oldprice")?, at("price")?);
    let mut rows = 0;
    let all = db.transaction()?;
    {
        let mut put = all.prepare("INSERT OR REPLACE INTO product VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)")?;
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record)? {
            let param = |key: &str| {
                let mut said = record[param].split(';').map(|one| one.split('|'));
                said.find_map(|mut one| (one.next() == Some(key)).then(|| one.next()).flatten())
            };
            put.execute(params![
                record[id].parse::<i64>()?,
                &record[name],
                &record[url],
                &record[picture],
                &record[category],
                &record[currency],
                hundredths(&record[price]),
                hundredths(&record[old_price]),
                param("discount").and_then(|text| text.trim_end_matches('%').parse::<i64>().ok()),
                param("commissionRate").and_then(|text| hundredths(text.trim_end_matches('%'))),
                param("shopId").and_then(|text| text.parse::<i64>().ok()),
            ])?;
            rows += 1;
        }
    }
    all.execute("INSERT INTO words(words) VALUES ('rebuild')", [])?;
    all.commit()?;
    Ok(rows)
}

fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<2}");
    Some(whole.parse::<i64>().ok()? * 100 + part.get(..2)?.parse::<i64>().ok()?)
}

/// Prints microseconds of look-ups by id and milliseconds of searches, medians and 99th percentiles.
pub fn ask(database: &str, words: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let db = Connection::open(database)?;
    let count: i64 = db.query_row("SELECT count(*) FROM product", [], |row| row.get(0))?;
    let mut ids = Vec::new();
    let step = (count / 5_000).max(1);
    let mut every = db.prepare("SELECT id FROM product")?;
    let mut rows = every.query([])?;
    let mut at = 0;
    while let Some(row) = rows.next()? {
        if at % step == 0 {
            ids.push(row.get::<_, i64>(0)?);
        }
        at += 1;
    }
    // In no order of the table.
    ids.sort_by_key(|id| id.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64));
    let mut one = db.prepare("SELECT * FROM product WHERE id = ?1")?;
    let mut times = Vec::new();
    for id in &ids {
        let start = Instant::now();
        one.query_row([id], |row| row.get::<_, String>(1))?;
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    tell("lookup_us", times);
    let mut search = db.prepare(
        "SELECT p.id, p.title, min(p.price * p.rate / 10000, 3800) AS earning FROM words JOIN product p ON p.id = words.rowid
         WHERE words MATCH ?1 ORDER BY earning DESC, p.id LIMIT 5",
    )?;
    let mut times = Vec::new();
    for _ in 0..20 {
        for word in words {
            let start = Instant::now();
            let found = search.query_map([word], |row| row.get::<_, i64>(0))?.count();
            times.push(start.elapsed().as_secs_f64() * 1e3);
            std::hint::black_box(found);
        }
    }
    tell("search_ms", times);
    Ok(())
}

fn tell(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("{what} p50 {:.2} p99 {:.2}", at(0.5), at(0.99));
}
