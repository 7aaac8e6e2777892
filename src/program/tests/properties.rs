//! What holds for every question.

use std::collections::BTreeSet;

use proptest::collection::btree_set;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn amount() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        (0_i64..10_000_000).prop_map(|cents| Decimal::new(cents, 2)),
        any::<(i64, u8)>().prop_map(|(number, scale)| Decimal::new(number, u32::from(scale % 29))),
        Just(Decimal::MAX),
        Just(Decimal::MIN),
        Just(Decimal::ZERO),
    ]
}

fn rate() -> impl Strategy<Value = Percent> {
    prop_oneof![
        9 => (-100_i64..11_000).prop_map(|hundredths| Percent(Decimal::new(hundredths, 2))),
        1 => select(vec![Percent(Decimal::MAX), Percent(Decimal::MIN), Percent(Decimal::new(1, 28))]),
    ]
}

fn date() -> impl Strategy<Value = Date> {
    prop_oneof![
        9 => (2018_i16..2028, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap()),
        1 => select(vec![Date::MIN, Date::MAX]),
    ]
}

prop_compose! {
    pub(super) fn question()(
        price in option::of(amount()),
        currency in select(vec![Currency::USD, Currency::USD, Currency::TRY]),
        category in option::of(select(Category::ALL)),
        traffic in select(TrafficSource::ALL),
        affiliation in select(Affiliation::ALL),
        hot in option::of((rate(), any::<bool>())),
        store_lists in btree_set(select(StoreList::ALL), 0..2),
        (virtual_product, cis_delivery) in (prop::bool::weighted(0.1), prop::bool::weighted(0.1)),
        buyer in select(Buyer::ALL),
        order_date in date(),
        live_rate in option::of((rate(), date(), select(&RateSource::ALL[..4]))),
        joined in option::of(date()),
    ) -> Question {
        Question {
            price: price.map(|amount| Money::new(amount, currency)),
            category,
            traffic,
            affiliation,
            hot: hot.map(|(percent, special_link)| Hot { percent, special_link }),
            store_lists: store_lists.into_iter().collect::<BTreeSet<_>>(),
            virtual_product,
            buyer,
            order_date,
            live_rate: live_rate.map(|(percent, date, source)| LiveRate { percent, date, source }),
            joined,
            cis_delivery,
        }
    }
}

proptest! {
    #[test]
    fn figures_are_in_order_never_negative_and_never_above_the_cap(question in question()) {
        let estimate = Program::builtin().estimate(&question);
        prop_assert_eq!(estimate.low.is_some(), estimate.high.is_some());
        prop_assert_eq!(estimate.low_rate.is_some(), estimate.high_rate.is_some());
        prop_assert!(estimate.low_rate <= estimate.high_rate);
        if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
            prop_assert!(Decimal::ZERO <= low.amount && low.amount <= high.amount);
            prop_assert!(!low.amount.is_sign_negative());
            prop_assert_eq!(Some(low.currency), question.price.map(|price| price.currency));
            if low.currency == Currency::USD {
                prop_assert!(high.amount <= Decimal::from(38));
            }
            prop_assert_eq!(estimate.likely, (low == high).then_some(low));
        } else {
            prop_assert_eq!(estimate.likely, None);
        }
    }

    #[test]
    fn a_dearer_product_never_brings_less(question in question(), more in 0_i64..1_000_000) {
        let Some(price) = question.price else { return Ok(()) };
        let Some(dearer) = price.amount.checked_add(Decimal::new(more, 2)) else { return Ok(()) };
        let dearer = Question { price: Some(Money::new(dearer, price.currency)), ..question.clone() };
        let (cheap, dear) = (Program::builtin().estimate(&question), Program::builtin().estimate(&dearer));
        for (cheap, dear) in [(cheap.low, dear.low), (cheap.high, dear.high)] {
            if let (Some(cheap), Some(dear)) = (cheap, dear) {
                prop_assert!(cheap.amount <= dear.amount, "{cheap:?} {dear:?}");
            }
        }
    }

    #[test]
    fn knowing_more_never_leaves_the_range(question in question()) {
        let program = Program::builtin();
        let asked = Question { affiliation: Affiliation::Unknown, hot: None, ..question };
        let range = program.estimate(&asked);
        for affiliation in [Affiliation::Yes, Affiliation::No] {
            let known = program.estimate(&Question { affiliation, ..asked.clone() });
            if let (Some(low), Some(high)) = (range.low, range.high) {
                prop_assert!(low.amount <= known.low.unwrap().amount);
                prop_assert!(known.high.unwrap().amount <= high.amount);
            }
        }
    }
}
