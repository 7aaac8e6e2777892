//! The expected commission of products, in whole numbers that give the same order as decimals: a million products take some
//! milliseconds.
//!
//! A price has 40 bits, a rate at most 24, an exchange rate 64, so their product fits into 128 bits and is not rounded. Only numbers
//! of the query are rounded: exchange rates to twelve decimal places, standard rates to five. Limits of filters are divided by the
//! exchange rate once for each currency and then compared with the numbers of the rows.

use std::collections::BTreeMap;

use super::SearchQuery;
use super::index::{Attributes, CURRENCY_NUMBERS, currency_number, days_since_epoch, pack_last_day};
use dealink_core::money::Decimal;
use dealink_program::Category;

/// Decimal places of exchange rates.
const EXCHANGE_PLACES: u32 = 12;
/// Decimal places of rates in percent.
const RATE_PLACES: u32 = 5;
/// A hundredth of a percent in the unit of rates.
const HUNDREDTH: u64 = 10_u64.pow(RATE_PLACES - 2);
/// Decimal places of a price times an exchange rate.
const PRICE_PLACES: u32 = 2 + EXCHANGE_PLACES;
/// Decimal places of an earning: price, rate, percent, exchange rate.
const SCORE_PLACES: u32 = 2 + RATE_PLACES + 2 + EXCHANGE_PLACES;

/// The expected commission of a product, plus 1. 0 is unknown, so an unknown commission ranks below a commission of zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score(u128);

impl Score {
    /// Price, rate or exchange rate is not known.
    pub(super) const UNKNOWN: Score = Score(0);
}

/// A category of an index in a search.
#[derive(Clone, Copy, Debug)]
pub(super) struct CategoryFilter {
    /// Whether the search wants its products.
    pub(super) wanted: bool,
    /// The standard rate in the unit of rates, or [`UNKNOWN_RATE`].
    standard: u64,
}

/// One more than the highest rate, a hundred percent.
const UNKNOWN_RATE: u64 = 100 * 10_u64.pow(RATE_PLACES) + 1;

/// The limits of the filters in a currency, and its exchange rate.
///
/// Prices and rates are compared after adding 1, so that 0 can stand for an unknown number, and a filter that is not set
/// accepts all numbers without a branch of its own.
#[derive(Clone, Copy, Debug)]
struct CurrencyFilter {
    /// The value of one unit in the currency of the ranking; 0 if it is not known.
    exchange: u64,
    /// The lowest wanted price, in hundredths.
    low: u64,
    /// The highest wanted price minus the lowest.
    span: u64,
    /// The least that price times rate must be.
    lowest_share: u64,
}

/// The filters and the ranking of a search, prepared for many products.
pub(super) struct Ranker {
    /// Which of `filters` a currency is, by its number.
    currencies: Box<[u8; CURRENCY_NUMBERS]>,
    /// The first is for currencies without an exchange rate.
    filters: Box<[CurrencyFilter; 256]>,
    standard_rates: BTreeMap<Category, u64>,
    cap: u128,
    /// Whether the query has a filter on price, rate, discount or earning.
    has_filters: bool,
    /// The least rate; 0 is unknown, as in [`CurrencyFilter`].
    lowest_rate: u64,
    /// The least discount in percent; 0 is unknown, as in [`CurrencyFilter`].
    lowest_discount: u16,
    hot_only: bool,
    hot_paid: bool,
    today: u16,
}

impl Ranker {
    pub(super) fn new(search: &SearchQuery) -> Ranker {
        let ranking = &search.ranking;
        let cap = ranking.cap.map_or(u128::MAX, |cap| scale_to(cap, SCORE_PLACES, Rounding::Down));
        let has_numbers = search.price.is_some() || search.earning.is_some();
        let mut ranker = Ranker {
            currencies: Box::new([0; CURRENCY_NUMBERS]),
            filters: Box::new([CurrencyFilter::without_rate(search); 256]),
            standard_rates: BTreeMap::new(),
            cap,
            has_filters: has_numbers || search.rate.is_some() || search.discount.is_some(),
            lowest_rate: search.rate.map_or(0, |rate| {
                saturate_to_u64(scale_to(rate.0, RATE_PLACES, Rounding::Up)).saturating_add(1)
            }),
            lowest_discount: search.discount.map_or(0, |least| u16::from(least) + 1),
            hot_only: search.hot,
            hot_paid: ranking.hot_paid,
            today: pack_last_day(Some(days_since_epoch(ranking.today))),
        };
        // The numbers cannot run out: there are fewer than 255 currencies.
        for ((currency, rate), number) in ranking.exchange.iter().zip(1..=u8::MAX) {
            let exchange =
                u64::try_from(scale_to(*rate, EXCHANGE_PLACES, Rounding::Nearest)).unwrap_or_default();
            if exchange != 0 {
                ranker.currencies[currency_number(*currency)] = number;
                ranker.filters[usize::from(number)] = CurrencyFilter::new(exchange, search, cap);
            }
        }
        for (category, rate) in ranking.standard.iter().filter(|(_, rate)| rate.is_plausible()) {
            ranker
                .standard_rates
                .insert(*category, saturate_to_u64(scale_to(rate.0, RATE_PLACES, Rounding::Nearest)));
        }
        ranker
    }

    /// `group`: the program's category for this shop category, if it is known.
    pub(super) fn category_filter(&self, wanted: bool, group: Option<Category>) -> CategoryFilter {
        let standard = group.and_then(|group| self.standard_rates.get(&group).copied());
        CategoryFilter { wanted, standard: standard.unwrap_or(UNKNOWN_RATE) }
    }

