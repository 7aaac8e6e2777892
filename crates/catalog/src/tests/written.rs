//! Written rows can be read back, compared with a model that keeps the rows in memory.

use std::io::ErrorKind;
use std::ops::ControlFlow;

use proptest::prelude::*;
use tempfile::tempdir;

use super::model::CatalogModel;
use super::rows::*;
use crate::OfferFields;
use crate::index::{Index, IndexError, IndexWriter};
use dealink_core::money::{Decimal, Percent};

fn all_rows(index: &Index) -> Vec<OwnedRow> {
    let mut rows = Vec::new();
    index
        .rows(|row| {
            rows.push(OwnedRow::from_row(row));
            ControlFlow::Continue(())
        })
        .unwrap();
    rows
}

fn agree(index: &Index, model: &CatalogModel) {
    assert_eq!(all_rows(index), model.in_order());
    for nth in 0..60 {
        let number = 1_005_000_000_000_000 + nth * 7_919;
        let product = index.get(product_id(number)).unwrap();
        assert_eq!(product.is_some(), model.rows.contains_key(&number), "{number}");
        let Some((product, (_, row))) = product.zip(model.rows.get(&number)) else { continue };
        let row = row.row();
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        assert_eq!(
            (product.id, product.title, product.category),
            (row.id, text(row.texts.title), text(row.texts.category))
        );
        assert_eq!(product.offer, row.offer);
        let address = |text: &str| url::Url::parse(text).ok().filter(|url| url.scheme().starts_with("http"));
        assert_eq!((product.link, product.picture), (address(row.texts.link), address(row.texts.picture)));
        assert_eq!(index.get(product_id(number + 1)).unwrap(), None);
    }
}

proptest! {
    #![proptest_config(one_in(5))]

    #[test]
    fn what_was_put_in_comes_back(steps in any_steps(200)) {
        let directory = tempdir().unwrap();
        let path = directory.path().join("index");
        let finished = write_index(&path, &steps);
        let model = CatalogModel::from_steps(&steps);
        let counts = (finished.products, finished.duplicates, finished.deleted);
        prop_assert_eq!(counts, (model.rows.len() as u64, model.doubled, model.gone));
        finished.swap(&metadata("feed", TODAY)).unwrap();
        let index = Index::open(&path).unwrap();
        prop_assert_eq!(index.metadata(), &metadata("feed", TODAY));
        agree(&index, &model);
    }

    #[test]
    fn an_increment_is_laid_over_the_old_index(old in any_steps(100), new in any_steps(60)) {
        let directory = tempdir().unwrap();
        let path = directory.path().join("index");
        let before = open_index(&path, &old);
        let mut writer = IndexWriter::create(&path).unwrap();
        before.rows(|row| { writer.push(row).unwrap(); ControlFlow::Continue(()) }).unwrap();
        for step in &new {
            match step {
                WriteStep::Put(row) => writer.push(&row.row()).unwrap(),
                WriteStep::Gone(number) => writer.delete(product_id(*number)).unwrap(),
            }
        }
        writer.finish().unwrap().swap(&metadata("feed", TODAY)).unwrap();
        agree(&Index::open(&path).unwrap(), &CatalogModel::from_steps(old.iter().chain(&new)));
        // A process that has the old index open can still read it.
        agree(&before, &CatalogModel::from_steps(&old));
    }
}

