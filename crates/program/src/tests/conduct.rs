//! The rules of conduct and the critical indicators of the built-in files, with their sources.

use super::*;

#[test]
fn the_rules_of_conduct_are_the_pages() {
    let conduct = program().conduct();
    let names: Vec<_> = conduct.iter().map(|(rule, ..)| rule.name()).collect();
    assert_eq!(
        names,
        [
            "brand_sem",
            "misleading",
            "incentive",
            "hidden_product",
            "own_purchase",
            "popup",
            "banned_keyword",
            "illegal_or_harmful",
            "campaign_billboard",
            "forced_traffic",
            "cookie_stuffing",
            "extension_overlay",
        ]
    );
    for (rule, sentence, citation) in conduct {
        assert_eq!(sentence.key, rule.key());
        assert_eq!(citation.document, "Admitad program page of AliExpress TR, rules");
        assert_eq!(citation.date, Some(day("2022-01-21")));
        assert!(!citation.section.is_empty());
    }
}

#[test]
fn the_critical_indicators_are_the_pages() {
    let found: Vec<_> = program()
        .indicators()
        .iter()
        .map(|i| (i.kind.name(), i.clicks_above, i.cr_below, i.message().args.len(), i.source.date))
        .collect();
    let read = Some(day("2022-01-21"));
    assert_eq!(
        found,
        [("low_conversion", 5000, Some(percent("0.3")), 2, read), ("no_action", 1000, None, 1, read)]
    );
}
