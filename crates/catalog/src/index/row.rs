//! A row in whole numbers, and as bytes in a block.

use jiff::civil::Date;
use rust_decimal::RoundingStrategy;
use url::Url;

use super::attributes::NO_CATEGORY;
use super::varint::{read_length, read_varint, split_bytes, write_varint};
use crate::{FeedRow, Product};
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;

/// Bytes of a title or a category that are kept.
pub(super) const LONGEST_NAME: usize = 2048;
/// Bytes of an address that are kept; a longer one would lead elsewhere if it were cut.
pub(super) const LONGEST_ADDRESS: usize = 8192;
/// Prices from here on are none; eleven thousand million.
pub(super) const NO_PRICE: u64 = (1 << 40) - 1;
/// Hundred percent in hundredths of one.
const HUNDRED_PERCENT: i128 = 10_000;

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
pub(super) struct PackedRow<'a> {
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
    pub(super) hot_until: Option<i32>,
}

impl<'a> PackedRow<'a> {
    /// What of a row can be.
    pub(super) fn from_row(row: &FeedRow<'a>) -> PackedRow<'a> {
        let price = |price: Option<Decimal>| {
            u64::try_from(hundredths(price?)?).ok().filter(|price| *price < NO_PRICE)
        };
        let rate = |Percent(rate)| hundredths(rate).filter(|rate| (0..=HUNDRED_PERCENT).contains(rate));
        PackedRow {
            id: row.id.value(),
            title: truncate_name(row.title),
            link: if row.link.len() > LONGEST_ADDRESS { "" } else { row.link },
            picture: if row.picture.len() > LONGEST_ADDRESS { "" } else { row.picture },
            category: truncate_name(row.category),
            currency: row.currency,
            price: price(row.price),
            old_price: price(row.old_price),
            discount: row.discount.filter(|percent| *percent <= 100),
            rate: row.rate.and_then(rate).map(|rate| rate as u16),
            hot: row.hot,
            store: row.store,
            hot_until: row.hot_until.map(days_since_epoch),
        }
    }

    /// The row; `None` where it is none that could have been put in.
    pub(super) fn to_row(&self) -> Option<FeedRow<'a>> {
        let price = |hundredths: u64| Decimal::new(hundredths as i64, 2);
        Some(FeedRow {
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
            hot_until: self.hot_until.and_then(date_from_days),
        })
    }

    /// The row as a product.
    pub(super) fn to_product(&self) -> Option<Product> {
        let row = self.to_row()?;
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
    fn write_numbers(&self, category: u16, block: &mut Vec<u8>) {
        let present = [
            (self.currency.is_some(), CURRENCY),
            (self.price.is_some(), PRICE),
            (self.old_price.is_some(), OLD_PRICE),
            (self.discount.is_some(), DISCOUNT),
            (self.rate.is_some(), RATE),
            (self.hot, HOT),
            (self.store.is_some(), STORE),
            (self.hot_until.is_some(), UNTIL),
        ];
        block.push(present.iter().fold(0, |flags, (is, flag)| if *is { flags | flag } else { flags }));
        block.extend_from_slice(&category.to_le_bytes());
        write_varint(self.id, block);
        if let Some(currency) = self.currency {
            block.extend_from_slice(currency.code().as_bytes());
        }
        let (discount, rate) = (self.discount.map(u64::from), self.rate.map(u64::from));
        // Days before 1970 are written with their sign in the lowest bit.
        let until = self.hot_until.map(|day| u64::from((day << 1 ^ day >> 31) as u32));
        for number in [self.price, self.old_price, discount, rate, self.store, until].into_iter().flatten() {
            write_varint(number, block);
        }
    }

    /// Takes the numbers off the front; also the category's number.
    fn read_numbers(bytes: &mut &[u8]) -> Option<(PackedRow<'static>, u16)> {
        let [flags, low, high] = *split_bytes(bytes, 3)?.first_chunk()?;
        let has = |flag| flags & flag != 0;
        let id = read_varint(bytes)?;
        let currency = match has(CURRENCY) {
            true => Some(std::str::from_utf8(split_bytes(bytes, 3)?).ok()?.parse().ok()?),
            false => None,
        };
        let mut number = |flag| if has(flag) { read_varint(bytes).map(Some) } else { Some(None) };
        let (price, old_price) = (number(PRICE)?, number(OLD_PRICE)?);
        let (discount, rate) = (number(DISCOUNT)?.map(|it| it as u8), number(RATE)?.map(|it| it as u16));
        let (store, until) = (number(STORE)?, number(UNTIL)?);
        let until = until.map(|day| (day >> 1) as i32 ^ -((day & 1) as i32));
        let (title, link, picture, category) = ("", "", "", "");
        let hot = has(HOT);
        let row = PackedRow {
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
            hot_until: until,
        };
        Some((row, u16::from_le_bytes([low, high])))
    }
}

/// A text as it was in the row before.
#[derive(Debug, Default)]
struct DeltaText {
    text: Vec<u8>,
    spare: Vec<u8>,
}

impl DeltaText {
    /// Writes how a text differs from the one before: what they share at their beginnings and at their ends, and what is between.
    fn write(&mut self, text: &[u8], block: &mut Vec<u8>) {
        let start = shared_start(&self.text, text);
        let (before, rest) = (&self.text[start..], &text[start..]);
        let end = before.iter().rev().zip(rest.iter().rev()).take_while(|(a, b)| a == b).count();
        let middle = &rest[..rest.len() - end];
        for number in [start, end, middle.len()] {
            write_varint(number as u64, block);
        }
        block.extend_from_slice(middle);
        self.text.clear();
        self.text.extend_from_slice(text);
    }

