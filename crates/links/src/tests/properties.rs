//! Properties that hold for every text.

use proptest::prelude::*;

use crate::{HiddenLink, Link, LinkKind, ProductId, find_links, inspect, parse_price};

/// One link of each kind.
const LINKS: [&str; 18] = [
    "https://www.aliexpress.com/item/1005001234567890.html",
    "https://www.aliexpress.us/item/3256801048253138.html?spm=a2g0o.x&gatewayAdapt=glo2usa",
    "https://tr.aliexpress.com/i/4000123456789.html",
    "https://m.aliexpress.com/p/coin-index/index.html?_immersiveMode=true&productIds=1005001234567890,32812345678",
    "https://a.aliexpress.com/_mAbCdEf",
    "https://s.click.aliexpress.com/e/_oXy12Zq",
    "https://sl.aliexpress.ru/p?key=AbC12dE",
    "https://ali.click/ab12cd3",
    "https://alitems.com/g/1e8d114494aaaaabbbbb16525dc3e8/?ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005001234567890.html",
    "https://s.click.aliexpress.com/deep_link.htm?dl_target_url=https%3A%2F%2Fa.aliexpress.com%2F_mAbCdEf",
    "https://ali.ski/aB1cD2",
    "https://www.aliexpress.com/store/1234567",
    "https://www.aliexpress.com/w/wholesale-usb.html?SearchText=usb+cable",
    "https://sale.aliexpress.com/__pc/summer.htm",
    "https://giftcard.aliexpress.com/",
    "https://my.aliexpress.com/wishlist",
    "https://aliexpress.com.evil.example/item/1005001234567890.html",
    "https://xn--liexpress-zyh.com/item/1005001234567890.html",
];

/// A link without its span and the text around it.
fn meaning(link: &Link) -> impl PartialEq + std::fmt::Debug + use<> {
    let (host, canonical) = (link.host().to_owned(), link.canonical_url());
    let Link { kind, target, products, wrapper, reason, hot, url, .. } = link.clone();
    (kind, target, products, (host, canonical, url), wrapper, (reason, hot))
}

fn alone(link: &str) -> Link {
    let mut links = find_links(link, &[]);
    assert_eq!(links.len(), 1, "{link}");
    links.remove(0)
}

fn any_link() -> impl Strategy<Value = &'static str> {
    prop::sample::select(LINKS.to_vec())
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A host that resembles a genuine one.
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
        // One letter in front makes another name of *ali*, such as Bali.
        "[a-z]{4,8}".prop_map(move |head| format!("{head}{brand}.com")),
        "[a-z]{1,8}".prop_map(move |head| format!("{head}-{brand}.com")),
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

