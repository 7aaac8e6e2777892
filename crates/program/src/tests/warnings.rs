//! Each warning: its condition, severity and source.

use super::texts::{EN, TR, bundle, say};
use super::*;

const CONTENT: TrafficSource = TrafficSource::ContentSite;
const CASHBACK: TrafficSource = TrafficSource::Cashback;

const RULES: &str = "Admitad program page of AliExpress TR, rules";
const SOURCES: &str = "Admitad program page of AliExpress TR, traffic sources";
const HELP: &str = "Admitad help centre, AliExpress (copy of April 2026)";
const TABLE_2018: &str = "Admitad AliExpress WW (program 6115), description and actions";

fn found(warnings: &[Warning], code: WarningCode) -> &Warning {
    let said = || warnings.iter().map(|warning| warning.code).collect::<Vec<_>>();
    warnings.iter().find(|w| w.code == code).unwrap_or_else(|| panic!("no {} in {:?}", code, said()))
}

/// Asserts that the warning is given with this severity, and cites this document with a part of this section.
#[track_caller]
fn assert_warns(
    request: &EstimateRequest,
    code: WarningCode,
    severity: Severity,
    document: &str,
    section: &str,
) {
    let estimate = program().estimate(request);
    let warning = found(&estimate.warnings, code);
    assert_eq!(warning.severity, severity);
    assert_sourced(warning, document, section);
}

#[track_caller]
fn assert_sourced(warning: &Warning, document: &str, section: &str) {
    let Citation { document: found, section: found_in, date } = &warning.source;
    assert_eq!(found, document);
    assert!(found_in.contains(section), "{found_in}");
    let expected = match document {
        RULES => Some("2022-01-21"),
        SOURCES => Some("2022-04-26"),
        TABLE_2018 => Some("2018-10-12"),
        // The pages of the help centre have no date.
        _ => None,
    };
    assert_eq!(*date, expected.map(day));
    for (lang, file) in [("en", EN), ("tr", TR)] {
        let text = say(&bundle(lang, file), &warning.message);
        assert!(text.len() > 20 && !text.contains("program-"), "{text}");
    }
}

fn said(lang: &str, request: &EstimateRequest, code: WarningCode) -> String {
    let estimate = program().estimate(request);
    let file = if lang == "en" { EN } else { TR };
    say(&bundle(lang, file), &found(&estimate.warnings, code).message)
}

fn no(traffic: TrafficSource) -> EstimateRequest {
    EstimateRequest { affiliation: Affiliation::No, ..ask(Category::Other, traffic) }
}

fn hot(traffic: TrafficSource, special_link: bool) -> EstimateRequest {
    let hot = Some(HotOffer { percent: percent("30"), special_link });
    EstimateRequest { hot, ..ask(Category::MobilePhone, traffic) }
}

fn listed(list: StoreList, on: Option<&str>) -> EstimateRequest {
    EstimateRequest { store_lists: [(list, on.map(day))].into(), ..ask(Category::Tablets, CONTENT) }
}

#[test]
fn a_source_that_may_not_be_used() {
    let of = |source| ask(Category::Other, source);
    use WarningCode::{ExtensionConduct, TrafficForbidden, TrafficNeedsApproval, TrafficNotNamed};
    let section = "Traffic Sources";
    assert_warns(&of(TrafficSource::Popup), TrafficForbidden, Severity::Stop, SOURCES, section);
    assert_warns(&of(TrafficSource::Email), TrafficNeedsApproval, Severity::Caution, SOURCES, section);
    assert_warns(&of(TrafficSource::Subnetwork), TrafficNotNamed, Severity::Caution, SOURCES, section);
    assert_warns(&of(TrafficSource::Extension), ExtensionConduct, Severity::Caution, RULES, "plug-ins");
}

#[test]
fn a_non_affiliate_product() {
    let section = "dropshipping, networks";
    assert_warns(&no(CASHBACK), WarningCode::NonAffiliateClass, Severity::Stop, RULES, section);
    let text = said("en", &no(CASHBACK), WarningCode::NonAffiliateClass);
    assert!(text.contains("statistics"), "{text}");
    let other = "commission rules for other types of traffic";
    assert_warns(&no(CONTENT), WarningCode::NonAffiliateStandard, Severity::Note, RULES, other);
    let unknown = |traffic| EstimateRequest { affiliation: Affiliation::Unknown, ..no(traffic) };
    assert_warns(&unknown(CASHBACK), WarningCode::AffiliationUnknown, Severity::Caution, RULES, section);
    let unchecked = program().estimate(&unknown(CONTENT));
    assert!(unchecked.warnings.iter().all(|w| w.code != WarningCode::NonAffiliateStandard));
    assert!(
        program()
            .estimate(&ask(Category::Other, CONTENT))
            .warnings
            .iter()
            .all(|w| !w.code.name().contains("affiliate"))
    );
}

