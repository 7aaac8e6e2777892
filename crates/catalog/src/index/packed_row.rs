//! A row in whole numbers, and the numbers as bytes in a block.

use dealink_core::money::{Currency, Decimal, Percent};
use dealink_links::ProductId;
use jiff::civil::Date;
use rust_decimal::RoundingStrategy;

use super::varint::{read_varint, split_bytes, write_varint};
use crate::{FeedRow, OfferFields, RowTexts};

/// A longer title or category is cut after so many bytes.
pub(super) const LONGEST_NAME: usize = 2048;
/// A longer address is left out, because a shortened address would lead elsewhere.
pub(super) const LONGEST_ADDRESS: usize = 8192;
/// Prices of this or more, in hundredths, are left out. That is about eleven thousand million units.
pub(super) const NO_PRICE: u64 = (1 << 40) - 1;
/// A hundred percent in hundredths of a percent.
const HUNDRED_PERCENT: i128 = 10_000;

/// Flags of the fields that a row has, written as one varint. A reader rejects a row with an unknown flag as damaged, so a new
/// flag needs a new [`FORMAT`](super::header::FORMAT).
const CURRENCY: u64 = 1;
const PRICE: u64 = 1 << 1;
const OLD_PRICE: u64 = 1 << 2;
const DISCOUNT: u64 = 1 << 3;
const RATE: u64 = 1 << 4;
const HOT: u64 = 1 << 5;
const STORE: u64 = 1 << 6;
const HOT_UNTIL: u64 = 1 << 7;
const ALL_FLAGS: u64 = (1 << 8) - 1;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PackedRow<'a> {
    pub(super) id: u64,
    pub(super) texts: RowTexts<'a>,
    pub(super) offer: PackedOffer,
}

/// The fields of an offer: money in hundredths, the rate in hundredths of a percent, the day counted from 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct PackedOffer {
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
    /// Leaves out what cannot be stored: see [`super::IndexWriter::push`].
    pub(super) fn from_row(row: &FeedRow<'a>) -> PackedRow<'a> {
        let address = |text: &'a str| if text.len() > LONGEST_ADDRESS { "" } else { text };
        PackedRow {
            id: row.id.value(),
            texts: RowTexts {
                title: truncate_name(row.texts.title),
                link: address(row.texts.link),
                picture: address(row.texts.picture),
                category: truncate_name(row.texts.category),
            },
            offer: PackedOffer::from_fields(&row.offer),
        }
    }

    /// `None` for an id that no product has: the row is damaged.
    pub(super) fn to_row(self) -> Option<FeedRow<'a>> {
        let id = ProductId::try_from(self.id).ok()?;
        Some(FeedRow { id, texts: self.texts, offer: self.offer.to_fields() })
    }

    /// Writes everything but the texts.
    pub(super) fn write_numbers(&self, category: u16, block: &mut Vec<u8>) {
        let offer = &self.offer;
        let present = [
            (offer.currency.is_some(), CURRENCY),
            (offer.price.is_some(), PRICE),
            (offer.old_price.is_some(), OLD_PRICE),
            (offer.discount.is_some(), DISCOUNT),
            (offer.rate.is_some(), RATE),
            (offer.hot, HOT),
            (offer.store.is_some(), STORE),
            (offer.hot_until.is_some(), HOT_UNTIL),
        ];
        write_varint(
            present.iter().fold(0, |flags, (is, flag)| if *is { flags | flag } else { flags }),
            block,
        );
        block.extend_from_slice(&category.to_le_bytes());
        write_varint(self.id, block);
        if let Some(currency) = offer.currency {
            block.extend_from_slice(currency.code().as_bytes());
        }
        let (discount, rate) = (offer.discount.map(u64::from), offer.rate.map(u64::from));
        // Days before 1970 are written with their sign in the lowest bit.
        let until = offer.hot_until.map(|day| u64::from((day << 1 ^ day >> 31) as u32));
        let numbers = [offer.price, offer.old_price, discount, rate, offer.store, until];
        numbers.into_iter().flatten().for_each(|number| write_varint(number, block));
    }

    /// Reads the numbers that [`PackedRow::write_numbers`] wrote from the front of `bytes`, with the number of the category.
    pub(super) fn read_numbers(bytes: &mut &[u8]) -> Option<(PackedRow<'static>, u16)> {
        let flags = read_varint(bytes).filter(|flags| *flags <= ALL_FLAGS)?;
        let has = |flag| flags & flag != 0;
        let category = u16::from_le_bytes(*split_bytes(bytes, 2)?.first_chunk()?);
        let id = read_varint(bytes)?;
        let currency = match has(CURRENCY) {
            true => Some(std::str::from_utf8(split_bytes(bytes, 3)?).ok()?.parse().ok()?),
            false => None,
        };
        let mut number = |flag| if has(flag) { read_varint(bytes).map(Some) } else { Some(None) };
        // In the order in which they were written.
        let offer = PackedOffer {
            currency,
            price: number(PRICE)?,
            old_price: number(OLD_PRICE)?,
            discount: number(DISCOUNT)?.map(|discount| discount as u8),
            rate: number(RATE)?.map(|rate| rate as u16),
            hot: has(HOT),
            store: number(STORE)?,
            hot_until: number(HOT_UNTIL)?.map(|day| (day >> 1) as i32 ^ -((day & 1) as i32)),
        };
        Some((PackedRow { id, texts: RowTexts::default(), offer }, category))
    }
}

impl PackedOffer {
    fn from_fields(offer: &OfferFields) -> PackedOffer {
        let price = |price: Option<Decimal>| {
            u64::try_from(hundredths(price?)?).ok().filter(|price| *price < NO_PRICE)
        };
        let rate = |Percent(rate)| hundredths(rate).filter(|rate| (0..=HUNDRED_PERCENT).contains(rate));
        PackedOffer {
            currency: offer.currency,
            price: price(offer.price),
            old_price: price(offer.old_price),
            discount: offer.discount.filter(|percent| *percent <= 100),
            rate: offer.rate.and_then(rate).map(|rate| rate as u16),
            hot: offer.hot,
            store: offer.store,
            hot_until: offer.hot_until.map(days_since_epoch),
        }
    }

    fn to_fields(self) -> OfferFields {
        let price = |hundredths: u64| Decimal::new(hundredths as i64, 2);
        OfferFields {
            currency: self.currency,
            price: self.price.map(price),
            old_price: self.old_price.map(price),
            discount: self.discount,
            rate: self.rate.map(|rate| Percent(Decimal::new(rate.into(), 2))),
            hot: self.hot,
            store: self.store,
            hot_until: self.hot_until.and_then(date_from_days),
        }
    }
}

pub(crate) fn days_since_epoch(date: Date) -> i32 {
    // Whole days between two dates always fit.
    date.duration_since(Date::constant(1970, 1, 1)).as_hours() as i32 / 24
}

fn date_from_days(day: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(i64::from(day) * 24)).ok()
}

/// Rounds half away from zero.
fn hundredths(number: Decimal) -> Option<i128> {
    match number.scale() {
        scale @ 0..=2 => number.mantissa().checked_mul([100, 10, 1][scale as usize]),
        _ => hundredths(number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)),
    }
}

fn truncate_name(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_NAME)]
}