/// Pieces of texts with links.
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
        let links = find_links(&text, &[]);
        for link in &links {
            // Without a scheme, the text in front of @ or \ is a word of its own and no disguise.
            let split = scheme.is_empty() && host.contains(['\\', '@']);
            prop_assert!(link.kind == LinkKind::Lookalike || split, "{text}: {link:?}");
        }
        if !scheme.is_empty() {
            prop_assert_eq!(links.len(), 1, "{} is not noticed", text);
        }
    }

    #[test]
    fn any_text_is_read(text in chat(), hidden in prop::collection::vec((0usize..80, 0usize..80, chat()), 0..3)) {
        let hidden: Vec<HiddenLink> = hidden.into_iter().map(|(from, to, url)| HiddenLink { span: from..to, url }).collect();
        let links = find_links(&text, &hidden);
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
        let links = find_links(&format!("https://www.aliexpress.us/item/{us}.html"), &[]);
        prop_assert_eq!(links[0].products[0].id.value(), global);
    }

    #[test]
    fn a_genuine_link_is_found_in_any_company(
        before in "[a-zğüşıöç ]{0,12}[ (>«\n]",
        after in "[)»… \n,][a-zğüşıöç ]{0,12}",
    ) {
        let links = find_links(&format!("{before}https://tr.aliexpress.com/item/1005006123456789.html{after}"), &[]);
        prop_assert_eq!(links.len(), 1);
        prop_assert_eq!(links[0].kind, LinkKind::Product);
        prop_assert_eq!(links[0].span.len(), "https://tr.aliexpress.com/item/1005006123456789.html".len());
    }

    #[test]
    fn other_lines_do_not_change_a_link(before in chat(), link in any_link(), after in chat()) {
        let text = format!("{before}\n{link}\n{after}");
        let start = before.len() + 1;
        let links = find_links(&text, &[]);
        let found = links.iter().find(|found| found.span == (start..start + link.len()));
        prop_assert!(found.is_some(), "{link} is lost in {text:?}");
        prop_assert_eq!(meaning(found.unwrap()), meaning(&alone(link)));
    }

    #[test]
    fn what_is_glued_to_a_link_does_not_change_it(
        before in prop::sample::select(vec![
            "", "(", "[", "<", "\"", "'", "«", "„", "“", "「", "【", "*", "**", "||", "`", "kablo", "ürün:", "→", "🔥", "👉🏽", "1️⃣",
            "\u{200b}", "\u{202b}", "\u{2068}", "\u{feff}", "看", "https://shop.example/x ", "a@b.example ", "1)", "—",
        ]),
        link in any_link(),
        after in prop::sample::select(vec![
            "", ")", ">", "\"", "'", "'dan", "’den", "»", "“", "」", "】", "**", "`", "…", ".", "...", "!", ",", ", bak", " | x", "🔥",
            "👈🏽", "\u{200b}", "\u{202c}", "\u{2069}", "。", "、", "！", "؟", "،", "\\n", "\\\"", "](https://",
        ]),
    ) {
        let text = format!("{before}{link}{after}");
        let links = find_links(&text, &[]);
        prop_assert_eq!(links.len(), 1, "{}", text);
        prop_assert_eq!(&text[links[0].span.clone()], link);
        prop_assert_eq!(meaning(&links[0]), meaning(&alone(link)));
    }

    #[test]
    fn encoding_a_whole_link_does_not_change_it(link in any_link(), rounds in 1usize..3) {
        let text = (0..rounds).fold(link.to_owned(), |text, _| encoded(&text));
        prop_assert_eq!(meaning(&alone(&text)), meaning(&alone(link)));
    }

    #[test]
    fn wrappers_do_not_change_what_is_under_them(
        link in any_link(),
        wrappers in prop::collection::vec(prop::sample::select(vec![
            "https://alitems.com/g/1e8d114494aaaaabbbbb16525dc3e8/?ulp=",
            "https://s.click.aliexpress.com/deep_link.htm?aff_short_key=x&dl_target_url=",
            "https://star.aliexpress.com/share/share.htm?redirectUrl=",
            "https://www.awin1.com/cread.php?awinmid=11640&ued=",
            "https://www.google.com/url?q=",
            "https://t.me/share/url?url=",
            "https://login.aliexpress.com/sync_cookie_read.htm?xman_goto=",
            "aliexpress://goto?url=",
        ]), 1..3),
    ) {
        let text = wrappers.iter().fold(link.to_owned(), |text, wrapper| format!("{wrapper}{}", encoded(&text)));
        let (bare, wrapped) = (alone(link), alone(&text));
        prop_assert_eq!(wrapped.target, bare.target, "{}", text);
        prop_assert_eq!((&wrapped.products, &wrapped.url), (&bare.products, &bare.url));
        prop_assert_eq!(wrapped.kind == LinkKind::Lookalike, bare.kind == LinkKind::Lookalike);
    }

    #[test]
    fn a_share_text_gives_price_and_title(
        prefix in prop::sample::select(vec!["", "Bak: ", "Found this on AliExpress! ", "AliExpress: \n", "לכם: "]),
        (price, amount) in prop::sample::select(vec![
            ("₺1.234,56", "1234.56"), ("TRY1,234.56", "1234.56"), ("1.234,56 TL", "1234.56"), ("€12.34", "12.34"),
            ("12,34 €", "12.34"), ("US $2.85", "2.85"), ("THB229.89", "229.89"), ("1 234,56 ₽", "1234.56"), ("٤٢٫١٠ ر.س", "42.10"),
        ]),
        title in "[A-Za-zğüşöçİ0-9а-я][A-Za-zğüşöçİ0-9а-я ,.+/-]{0,60}[A-Za-zğüşöçİа-я]",
        glue in prop::sample::select(vec!["\n", " \n", "\n\n", " "]),
        link in any_link(),
    ) {
        let links = find_links(&format!("{prefix}{price} | {title}{glue}{link}"), &[]);
        prop_assert_eq!(links.len(), 1);
        prop_assert_eq!(links[0].title.as_deref(), Some(title.as_str()));
        prop_assert_eq!(links[0].price.unwrap().amount.to_string(), amount);
    }
}