#[test]
fn a_store_on_a_list() {
    use StoreList::{Chuwi, NoCommission, NonAffiliate, SpecialElectronics};
    for (list, affiliation, code, severity, section) in [
        (NoCommission, Affiliation::Yes, WarningCode::StoreNoCommission, Severity::Stop, "Weekly deals list"),
        (NonAffiliate, Affiliation::No, WarningCode::StoreNonAffiliate, Severity::Stop, "List of shops"),
        (Chuwi, Affiliation::Yes, WarningCode::StoreChuwi, Severity::Caution, "CHUWI"),
        (
            SpecialElectronics,
            Affiliation::Yes,
            WarningCode::StoreSpecialElectronics,
            Severity::Caution,
            "Footnote **",
        ),
        (
            SpecialElectronics,
            Affiliation::No,
            WarningCode::StoreSpecialElectronicsNonAffiliate,
            Severity::Stop,
            "Footnote **",
        ),
    ] {
        let of = |on| EstimateRequest { affiliation, ..listed(list, on) };
        assert_warns(&of(None), code, severity, RULES, section);
        assert_warns(&of(Some("2026-11-20")), code, severity, RULES, section);
        for (lang, date) in [("en", "list of 2026-11-20"), ("tr", "liste tarihi: 2026-11-20")] {
            let dated = said(lang, &of(Some("2026-11-20")), code);
            assert!(dated.contains(date), "{dated}");
            let undated = said(lang, &of(None), code);
            assert!(!undated.contains("list of") && !undated.contains("liste tarihi"), "{undated}");
            let file = if lang == "en" { EN } else { TR };
            let reasons = program().estimate(&of(Some("2026-11-20"))).reasons;
            assert!(say(&bundle(lang, file), &reasons.last().unwrap().message).contains(date));
        }
    }
    let of_cashback =
        EstimateRequest { traffic: CASHBACK, affiliation: Affiliation::No, ..listed(Chuwi, None) };
    assert_warns(
        &of_cashback,
        WarningCode::StoreRateNonAffiliate,
        Severity::Caution,
        RULES,
        "dropshipping, networks",
    );
}

#[test]
fn a_virtual_product() {
    let card = EstimateRequest { virtual_product: true, ..ask(Category::Other, CONTENT) };
    assert_warns(&card, WarningCode::VirtualProduct, Severity::Stop, RULES, "Footnote *");
    let special = ask(Category::Special, CONTENT);
    assert_warns(&special, WarningCode::VirtualProduct, Severity::Stop, RULES, "Footnote *");
}

#[test]
fn a_hot_increase_that_is_lost_or_needs_its_link() {
    for lost in [TrafficSource::Subnetwork, TrafficSource::Dropshipping] {
        let code = WarningCode::HotIncreaseLost;
        assert_warns(&hot(lost, true), code, Severity::Caution, RULES, "dropshipping, networks");
    }
    let hot_products = "Hot Products";
    assert_warns(&hot(CONTENT, false), WarningCode::HotSpecialLink, Severity::Caution, RULES, hot_products);
    assert_warns(&hot(CONTENT, true), WarningCode::HotOnlyThisProduct, Severity::Note, RULES, hot_products);
    let chuwi = EstimateRequest { store_lists: [(StoreList::Chuwi, None)].into(), ..hot(CONTENT, true) };
    assert_warns(&chuwi, WarningCode::HotOverridden, Severity::Caution, RULES, "CHUWI");
}

#[test]
fn the_review_period() {
    let joined = Some(day("2026-11-20"));
    let section = "traffic control department";
    let increased = EstimateRequest { joined, ..hot(CONTENT, true) };
    assert_warns(&increased, WarningCode::ReviewPeriod, Severity::Caution, RULES, section);
    let unpaid = EstimateRequest { joined, ..no(CONTENT) };
    assert_warns(&unpaid, WarningCode::ReviewPeriod, Severity::Stop, RULES, section);
}

#[test]
fn dropshipping_and_its_unknown_rate() {
    let request = ask(Category::Other, TrafficSource::Dropshipping);
    let code = WarningCode::DropshippingAttribution;
    assert_warns(&request, code, Severity::Caution, RULES, "points 1 and 3");
    assert_warns(&request, WarningCode::RateUnknown, Severity::Caution, RULES, "points 1 and 3");
}

