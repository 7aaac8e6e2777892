//! Damaged files: every answer is either an error or correct.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use tempfile::{TempDir, tempdir};

use super::rows::*;
use crate::index::Index;
use crate::{Catalog, OfferFields, Product, SearchQuery, SearchResults};
use dealink_core::money::{Currency, Decimal, Percent};

const FIRST: u64 = 1_005_000_000_000_000;

/// A small index with something in every part.
fn steps() -> Vec<WriteStep> {
    let row = |nth: u64| OwnedRow {
        id: FIRST + nth,
        texts: [
            format!("Lamp number {}", nth % 7),
            format!("https://tracker.example/g/{nth}"),
            format!("https://pictures.example/{nth}.jpg"),
            ["Lights", "Home > Lights", ""][nth as usize % 3].to_owned(),
        ],
        offer: OfferFields {
            currency: Some(Currency::USD),
            price: Some(Decimal::new(1000 + nth as i64, 2)),
            discount: Some(nth as u8),
            rate: Some(Percent(Decimal::new(500, 2))),
            hot: nth.is_multiple_of(5),
            store: Some(nth),
            hot_until: nth.is_multiple_of(10).then_some(date(2026, 12, 1)),
            ..OfferFields::default()
        },
    };
    let mut steps: Vec<WriteStep> = (0..12).map(|nth| WriteStep::Put(Box::new(row(nth)))).collect();
    steps.push(WriteStep::Put(Box::new(row(3))));
    steps.push(WriteStep::Gone(FIRST + 4));
    steps
}

/// The answers to all questions to an index; `None` for an error.
#[derive(Debug, PartialEq)]
struct IndexAnswers {
    rows: Option<Vec<OwnedRow>>,
    products: Vec<Option<Option<Product>>>,
    found: Vec<SearchResults>,
}

fn ask_everything(index: &Index, catalog: &Catalog) -> IndexAnswers {
    let mut rows = Vec::new();
    let read = index.rows(|row| {
        rows.push(OwnedRow::from_row(row));
        ControlFlow::Continue(())
    });
    let search =
        |words: &str, hot| SearchQuery { words: words.to_owned(), hot, take: 100, ..SearchQuery::default() };
    IndexAnswers {
        rows: read.is_ok().then_some(rows),
        products: (0..14).map(|nth| index.get(product_id(FIRST + nth)).ok()).collect(),
        found: [search("lamp nu", false), search("", true), search("lights", false)]
            .iter()
            .map(|search| catalog.search(search))
            .collect(),
    }
}

struct TempIndex {
    directory: TempDir,
    path: PathBuf,
}

fn temp_index() -> TempIndex {
    let directory = tempdir().unwrap();
    let feed = directory.path().join("feed");
    fs::create_dir(&feed).unwrap();
    TempIndex { directory, path: feed.join("index") }
}

fn undamaged_index() -> (Vec<u8>, IndexAnswers) {
    let TempIndex { directory, path } = temp_index();
    let index = open_index(&path, &steps());
    (fs::read(&path).unwrap(), ask_everything(&index, &Catalog::new(directory.path())))
}

/// Opens the bytes as an index and asserts that each answer is correct or an error. Returns whether there was an error.
fn fault_or_right(bytes: &[u8], path: &Path, feeds: &Path, right: &IndexAnswers) -> bool {
    fs::write(path, bytes).unwrap();
    let Ok(index) = Index::open(path) else { return true };
    let catalog = Catalog::new(feeds);
    let answers = ask_everything(&index, &catalog);
    assert!(answers.rows.is_none() || answers.rows == right.rows);
    for (answer, right) in answers.products.iter().zip(&right.products) {
        assert!(answer.is_none() || answer == right);
    }
    for (answer, right) in answers.found.iter().zip(&right.found) {
        // Unreadable products are not found; all that are found are correct.
        assert!(answer.products.iter().all(|held| right.products.contains(held)));
        assert!(answer.total <= right.total);
    }
    answers != *right
}

#[test]
fn every_flipped_byte_is_a_fault_or_makes_no_difference() {
    let (whole, right) = undamaged_index();
    let TempIndex { directory, path } = temp_index();
    assert!(!fault_or_right(&whole, &path, directory.path(), &right));
    let mut noticed = 0;
    for at in 0..whole.len() {
        // Every byte of small sections, but only some bytes of long padding.
        let padding = whole[at] == 0 && at % 16 != 0 && at >= 4096;
        if padding {
            continue;
        }
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        let amiss = fault_or_right(&bytes, &path, directory.path(), &right);
        assert!(amiss || at >= 4096, "the header's byte {at}");
        noticed += usize::from(amiss);
    }
    // Every change is covered by a checksum that was verified.
    assert!(noticed > whole.len() / 20, "{noticed} of {}", whole.len());
}

#[test]
fn a_cut_or_longer_file_is_a_fault() {
    let (whole, right) = undamaged_index();
    let TempIndex { directory, path } = temp_index();
    for length in (0..whole.len()).step_by(509).chain([whole.len() - 1]) {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(Index::open(&path).is_err(), "{length}");
    }
    let longer = [whole.as_slice(), b"x"].concat();
    fs::write(&path, &longer).unwrap();
    assert!(Index::open(&path).is_err());
    // A file that is cut while it is open.
    fs::write(&path, &whole).unwrap();
    let index = Index::open(&path).unwrap();
    let catalog = Catalog::new(directory.path());
    assert_eq!(catalog.feeds().len(), 1);
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(5000).unwrap();
    let answers = ask_everything(&index, &catalog);
    assert!(answers.rows.is_none());
    assert!(answers.products.iter().zip(&right.products).all(|(it, right)| it.is_none() || it == right));
}

#[test]
fn swapped_pages_are_a_fault() {
    let (whole, right) = undamaged_index();
    let TempIndex { directory, path } = temp_index();
    let pages = whole.len() / 4096;
    assert!(pages > 8);
    for page in 1..pages - 1 {
        let mut bytes = whole.clone();
        let (left, other) = bytes.split_at_mut((page + 1) * 4096);
        left[page * 4096..].swap_with_slice(&mut other[..4096]);
        fault_or_right(&bytes, &path, directory.path(), &right);
    }
}
