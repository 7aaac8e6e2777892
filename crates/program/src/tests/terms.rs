//! Live terms: names, dates, countries, sums, and their precedence over the file.

use std::sync::Arc;

use super::*;
use crate::{ListedRate, Terms, TermsSource};

const SOURCE: TermsSource =
    TermsSource { document: "Example API", section: "Terms", read_on: jiff::civil::date(2026, 11, 22) };

fn listed(action: &str, rate: &str) -> ListedRate {
    ListedRate {
        action: action.to_owned(),
        tariff: Some("Default tariff".to_owned()),
        percent: percent(rate),
        country: None,
        from: None,
        from_sum: None,
    }
}

fn terms(listed: Vec<ListedRate>) -> Terms {
    Terms::from_listed_rates(SOURCE, [], listed, "TR")
}

fn rate(terms: &Terms, category: Category) -> Option<Percent> {
    terms.rate(category, day("2026-11-22"), None)
}

#[test]
fn published_names_are_read_in_any_writing() {
    let names = [
        ("Mobile phone NEW", Category::MobilePhone),
        ("Computer peripherals NEW", Category::ComputerPeripherals),
        ("Tablets NEW", Category::Tablets),
        ("Desktop NEW", Category::Desktop),
        ("Laptop netbooks NEW", Category::Laptop),
        ("Home audio& video equipment NEW", Category::HomeAudioVideo),
        ("External storage NEW", Category::ExternalStorage),
        ("Internal storage NEW", Category::InternalStorage),
        ("Mobile phone accessories NEW", Category::PhoneAccessories),
        ("Interior accessories NEW", Category::InteriorAccessories),
        ("Garden supplies NEW", Category::GardenSupplies),
        ("Women's clothing NEW", Category::WomensClothing),
        ("Men's clothing NEW", Category::MensClothing),
        ("Children's clothing NEW", Category::ChildrensClothing),
        ("All other categories NEW", Category::Other),
        ("Special and virtual categories", Category::Special),
        ("MEN’S  CLOTHING", Category::MensClothing),
        ("laptop & netbooks", Category::Laptop),
        ("Paid order: Mobile phones", Category::MobilePhone),
        ("Other categories", Category::Other),
    ];
    for (name, category) in names {
        let read = terms(vec![listed(name, "1.25")]);
        assert_eq!((rate(&read, category), read.unread_names()), (Some(percent("1.25")), 0), "{name}");
    }
}

#[test]
fn rates_for_other_cases_are_not_the_standard_rate() {
    for name in [
        "Hot products",
        "Non-affiliated products",
        "Nonaffiliate products",
        "Mobile phone, new buyer (cashback/extensions)",
        "Mobile phone NEW BUYERS",
        "Tablets (cashback services)",
        "All other categories: dropshipping",
        "Tablets, new users bonus",
    ] {
        let read = terms(vec![listed(name, "1.25")]);
        assert!(read.is_empty() && read.unread_names() == 0, "{name}");
    }
}

#[test]
fn what_is_not_understood_is_counted_once() {
    let strange = ["Телефоны и Телекоммуникация", "Paid order", "Women's shoes", "", "Other telecom", "💻"];
    let read = terms(strange.iter().chain(&strange).map(|name| listed(name, "1.25")).collect());
    assert!(read.is_empty());
    assert_eq!(read.unread_names(), strange.len());
}

#[test]
fn a_tariff_may_bear_the_name() {
    let of =
        |action: &str, tariff: &str| ListedRate { tariff: Some(tariff.to_owned()), ..listed(action, "1.25") };
    let read =
        terms(vec![of("Paid order", "Tablets"), of("Desktop", "new buyer"), of("Hot products", "Laptop")]);
    assert_eq!(rate(&read, Category::Tablets), Some(percent("1.25")));
    assert_eq!(rate(&read, Category::Desktop), None);
    assert_eq!(rate(&read, Category::Laptop), None);
}

#[test]
fn a_category_without_a_row_is_another_one_unless_a_name_was_not_understood() {
    let mut rows = vec![listed("Tablets", "1"), listed("All other categories", "5")];
    assert_eq!(rate(&terms(rows.clone()), Category::Desktop), Some(percent("5")));
    rows.push(listed("Desktops of wood", "2"));
    let read = terms(rows);
    assert_eq!(rate(&read, Category::Desktop), None);
    assert_eq!(rate(&read, Category::Tablets), Some(percent("1")));
    assert_eq!(read.span(day("2026-11-22"), None), Some((percent("1"), percent("5"))));
}

