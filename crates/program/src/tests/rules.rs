//! Rules beyond the worked cases: precedence, unknowns, live rates, Hot links, review period, traffic.

use super::*;

const CONTENT: TrafficSource = TrafficSource::ContentSite;

fn stores(lists: &[StoreList]) -> EstimateRequest {
    EstimateRequest {
        store_lists: lists.iter().map(|list| (*list, None)).collect(),
        ..ask(Category::Tablets, CONTENT)
    }
}

#[test]
fn of_two_overrides_the_stronger_decides() {
    use StoreList::{Chuwi, NoCommission, NonAffiliate, SpecialElectronics};
    for (lists, affiliate, non_affiliate) in [
        ([NoCommission, NonAffiliate], ("0.00", "store_no_commission"), ("0.00", "store_no_commission")),
        ([NoCommission, Chuwi], ("0.00", "store_no_commission"), ("0.00", "store_no_commission")),
        (
            [NoCommission, SpecialElectronics],
            ("0.00", "store_no_commission"),
            ("0.00", "store_no_commission"),
        ),
        ([NonAffiliate, Chuwi], ("1.50", "store_chuwi"), ("0.00", "store_non_affiliate")),
        (
            [NonAffiliate, SpecialElectronics],
            ("0.75", "store_special_electronics"),
            ("0.00", "store_non_affiliate"),
        ),
        ([Chuwi, SpecialElectronics], ("1.50", "store_chuwi"), ("1.50", "store_chuwi")),
    ] {
        for (affiliation, (amount, reason)) in
            [(Affiliation::Yes, affiliate), (Affiliation::No, non_affiliate)]
        {
            let request = EstimateRequest { affiliation, ..stores(&lists) };
            assert_eq!(likely(&request), amount, "{lists:?} {affiliation}");
            assert_eq!(reasons(&request), ["traffic_class", reason], "{lists:?} {affiliation}");
            let card = EstimateRequest { virtual_product: true, ..request };
            assert_eq!(reasons(&card), ["traffic_class", "virtual_product"]);
        }
    }
}

#[test]
fn overrides_stand_above_hot_and_live_rates() {
    let hot = Some(HotOffer { percent: percent("30"), special_link: true });
    let live = LiveRate { percent: percent("9"), date: day("2026-11-22"), source: RateSource::Live };
    for (list, amount) in [
        (StoreList::NoCommission, "0.00"),
        (StoreList::NonAffiliate, "30.00"),
        (StoreList::SpecialElectronics, "0.75"),
        (StoreList::Chuwi, "1.50"),
    ] {
        let request = EstimateRequest { hot, live_rate: Some(live), ..stores(&[list]) };
        assert_eq!(likely(&request), amount, "{list}");
    }
    let request = EstimateRequest { hot, ..stores(&[StoreList::Chuwi]) };
    assert!(warns(&request, WarningCode::HotOverridden, Severity::Caution));
}

#[test]
fn a_stores_rate_on_a_non_affiliate_product_of_cashback_is_doubtful() {
    let traffic = TrafficSource::Cashback;
    let request = EstimateRequest { traffic, affiliation: Affiliation::No, ..stores(&[StoreList::Chuwi]) };
    assert_eq!(likely(&request), "1.50");
    assert!(warns(&request, WarningCode::StoreRateNonAffiliate, Severity::Caution));
}

#[test]
fn an_unknown_affiliation_matters_only_where_it_changes_something() {
    let unknown =
        |traffic| EstimateRequest { affiliation: Affiliation::Unknown, ..ask(Category::Other, traffic) };
    assert_eq!(likely(&unknown(CONTENT)), "5.40");
    assert!(!reasons(&unknown(CONTENT)).contains(&"affiliation_unknown"));

    let request = unknown(TrafficSource::Cashback);
    let estimate = program().estimate(&request);
    assert_eq!((estimate.low, estimate.high, estimate.likely), (Some(usd("0.00")), Some(usd("5.40")), None));
    assert_eq!((estimate.low_rate, estimate.high_rate), (Some(percent("0")), Some(percent("5.4"))));
    assert_eq!(estimate.rate, None);
    assert_eq!(
        reasons(&request),
        ["affiliation_unknown", "traffic_class", "table_rate", "non_affiliate_class"]
    );
    assert!(warns(&request, WarningCode::NonAffiliateClass, Severity::Caution), "not certain, so no stop");
    assert!(warns(&request, WarningCode::AffiliationUnknown, Severity::Caution));
}