    /// Whether the query has a filter on price, rate, discount or earning.
    pub(super) fn has_filters(&self) -> bool {
        self.has_filters
    }

    /// Whether a product passes the filters, and its score. `FILTERS` is [`Ranker::has_filters`], which is the same for all products of a
    /// search.
    ///
    /// The filters on numbers are computed without branches: which products pass cannot be predicted, and a mispredicted branch costs more
    /// than all of the arithmetic.
    #[inline(always)]
    pub(super) fn score<const FILTERS: bool>(
        &self,
        product: Attributes,
        category: CategoryFilter,
    ) -> (bool, Score) {
        let hot = product.hot() & (self.today <= product.last_hot_day());
        if product.is_replaced() || !category.wanted || (self.hot_only && !hot) {
            return (false, Score::UNKNOWN);
        }
        // The rate of a Hot product counts until its last day, and only if the publisher is paid Hot rates.
        let counts = if hot { self.hot_paid } else { !product.hot() };
        let own = product.rate().filter(|_| counts).map(|rate| u64::from(rate) * HUNDREDTH);
        let rate = own.unwrap_or(category.standard);
        let has_rate = rate != UNKNOWN_RATE;
        let money = &self.filters[usize::from(self.currencies[product.currency()])];
        let price = product.price().unwrap_or_default();
        let has_price = product.price().is_some() & (money.exchange != 0);
        // Forty bits times twenty-four. It stays far below the largest number, because no rate comes near 24 bits.
        let share = price * rate;
        let known = has_price & has_rate;
        let compared = |is_known: bool, number: u64| if is_known { number + 1 } else { 0 };
        let passes = !FILTERS
            | (product.discount().map_or(0, |discount| u16::from(discount) + 1) >= self.lowest_discount)
                & (compared(has_rate, rate) >= self.lowest_rate)
                & (compared(has_price, price).wrapping_sub(money.low) <= money.span)
                & (compared(known, share) >= money.lowest_share);
        let earning = (u128::from(share) * u128::from(money.exchange)).min(self.cap) + 1;
        (passes, if known { Score(earning) } else { Score::UNKNOWN })
    }
}

impl CurrencyFilter {
    /// For a currency without an exchange rate: filters on price or earning find nothing.
    fn without_rate(search: &SearchQuery) -> CurrencyFilter {
        let (low, span) = if search.price.is_some() { (1, 0) } else { (0, u64::MAX) };
        CurrencyFilter {
            exchange: 0,
            low,
            span,
            lowest_share: if search.earning.is_some() { u64::MAX } else { 0 },
        }
    }

    /// For a currency with an exchange rate, which is not 0.
    fn new(exchange: u64, search: &SearchQuery, cap: u128) -> CurrencyFilter {
        let mut money = CurrencyFilter { exchange, ..CurrencyFilter::without_rate(search) };
        if let Some(range) = &search.price {
            let low = saturate_to_u64(
                scale_to(*range.start(), PRICE_PLACES, Rounding::Up).div_ceil(exchange.into()),
            );
            let high =
                saturate_to_u64(scale_to(*range.end(), PRICE_PLACES, Rounding::Down) / u128::from(exchange));
            if low <= high && *range.end() >= Decimal::ZERO {
                // Limited so that it does not wrap around to 0, which means unknown.
                (money.low, money.span) = (low.saturating_add(1), (high - low).min(u64::MAX - 1));
            } else {
                // No price has all bits set, so none passes.
                (money.low, money.span) = (u64::MAX, 0);
            }
        }
        if let Some(least) = search.earning {
            let least = scale_to(least, SCORE_PLACES, Rounding::Up);
            // Above the cap, so no product can earn it.
            money.lowest_share = if least <= cap {
                saturate_to_u64(least.div_ceil(exchange.into())).saturating_add(1)
            } else {
                u64::MAX
            };
        }
        money
    }
}

/// A larger number than 64 bits hold is more than anything it is compared with.
fn saturate_to_u64(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[derive(Clone, Copy, PartialEq)]
enum Rounding {
    Down,
    Nearest,
    Up,
}

/// A number in units of this decimal place: 0 if it is negative, the largest number if it does not fit.
fn scale_to(number: Decimal, places: u32, round: Rounding) -> u128 {
    let mantissa = u128::try_from(number.mantissa()).unwrap_or_default();
    let Some(finer) = number.scale().checked_sub(places).filter(|finer| *finer > 0) else {
        let unit = 10_u128.pow(places - number.scale());
        return mantissa.saturating_mul(unit);
    };
    let unit = 10_u128.pow(finer);
    match round {
        Rounding::Down => mantissa / unit,
        Rounding::Nearest => (mantissa + unit / 2) / unit,
        Rounding::Up => mantissa.div_ceil(unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finer_numbers_are_rounded_as_is_asked_and_others_are_exact() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        for (text, down, nearest, up) in [
            ("1.23449", 123, 123, 124),
            ("1.235", 123, 124, 124),
            ("1.23", 123, 123, 123),
            ("7", 700, 700, 700),
        ] {
            let rounds = [Rounding::Down, Rounding::Nearest, Rounding::Up]
                .map(|round| scale_to(number(text), 2, round));
            assert_eq!(rounds, [down, nearest, up], "{text}");
        }
        assert_eq!(scale_to(number("-0.01"), 2, Rounding::Up), 0);
        assert_eq!(scale_to(Decimal::MAX, SCORE_PLACES, Rounding::Down), u128::MAX);
    }
}
