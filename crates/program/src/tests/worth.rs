//! The value of an estimate: the figures of the page applied to one order, and properties for all figures.

use dealink_core::message::Message;
use proptest::option;
use proptest::prelude::*;

use super::*;

fn figure(kind: FigureKind, value: Argument) -> Figure {
    let citation = Citation {
        document: kind.name().to_owned(),
        section: "of a test".to_owned(),
        date: Some(day("2026-11-01")),
    };
    Figure { kind, message: Message::new(kind.key()).with("value", value.clone()), value, citation }
}

fn order() -> (Estimate, Date) {
    let request = ask(Category::WomensClothing, TrafficSource::ContentSite);
    (program().estimate(&request), request.order_date)
}

#[test]
fn the_figures_of_the_page_over_one_order() {
    let (estimate, date) = order();
    let worth = Worth::new(&estimate, &program().figures(None), date);
    let expected = worth.expected.unwrap();
    assert_eq!(expected.amounts.likely, Some(usd("6.28")), "91 % of 6.90");
    assert_eq!((expected.amounts.low, expected.amounts.high), (usd("6.28"), usd("6.28")));
    assert_eq!((expected.approval, expected.citation.date), (percent("91"), Some(day("2022-04-26"))));
    let payout = worth.payout.unwrap();
    assert_eq!((payout.from, payout.until), (day("2026-12-17"), day("2026-12-18")));
    assert_eq!(payout.citations.len(), 2);
    let epc = worth.epc.unwrap();
    assert_eq!((epc.money, epc.citation.section.as_str()), (usd("1.00"), "EPC, per 100 clicks"));
    let clicks = worth.clicks.unwrap();
    assert_eq!((clicks.orders, clicks.amounts.likely), ("1.03".parse().unwrap(), Some(usd("7.11"))));
}

#[test]
fn a_range_stays_a_range() {
    let request = EstimateRequest { category: None, ..ask(Category::Other, TrafficSource::ContentSite) };
    let worth = Worth::new(&program().estimate(&request), &program().figures(None), request.order_date);
    let amounts = worth.expected.unwrap().amounts;
    assert_eq!((amounts.low, amounts.high, amounts.likely), (usd("2.09"), usd("6.28"), None));
}

#[test]
fn what_is_missing_takes_only_its_own_part_away() {
    let (estimate, date) = order();
    let none = Worth::new(&estimate, &[], date);
    assert_eq!(none, Worth::default());
    let days = |kind, days: u32| figure(kind, days.into());
    let hold = Worth::new(&estimate, &[days(FigureKind::HoldDays, 25)], date).payout.unwrap();
    assert_eq!((hold.from, hold.until, hold.citations.len()), (day("2026-12-17"), day("2026-12-17"), 1));
    let half = figure(FigureKind::PaymentDays, "25.5".parse::<Decimal>().unwrap().into());
    assert_eq!(Worth::new(&estimate, &[half], date).payout.unwrap().until, day("2026-12-18"), "the 26th day");
    // A payment before the end of the hold is impossible, so the later day counts.
    let figures = [days(FigureKind::HoldDays, 30), days(FigureKind::PaymentDays, 20)];
    let payout = Worth::new(&estimate, &figures, date).payout.unwrap();
    assert_eq!((payout.from, payout.until), (day("2026-12-22"), day("2026-12-22")));

    let unknown = program().estimate(&ask(Category::Tablets, TrafficSource::Dropshipping));
    let worth = Worth::new(&unknown, &program().figures(None), date);
    assert_eq!((worth.expected, worth.clicks), (None, None));
    assert!(worth.payout.is_some() && worth.epc.is_some());
}

proptest! {
    #[test]
    fn worth_is_in_order_and_never_more_than_the_estimate(
        request in super::properties::request(),
        approval in option::of(super::properties::rate()),
        cr in option::of(super::properties::rate()),
        hold in option::of(super::properties::amount()),
        payment in option::of(super::properties::amount()),
    ) {
        let estimate = program().estimate(&request);
        let rates = [(FigureKind::Approval, approval), (FigureKind::Cr, cr)];
        let days = [(FigureKind::HoldDays, hold), (FigureKind::PaymentDays, payment)];
        let figures: Vec<Figure> = rates
            .into_iter()
            .filter_map(|(kind, rate)| Some(figure(kind, rate?.into())))
            .chain(days.into_iter().filter_map(|(kind, days)| Some(figure(kind, days?.into()))))
            .collect();
        let worth = Worth::new(&estimate, &figures, request.order_date);
        let ordered = |amounts: &Amounts| {
            let likely = amounts.likely.unwrap_or(amounts.low).amount;
            Decimal::ZERO <= amounts.low.amount && amounts.low.amount <= likely && likely <= amounts.high.amount
        };
        if let Some(expected) = &worth.expected {
            prop_assert!(ordered(&expected.amounts));
            prop_assert!(expected.amounts.high.amount <= estimate.high.unwrap().amount);
            prop_assert_eq!(expected.amounts.low.currency, estimate.low.unwrap().currency);
            prop_assert_eq!(expected.amounts.likely.is_some(), estimate.likely.is_some());
        }
        if let Some(clicks) = &worth.clicks {
            prop_assert!(ordered(&clicks.amounts));
        }
        if let Some(payout) = &worth.payout {
            prop_assert!(request.order_date <= payout.from && payout.from <= payout.until);
            prop_assert!(!payout.citations.is_empty());
        }
    }
}