#[test]
fn an_unknown_category_spans_the_table() {
    let request = EstimateRequest { category: None, ..ask(Category::Other, CONTENT) };
    let estimate = program().estimate(&request);
    assert_eq!((estimate.low, estimate.high, estimate.likely), (Some(usd("2.30")), Some(usd("6.90")), None));
    assert_eq!(reasons(&request), ["category_unknown", "traffic_class", "table_range"]);

    let live = LiveRate { percent: percent("5.38"), date: day("2026-11-22"), source: RateSource::Feed };
    let request = EstimateRequest { live_rate: Some(live), ..request };
    assert_eq!(likely(&request), "5.38");
    assert_eq!(reasons(&request), ["traffic_class", "live_rate"]);
}

#[test]
fn an_unknown_buyer_matters_while_the_bonus_lasts() {
    let request = |date, traffic| EstimateRequest {
        buyer: Buyer::Unknown,
        order_date: day(date),
        ..ask(Category::WomensClothing, traffic)
    };
    let estimate = program().estimate(&request("2022-04-15", TrafficSource::Cashback));
    assert_eq!((estimate.low, estimate.high), (Some(usd("6.90")), Some(usd("10.30"))));
    assert_eq!(estimate.likely, Some(usd("6.90")), "most buyers have ordered before");
    assert_eq!(estimate.rate, None);
    assert!(estimate.reasons.iter().any(|reason| reason.code == ReasonCode::BuyerUnknown));
    assert_eq!(likely(&request("2022-04-15", CONTENT)), "6.90");
    assert_eq!(likely(&request("2022-06-15", TrafficSource::Cashback)), "6.90");
}

#[test]
fn without_a_price_there_are_rates() {
    let request = EstimateRequest { price: None, ..ask(Category::WomensClothing, CONTENT) };
    let estimate = program().estimate(&request);
    assert_eq!((estimate.low, estimate.high, estimate.likely), (None, None, None));
    assert_eq!(estimate.rate.unwrap().percent, percent("6.9"));
    assert_eq!((estimate.low_rate, estimate.high_rate), (Some(percent("6.9")), Some(percent("6.9"))));
}

#[test]
fn another_currency_is_not_converted_and_not_capped() {
    let price = Some(Money::new("10000".parse().unwrap(), Currency::TRY));
    let request = EstimateRequest { price, ..ask(Category::WomensClothing, CONTENT) };
    let estimate = program().estimate(&request);
    assert_eq!(estimate.likely, Some(Money::new("690.00".parse().unwrap(), Currency::TRY)));
    assert!(warns(&request, WarningCode::CapNotApplied, Severity::Caution));
    let card = EstimateRequest { virtual_product: true, ..request };
    assert!(!warns(&card, WarningCode::CapNotApplied, Severity::Caution), "nothing to cap");
}

#[test]
fn a_live_rate_takes_the_tables_place() {
    let live = |text, date| {
        let rate = LiveRate { percent: percent(text), date: day(date), source: RateSource::Live };
        EstimateRequest { live_rate: Some(rate), ..ask(Category::WomensClothing, CONTENT) }
    };
    let request = live("4.2", "2026-11-20");
    assert_eq!(likely(&request), "4.20");
    assert_eq!(warnings(&request), []);
    assert!(warns(&live("4.2", "2025-11-21"), WarningCode::RateOlderThanYear, Severity::Caution));
    assert!(!warns(&live("4.2", "2025-11-22"), WarningCode::RateOlderThanYear, Severity::Caution));

    let zero = live("0", "2026-11-20");
    assert_eq!(likely(&zero), "0.00");
    assert!(warns(&zero, WarningCode::RateZero, Severity::Stop));

    for impossible in ["-1", "100.01"] {
        let request = live(impossible, "2026-11-20");
        assert_eq!(likely(&request), "6.90");
        assert_eq!(reasons(&request), ["traffic_class", "live_rate_ignored", "table_rate"]);
    }
}

#[test]
fn the_new_buyer_rate_never_lowers_a_live_rate() {
    let rate = LiveRate { percent: percent("12"), date: day("2022-04-15"), source: RateSource::Live };
    let request = EstimateRequest {
        live_rate: Some(rate),
        buyer: Buyer::New,
        order_date: day("2022-04-15"),
        ..ask(Category::WomensClothing, TrafficSource::Cashback)
    };
    assert_eq!(likely(&request), "12.00");
    assert!(reasons(&request).contains(&"new_buyer_not_better"));
}

