//! What holds for every text.

use proptest::prelude::*;

use crate::links::{Hidden, Kind, ProductId, inspect, parse_price, read};

/// A host that is close to a genuine one and is none.
fn lookalike_host() -> impl Strategy<Value = String> {
    let brand = "aliexpress";
    let letter = 0..brand.len();
    prop_oneof![
        letter.clone().prop_map(move |at| format!("{}{}.com", &brand[..at], &brand[at + 1..])),
        letter.clone().prop_map(move |at| format!("{}{}.com", &brand[..=at], &brand[at..])),
        (letter, prop::sample::select(vec!['1', '0', '3', '5', 'а', 'е', 'і', 'ѕ', 'х', 'р', 'é', 'ı']))
            .prop_filter("changes something", move |(at, sign)| !brand[*at..].starts_with(*sign))
            .prop_map(move |(at, sign)| format!("{}{sign}{}.com", &brand[..at], &brand[at + 1..])),
        "[a-z]{1,8}".prop_map(move |tail| format!("www.{brand}.com.{tail}.example")),
        "[a-z]{1,8}".prop_map(move |head| format!("{head}{brand}.com")),
        "[a-z]{1,8}".prop_map(move |tail| format!("{brand}-{tail}.com")),
        "[a-z]{1,8}".prop_map(move |tail| format!("{brand}.com-{tail}.shop")),
        "[a-z]{1,8}".prop_map(|user| format!("{user}@www.aliexpress.com")),
        "[a-z]{1,8}".prop_map(|host| format!("www.aliexpress.com@{host}.example")),
        (1u16..).prop_map(|port| format!("www.aliexpress.com:{port}")),
        "[a-z]{1,8}".prop_map(|host| format!("{host}.example\\@www.aliexpress.com")),
        prop::sample::select(vec!["co", "com.tr", "com.br", "net", "org", "shop", "co.uk"])
            .prop_map(move |suffix| format!("{brand}.{suffix}")),
    ]
}

/// Pieces that texts with links are made of.
fn chat() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("https://".to_owned()),
        Just("https%3A%2F%2F".to_owned()),
        Just("www.aliexpress.com/item/1005006123456789.html".to_owned()),
        Just("a.aliexpress.com/_mPkQRYF".to_owned()),
        Just("https://alitems.com/g/1e8d114494bee1754d1816525dc3e8/?ulp=".to_owned()),
        Just("аliexpress。com".to_owned()),
        prop::sample::select(vec![
            "[",
            "](",
            ")",
            " | ",
            "\n",
            " ",
            "₺1.234,56",
            "99 TL",
            "➡️",
            "@",
            ":",
            "\\",
            "%",
            "&amp;",
            "🔥"
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_lookalike_is_never_genuine(host in lookalike_host(), scheme in prop::sample::select(vec!["https://", "http://", ""])) {
        let text = format!("bak {scheme}{host}/item/1005006123456789.html ucuz");
        let links = read(&text, &[]);
        for link in &links {
            // Without a scheme, what stands in front of @ or \ is a word of its own and no disguise.
            let split = scheme.is_empty() && host.contains(['\\', '@']);
            prop_assert!(link.kind == Kind::Lookalike || split, "{text}: {link:?}");
        }
        if !scheme.is_empty() {
            prop_assert_eq!(links.len(), 1, "{} is not noticed", text);
        }
    }

    #[test]
    fn any_text_is_read(text in chat(), hidden in prop::collection::vec((0usize..80, 0usize..80, chat()), 0..3)) {
        let hidden: Vec<Hidden> = hidden.into_iter().map(|(from, to, url)| Hidden { span: from..to, url }).collect();
        let links = read(&text, &hidden);
        let mut end = 0;
        for link in &links {
            prop_assert!(link.span.start >= end && !link.span.is_empty());
            prop_assert!(text.get(link.span.clone()).is_some());
            end = link.span.end;
        }
        prop_assert!(serde_json::to_string(&inspect(&text)).is_ok());
        let _ = parse_price(&text, None);
    }

    #[test]
    fn us_ids_are_mapped_exactly(global in 10_000_000u64..(1 << 51)) {
        let us = global + (1 << 51);
        prop_assert_eq!(us.to_string().parse::<ProductId>().unwrap().value(), global);
        prop_assert_eq!(global.to_string().parse::<ProductId>().unwrap().value(), global);
        let links = read(&format!("https://www.aliexpress.us/item/{us}.html"), &[]);
        prop_assert_eq!(links[0].products[0].id.value(), global);
    }

    #[test]
    fn a_genuine_link_is_found_in_any_company(
        before in "[a-zğüşıöç ]{0,12}[ (>«\n]",
        after in "[)»… \n,][a-zğüşıöç ]{0,12}",
    ) {
        let links = read(&format!("{before}https://tr.aliexpress.com/item/1005006123456789.html{after}"), &[]);
        prop_assert_eq!(links.len(), 1);
        prop_assert_eq!(links[0].kind, Kind::Product);
        prop_assert_eq!(links[0].span.len(), "https://tr.aliexpress.com/item/1005006123456789.html".len());
    }
}
