//! Feeds that come, change and go while the catalogue is in use.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use jiff::civil::{Date, date};
use tempfile::tempdir;

use super::rows::*;
use crate::{Catalog, OfferFields, SearchQuery};
use dealink_core::money::{Decimal, Percent};

const FIRST: u64 = 1_005_000_000_000_000;

fn row(nth: u64, title: &str, hot: bool) -> OwnedRow {
    OwnedRow {
        id: FIRST + nth,
        texts: [title.to_owned(), "https://tracker.example/g/1".to_owned(), String::new(), String::new()],
        offer: OfferFields {
            rate: Some(Percent(Decimal::TEN)),
            hot,
            hot_until: hot.then_some(date(2026, 12, 1)),
            ..OfferFields::default()
        },
    }
}

fn put_in_force(feeds: &Path, name: &str, date: Date, rows: impl IntoIterator<Item = OwnedRow>) {
    let directory = feeds.join(name);
    fs::create_dir_all(&directory).unwrap();
    let steps: Vec<WriteStep> = rows.into_iter().map(|row| WriteStep::Put(Box::new(row))).collect();
    write_index(&directory.join("index"), &steps).swap(&metadata(name, date)).unwrap();
}

fn titles(catalog: &Catalog, today: Date) -> (Option<String>, Option<String>) {
    let mut found = catalog.find(&[product_id(FIRST)], today);
    let listing = found.remove(&product_id(FIRST)).unwrap_or_default();
    (listing.ordinary.and_then(|held| held.product.title), listing.hot.and_then(|held| held.product.title))
}

fn names(catalog: &Catalog) -> Vec<String> {
    catalog.feeds().iter().map(|feed| feed.name.clone()).collect()
}

#[test]
fn feeds_are_seen_as_they_come_change_and_go() {
    let directory = tempdir().unwrap();
    let feeds = directory.path().join("feeds");
    let catalog = Catalog::new(&feeds);
    assert_eq!(names(&catalog), [""; 0]);
    assert_eq!(titles(&catalog, TODAY), (None, None));
    put_in_force(&feeds, "b", TODAY, [row(0, "of b", false)]);
    assert_eq!(titles(&catalog, TODAY), (Some("of b".to_owned()), None));
    // The row of the youngest feed is used.
    put_in_force(&feeds, "a", date(2026, 11, 22), [row(0, "older", false), row(1, "other", false)]);
    assert_eq!(names(&catalog), ["a", "b"]);
    assert_eq!(titles(&catalog, TODAY).0.unwrap(), "of b");
    put_in_force(&feeds, "a", date(2026, 11, 24), [row(0, "younger", false)]);
    assert_eq!(titles(&catalog, TODAY).0.unwrap(), "younger");
    assert_eq!(catalog.find(&[product_id(FIRST + 1)], TODAY), [].into());
    fs::remove_dir_all(feeds.join("a")).unwrap();
    assert_eq!(titles(&catalog, TODAY).0.unwrap(), "of b");
    // Files that are not feeds are ignored.
    fs::create_dir(feeds.join("empty")).unwrap();
    fs::write(feeds.join("file"), "").unwrap();
    fs::create_dir_all(feeds.join("odd").join("index")).unwrap();
    assert_eq!(names(&catalog), ["b"]);
}

#[test]
fn a_broken_index_is_left_out_and_the_open_one_stays() {
    let directory = tempdir().unwrap();
    let catalog = Catalog::new(directory.path());
    put_in_force(directory.path(), "a", TODAY, [row(0, "whole", false)]);
    put_in_force(directory.path(), "b", TODAY, [row(1, "other", false)]);
    assert_eq!(names(&catalog), ["a", "b"]);
    let broken = directory.path().join("broken");
    fs::write(&broken, "no index").unwrap();
    fs::rename(&broken, directory.path().join("a").join("index")).unwrap();
    assert_eq!(titles(&catalog, TODAY).0.unwrap(), "whole");
    assert_eq!(names(&catalog), ["a", "b"]);
    // A catalogue that is opened later has only the readable feeds.
    assert_eq!(names(&Catalog::new(directory.path())), ["b"]);
    put_in_force(directory.path(), "a", TODAY, [row(0, "again", false)]);
    assert_eq!(titles(&catalog, TODAY).0.unwrap(), "again");
}

#[test]
fn a_hot_product_is_one_until_its_last_day() {
    let directory = tempdir().unwrap();
    let catalog = Catalog::new(directory.path());
    put_in_force(directory.path(), "main", TODAY, [row(0, "ordinary", false)]);
    put_in_force(directory.path(), "hot", TODAY, [row(0, "hot", true), row(1, "alone", true)]);
    let last = date(2026, 12, 1);
    assert_eq!(titles(&catalog, last), (Some("ordinary".to_owned()), Some("hot".to_owned())));
    let after = date(2026, 12, 2);
    assert_eq!(titles(&catalog, after).1, None);
    let found = catalog.find(&[product_id(FIRST + 1)], after).remove(&product_id(FIRST + 1)).unwrap();
    let alone = found.ordinary.unwrap().product;
    assert_eq!((found.hot, alone.offer.hot, alone.offer.rate), (None, false, None));
}

#[test]
fn reading_goes_on_while_feeds_are_swapped() {
    let directory = tempdir().unwrap();
    let version =
        |version: u64| (0..200).map(move |nth| row(nth, &format!("version {version}"), nth % 2 == 0));
    put_in_force(directory.path(), "feed", TODAY, version(0));
    let catalog = Catalog::new(directory.path());
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let read = |_| {
            let (catalog, over) = (catalog.clone(), &over);
            scope.spawn(move || {
                let (mut last, mut rounds) = (0, 0);
                while !over.load(Ordering::Relaxed) || rounds == 0 {
                    let search =
                        SearchQuery { words: "version".to_owned(), take: 200, ..SearchQuery::default() };
                    let found = catalog.search(&search);
                    // Each answer is from one version, and never from an older version than the answer before.
                    assert_eq!((found.total, found.products.len()), (200, 200));
                    let title = found.products[0].product.title.clone().unwrap();
                    assert!(
                        found
                            .products
                            .iter()
                            .all(|held| held.product.title.as_deref() == Some(title.as_str()))
                    );
                    let version: u64 = title.trim_start_matches("version ").parse().unwrap();
                    assert!(last <= version);
                    let listing = &catalog.find(&[product_id(FIRST + version % 200)], TODAY)
                        [&product_id(FIRST + version % 200)];
                    assert!(listing.hot.is_some() != listing.ordinary.is_some());
                    (last, rounds) = (version, rounds + 1);
                }
                last
            })
        };
        let readers: Vec<_> = (0..3).map(read).collect();
        (1..=30).for_each(|nth| put_in_force(directory.path(), "feed", TODAY, version(nth)));
        over.store(true, Ordering::Relaxed);
        readers.into_iter().for_each(|reader| assert!(reader.join().unwrap() <= 30));
    });
    assert_eq!(titles(&catalog, TODAY).1.unwrap(), "version 30");
}
