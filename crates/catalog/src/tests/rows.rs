//! Invented rows, and indexes made of them.

use std::path::Path;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::select;

use crate::index::{Finished, Index, Writer};
use crate::{About, Row};
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;

/// A row that owns its texts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Owned {
    pub(super) id: u64,
    pub(super) texts: [String; 4],
    pub(super) currency: Option<Currency>,
    pub(super) price: Option<Decimal>,
    pub(super) old_price: Option<Decimal>,
    pub(super) discount: Option<u8>,
    pub(super) rate: Option<Percent>,
    pub(super) hot: bool,
    pub(super) store: Option<u64>,
    pub(super) hot_until: Option<Date>,
}

impl Owned {
    pub(super) fn row(&self) -> Row<'_> {
        let [title, link, picture, category] = self.texts.each_ref().map(String::as_str);
        Row {
            id: id(self.id),
            title,
            link,
            picture,
            category,
            currency: self.currency,
            price: self.price,
            old_price: self.old_price,
            discount: self.discount,
            rate: self.rate,
            hot: self.hot,
            store: self.store,
            hot_until: self.hot_until,
        }
    }

    pub(super) fn of(row: &Row<'_>) -> Owned {
        Owned {
            id: row.id.value(),
            texts: [row.title, row.link, row.picture, row.category].map(str::to_owned),
            currency: row.currency,
            price: row.price,
            old_price: row.old_price,
            discount: row.discount,
            rate: row.rate,
            hot: row.hot,
            store: row.store,
            hot_until: row.hot_until,
        }
    }
}

pub(super) fn id(number: u64) -> ProductId {
    ProductId::try_from(number).unwrap()
}

/// The day of most tests.
pub(super) const TODAY: Date = date(2026, 11, 23);

/// What an index says of itself in tests.
pub(super) fn about(name: &str, date: Date) -> About {
    About {
        name: name.to_owned(),
        date,
        imported: "2026-11-23T08:00:00Z".parse().unwrap(),
        whole: "2026-11-22T08:00:00Z".parse().unwrap(),
        products: 0,
        rows: 0,
        broken: 0,
        doubled: 0,
        gone: 0,
        etag: None,
        last_modified: None,
    }
}

/// What is put into an index: a row, or a product's end.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Put(Box<Owned>),
    Gone(u64),
}

/// Writes an index and leaves it where it can be put in force.
pub(super) fn write(path: &Path, steps: &[Step]) -> Finished {
    let mut writer = Writer::create(path).unwrap();
    for step in steps {
        match step {
            Step::Put(row) => writer.put(&row.row()).unwrap(),
            Step::Gone(number) => writer.gone(id(*number)).unwrap(),
        }
    }
    writer.finish().unwrap()
}

/// Writes an index, puts it in force and opens it.
pub(super) fn index(path: &Path, steps: &[Step]) -> Index {
    write(path, steps).swap(&about("feed", TODAY)).unwrap();
    Index::open(path).unwrap()
}

/// Few ids, so that they often come again.
const LOWEST: u64 = 1_005_000_000_000_000;

/// Words of which titles are made; some are the beginning of others, some fold to the same.
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
pub(super) fn any_row() -> impl Strategy<Value = Owned> {
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
        Owned {
            id: LOWEST + nth * 7_919,
            texts: [title, link, picture, category],
            currency,
            price,
            old_price,
            discount,
            rate,
            hot,
            store,
            hot_until,
        }
    })
}

/// Rows and removals.
pub(super) fn any_steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        9 => any_row().prop_map(|row| Step::Put(Box::new(row))),
        1 => (0..60_u64).prop_map(|nth| Step::Gone(LOWEST + nth * 7_919)),
    ];
    prop::collection::vec(step, 0..most)
}

/// A share of the usual number of cases, for those that write files.
pub(super) fn one_in(share: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: (usual.cases / share).max(1), failure_persistence: None, ..usual }
}