#[test]
fn delivery_outside_of_the_program() {
    let cis = EstimateRequest { cis_delivery: true, ..ask(Category::Other, CONTENT) };
    assert_warns(&cis, WarningCode::CisDelivery, Severity::Stop, RULES, "non-CIS");
    let to = |code: &str| EstimateRequest {
        delivery: Some(code.parse().unwrap()),
        ..ask(Category::Other, CONTENT)
    };
    assert_warns(&to("KZ"), WarningCode::OutsideRegion, Severity::Stop, HELP, "Which AliExpress program");
    assert_eq!((likely(&to("KZ")).as_str(), likely(&to("UA")).as_str()), ("0.00", "5.40"));
}

#[test]
fn a_rate_that_is_old_or_zero() {
    let code = WarningCode::RateOlderThanYear;
    assert_warns(&ask(Category::Other, CONTENT), code, Severity::Caution, TABLE_2018, "10.10.2018");
    let live = |rate, date| {
        let live = LiveRate { percent: percent(rate), date: day(date), source: RateSource::Live };
        EstimateRequest { live_rate: Some(live), ..ask(Category::Other, CONTENT) }
    };
    let other = "commission rules for other types of traffic";
    assert_warns(&live("5", "2024-01-01"), code, Severity::Caution, RULES, other);
    assert_warns(&live("0", "2026-11-22"), WarningCode::RateZero, Severity::Stop, RULES, other);
}

#[test]
fn the_cap() {
    let dear = |currency| {
        let price = Some(Money::new("2000".parse().unwrap(), currency));
        EstimateRequest { price, ..ask(Category::MobilePhone, CONTENT) }
    };
    let section = "maximum commission";
    assert_warns(&dear(Currency::USD), WarningCode::CapReached, Severity::Note, RULES, section);
    assert_warns(&dear(Currency::TRY), WarningCode::CapNotApplied, Severity::Caution, RULES, section);
    let ru = Program::by_network_id(25179).unwrap();
    let estimate = ru.estimate(&dear("RUB".parse().unwrap()));
    let warning = found(&estimate.warnings, WarningCode::CapUnknown);
    assert_eq!(warning.severity, Severity::Note);
    assert_eq!(warning.source.document, "Admitad program page of AliExpress RU&CIS (22586, its predecessor)");
    let free = EstimateRequest { virtual_product: true, ..dear(Currency::USD) };
    assert!(ru.estimate(&free).warnings.iter().all(|w| w.code != WarningCode::CapUnknown));
}

#[test]
fn what_is_true_of_every_order() {
    let notes = program().standing_notes();
    for (code, document, section) in [
        (WarningCode::CookieLifetime, RULES, "cookie lifetime"),
        (WarningCode::OneSession, RULES, "cookie lifetime"),
        (WarningCode::PaymentWindow, RULES, "72 hours"),
        (WarningCode::ReturnedOrders, RULES, "returned orders"),
        (WarningCode::AntispamDeduction, HELP, "Antispam"),
        (WarningCode::Region, HELP, "Which AliExpress program"),
        (WarningCode::CisDelivery, RULES, "non-CIS"),
        (WarningCode::SimilarProduct, RULES, "similar product"),
    ] {
        let note = found(&notes, code);
        assert_eq!(note.severity, Severity::Note);
        assert_sourced(note, document, section);
    }
    let text = |code| say(&bundle("en", EN), &found(&notes, code).message);
    assert!(text(WarningCode::CookieLifetime).contains("3 days"));
    assert!(text(WarningCode::PaymentWindow).contains("72 hours"));
    assert!(text(WarningCode::AntispamDeduction).contains("%10 to %20"));
}

#[test]
fn what_a_program_does_not_say() {
    let ru = Program::by_network_id(25179).unwrap();
    let on = |request: &EstimateRequest| ru.estimate(request).warnings;
    let unknown = on(&ask(Category::Other, CONTENT));
    assert_eq!(found(&unknown, WarningCode::TrafficUnknown).severity, Severity::Caution);
    let hot_of_cashback = on(&hot(CASHBACK, false));
    assert_eq!(found(&hot_of_cashback, WarningCode::HotUnknown).severity, Severity::Caution);
    let unpaid = on(&no(CONTENT));
    assert_eq!(found(&unpaid, WarningCode::NonAffiliateNothing).severity, Severity::Stop);
    assert!(unpaid.iter().all(|w| w.code != WarningCode::NonAffiliateClass), "of statistics it says nothing");
}

#[test]
fn every_warning_stands_in_these_tests() {
    let tests = include_str!("warnings.rs");
    let missing: Vec<_> =
        WarningCode::ALL.iter().filter(|code| !tests.contains(&format!("{code:?}"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