#[test]
fn many_rows_in_many_runs_come_back() {
    const PRODUCTS: u64 = 20_000;
    let directory = tempdir().unwrap();
    let path = directory.path().join("index");
    let row = |nth: u64| {
        let number = 1_005_000_000_000_000 + nth * 7_919 % PRODUCTS;
        let title = format!("lamp w{nth} {}", "filler ".repeat(nth as usize % 5));
        let category = format!("Category {}", nth % 7_000);
        let texts = [title, format!("https://shop.example/{number}?{nth}"), String::new(), category];
        let (currency, price, rate) = (None, Some(Decimal::new(nth as i64, 2)), None);
        let (old_price, discount, store, hot_until) = (None, None, None, None);
        OwnedRow {
            id: number,
            texts,
            offer: OfferFields {
                currency,
                price,
                old_price,
                discount,
                rate,
                store,
                hot_until,
                ..OfferFields::default()
            },
        }
    };
    let count = PRODUCTS + 3_000;
    let mut writer = IndexWriter::create(&path).unwrap();
    (0..count).for_each(|nth| writer.push(&row(nth).row()).unwrap());
    let finished = writer.finish().unwrap();
    assert_eq!((finished.products, finished.duplicates), (PRODUCTS, count - PRODUCTS));
    finished.swap(&metadata("feed", TODAY)).unwrap();
    let index = Index::open(&path).unwrap();
    for nth in (0..count).step_by(7) {
        // The last three thousand rows repeat products of the first rows.
        let last = if nth < count - PRODUCTS { nth + PRODUCTS } else { nth };
        let product = index.get(product_id(row(nth).id)).unwrap().unwrap();
        assert_eq!(product.title.unwrap(), row(last).texts[0]);
        assert_eq!(product.category.unwrap(), row(last).texts[3]);
    }
    let (mut rows, mut all) = (0, count - PRODUCTS);
    index
        .rows(|it| {
            assert_eq!(OwnedRow::from_row(it), row(all));
            (rows, all) = (rows + 1, all + 1);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(rows, PRODUCTS);
}

#[test]
fn what_cannot_be_is_left_out_and_long_names_are_cut() {
    let directory = tempdir().unwrap();
    let mut row = OwnedRow {
        id: 1_005_000_000_000_001,
        texts: ["ş".repeat(5000), "https://x".repeat(1000), "https://y".repeat(1000), "k".repeat(5000)],
        offer: OfferFields {
            price: Some(Decimal::NEGATIVE_ONE),
            old_price: Some(Decimal::MAX),
            discount: Some(101),
            rate: Some(Percent(Decimal::new(10_001, 2))),
            hot: true,
            store: Some(u64::MAX),
            hot_until: Some(jiff::civil::Date::MAX),
            ..OfferFields::default()
        },
    };
    let kept = open_index(&directory.path().join("index"), &[WriteStep::Put(Box::new(row.clone()))]);
    row.texts = ["ş".repeat(1024), String::new(), String::new(), "k".repeat(2048)];
    (row.offer.price, row.offer.old_price, row.offer.discount, row.offer.rate) = (None, None, None, None);
    assert_eq!(all_rows(&kept), [row.clone()]);
    // Finer numbers than hundredths are rounded.
    (row.offer.price, row.offer.rate) = (Some(Decimal::new(12345, 3)), Some(Percent(Decimal::new(5384, 3))));
    row.offer.hot_until = Some(jiff::civil::Date::MIN);
    let kept = open_index(&directory.path().join("index"), &[WriteStep::Put(Box::new(row.clone()))]);
    (row.offer.price, row.offer.rate) = (Some(Decimal::new(1235, 2)), Some(Percent(Decimal::new(538, 2))));
    assert_eq!(all_rows(&kept), [row]);
}

#[test]
fn an_empty_index_is_one() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("index");
    agree(&open_index(&path, &[]), &CatalogModel::default());
}

#[test]
fn breaking_off_leaves_the_old_index_and_nothing_else() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("index");
    let names = || {
        let entries = directory.path().read_dir().unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>()
    };
    drop(IndexWriter::create(&path).unwrap());
    drop(write_index(&path, &[]));
    assert_eq!(names(), [""; 0]);
    open_index(&path, &[]);
    // A crash leaves the temporary file; the next import takes its place, whatever is in it.
    std::fs::write(path.with_extension("new"), vec![b'x'; 100_000]).unwrap();
    let writer = IndexWriter::create(&path).unwrap();
    // Only one import runs at a time.
    assert_eq!(IndexWriter::create(&path).unwrap_err().kind(), ErrorKind::WouldBlock);
    drop(writer);
    assert_eq!(names(), ["index"]);
    agree(&Index::open(&path).unwrap(), &CatalogModel::default());
    std::fs::write(path.with_extension("new"), vec![b'x'; 100_000]).unwrap();
    agree(&open_index(&path, &[]), &CatalogModel::default());
    assert_eq!(names(), ["index"]);
}

#[test]
fn what_is_no_index_is_a_fault() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("index");
    assert!(matches!(Index::open(&path), Err(IndexError::Unreadable(_))));
    for bytes in [0, 1, 4095, 4096, 10_000] {
        std::fs::write(&path, vec![0; bytes]).unwrap();
        assert!(matches!(Index::open(&path), Err(IndexError::NotAnIndex)), "{bytes}");
    }
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    assert!(Index::open(&path).is_err());
}
