//! Properties that hold for every request.

use std::sync::{Arc, LazyLock};

use proptest::collection::btree_map;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

pub(super) fn amount() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        (0_i64..10_000_000).prop_map(|cents| Decimal::new(cents, 2)),
        any::<(i64, u8)>().prop_map(|(number, scale)| Decimal::new(number, u32::from(scale % 29))),
        Just(Decimal::MAX),
        Just(Decimal::MIN),
        Just(Decimal::ZERO),
    ]
}

pub(super) fn rate() -> impl Strategy<Value = Percent> {
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

/// Rates of an ad space as the network may list them, independent of the order sum.
fn terms() -> impl Strategy<Value = Terms> {
    let name = select(vec!["Tablets", "Mobile phone NEW", "All other categories", "Hot products", "?"]);
    let row = (name, rate(), option::of(date()), option::of(select(vec!["TR", "DE"])));
    let row = row.prop_map(|(action, percent, from, country)| ListedRate {
        action: action.to_owned(),
        tariff: None,
        percent,
        country: country.map(str::to_owned),
        from,
        from_sum: None,
    });
    (date(), prop::collection::vec(row, 0..5)).prop_map(|(read_on, rows)| {
        let source = TermsSource { document: "Example API", section: "Terms", read_on };
        Terms::from_listed_rates(source, [], rows, "TR")
    })
}

prop_compose! {
    pub(super) fn request()(
        price in option::of(amount()),
        currency in select(vec![Currency::USD, Currency::USD, Currency::TRY]),
        category in option::of(select(Category::ALL)),
        traffic in select(TrafficSource::ALL),
        affiliation in select(Affiliation::ALL),
        hot in option::of((rate(), any::<bool>())),
        store_lists in btree_map(select(StoreList::ALL), option::of(date()), 0..2),
        (virtual_product, cis_delivery) in (prop::bool::weighted(0.1), prop::bool::weighted(0.1)),
        buyer in select(Buyer::ALL),
        order_date in date(),
        live_rate in option::of((rate(), date(), select(&RateSource::ALL[..4]))),
        delivery in option::of(select(vec!["TR", "KZ", "DE"]).prop_map(|code| code.parse().unwrap())),
        (joined, terms) in (option::of(date()), option::of(terms())),
    ) -> EstimateRequest {
        EstimateRequest {
            price: price.map(|amount| Money::new(amount, currency)),
            category,
            traffic,
            affiliation,
            hot: hot.map(|(percent, special_link)| HotOffer { percent, special_link }),
            store_lists,
            virtual_product,
            buyer,
            order_date,
            live_rate: live_rate.map(|(percent, date, source)| LiveRate { percent, date, source }),
            terms: terms.map(Arc::new),
            joined,
            cis_delivery,
            delivery,
        }
    }
}

/// Any of the built-in programs.
fn any_program() -> impl Strategy<Value = &'static Program> {
    static ALL: LazyLock<Vec<Program>> = LazyLock::new(Program::builtins);
    (0..ALL.len()).prop_map(|index| &ALL[index])
}

/// Prices up to the largest usable one, and beyond.
fn great_price() -> impl Strategy<Value = Decimal> {
    prop_oneof![
        4 => (0_i64..=1_000_000_000_000).prop_map(Decimal::from),
        4 => (0_i64..=100_000_000_000_000).prop_map(|cents| Decimal::new(cents, 2)),
        1 => (0..=i64::MAX).prop_map(Decimal::from),
        1 => select(vec![Decimal::MAX, Decimal::MAX - Decimal::ONE, Decimal::new(1, 28)]),
    ]
}

