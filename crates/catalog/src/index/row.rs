//! A row in whole numbers, and as bytes in a block.

use jiff::civil::Date;
use rust_decimal::RoundingStrategy;
use url::Url;

use super::attributes::NO_CATEGORY;
use super::number::{put, take, take_bytes, take_length};
use crate::{Product, Row};
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;

/// Bytes of a title or a category that are kept.
pub(super) const LONGEST_NAME: usize = 2048;
/// Bytes of an address that are kept; a longer one would lead elsewhere if it were cut.
pub(super) const LONGEST_ADDRESS: usize = 8192;
/// Prices from here on are none; eleven thousand million.
pub(super) const TOO_DEAR: u64 = (1 << 40) - 1;
/// Hundred percent in hundredths of one.
const WHOLE: i128 = 10_000;

const CURRENCY: u8 = 1;
const PRICE: u8 = 2;
const OLD_PRICE: u8 = 4;
const DISCOUNT: u8 = 8;
const RATE: u8 = 16;
const HOT: u8 = 32;
const STORE: u8 = 64;
const UNTIL: u8 = 128;

/// A row: money in hundredths, the rate in hundredths of a percent, the day counted from 1970.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Packed<'a> {
    pub(super) id: u64,
    pub(super) title: &'a str,
    pub(super) link: &'a str,
    pub(super) picture: &'a str,
    pub(super) category: &'a str,
    pub(super) currency: Option<Currency>,
    pub(super) price: Option<u64>,
    pub(super) old_price: Option<u64>,
    pub(super) discount: Option<u8>,
    pub(super) rate: Option<u16>,
    pub(super) hot: bool,
    pub(super) store: Option<u64>,
    pub(super) until: Option<i32>,
}

impl<'a> Packed<'a> {
    /// What of a row can be.
    pub(super) fn of(row: &Row<'a>) -> Packed<'a> {
        let price = |price: Option<Decimal>| {
            u64::try_from(hundredths(price?)?).ok().filter(|price| *price < TOO_DEAR)
        };
        let rate = |Percent(rate)| hundredths(rate).filter(|rate| (0..=WHOLE).contains(rate));
        Packed {
            id: row.id.value(),
            title: cut(row.title),
            link: if row.link.len() > LONGEST_ADDRESS { "" } else { row.link },
            picture: if row.picture.len() > LONGEST_ADDRESS { "" } else { row.picture },
            category: cut(row.category),
            currency: row.currency,
            price: price(row.price),
            old_price: price(row.old_price),
            discount: row.discount.filter(|percent| *percent <= 100),
            rate: row.rate.and_then(rate).map(|rate| rate as u16),
            hot: row.hot,
            store: row.store,
            until: row.hot_until.map(day),
        }
    }

    /// The row; `None` where it is none that could have been put in.
    pub(super) fn row(&self) -> Option<Row<'a>> {
        let price = |hundredths: u64| Decimal::new(hundredths as i64, 2);
        Some(Row {
            id: ProductId::try_from(self.id).ok()?,
            title: self.title,
            link: self.link,
            picture: self.picture,
            category: self.category,
            currency: self.currency,
            price: self.price.map(price),
            old_price: self.old_price.map(price),
            discount: self.discount,
            rate: self.rate.map(|rate| Percent(Decimal::new(rate.into(), 2))),
            hot: self.hot,
            store: self.store,
            hot_until: self.until.and_then(date),
        })
    }

    /// The row as a product.
    pub(super) fn product(&self) -> Option<Product> {
        let row = self.row()?;
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let address = |text| Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        Some(Product {
            id: row.id,
            title: text(row.title),
            link: address(row.link),
            picture: address(row.picture),
            category: text(row.category),
            currency: row.currency,
            price: row.price,
            old_price: row.old_price,
            discount: row.discount,
            rate: row.rate,
            hot: row.hot,
            store: row.store,
            hot_until: row.hot_until,
        })
    }

    /// The row's numbers as bytes; the texts follow apart.
    fn put_numbers(&self, category: u16, block: &mut Vec<u8>) {
        let present = [
            (self.currency.is_some(), CURRENCY),
            (self.price.is_some(), PRICE),
            (self.old_price.is_some(), OLD_PRICE),
            (self.discount.is_some(), DISCOUNT),
            (self.rate.is_some(), RATE),
            (self.hot, HOT),
            (self.store.is_some(), STORE),
            (self.until.is_some(), UNTIL),
        ];
        block.push(present.iter().fold(0, |flags, (is, flag)| if *is { flags | flag } else { flags }));
        block.extend_from_slice(&category.to_le_bytes());
        put(self.id, block);
        if let Some(currency) = self.currency {
            block.extend_from_slice(currency.code().as_bytes());
        }
        let (discount, rate) = (self.discount.map(u64::from), self.rate.map(u64::from));
        // Days before 1970 are written with their sign in the lowest bit.
        let until = self.until.map(|day| u64::from((day << 1 ^ day >> 31) as u32));
        for number in [self.price, self.old_price, discount, rate, self.store, until].into_iter().flatten() {
            put(number, block);
        }
    }

