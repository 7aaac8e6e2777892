//! Invented rows, all in memory: titles of words that are as unevenly common as those of a shop, and addresses as long as a feed's.

use std::fmt::Write;
use std::ops::Range;

use dealink_catalog::{FeedRow, OfferFields, RowTexts};
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;

/// The first id.
const FIRST: u64 = 1_005_000_000_000_000;
/// Prime to the span: ids come in no order.
const STEP: u64 = 61_803_398_877;
const SPAN: u64 = 1_000_000_000_000;
/// Different words of titles; besides, every third title has a model number of its own.
const WORDS: u64 = 60_000;
const CATEGORIES: u64 = 800;
/// One row of so many is a Hot product.
const HOT: u64 = 50;

const SYLLABLES: [&str; 26] = [
    "ka", "ra", "to", "mi", "shi", "be", "lo", "ne", "gu", "ça", "şo", "rin", "tel", "por", "var", "dex",
    "lum", "fit", "pro", "max", "zon", "el", "in", "us", "ör", "ti",
];

/// Numbers that are the same in every run (xorshift).
pub(crate) struct BenchRandom(u64);

impl BenchRandom {
    pub(crate) fn new(seed: u64) -> BenchRandom {
        BenchRandom(0x9E37_79B9_7F4A_7C15 ^ seed.wrapping_mul(2_654_435_769).max(1))
    }

    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % most
    }

    /// Below `most`, and each number about as often as all together that are ten times as high.
    fn uneven(&mut self, most: u64) -> u64 {
        let part = self.below(1 << 52) as f64 / (1_u64 << 52) as f64;
        ((most as f64).powf(part) as u64).saturating_sub(1).min(most - 1)
    }
}

/// The word of this number.
pub(crate) fn word(number: u64) -> String {
    let mut left = number + 26;
    let mut word = String::new();
    while left > 0 {
        word.push_str(SYLLABLES[(left % 26) as usize]);
        left /= 26;
    }
    word
}

/// A row without its texts.
struct BenchRow {
    id: ProductId,
    texts: Range<usize>,
    lengths: [usize; 3],
    category: usize,
    cents: i64,
    discount: u8,
    rate: i64,
    store: u64,
    hot: bool,
}

/// All rows of a feed.
pub(crate) struct BenchFeed {
    texts: String,
    categories: Vec<String>,
    rows: Vec<BenchRow>,
}

impl BenchFeed {
    /// A feed of so many rows.
    pub(crate) fn generate(rows: usize) -> BenchFeed {
        let mut dice = BenchRandom::new(7);
        let words: Vec<String> = (0..WORDS).map(word).collect();
        let name = |nth: u64| format!("{} & {}", words[(nth * 7) as usize], words[(nth * 11 + 5) as usize]);
        let categories = (0..CATEGORIES).map(name).collect();
        let mut feed = BenchFeed { texts: String::new(), categories, rows: Vec::with_capacity(rows) };
        for nth in 0..rows as u64 {
            feed.put(nth, &words, &mut dice);
        }
        feed
    }

    fn put(&mut self, nth: u64, words: &[String], dice: &mut BenchRandom) {
        let id = FIRST + nth.wrapping_mul(STEP) % SPAN;
        let begin = self.texts.len();
        let mut lengths = [0; 3];
        for _ in 0..8 + dice.below(5) {
            self.texts.push_str(&words[dice.uneven(WORDS) as usize]);
            self.texts.push(' ');
        }
        let mut write = |text: std::fmt::Arguments<'_>| {
            let begin = self.texts.len();
            // Writing to a text does not fail.
            let _ = self.texts.write_fmt(text);
            self.texts.len() - begin
        };
        if nth.is_multiple_of(3) {
            write(format_args!("sm{}", dice.below(1_000_000)));
        }
        let address =
            "https://tracker.example/g/1e8d11449416525dc3e8/?ulp=https%3A%2F%2Fwww.shop.example%2Fitem%2F";
        lengths[1] = write(format_args!("{address}{id}.html&i=5&f_id=50003&{:x}", dice.below(1 << 20)));
        let (high, low) = (dice.below(1 << 50), dice.below(1 << 40));
        lengths[2] = write(format_args!("https://pictures.example/kf/S{high:013x}{low:010x}.jpg"));
        lengths[0] = self.texts.len() - begin - lengths[1] - lengths[2];
        self.rows.push(BenchRow {
            id: ProductId::try_from(id).expect("a number within those of ids"),
            texts: begin..self.texts.len(),
            lengths,
            category: dice.uneven(CATEGORIES) as usize,
            cents: 100 + dice.uneven(100_000) as i64,
            discount: dice.below(90) as u8,
            rate: 100 + dice.below(900) as i64,
            store: 1_100_000_000 + dice.below(200_000),
            hot: nth.is_multiple_of(HOT),
        });
    }

    /// The rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = FeedRow<'_>> {
        self.rows.iter().map(|row| {
            let (title, rest) = self.texts[row.texts.clone()].split_at(row.lengths[0]);
            let (link, picture) = rest.split_at(row.lengths[1]);
            FeedRow {
                id: row.id,
                texts: RowTexts { title, link, picture, category: &self.categories[row.category] },
                offer: OfferFields {
                    currency: Some(Currency::USD),
                    price: Some(Decimal::new(row.cents, 2)),
                    old_price: Some(Decimal::new(row.cents * 2, 2)),
                    discount: Some(row.discount),
                    rate: Some(Percent(Decimal::new(row.rate, 2))),
                    hot: row.hot,
                    store: Some(row.store),
                    ..OfferFields::default()
                },
            }
        })
    }

    /// The id of a row.
    pub(crate) fn id(&self, nth: usize) -> ProductId {
        self.rows[nth].id
    }

    /// Bytes of all texts.
    pub(crate) fn bytes(&self) -> usize {
        self.texts.len() + self.rows.iter().map(|row| self.categories[row.category].len()).sum::<usize>()
    }
}