#[test]
fn the_youngest_rate_that_is_in_force_counts() {
    let from = |date: &str, rate: &str| ListedRate { from: Some(day(date)), ..listed("Tablets", rate) };
    let read = terms(vec![from("2020-01-01", "2"), from("2018-10-10", "1"), from("2030-01-01", "9")]);
    let on = |date: &str| read.rate(Category::Tablets, day(date), None);
    assert_eq!(on("2018-10-09"), None);
    assert_eq!(on("2018-10-10"), Some(percent("1")));
    assert_eq!(on("2020-01-01"), Some(percent("2")));
    assert_eq!(on("2030-01-01"), Some(percent("9")));
}

#[test]
fn the_programs_country_goes_before_all_countries_and_others_do_not_count() {
    let of = |country: Option<&str>, rate: &str| ListedRate {
        country: country.map(str::to_owned),
        ..listed("Tablets", rate)
    };
    let all = vec![of(Some("DE"), "9"), of(None, "1"), of(Some("tr"), "2")];
    assert_eq!(rate(&terms(all.clone()), Category::Tablets), Some(percent("2")));
    assert_eq!(rate(&terms(all[..2].to_vec()), Category::Tablets), Some(percent("1")));
    assert_eq!(rate(&terms(all[..1].to_vec()), Category::Tablets), None);
}

#[test]
fn a_rate_may_depend_on_the_sum_of_the_order() {
    let tier = |sum: &str, date: &str, rate: &str| ListedRate {
        from_sum: Some(sum.parse().unwrap()),
        from: Some(day(date)),
        ..listed("Tablets", rate)
    };
    let read = terms(vec![
        tier("100", "2020-01-01", "3"),
        tier("0.00", "2020-01-01", "2"),
        tier("50", "2019-01-01", "8"),
    ]);
    let at = |sum: &str| read.rate(Category::Tablets, day("2026-11-22"), Some(sum.parse().unwrap()));
    assert_eq!(at("99.99"), Some(percent("2")), "a younger list replaces the older one");
    assert_eq!(at("100"), Some(percent("3")));
    assert_eq!(rate(&read, Category::Tablets), Some(percent("2")), "what is paid at any sum");
    let above = terms(vec![tier("100", "2020-01-01", "3")]);
    assert_eq!(above.rate(Category::Tablets, day("2026-11-22"), Some(Decimal::ONE)), None);
}

#[test]
fn what_cannot_be_is_left_out() {
    let read = terms(vec![listed("Tablets", "101"), listed("Desktop", "-1"), listed("Laptop", "0")]);
    assert_eq!(rate(&read, Category::Tablets), None);
    assert_eq!(rate(&read, Category::Desktop), None);
    assert_eq!(rate(&read, Category::Laptop), Some(Percent::ZERO));
    let figures = [(FigureKind::Cr, "101"), (FigureKind::Epc, "-1"), (FigureKind::HoldDays, "31")];
    let figures = figures.map(|(kind, number)| (kind, number.parse().unwrap()));
    let read = Terms::from_listed_rates(SOURCE, figures, [], "TR");
    let live: Vec<FigureKind> = Program::builtin()
        .figures(Some(&read))
        .into_iter()
        .filter(|figure| figure.citation.document == "Example API")
        .map(|figure| figure.kind)
        .collect();
    assert_eq!(live, [FigureKind::HoldDays]);
}

#[test]
fn a_live_figure_goes_before_the_files_and_each_keeps_its_source_and_day() {
    let figures = [(FigureKind::Epc, "8.0"), (FigureKind::Cr, "11.28"), (FigureKind::HoldDays, "38")];
    let figures = figures.map(|(kind, number)| (kind, number.parse().unwrap()));
    let terms = Terms::from_listed_rates(SOURCE, figures, [], "TR");
    let (file, live) = (Program::builtin().figures(None), Program::builtin().figures(Some(&terms)));
    assert_eq!(file.len(), live.len());
    for (file, live) in file.iter().zip(&live) {
        assert_eq!(file.kind, live.kind);
        match live.kind {
            FigureKind::Epc => assert_eq!(live.value, usd("8.00").into()),
            FigureKind::Cr => assert_eq!(live.value, percent("11.28").into()),
            FigureKind::HoldDays => assert_eq!(live.value, 38_u32.into()),
            _ => assert_eq!(file, live),
        }
        let is_live = matches!(live.kind, FigureKind::Epc | FigureKind::Cr | FigureKind::HoldDays);
        assert_eq!(live.citation.date == Some(day("2026-11-22")), is_live, "{:?}", live.kind);
    }
}

