//! The numbers that searches compare: 24 bytes for each row, read from beginning to end.

use super::packed_row::{NO_PRICE, PackedRow};
use super::varint::u64_at;
use dealink_core::money::Currency;

pub(super) const RECORD_BYTES: usize = 24;
pub(crate) type Record = [u8; RECORD_BYTES];
/// The byte of a record that [`mark_replaced`] changes.
const REPLACED_BYTE: usize = 23;
/// Numbers that [`Attributes::currency`] may give: more than there can be currencies.
pub(crate) const CURRENCY_NUMBERS: usize = 1 << 15;
const NO_CURRENCY: u64 = 0x7FFF;
const NO_DISCOUNT: u64 = 0xFF;
const NO_RATE: u64 = 0xFFFF;

/// A record of three words of 64 bits.
///
/// The first is the id. The second has 40 bits of price in hundredths, 15 of currency, one for Hot, 8 of discount. The third has 16 bits of
/// rate in hundredths of a percent, 16 of category, 16 of the last day as a Hot product, 15 unused bits, and one that says that a
/// later row replaced this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attributes(u64, u64, u64);

impl Attributes {
    /// The record of a row; `category` is the number of its category.
    pub(super) fn from_row(row: &PackedRow<'_>, category: u16) -> Attributes {
        let currency = row.offer.currency.map_or(NO_CURRENCY, |currency| currency_number(currency) as u64);
        let discount = row.offer.discount.map_or(NO_DISCOUNT, u64::from);
        let rate = row.offer.rate.map_or(NO_RATE, u64::from);
        Attributes(
            row.id,
            row.offer.price.unwrap_or(NO_PRICE)
                | currency << 40
                | u64::from(row.offer.hot) << 55
                | discount << 56,
            rate | u64::from(category) << 16 | u64::from(pack_last_day(row.offer.hot_until)) << 32,
        )
    }

    pub(super) fn to_bytes(self) -> Record {
        let mut bytes = [0; RECORD_BYTES];
        bytes[..8].copy_from_slice(&self.0.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.1.to_le_bytes());
        bytes[16..].copy_from_slice(&self.2.to_le_bytes());
        bytes
    }

    #[inline(always)]
    pub(crate) fn parse(record: &Record) -> Attributes {
        let [id, first, second] = [0, 8, 16].map(|at| u64_at(record, at));
        Attributes(id, first, second)
    }

    #[inline]
    pub(crate) fn id(self) -> u64 {
        self.0
    }

    /// Whether a later row replaced or deleted this one.
    #[inline]
    pub(crate) fn is_replaced(self) -> bool {
        self.2 >> 63 == 1
    }

    /// In hundredths.
    #[inline]
    pub(crate) fn price(self) -> Option<u64> {
        Some(self.1 & NO_PRICE).filter(|price| *price != NO_PRICE)
    }

    /// The currency's number; the highest one is no currency.
    #[inline]
    pub(crate) fn currency(self) -> usize {
        (self.1 >> 40 & 0x7FFF) as usize
    }

    /// Whether it is a Hot product in the feed.
    #[inline]
    pub(crate) fn hot(self) -> bool {
        self.1 >> 55 & 1 == 1
    }

    /// In percent.
    #[inline]
    pub(crate) fn discount(self) -> Option<u8> {
        let discount = self.1 >> 56;
        (discount != NO_DISCOUNT).then_some(discount as u8)
    }

    /// In hundredths of a percent.
    #[inline]
    pub(crate) fn rate(self) -> Option<u16> {
        let rate = self.2 & 0xFFFF;
        (rate != NO_RATE).then_some(rate as u16)
    }

    #[inline]
    pub(crate) fn category(self) -> u16 {
        (self.2 >> 16) as u16
    }

    /// The last day as a Hot product, in the form of [`pack_last_day`].
    #[inline]
    pub(crate) fn last_hot_day(self) -> u16 {
        (self.2 >> 32) as u16
    }
}

/// Marks the record of a row that a later row replaced or deleted.
pub(super) fn mark_replaced(record: &mut Record) {
    record[REPLACED_BYTE] |= 0x80;
}

pub(crate) fn currency_number(currency: Currency) -> usize {
    currency.code().bytes().fold(0, |number, letter| number * 26 + usize::from(letter.saturating_sub(b'A')))
}

/// A day, counted from 1970, in 16 bits. Earlier and later days become the first and the last day that 16 bits hold. `None`
/// (no last day) becomes `u16::MAX`, which is later than every day.
pub(crate) fn pack_last_day(day: Option<i32>) -> u16 {
    day.map_or(u16::MAX, |day| day.clamp(0, i32::from(u16::MAX) - 1) as u16)
}
