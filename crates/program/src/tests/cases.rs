//! Worked cases of the program, row by row, and the first and last days of its rules.

use super::*;

const ANY_BUYER: [Buyer; 3] = [Buyer::New, Buyer::Existing, Buyer::Unknown];
const ANY_AFFILIATION: [Affiliation; 3] = [Affiliation::Yes, Affiliation::No, Affiliation::Unknown];

#[test]
fn clothing_of_a_content_site() {
    let request = ask(Category::WomensClothing, TrafficSource::ContentSite);
    let estimate = program().estimate(&request);
    assert_eq!(estimate.likely, Some(usd("6.90")));
    let rate = estimate.rate.unwrap();
    assert_eq!(
        (rate.percent, rate.basis.source, rate.basis.date),
        (percent("6.9"), RateSource::Table, Some(day("2018-10-10")))
    );
    assert!(rate.basis.citation.unwrap().contains("6115"));
    assert_eq!(reasons(&request), ["traffic_class", "table_rate"]);
    assert_eq!(warnings(&request), [("rate_older_than_year", Severity::Caution)]);
}

/// A new buyer's order of women's clothing through a cashback service.
fn first_order(price: &str, date: &str) -> EstimateRequest {
    EstimateRequest {
        price: Some(usd(price)),
        buyer: Buyer::New,
        order_date: day(date),
        ..ask(Category::WomensClothing, TrafficSource::Cashback)
    }
}

#[test]
fn a_new_buyer_brings_more_up_to_four_dollars() {
    assert_eq!(likely(&first_order("100", "2022-04-15")), "10.30");
    assert!(!reasons(&first_order("100", "2022-04-15")).contains(&"new_buyer_capped"));
    assert_eq!(likely(&first_order("300", "2022-04-15")), "24.70");
    assert!(reasons(&first_order("300", "2022-04-15")).contains(&"new_buyer_capped"));
}

#[test]
fn the_new_buyer_bonus_has_a_first_and_a_last_day() {
    for (date, amount, ended) in [
        ("2020-09-09", "20.70", false),
        ("2020-09-10", "24.70", false),
        ("2022-05-30", "24.70", false),
        ("2022-05-31", "20.70", true),
        ("2026-11-22", "20.70", true),
    ] {
        let request = first_order("300", date);
        assert_eq!(likely(&request), amount, "{date}");
        assert_eq!(reasons(&request).contains(&"new_buyer_ended"), ended, "{date}");
    }
}

#[test]
fn the_end_of_the_bonus_is_told_only_to_whom_it_would_have_gone() {
    let new = EstimateRequest { buyer: Buyer::New, ..ask(Category::Tablets, TrafficSource::Forum) };
    assert!(!reasons(&new).contains(&"new_buyer_ended"));
    let unknown = EstimateRequest { buyer: Buyer::Unknown, ..first_order("300", "2026-11-22") };
    assert!(!reasons(&unknown).contains(&"new_buyer_ended"));
    let not_affiliate = EstimateRequest { affiliation: Affiliation::No, ..first_order("300", "2026-11-22") };
    assert!(!reasons(&not_affiliate).contains(&"new_buyer_ended"));
}

#[test]
fn every_new_buyer_rate_is_the_tables() {
    for &category in Category::ALL {
        let expected = match category as u8 {
            0..=7 => "3.40",
            8..=13 => "10.30",
            14 => "8.00",
            _ => "0.00",
        };
        let request = EstimateRequest { category: Some(category), ..first_order("100", "2022-04-15") };
        assert_eq!(likely(&request), expected, "{category}");
    }
}

#[test]
fn every_standard_rate_is_the_tables() {
    for &category in Category::ALL {
        let expected = match category as u8 {
            0..=7 => "2.30",
            8..=13 => "6.90",
            14 => "5.40",
            _ => "0.00",
        };
        for traffic in [TrafficSource::Youtube, TrafficSource::Cashback, TrafficSource::Subnetwork] {
            assert_eq!(likely(&ask(category, traffic)), expected, "{category} {traffic}");
        }
    }
}

#[test]
fn an_order_brings_at_most_38_dollars() {
    let request =
        EstimateRequest { price: Some(usd("2000")), ..ask(Category::MobilePhone, TrafficSource::Other) };
    assert_eq!(likely(&request), "38.00");
    assert_eq!(reasons(&request).last(), Some(&"order_cap"));
    assert!(warns(&request, WarningCode::CapReached, Severity::Note));
    let just_under = EstimateRequest { price: Some(usd("1652.17")), ..request.clone() };
    assert_eq!(likely(&just_under), "38.00");
    assert!(!reasons(&just_under).contains(&"order_cap"), "the cap takes nothing from 38.00");
}