proptest! {
    #[test]
    fn in_every_program_figures_are_in_order_and_under_the_cap(program in any_program(), request in request()) {
        let estimate = program.estimate(&request);
        prop_assert_eq!(estimate.low.is_some(), estimate.high.is_some());
        let (Some(low), Some(high)) = (estimate.low, estimate.high) else {
            prop_assert_eq!(estimate.likely, None);
            return Ok(());
        };
        let likely = estimate.likely.unwrap_or(low);
        prop_assert!(Decimal::ZERO <= low.amount && low.amount <= likely.amount && likely.amount <= high.amount);
        let cap = program.figures(None).into_iter().find(|figure| figure.kind == FigureKind::OrderCap);
        if let Some(Argument::Money(cap)) = cap.map(|figure| figure.value)
            && cap.currency == high.currency
        {
            prop_assert!(high.amount <= cap.amount);
        }
        if estimate.rate.is_some() && estimate.likely.is_some() {
            prop_assert_eq!(estimate.low_rate, estimate.high_rate);
        }
    }

    #[test]
    fn no_price_is_too_great(program in any_program(), request in request(), amount in great_price()) {
        let price = Some(Money::new(amount, program.currency()));
        let estimate = program.estimate(&EstimateRequest { price, ..request });
        // A trillion is usable, so there are figures where the rates are known.
        if amount <= Decimal::from(1_000_000_000_000_i64) {
            prop_assert_eq!(estimate.low.is_some(), estimate.low_rate.is_some());
        }
    }

    #[test]
    fn a_dearer_product_brings_more_until_the_cap(request in request(), cents in 0_i64..400_000, more in 1_i64..400_000) {
        let at = |cents: i64| {
            let price = Some(Money::new(Decimal::new(cents, 2), Currency::USD));
            program().estimate(&EstimateRequest { price, ..request.clone() })
        };
        let (cheap, dear) = (at(cents), at(cents + more));
        for (cheap, dear) in [(cheap.low, dear.low), (cheap.high, dear.high), (cheap.likely, dear.likely)] {
            let (Some(cheap), Some(dear)) = (cheap, dear) else { continue };
            prop_assert!(cheap.amount <= dear.amount);
            prop_assert!(dear.amount <= Decimal::from(38));
        }
    }

    #[test]
    fn figures_are_in_order_never_negative_and_never_above_the_cap(request in request()) {
        let estimate = program().estimate(&request);
        prop_assert_eq!(estimate.low.is_some(), estimate.high.is_some());
        prop_assert_eq!(estimate.low_rate.is_some(), estimate.high_rate.is_some());
        prop_assert!(estimate.low_rate <= estimate.high_rate);
        if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
            prop_assert!(Decimal::ZERO <= low.amount && low.amount <= high.amount);
            prop_assert!(!low.amount.is_sign_negative());
            prop_assert_eq!(Some(low.currency), request.price.map(|price| price.currency));
            if low.currency == Currency::USD {
                prop_assert!(high.amount <= Decimal::from(38));
            }
            if let Some(likely) = estimate.likely {
                prop_assert!(low.amount <= likely.amount && likely.amount <= high.amount);
            }
            prop_assert!(low != high || estimate.likely == Some(low));
        } else {
            prop_assert_eq!(estimate.likely, None);
        }
    }

    #[test]
    fn a_dearer_product_never_brings_less(request in request(), more in 0_i64..1_000_000) {
        let Some(price) = request.price else { return Ok(()) };
        let Some(dearer) = price.amount.checked_add(Decimal::new(more, 2)) else { return Ok(()) };
        let dearer = EstimateRequest { price: Some(Money::new(dearer, price.currency)), ..request.clone() };
        let (cheap, dear) = (program().estimate(&request), program().estimate(&dearer));
        for (cheap, dear) in [(cheap.low, dear.low), (cheap.high, dear.high)] {
            if let (Some(cheap), Some(dear)) = (cheap, dear) {
                prop_assert!(cheap.amount <= dear.amount, "{cheap:?} {dear:?}");
            }
        }
    }

    #[test]
    fn knowing_more_never_leaves_the_range(request in request()) {
        let program = program();
        let asked = EstimateRequest { affiliation: Affiliation::Unknown, hot: None, ..request };
        let range = program.estimate(&asked);
        for affiliation in [Affiliation::Yes, Affiliation::No] {
            let known = program.estimate(&EstimateRequest { affiliation, ..asked.clone() });
            if let (Some(low), Some(high)) = (range.low, range.high) {
                prop_assert!(low.amount <= known.low.unwrap().amount);
                prop_assert!(known.high.unwrap().amount <= high.amount);
            }
        }
    }
}
