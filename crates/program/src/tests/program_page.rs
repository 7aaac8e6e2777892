//! The tables of the program page: permissions, classes, names and figures.

use super::*;

#[test]
fn permissions_are_those_of_the_page() {
    use Permission::{Allowed, Forbidden, NeedsApproval, NotNamed};
    let program = program();
    let named = |permission| {
        let sources = program.traffic_sources().filter(move |(_, p)| *p == permission);
        sources.map(|(source, _)| source.name()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(named(Forbidden), "popup adult toolbar incentive brand_bidding");
    assert_eq!(named(NeedsApproval), "email banner sem");
    assert_eq!(named(NotNamed), "extension dropshipping subnetwork");
    assert_eq!(
        named(Allowed),
        "mobile content_site other affiliate_store forum loyalty messenger coupon youtube social cashback"
    );
    for (source, permission) in program.traffic_sources() {
        let request = ask(Category::Other, source);
        let forbidden = warns(&request, WarningCode::TrafficForbidden, Severity::Stop);
        let approval = warns(&request, WarningCode::TrafficNeedsApproval, Severity::Caution);
        let not_named = warns(&request, WarningCode::TrafficNotNamed, Severity::Caution);
        assert_eq!(
            (forbidden, approval, not_named),
            (permission == Forbidden, permission == NeedsApproval, permission == NotNamed)
        );
    }
    assert!(warns(
        &ask(Category::Other, TrafficSource::Extension),
        WarningCode::ExtensionConduct,
        Severity::Caution
    ));
}

#[test]
fn the_classes_hold_their_sources() {
    let of = |class| {
        let sources = TrafficSource::ALL.iter().filter(move |source| source.class() == class);
        sources.map(|source| source.name()).collect::<Vec<_>>()
    };
    assert_eq!(of(TrafficClass::Cashback), ["toolbar", "cashback", "extension"]);
    assert_eq!(of(TrafficClass::Dropshipping), ["dropshipping"]);
    assert_eq!(of(TrafficClass::Subnetwork), ["subnetwork"]);
    assert_eq!(of(TrafficClass::Other).len(), TrafficSource::ALL.len() - 5);
}

#[test]
fn names_are_one_and_the_same_everywhere() {
    for &category in Category::ALL {
        let name = category.to_string();
        assert_eq!(name.parse(), Ok(category));
        assert_eq!(serde_json::to_value(category).unwrap(), name);
        assert_eq!(serde_json::from_value::<Category>(name.into()).unwrap(), category);
    }
    let error = "Tablets".parse::<Category>().unwrap_err().to_string();
    assert!(error.starts_with("`Tablets` is not a category; one of: mobile_phone, "), "{error}");
}

#[test]
fn the_program_card_has_every_figure() {
    let program = program();
    assert_eq!((program.network_id(), program.currency()), (14289, Currency::USD));
    let figures = program.figures(None);
    let values: Vec<_> = figures.iter().map(|figure| (figure.kind, figure.value.clone())).collect();
    let days = |n: u32| Argument::Number(n.into());
    assert_eq!(
        values,
        [
            (FigureKind::Epc, usd("1.00").into()),
            (FigureKind::Cr, percent("1.03").into()),
            (FigureKind::Cr48h, percent("0.26").into()),
            (FigureKind::Approval, percent("91").into()),
            (FigureKind::CookieDays, days(3)),
            (FigureKind::HoldDays, days(25)),
            (FigureKind::PaymentDays, days(26)),
            (FigureKind::OrderCap, usd("38.00").into()),
            (FigureKind::HotUpTo, percent("69").into()),
        ]
    );
    assert!(figures.iter().all(|figure| figure.citation.document.contains("Admitad")));
    let notes: Vec<_> = program.standing_notes().iter().map(|note| note.code.name()).collect();
    assert_eq!(
        notes,
        [
            "cookie_lifetime",
            "one_session",
            "payment_window",
            "returned_orders",
            "antispam_deduction",
            "region",
            "cis_delivery",
            "similar_product"
        ]
    );
}