#[test]
fn non_affiliate_products_are_paid_to_other_traffic_only() {
    for buyer in ANY_BUYER {
        let product = |traffic| EstimateRequest {
            affiliation: Affiliation::No,
            buyer,
            ..ask(Category::Other, traffic)
        };
        for traffic in [
            TrafficSource::Cashback,
            TrafficSource::Extension,
            TrafficSource::Dropshipping,
            TrafficSource::Subnetwork,
        ] {
            let request = product(traffic);
            assert_eq!(likely(&request), "0.00");
            assert!(warns(&request, WarningCode::NonAffiliateClass, Severity::Stop));
        }
        assert_eq!(likely(&product(TrafficSource::Other)), "5.40");
    }
}

#[test]
fn a_store_on_the_non_affiliate_list() {
    for buyer in ANY_BUYER {
        let request = EstimateRequest {
            affiliation: Affiliation::No,
            buyer,
            store_lists: [(StoreList::NonAffiliate, None)].into(),
            ..ask(Category::Other, TrafficSource::Other)
        };
        assert_eq!(likely(&request), "0.00");
        assert!(warns(&request, WarningCode::StoreNonAffiliate, Severity::Stop));
        assert_eq!(likely(&EstimateRequest { affiliation: Affiliation::Yes, ..request }), "5.40");
    }
}

fn hot_phone(traffic: TrafficSource) -> EstimateRequest {
    let hot = Some(HotOffer { percent: percent("30"), special_link: true });
    EstimateRequest { hot, ..ask(Category::MobilePhone, traffic) }
}

#[test]
fn hot_products() {
    for buyer in ANY_BUYER {
        for affiliation in [Affiliation::Yes, Affiliation::Unknown] {
            let hot = |traffic| EstimateRequest { buyer, affiliation, ..hot_phone(traffic) };
            assert_eq!(likely(&hot(TrafficSource::Subnetwork)), "2.30");
            assert!(warns(&hot(TrafficSource::Subnetwork), WarningCode::HotIncreaseLost, Severity::Caution));
            assert_eq!(likely(&hot(TrafficSource::Other)), "30.00");
            assert_eq!(likely(&hot(TrafficSource::Cashback)), "30.00");
            let dear = EstimateRequest { price: Some(usd("200")), ..hot(TrafficSource::Other) };
            assert_eq!(likely(&dear), "38.00");
        }
    }
}

#[test]
fn electronics_stores() {
    let tablet = |list, affiliation, buyer| EstimateRequest {
        affiliation,
        buyer,
        store_lists: [(list, None)].into(),
        ..ask(Category::Tablets, TrafficSource::Other)
    };
    for buyer in ANY_BUYER {
        let special = |affiliation| tablet(StoreList::SpecialElectronics, affiliation, buyer);
        assert_eq!(likely(&special(Affiliation::Yes)), "0.75");
        assert_eq!(likely(&special(Affiliation::No)), "0.00");
        for affiliation in ANY_AFFILIATION {
            assert_eq!(likely(&tablet(StoreList::Chuwi, affiliation, buyer)), "1.50");
        }
    }
}

#[test]
fn a_gift_card_is_never_paid() {
    for &category in Category::ALL {
        for &traffic in TrafficSource::ALL {
            for affiliation in ANY_AFFILIATION {
                let price = Some(usd("50"));
                let card =
                    EstimateRequest { price, affiliation, virtual_product: true, ..ask(category, traffic) };
                assert_eq!(likely(&card), "0.00");
                assert!(warns(&card, WarningCode::VirtualProduct, Severity::Stop));
            }
        }
    }
}

#[test]
fn dropshipping_is_unknown_without_a_live_rate() {
    for &category in Category::ALL.iter().filter(|category| **category != Category::Special) {
        let request = ask(category, TrafficSource::Dropshipping);
        let estimate = program().estimate(&request);
        assert_eq!((estimate.low, estimate.high, estimate.likely), (None, None, None));
        assert_eq!((estimate.rate, estimate.low_rate, estimate.high_rate), (None, None, None));
        assert!(warns(&request, WarningCode::DropshippingAttribution, Severity::Caution));
        let live = LiveRate { percent: percent("4.1"), date: day("2026-11-21"), source: RateSource::Live };
        let request = EstimateRequest { live_rate: Some(live), ..request };
        assert_eq!(likely(&request), "4.10");
        assert!(warns(&request, WarningCode::DropshippingAttribution, Severity::Caution));
    }
}
