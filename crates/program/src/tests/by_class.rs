//! Estimates for the four classes.

use super::*;

#[test]
fn one_order_for_each_class() {
    let product =
        |affiliation| EstimateRequest { affiliation, ..ask(Category::Other, TrafficSource::Messenger) };
    let amounts = |request: &EstimateRequest| {
        let of_class = |(class, estimate): (TrafficClass, Estimate)| {
            (class.name(), estimate.likely.map(|money| money.amount.to_string()))
        };
        program().estimate_by_class(request).into_iter().map(of_class).collect::<Vec<_>>()
    };
    let paid = |text: &str| Some(text.to_owned());
    assert_eq!(
        amounts(&product(Affiliation::Yes)),
        [
            ("other", paid("5.40")),
            ("cashback", paid("5.40")),
            ("dropshipping", None),
            ("subnetwork", paid("5.40"))
        ]
    );
    assert_eq!(
        amounts(&product(Affiliation::No)),
        [
            ("other", paid("5.40")),
            ("cashback", paid("0.00")),
            ("dropshipping", paid("0.00")),
            ("subnetwork", paid("0.00"))
        ]
    );
}

#[test]
fn the_own_source_stands_for_its_class_and_permissions_are_left_out() {
    let said = |request: &EstimateRequest| {
        let of_class =
            |(_, estimate): (TrafficClass, Estimate)| estimate.reasons[0].message.args[0].1.clone();
        program().estimate_by_class(request).into_iter().map(of_class).collect::<Vec<_>>()
    };
    let term = |source: TrafficSource| Argument::Term(source.key().to_owned());
    assert_eq!(
        said(&ask(Category::Other, TrafficSource::Extension)),
        [
            term(TrafficSource::Messenger),
            term(TrafficSource::Extension),
            term(TrafficSource::Dropshipping),
            term(TrafficSource::Subnetwork)
        ]
    );
    for &source in TrafficSource::ALL {
        let request = ask(Category::Other, source);
        for (class, estimate) in program().estimate_by_class(&request) {
            let codes: Vec<_> = estimate.warnings.iter().map(|w| w.code.name()).collect();
            assert!(
                !codes.iter().any(|c| c.starts_with("traffic_") || *c == "extension_conduct"),
                "{codes:?}"
            );
            if class == source.class() {
                let own = program().estimate(&request);
                assert_eq!((estimate.likely, estimate.rate), (own.likely, own.rate));
            }
        }
    }
}