    fn read(&mut self, bytes: &mut &[u8]) -> Option<()> {
        let (start, end) = (read_varint(bytes)?, read_varint(bytes)?);
        let length = read_length(bytes)?;
        let (start, end) = (usize::try_from(start).ok()?, usize::try_from(end).ok()?);
        self.spare.clear();
        self.spare.extend_from_slice(self.text.get(..start)?);
        self.spare.extend_from_slice(split_bytes(bytes, length)?);
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
pub(super) struct RowCodec {
    title: DeltaText,
    link: DeltaText,
    picture: DeltaText,
    category: DeltaText,
}

impl RowCodec {
    /// A block begins, whose first row follows no other.
    pub(super) fn begin_block(&mut self) {
        for before in [&mut self.title, &mut self.link, &mut self.picture, &mut self.category] {
            before.text.clear();
        }
    }

    /// Adds a row to a block. Only a category without a number is written by its name.
    pub(super) fn write(&mut self, row: &PackedRow<'_>, category: u16, block: &mut Vec<u8>) {
        row.write_numbers(category, block);
        self.title.write(row.title.as_bytes(), block);
        self.link.write(row.link.as_bytes(), block);
        self.picture.write(row.picture.as_bytes(), block);
        if category == NO_CATEGORY {
            self.category.write(row.category.as_bytes(), block);
        }
    }

    /// Takes a row off the front of a block; `None` where there is none that could have been put in.
    pub(super) fn read<'a>(
        &'a mut self,
        block: &mut &[u8],
        categories: &'a [Box<str>],
    ) -> Option<PackedRow<'a>> {
        let (row, category) = self.skip(block)?;
        let category = match category {
            NO_CATEGORY => self.category.text()?,
            numbered => categories.get(usize::from(numbered))?,
        };
        let (title, link, picture) = (self.title.text()?, self.link.text()?, self.picture.text()?);
        Some(PackedRow { title, link, picture, category, ..row })
    }

    /// Passes a row over, which the next one may refer to; gives its numbers and that of its category.
    pub(super) fn skip(&mut self, block: &mut &[u8]) -> Option<(PackedRow<'static>, u16)> {
        let (row, category) = PackedRow::read_numbers(block)?;
        self.title.read(block)?;
        self.link.read(block)?;
        self.picture.read(block)?;
        if category == NO_CATEGORY {
            self.category.read(block)?;
        }
        Some((row, category))
    }
}

/// A day as the days since 1970.
pub(crate) fn days_since_epoch(date: Date) -> i32 {
    // Whole days between two dates always fit.
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() as i32 / 24
}

fn date_from_days(day: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(i64::from(day) * 24)).ok()
}

/// The number in hundredths, rounded half away from zero.
fn hundredths(number: Decimal) -> Option<i128> {
    match number.scale() {
        scale @ 0..=2 => number.mantissa().checked_mul([100, 10, 1][scale as usize]),
        _ => hundredths(number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)),
    }
}

fn truncate_name(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_NAME)]
}