    /// Takes the numbers off the front; also the category's number.
    fn take_numbers(bytes: &mut &[u8]) -> Option<(Packed<'static>, u16)> {
        let [flags, low, high] = *take_bytes(bytes, 3)?.first_chunk()?;
        let has = |flag| flags & flag != 0;
        let id = take(bytes)?;
        let currency = match has(CURRENCY) {
            true => Some(std::str::from_utf8(take_bytes(bytes, 3)?).ok()?.parse().ok()?),
            false => None,
        };
        let mut number = |flag| if has(flag) { take(bytes).map(Some) } else { Some(None) };
        let (price, old_price) = (number(PRICE)?, number(OLD_PRICE)?);
        let (discount, rate) = (number(DISCOUNT)?.map(|it| it as u8), number(RATE)?.map(|it| it as u16));
        let (store, until) = (number(STORE)?, number(UNTIL)?);
        let until = until.map(|day| (day >> 1) as i32 ^ -((day & 1) as i32));
        let (title, link, picture, category) = ("", "", "", "");
        let hot = has(HOT);
        let row = Packed {
            id,
            title,
            link,
            picture,
            category,
            currency,
            price,
            old_price,
            discount,
            rate,
            hot,
            store,
            until,
        };
        Some((row, u16::from_le_bytes([low, high])))
    }
}

/// A text as it was in the row before.
#[derive(Debug, Default)]
struct Before {
    text: Vec<u8>,
    spare: Vec<u8>,
}

impl Before {
    /// Writes how a text differs from the one before: what they share at their beginnings and at their ends, and what is between.
    fn put(&mut self, text: &[u8], block: &mut Vec<u8>) {
        let start = shared_start(&self.text, text);
        let (before, rest) = (&self.text[start..], &text[start..]);
        let end = before.iter().rev().zip(rest.iter().rev()).take_while(|(a, b)| a == b).count();
        let middle = &rest[..rest.len() - end];
        for number in [start, end, middle.len()] {
            put(number as u64, block);
        }
        block.extend_from_slice(middle);
        self.text.clear();
        self.text.extend_from_slice(text);
    }

    fn take(&mut self, bytes: &mut &[u8]) -> Option<()> {
        let (start, end) = (take(bytes)?, take(bytes)?);
        let length = take_length(bytes)?;
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        self.spare.clear();
        self.spare.extend_from_slice(self.text.get(..start)?);
        self.spare.extend_from_slice(take_bytes(bytes, length)?);
        self.spare.extend_from_slice(self.text.get(self.text.len().checked_sub(end)?..)?);
        std::mem::swap(&mut self.text, &mut self.spare);
        Some(())
    }

    fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.text).ok()
    }
}

/// How many bytes two texts have in common at their beginnings.
fn shared_start(one: &[u8], other: &[u8]) -> usize {
    let chunks = one.as_chunks::<8>().0.iter().zip(other.as_chunks::<8>().0).take_while(|(a, b)| a == b);
    let whole = chunks.count() * 8;
    whole + one[whole..].iter().zip(&other[whole..]).take_while(|(a, b)| a == b).count()
}

/// Writes and reads the rows of one block after the other: each row's texts as they differ from the row before, because the
/// addresses of a feed are mostly alike.
#[derive(Debug, Default)]
pub(super) struct Rows {
    title: Before,
    link: Before,
    picture: Before,
    category: Before,
}

impl Rows {
    /// A block begins, whose first row follows no other.
    pub(super) fn begin_block(&mut self) {
        for before in [&mut self.title, &mut self.link, &mut self.picture, &mut self.category] {
            before.text.clear();
        }
    }

    /// Adds a row to a block. Only a category without a number is written by its name.
    pub(super) fn put(&mut self, row: &Packed<'_>, category: u16, block: &mut Vec<u8>) {
        row.put_numbers(category, block);
        self.title.put(row.title.as_bytes(), block);
        self.link.put(row.link.as_bytes(), block);
        self.picture.put(row.picture.as_bytes(), block);
        if category == NO_CATEGORY {
            self.category.put(row.category.as_bytes(), block);
        }
    }

    /// Takes a row off the front of a block; `None` where there is none that could have been put in.
    pub(super) fn take<'a>(
        &'a mut self,
        block: &mut &[u8],
        categories: &'a [Box<str>],
    ) -> Option<Packed<'a>> {
        let (row, category) = self.pass(block)?;
        let category = match category {
            NO_CATEGORY => self.category.text()?,
            numbered => categories.get(usize::from(numbered))?,
        };
        let (title, link, picture) = (self.title.text()?, self.link.text()?, self.picture.text()?);
        Some(Packed { title, link, picture, category, ..row })
    }

    /// Passes a row over, which the next one may refer to; gives its numbers and that of its category.
    pub(super) fn pass(&mut self, block: &mut &[u8]) -> Option<(Packed<'static>, u16)> {
        let (row, category) = Packed::take_numbers(block)?;
        self.title.take(block)?;
        self.link.take(block)?;
        self.picture.take(block)?;
        if category == NO_CATEGORY {
            self.category.take(block)?;
        }
        Some((row, category))
    }
}

/// A day as the days since 1970.
pub(crate) fn day(date: Date) -> i32 {
    // Whole days between two dates always fit.
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() as i32 / 24
}

fn date(day: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(i64::from(day) * 24)).ok()
}

/// The number in hundredths, rounded half away from zero.
fn hundredths(number: Decimal) -> Option<i128> {
    match number.scale() {
        scale @ 0..=2 => number.mantissa().checked_mul([100, 10, 1][scale as usize]),
        _ => hundredths(number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)),
    }
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_NAME)]
}