#[test]
fn a_hot_rate_needs_its_link_and_a_product_that_is_affiliate() {
    let hot = |text, special_link| {
        let hot = Some(HotOffer { percent: percent(text), special_link });
        EstimateRequest { hot, ..ask(Category::MobilePhone, CONTENT) }
    };
    assert_eq!(likely(&hot("30", false)), "2.30");
    assert!(warns(&hot("30", false), WarningCode::HotSpecialLink, Severity::Caution));
    assert_eq!(likely(&hot("1", true)), "2.30");
    assert!(reasons(&hot("1", true)).contains(&"hot_not_better"));
    assert_eq!(likely(&hot("101", true)), "2.30");
    assert!(reasons(&hot("101", true)).contains(&"hot_rate_ignored"));
    let not_affiliate = EstimateRequest { affiliation: Affiliation::No, ..hot("30", true) };
    assert_eq!(likely(&not_affiliate), "2.30");
    assert!(reasons(&not_affiliate).contains(&"hot_not_affiliate"));
    let found = EstimateRequest { affiliation: Affiliation::Unknown, ..hot("30", true) };
    assert!(reasons(&found).contains(&"hot_means_affiliate"));
    let rate = program().estimate(&hot("30", true)).rate.unwrap();
    assert_eq!((rate.basis.source, rate.basis.date), (RateSource::Hot, None));
}

#[test]
fn a_hot_product_for_dropshipping_gets_no_increase() {
    let hot = Some(HotOffer { percent: percent("30"), special_link: true });
    let request = EstimateRequest { hot, ..ask(Category::Tablets, TrafficSource::Dropshipping) };
    assert_eq!(likely(&request), "unknown");
    assert!(warns(&request, WarningCode::HotIncreaseLost, Severity::Caution));
}

#[test]
fn the_review_period_lasts_five_days() {
    let hot = Some(HotOffer { percent: percent("30"), special_link: true });
    for (joined, in_review) in
        [("2026-11-23", false), ("2026-11-22", true), ("2026-11-17", true), ("2026-11-16", false)]
    {
        let request = EstimateRequest { joined: Some(day(joined)), ..ask(Category::Other, CONTENT) };
        assert_eq!(likely(&request), "5.40", "an affiliate product without Hot is not touched");
        let hot = EstimateRequest { hot, ..request.clone() };
        assert_eq!(likely(&hot), if in_review { "5.40" } else { "30.00" }, "{joined}");
        assert_eq!(warns(&hot, WarningCode::ReviewPeriod, Severity::Caution), in_review);
        for store_lists in [[].into(), [(StoreList::Chuwi, None)].into()] {
            let non_affiliate =
                EstimateRequest { affiliation: Affiliation::No, store_lists, ..request.clone() };
            assert_eq!(likely(&non_affiliate) == "0.00", in_review, "{joined}");
            assert_eq!(warns(&non_affiliate, WarningCode::ReviewPeriod, Severity::Stop), in_review);
        }
    }
}

#[test]
fn the_class_rules_have_a_first_day() {
    for (date, amount) in [("2020-09-09", "5.40"), ("2020-09-10", "0.00")] {
        let request = EstimateRequest {
            affiliation: Affiliation::No,
            order_date: day(date),
            ..ask(Category::Other, TrafficSource::Subnetwork)
        };
        assert_eq!(likely(&request), amount, "{date}");
    }
    let before_any_table = EstimateRequest { order_date: day("2018-10-09"), ..ask(Category::Other, CONTENT) };
    assert_eq!(likely(&before_any_table), "unknown");
    assert!(warns(&before_any_table, WarningCode::RateUnknown, Severity::Caution));
}

#[test]
fn orders_delivered_to_cis_countries_do_not_count() {
    let request = EstimateRequest { cis_delivery: true, ..ask(Category::Other, CONTENT) };
    assert_eq!(likely(&request), "0.00");
    assert!(warns(&request, WarningCode::CisDelivery, Severity::Stop));
}

#[test]
fn the_weightiest_warning_comes_first() {
    let hot = Some(HotOffer { percent: percent("90"), special_link: true });
    let request = EstimateRequest { hot, ..ask(Category::Other, TrafficSource::Popup) };
    assert_eq!(warnings(&request).first().unwrap().1, Severity::Stop);
    let severities: Vec<_> = warnings(&request).iter().map(|warning| warning.1).collect();
    assert!(severities.is_sorted_by(|a, b| a >= b) && severities.len() > 2, "{severities:?}");
}
