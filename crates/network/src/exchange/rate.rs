//! An exchange rate, with its source and its day.

use dealink_core::money::{Currency, Decimal, Money};
use jiff::Unit;
use jiff::civil::Date;
use serde::Serialize;

/// From this age on, the user is told the age of a rate.
const OLD_FROM_DAYS: u32 = 4;
/// Older rates are not used.
const MAX_AGE_DAYS: i32 = 30;
/// The bank's day may begin before ours.
const MAX_DAYS_AHEAD: i32 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExchangeRateSource {
    Network,
    CentralBank,
}

impl ExchangeRateSource {
    pub fn key(self) -> &'static str {
        match self {
            ExchangeRateSource::Network => "exchange-source-network",
            ExchangeRateSource::CentralBank => "exchange-source-central-bank",
        }
    }
}

/// What one unit of a currency was worth in another, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExchangeRate {
    pub of: Currency,
    /// The program's currency.
    pub into: Currency,
    /// Units of `into` for one unit of `of`; above zero.
    pub rate: Decimal,
    pub source: ExchangeRateSource,
    pub date: Date,
    /// Days from that day to the day on which the rate is used.
    pub age: u32,
}

impl ExchangeRate {
    /// A rate that may be used on `today`; `None` for an impossible number, a day in the future and one long past.
    pub(super) fn new_if_usable(
        (of, into): (Currency, Currency),
        rate: Decimal,
        source: ExchangeRateSource,
        date: Date,
        today: Date,
    ) -> Option<ExchangeRate> {
        let days = date.until((Unit::Day, today)).ok()?.get_days();
        let in_time = (-MAX_DAYS_AHEAD..=MAX_AGE_DAYS).contains(&days);
        let age = days.max(0).unsigned_abs();
        (in_time && is_plausible(rate)).then_some(ExchangeRate { of, into, rate, source, date, age })
    }

    /// Whether the user is told its age.
    pub fn is_old(&self) -> bool {
        self.age >= OLD_FROM_DAYS
    }

    /// An amount of `of` in `into`; `None` for another currency or on overflow.
    pub fn convert(&self, money: Money) -> Option<Money> {
        (money.currency == self.of).then_some(())?;
        Some(Money::new(money.amount.checked_mul(self.rate)?, self.into))
    }

    /// An amount of `into` in `of`; `None` for another currency or on overflow.
    pub fn convert_back(&self, money: Money) -> Option<Money> {
        (money.currency == self.into).then_some(())?;
        Some(Money::new(money.amount.checked_div(self.rate)?, self.of))
    }
}

/// Whether one unit of a currency can be worth this much of another. No two currencies in use are further apart.
pub(super) fn is_plausible(rate: Decimal) -> bool {
    (Decimal::new(1, 7)..=Decimal::new(10_000_000, 0)).contains(&rate)
}

#[cfg(test)]
mod tests {
    use jiff::Span;
    use proptest::prelude::*;

    use super::*;

    const PAIR: (Currency, Currency) = (Currency::TRY, Currency::USD);

    fn on(date: Date) -> Option<ExchangeRate> {
        let today = jiff::civil::date(2026, 11, 22);
        ExchangeRate::new_if_usable(PAIR, Decimal::new(236, 4), ExchangeRateSource::Network, date, today)
    }

    #[test]
    fn a_rate_of_tomorrow_or_of_last_month_is_none() {
        let today = jiff::civil::date(2026, 11, 22);
        for (days, usable, old) in [
            (-2, false, false),
            (-1, true, false),
            (0, true, false),
            (3, true, false),
            (4, true, true),
            (30, true, true),
            (31, false, false),
        ] {
            let rate = on(today - Span::new().days(days));
            assert_eq!(rate.is_some(), usable, "{days}");
            assert_eq!(rate.is_some_and(|rate| rate.is_old()), old, "{days}");
        }
    }

    #[test]
    fn a_number_that_cannot_be_is_no_rate() {
        let today = jiff::civil::date(2026, 11, 22);
        for number in [Decimal::ZERO, Decimal::NEGATIVE_ONE, Decimal::MAX, Decimal::MIN, Decimal::new(1, 20)]
        {
            assert_eq!(
                ExchangeRate::new_if_usable(PAIR, number, ExchangeRateSource::Network, today, today),
                None,
                "{number}"
            );
        }
    }

    proptest! {
        #[test]
        fn converting_never_panics_and_comes_back(
            number in any::<(i64, u8)>(), price in any::<(i64, u8)>(), extreme in any::<bool>(),
        ) {
            let decimal = |(number, scale): (i64, u8)| Decimal::new(number, u32::from(scale % 29));
            let today = jiff::civil::date(2026, 11, 22);
            let Some(rate) = ExchangeRate::new_if_usable(PAIR, decimal(number), ExchangeRateSource::CentralBank, today, today) else {
                return Ok(());
            };
            let amount = if extreme { Decimal::MAX } else { decimal(price) };
            let money = Money::new(amount, Currency::TRY);
            prop_assert_eq!(rate.convert_back(money), None, "another currency");
            let _ = rate.convert_back(Money::new(amount, Currency::USD)).map(Money::rounded);
            if let Some(changed) = rate.convert(money) {
                prop_assert_eq!(changed.currency, Currency::USD);
                prop_assert_eq!(changed.amount.is_sign_negative(), amount.is_sign_negative());
                let _ = changed.rounded();
            }
        }

        #[test]
        fn a_price_comes_back_from_its_conversion(cents in 1_i64..100_000_000, ten_thousandths in 1_i64..1_000_000) {
            let today = jiff::civil::date(2026, 11, 22);
            let number = Decimal::new(ten_thousandths, 4);
            let rate = ExchangeRate::new_if_usable(PAIR, number, ExchangeRateSource::CentralBank, today, today).unwrap();
            let price = Money::new(Decimal::new(cents, 2), Currency::TRY);
            prop_assert_eq!(rate.convert_back(rate.convert(price).unwrap()).unwrap().rounded(), price);
        }
    }
}
