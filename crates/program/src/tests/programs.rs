//! The three built-in programs, and the unknowns in their files.

use super::texts::{EN, bundle, say};
use super::*;

fn ww() -> Program {
    Program::by_network_id(6115).unwrap()
}

fn ru() -> Program {
    Program::by_network_id(25179).unwrap()
}

#[test]
fn three_programs_are_built_in() {
    let programs = Program::builtins();
    let of = |p: &Program| (p.network_id(), p.id().to_owned(), p.name().to_owned(), p.currency().to_string());
    let found: Vec<_> = programs.iter().map(of).collect();
    let text = |a: &str| a.to_owned();
    assert_eq!(
        found,
        [
            (14289, text("aliexpress-tr"), text("AliExpress TR"), text("USD")),
            (6115, text("aliexpress-ww"), text("AliExpress WW"), text("USD")),
            (25179, text("aliexpress-ru-cis"), text("AliExpress RU&CIS"), text("RUB")),
        ]
    );
    assert_eq!(Program::builtin().network_id(), 14289);
    assert!(Program::by_network_id(1).is_none());
}

#[test]
fn ww_has_the_rules_of_the_page_and_figures_of_its_own() {
    let ww = ww();
    for &category in Category::ALL {
        for &traffic in TrafficSource::ALL {
            for buyer in [Buyer::New, Buyer::Unknown] {
                for date in ["2018-10-10", "2022-05-30", "2026-11-22"] {
                    let order_date = day(date);
                    let request = EstimateRequest { buyer, order_date, ..ask(category, traffic) };
                    let (here, there) = (ww.estimate(&request), program().estimate(&request));
                    assert_eq!((here.low, here.high, here.likely), (there.low, there.high, there.likely));
                }
            }
        }
    }
    let figures: Vec<_> = ww.figures(None).into_iter().map(|f| (f.kind.name(), f.value)).collect();
    let days = |n: u32| Argument::Number(n.into());
    assert_eq!(
        figures,
        [
            ("epc", usd("8.00").into()),
            ("cr", percent("11.28").into()),
            ("approval", percent("96").into()),
            ("cookie_days", days(3)),
            ("hold_days", days(38)),
            ("payment_days", days(38)),
            ("order_cap", usd("38.00").into()),
            ("hot_up_to", percent("69").into()),
        ]
    );
    assert!(ww.figures(None)[..7].iter().all(|figure| figure.citation.date == Some(day("2018-10-12"))));
    let sources = |permission| {
        let named = ww.traffic_sources().filter(|(_, p)| *p == permission);
        named.map(|(source, _)| source.name()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(sources(Permission::Allowed), "youtube email banner cashback sem");
    assert_eq!(sources(Permission::Forbidden), "popup adult toolbar incentive brand_bidding");
    assert_eq!(sources(Permission::Unknown), "");
    assert_eq!(ww.conduct().len(), program().conduct().len());
}

/// An affiliate product for 1000 roubles.
fn of_ru(traffic: TrafficSource) -> EstimateRequest {
    let price = Some(Money::new("1000".parse().unwrap(), "RUB".parse().unwrap()));
    EstimateRequest { price, ..ask(Category::Tablets, traffic) }
}

#[test]
fn where_sellers_set_the_rate_there_is_a_span_and_no_guess() {
    let rub = |text: &str| Some(Money::new(text.parse().unwrap(), "RUB".parse().unwrap()));
    let request = of_ru(TrafficSource::Messenger);
    let estimate = ru().estimate(&request);
    assert_eq!((estimate.low, estimate.high, estimate.likely), (rub("3.50"), rub("623.00"), None));
    assert_eq!((estimate.low_rate, estimate.high_rate), (Some(percent("0.35")), Some(percent("62.3"))));
    assert_eq!(estimate.rate, None);
    let codes: Vec<_> = estimate.reasons.iter().map(|reason| reason.code.name()).collect();
    assert_eq!(codes, ["traffic_class", "table_span"]);
    let without_category = ru().estimate(&EstimateRequest { category: None, ..request.clone() });
    assert_eq!((without_category.low, without_category.high), (estimate.low, estimate.high));

    let live = LiveRate { percent: percent("7"), date: day("2026-11-22"), source: RateSource::Live };
    let known = ru().estimate(&EstimateRequest { live_rate: Some(live), ..request.clone() });
    assert_eq!((known.low, known.high, known.likely), (rub("70.00"), rub("70.00"), rub("70.00")));

    let unpaid = ru().estimate(&EstimateRequest { affiliation: Affiliation::No, ..request.clone() });
    assert_eq!(unpaid.likely, rub("0.00"));
    for (date, known) in
        [("2022-02-28", false), ("2022-03-01", false), ("2022-08-15", false), ("2022-08-16", true)]
    {
        let estimate = ru().estimate(&EstimateRequest { order_date: day(date), ..request.clone() });
        assert_eq!(estimate.high.is_some(), known, "{date}");
    }
    // Non-affiliate products pay nothing since 1 March 2022; the rates before are not known.
    for (date, paid) in [("2022-02-28", None), ("2022-03-01", rub("0.00"))] {
        let request =
            EstimateRequest { affiliation: Affiliation::No, order_date: day(date), ..request.clone() };
        assert_eq!(ru().estimate(&request).likely, paid, "{date}");
    }
}

#[test]
fn a_hot_rate_that_nobody_promises_widens_the_range() {
    let live = LiveRate { percent: percent("7"), date: day("2026-11-22"), source: RateSource::Live };
    let hot = Some(HotOffer { percent: percent("50"), special_link: false });
    let of = |traffic| ru().estimate(&EstimateRequest { live_rate: Some(live), hot, ..of_ru(traffic) });
    let rub = |text: &str| Some(Money::new(text.parse().unwrap(), "RUB".parse().unwrap()));
    let other = of(TrafficSource::Messenger);
    assert_eq!(other.likely, rub("500.00"), "any link to a Hot product is enough there");
    for traffic in [TrafficSource::Cashback, TrafficSource::Dropshipping, TrafficSource::Subnetwork] {
        let estimate = of(traffic);
        assert_eq!((estimate.low, estimate.high, estimate.likely), (rub("70.00"), rub("500.00"), None));
        assert!(estimate.reasons.iter().any(|reason| reason.code == ReasonCode::HotUnknownForClass));
    }
}

#[test]
fn what_is_not_published_stays_unknown() {
    let ru = ru();
    assert!(ru.traffic_sources().all(|(_, permission)| permission == Permission::Unknown));
    assert!(ru.conduct().is_empty() && ru.indicators().is_empty());
    assert!(ru.figures(None).iter().all(|figure| figure.kind != FigureKind::OrderCap));
    let epc = &ru.figures(None)[0];
    assert_eq!(epc.value, Money::new("299.00".parse().unwrap(), "RUB".parse().unwrap()).into());
    assert_eq!(epc.citation.date, None, "the page carries no date");
}

#[test]
fn every_country_belongs_to_one_of_two_regions() {
    let (tr, ww, ru) = (Program::builtin(), ww(), ru());
    let has = |program: &Program, code: &str| program.region().unwrap().0.contains(code.parse().unwrap());
    for code in ["RU", "AM", "AZ", "BY", "GE", "KZ", "KG", "MD", "TJ", "TM", "UZ"] {
        assert_eq!((has(&ru, code), has(&ww, code), has(&tr, code)), (true, false, false), "{code}");
    }
    for code in ["TR", "UA", "DE", "US", "BR"] {
        assert_eq!((has(&ru, code), has(&ww, code), has(&tr, code)), (false, true, true), "{code}");
    }
    let abroad = EstimateRequest { delivery: Some("TR".parse().unwrap()), ..of_ru(TrafficSource::Messenger) };
    assert_eq!(ru.estimate(&abroad).likely.unwrap().amount, Decimal::ZERO);
    assert_eq!("Turkey".parse::<Country>(), Err(NotACountry));
    assert_eq!("tr".parse::<Country>().unwrap().code(), "TR");
}

fn table(program: &Program, date: &str) -> Vec<(&'static str, Vec<String>)> {
    let english = bundle("en", EN);
    let of_class = |(class, said): (TrafficClass, Vec<dealink_core::message::Message>)| {
        (class.name(), said.iter().map(|sentence| say(&english, sentence)).collect())
    };
    program.comparison(day(date)).into_iter().map(of_class).collect()
}

#[test]
fn the_classes_side_by_side() {
    let today = table(program(), "2026-11-22");
    let span = "Affiliate products: %2.3 to %6.9 (published table, in force from 2018-10-10).";
    let none = "Non-affiliate products pay nothing and do not appear in statistics.";
    let priority = "Links to single products come first when an order is credited.";
    let hot = "The higher Hot rate is paid only through the product's special link.";
    let no_hot = "The higher Hot rate is not paid.";
    assert_eq!(
        today,
        [
            ("other", vec![span, "Non-affiliate products pay the standard rate.", hot, priority]),
            (
                "cashback",
                vec![span, "The new-buyer bonus ended. Its last day: 2022-05-30.", none, hot, priority]
            ),
            (
                "dropshipping",
                vec![
                    "Affiliate products: the rate is not known.",
                    none,
                    no_hot,
                    "Only orders from the store that your link opened are counted."
                ]
            ),
            ("subnetwork", vec![span, none, no_hot, priority]),
        ]
        .map(|(class, said)| (class, said.into_iter().map(str::to_owned).collect::<Vec<_>>()))
    );
}

#[test]
fn the_comparison_follows_the_day() {
    let while_it_lasted = &table(program(), "2022-05-30")[1].1;
    assert_eq!(
        while_it_lasted[1..4],
        [
            "First orders of new buyers: %3.4 to %10.3.",
            "A new buyer adds at most 4 USD to an order's commission.",
            "The last day of the new-buyer bonus: 2022-05-30.",
        ]
    );
    let before = &table(program(), "2020-09-09")[3].1;
    assert!(before[0].starts_with("These rules began on 2020-09-10."), "{before:?}");
    assert_eq!(before[2], "Non-affiliate products pay the standard rate.");
    let ru = table(&ru(), "2026-11-22");
    assert_eq!(
        ru[3].1,
        [
            "Affiliate products: %0.35 to %62.3 (published table, in force from 2022-08-16).",
            "Non-affiliate products pay nothing.",
            "Whether the higher Hot rate is paid is not known.",
            "How orders are credited is not known.",
        ]
    );
    assert_eq!(
        table(&Program::by_network_id(25179).unwrap(), "2022-02-28")[0].1[..2],
        ["Affiliate products: the rate is not known.", "What non-affiliate products pay is not known.",]
    );
}