/// A request for a tablet with the ad space's own rate of 3 %.
fn with_terms() -> EstimateRequest {
    let terms = terms(vec![listed("Tablets", "3"), listed("Mobile phone", "4")]);
    EstimateRequest { terms: Some(Arc::new(terms)), ..ask(Category::Tablets, TrafficSource::Forum) }
}

#[test]
fn the_ad_spaces_rate_stands_between_the_live_rate_and_the_table() {
    let request = with_terms();
    assert_eq!(likely(&request), "3.00");
    assert_eq!(reasons(&request), ["traffic_class", "ad_space_rate"]);
    assert_eq!(warnings(&request), [], "it is of today");
    let rate = Program::builtin().estimate(&request).rate.unwrap();
    assert_eq!((rate.basis.source, rate.basis.date), (RateSource::AdSpace, Some(day("2026-11-22"))));

    for source in [RateSource::Live, RateSource::Feed] {
        let live = LiveRate { percent: percent("9"), date: day("2026-11-20"), source };
        assert_eq!(likely(&EstimateRequest { live_rate: Some(live), ..request.clone() }), "9.00");
    }
    let garden = EstimateRequest { category: Some(Category::GardenSupplies), ..request };
    assert_eq!(likely(&garden), "6.90", "the network says nothing of it");
    assert_eq!(reasons(&garden), ["traffic_class", "table_rate"]);
}

#[test]
fn an_unknown_category_has_the_span_of_all_rates() {
    let all = ["Mobile phone", "Tablets", "All other categories"].into_iter().zip(["2.5", "1.5", "7.25"]);
    let terms = terms(all.map(|(name, rate)| listed(name, rate)).collect());
    let request = EstimateRequest { category: None, terms: Some(Arc::new(terms)), ..with_terms() };
    let estimate = Program::builtin().estimate(&request);
    assert_eq!((estimate.low_rate, estimate.high_rate), (Some(percent("1.5")), Some(percent("7.25"))));
    assert_eq!(reasons(&request), ["category_unknown", "traffic_class", "ad_space_range"]);
    let sources: Vec<RateSource> = estimate.bases.iter().map(|basis| basis.source).collect();
    assert_eq!(sources, [RateSource::AdSpace]);
}

#[test]
fn rules_above_the_table_stand_above_the_ad_spaces_rates_too() {
    let store = |list| EstimateRequest { store_lists: [(list, None)].into(), ..with_terms() };
    assert_eq!(likely(&store(StoreList::NoCommission)), "0.00");
    assert_eq!(likely(&store(StoreList::Chuwi)), "1.50");
    assert_eq!(likely(&EstimateRequest { virtual_product: true, ..with_terms() }), "0.00");
    let not_affiliate =
        EstimateRequest { affiliation: Affiliation::No, traffic: TrafficSource::Cashback, ..with_terms() };
    assert_eq!(likely(&not_affiliate), "0.00");
    let dear = EstimateRequest { price: Some(usd("5000")), ..with_terms() };
    assert_eq!(likely(&dear), "38.00");
    // Dropshipping has a table of its own, so the standard one does not apply.
    assert_eq!(likely(&EstimateRequest { traffic: TrafficSource::Dropshipping, ..with_terms() }), "unknown");
}

#[test]
fn the_sum_counts_in_the_programs_currency_alone() {
    let tier = |sum: &str, rate: &str| ListedRate {
        from_sum: Some(sum.parse().unwrap()),
        ..listed("Tablets", rate)
    };
    let terms = Arc::new(terms(vec![tier("0", "2"), tier("50", "4")]));
    let request = EstimateRequest { terms: Some(terms), ..with_terms() };
    assert_eq!(likely(&request), "4.00");
    let lira = Money::new(Decimal::ONE_HUNDRED, Currency::TRY);
    assert_eq!(likely(&EstimateRequest { price: Some(lira), ..request }), "2.00");
}
