//! Invented rows, and indexes made of them.

use std::path::Path;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::select;

use crate::index::{FinishedIndex, Index, IndexWriter};
use crate::{FeedRow, IndexMetadata, OfferFields, RowTexts};
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;

/// A row that owns its texts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OwnedRow {
    pub(super) id: u64,
    pub(super) texts: [String; 4],
    pub(super) offer: OfferFields,
}

impl OwnedRow {
    pub(super) fn row(&self) -> FeedRow<'_> {
        let [title, link, picture, category] = self.texts.each_ref().map(String::as_str);
        let texts = RowTexts { title, link, picture, category };
        FeedRow { id: product_id(self.id), texts, offer: self.offer }
    }

    pub(super) fn from_row(row: &FeedRow<'_>) -> OwnedRow {
        let RowTexts { title, link, picture, category } = row.texts;
        let texts = [title, link, picture, category].map(str::to_owned);
        OwnedRow { id: row.id.value(), texts, offer: row.offer }
    }
}

pub(super) fn product_id(number: u64) -> ProductId {
    ProductId::try_from(number).unwrap()
}

/// The day of most tests.
pub(super) const TODAY: Date = date(2026, 11, 23);

/// The metadata of an index in tests.
pub(super) fn metadata(name: &str, date: Date) -> IndexMetadata {
    IndexMetadata {
        name: name.to_owned(),
        date,
        imported: "2026-11-23T08:00:00Z".parse().unwrap(),
        whole: "2026-11-22T08:00:00Z".parse().unwrap(),
        products: 0,
        rows: 0,
        broken: 0,
        duplicates: 0,
        deleted: 0,
        etag: None,
        last_modified: None,
    }
}

/// A step of writing an index: a row, or the deletion of a product.
#[derive(Clone, Debug)]
pub(super) enum WriteStep {
    Put(Box<OwnedRow>),
    Gone(u64),
}

/// Writes an index that can then replace the old one.
pub(super) fn write_index(path: &Path, steps: &[WriteStep]) -> FinishedIndex {
    let mut writer = IndexWriter::create(path).unwrap();
    for step in steps {
        match step {
            WriteStep::Put(row) => writer.push(&row.row()).unwrap(),
            WriteStep::Gone(number) => writer.delete(product_id(*number)).unwrap(),
        }
    }
    writer.finish().unwrap()
}

/// Writes an index, puts it in force and opens it.
pub(super) fn open_index(path: &Path, steps: &[WriteStep]) -> Index {
    write_index(path, steps).swap(&metadata("feed", TODAY)).unwrap();
    Index::open(path).unwrap()
}

/// Few ids, so that they often come again.
const LOWEST: u64 = 1_005_000_000_000_000;

/// Words for titles; some are the beginning of others, and some have the same folded form.
const WORDS: [&str; 16] = [
    "kulaklık",
    "KULAKLIK",
    "kulak",
    "Bluetooth",
    "blue",
    "Şarj",
    "sarj",
    "USB-C",
    "İşlemci",
    "ışık",
    "100ml",
    "Men's",
    "çanta",
    "é",
    "手机",
    "extraordinarily-long-compound-word",
];

const CATEGORIES: [&str; 6] =
    ["", "Mobile Phones", "mobile-phones", "Kitchen,Dining & Bar", "Giyim > Kadın Giyim", "Women's Clothing"];

fn any_title() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(select(&WORDS), 0..6).prop_map(|words| words.join(" "));
    prop_oneof![8 => words, 1 => "\\PC{0,60}", 1 => "[a-f]{1,3}( [a-f]{60,70}){0,3}"]
}

fn any_address() -> impl Strategy<Value = String> {
    prop_oneof![
        1 => Just(String::new()),
        6 => "https://tracker\\.example/g/[a-c]{2}/\\?ulp=[0-9]{3}&i=5",
        1 => "\\PC{0,20}",
    ]
}

fn any_price() -> impl Strategy<Value = Option<Decimal>> {
    let price = |hundredths: i64| Some(Decimal::new(hundredths, 2));
    prop_oneof![
        1 => Just(None),
        1 => Just(price(0)),
        6 => (1..2_000_i64).prop_map(price),
        2 => (1..500_000_000_i64).prop_map(price),
    ]
}

/// A row as a feed may have it.
pub(super) fn any_row() -> impl Strategy<Value = OwnedRow> {
    let texts = (
        any_title(),
        any_address(),
        any_address(),
        prop_oneof![
            8 => select(&CATEGORIES).prop_map(str::to_owned),
            1 => "\\PC{0,20}",
        ],
    );
    let currency = prop::option::weighted(0.9, select(&[Currency::USD, Currency::TRY, Currency::EUR]));
    let rate = prop::option::of((0..=1000_i64).prop_map(|rate| Percent(Decimal::new(rate, 2))));
    let until = prop::option::of((-3..3_i64).prop_map(|days| TODAY + jiff::Span::new().days(days)));
    let store = prop::option::of(prop_oneof![1_100_000_000..1_100_000_020_u64, any::<u64>()]);
    let numbers = (currency, any_price(), any_price(), prop::option::of(0..=100_u8), rate);
    let hot = (any::<bool>(), store, until);
    (0..60_u64, texts, numbers, hot).prop_map(|(nth, texts, numbers, (hot, store, hot_until))| {
        let (title, link, picture, category) = texts;
        let (currency, price, old_price, discount, rate) = numbers;
        OwnedRow {
            id: LOWEST + nth * 7_919,
            texts: [title, link, picture, category],
            offer: OfferFields { currency, price, old_price, discount, rate, hot, store, hot_until },
        }
    })
}

/// Rows and removals.
pub(super) fn any_steps(most: usize) -> impl Strategy<Value = Vec<WriteStep>> {
    let step = prop_oneof![
        9 => any_row().prop_map(|row| WriteStep::Put(Box::new(row))),
        1 => (0..60_u64).prop_map(|nth| WriteStep::Gone(LOWEST + nth * 7_919)),
    ];
    prop::collection::vec(step, 0..most)
}

/// A share of the usual number of cases, for those that write files.
pub(super) fn one_in(share: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: (usual.cases / share).max(1), failure_persistence: None, ..usual }
}
