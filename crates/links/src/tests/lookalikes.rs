//! Addresses that imitate AliExpress are never taken for genuine, and genuine addresses always are.
//!
//! 5,000 cases of each property; `just lookalikes` runs 100,000 (the variable `PROPTEST_CASES`).

use proptest::prelude::*;
use url::Url;

use super::disguises::*;
use super::oracle::{is_genuine_host, leads_to_aliexpress};
use crate::{HiddenLink, Link, LinkKind, find_links};

const ID: u64 = 1005006123456789;

/// The number of cases: `PROPTEST_CASES`, 5,000 without it.
fn cases() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(5_000), failure_persistence: None, ..ProptestConfig::default() }
}

/// The links of an address behind a label, in a sentence and in Markdown. A character that ends an address in a text makes the rest a
/// separate address; such texts belong to the next property.
fn all_readings(address: &str) -> Vec<(String, Vec<Link>)> {
    let behind = |url: &str| vec![HiddenLink { span: 0..SHOWN.len(), url: url.to_owned() }];
    let mut all = vec![(format!("{SHOWN} -> {address}"), find_links(SHOWN, &behind(address)))];
    let ends = |letter: char| {
        letter.is_whitespace()
            || letter.is_control()
            || matches!(letter, '\'' | '(' | ')' | '\u{200B}' | '\u{2060}')
    };
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = &rest[rest.find(['/', '?', '#']).unwrap_or(rest.len())..];
    let stops = |letter: char| !letter.is_ascii() && !letter.is_alphanumeric();
    if !address.contains(ends) && !rest.contains(stops) {
        // Full stops at the end of an address belong to the sentence.
        let sentence = address.ends_with(char::is_alphanumeric).then(|| format!("bak {address} ucuz"));
        for text in sentence.into_iter().chain([format!("[{SHOWN}]({address})")]) {
            let links = find_links(&text, &[]);
            all.push((text, links));
        }
    }
    all
}

/// Whether a link is trusted. A wrapper around an unreadable target is reported without trust.
fn is_trusted(link: &Link) -> bool {
    let blind = link.target.is_none() && matches!(link.kind, LinkKind::Affiliate | LinkKind::OtherAliexpress);
    link.canonical_url().is_some() || !link.products.is_empty() || (link.leads_to_aliexpress() && !blind)
}

/// A visible link in a text leads to AliExpress when it is opened, or it is not trusted.
fn violation(text: &str, link: &Link) -> Option<String> {
    let written = text.get(link.span.clone()).unwrap_or_default();
    if is_trusted(link) && !leads_to_aliexpress(written) {
        return Some(format!("{written:?} leads elsewhere, of {text:?}: {link:?}"));
    }
    clean(link)
}

/// Every clean address is https on a genuine host.
fn clean(link: &Link) -> Option<String> {
    let canonical = link.canonical_url()?;
    let fine = canonical.scheme() == "https"
        && canonical.domain().is_some_and(is_genuine_host)
        && canonical.port().is_none()
        && canonical.username().is_empty()
        && canonical.fragment().is_none();
    (!fine).then(|| format!("not to be linked to: {link:?}"))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn an_imitation_is_never_the_shop(address in imitation(), wraps in wraps()) {
        let address = wraps.iter().fold(address, |address, kind| wrapped(&address, *kind));
        for (shown, links) in all_readings(&address) {
            for link in links {
                prop_assert!(!is_trusted(&link), "{shown:?}: {link:?}");
            }
        }
    }

    #[test]
    fn whatever_is_trusted_leads_to_the_shop(
        pieces in prop::collection::vec(
            prop_oneof![
                4 => imitation(),
                2 => disguise(),
                1 => genuine_host(),
                1 => path(),
                1 => (imitation(), 0usize..15).prop_map(|(address, kind)| wrapped(&address, kind)),
                3 => one_of(&[" ", "\n", "\t", "(", ")", "[", "](", "«", "»", "|", ";", ",", ".", "/", "\\", "@", ":", "%", "?", "#", "=", "&", "&amp;",
                    "\u{200B}", "\u{2060}", "\u{FEFF}", "\u{202E}", "\u{AD}", "。", "https://", "//", "http:", "https%3A%2F%2F", "ftp://", "bak", "链接", "🔥", "'"]),
                1 => "\\PC{0,3}",
            ],
            1..6,
        ),
    ) {
        let text = pieces.concat();
        // A Markdown label is judged by its address, which the span names.
        for link in find_links(&text, &[]) {
            prop_assert_eq!(violation(&text, &link), None);
        }
        for link in find_links(SHOWN, &[HiddenLink { span: 0..SHOWN.len(), url: text.clone() }]) {
            prop_assert!(!is_trusted(&link) || leads_to_aliexpress(&text), "{text:?}: {link:?}");
            prop_assert_eq!(clean(&link), None);
        }
    }

    #[test]
    fn the_shop_is_always_known(
        scheme in one_of(&["https://", "http://", "HTTPS://", "", "//", "https://https://"]),
        label in prop_oneof![
            one_of(&["www.", "", "m.", "tr.", "de.", "m.tr.", "pt.", "he.", "best.", "vi.m.", "ar.", "ko.", "nl.", "th."]),
            Just("www.m.".to_owned()),
        ],
        domain in one_of(&["aliexpress.com", "aliexpress.us", "aliexpress.ru", "AliExpress.com", "aliexpress.com.", "ALIEXPRESS.RU"]),
        form in 0usize..19,
        global in prop_oneof![10_000_000u64..100_000_000_000, 4_000_000_000_000u64..4_001_999_999_999, 1_005_000_000_000_000u64..1_005_099_999_999_999],
        american in any::<bool>(),
        dirt in one_of(&["", "?", "?spm=a2g0o.x&pdp_npi=4%40dis%21TRY%2133.86", "?q=[a],b:\"c", "?gatewayAdapt=glo2tur&sku_id=12000038553159281", "#reviews", "?a=1&amp;b=2"]),
        behind in one_of(&["", "]", ");", "|", " ucuz", "\n99 TL", ",", ".", "🔥", "…", "»", "'den aldım", "**"]),
        before in one_of(&["", "bak ", "(", "golf cart ", "99 TL | Kablo\n", "«", "**", "Link: "]),
    ) {
        let id = if american { global + (1 << 51) } else { global };
        let (path, queried) = match form {
            0 => (format!("/item/{id}.html"), false),
            1 => (format!("/item/{id}"), false),
            2 => (format!("/item/{id}.htm"), false),
            3 => (format!("/item//{id}.html"), false),
            4 => (format!("/item/-/{id}.html"), false),
            5 => (format!("/item/usb-kablo-3/{id}.html"), false),
            6 => (format!("/item/{id}/{id}.html"), false),
            7 => (format!("/i/{id}.html"), false),
            8 => (format!("/s/item/{id}.html"), false),
            9 => (format!("/store/product/usb-kablo/302471_{id}.html"), false),
            10 => (format!("/store/product/usb-kablo/{id}.html"), false),
            11 => (format!("/ssr/300000512/BundleDeals2?productIds={id}"), true),
            12 => (format!("/ssr/300000512/BundleDeals2?productIds={id}%3A12000038553159281"), true),
            13 => (format!("/gcp/300000512/nn?productIds={id}:12000038553159281,"), true),
            14 => (format!("/p/coin-index/index.html?a=1&productIds={id}"), true),
            15 => (format!("/app/web/detail.html?productId={id}"), true),
            16 => (format!("/p/x/index.html?itemId={id}"), true),
            17 => (format!("/snapshot/247141960.html?productId={id}"), true),
            _ => (format!("/p/trade/confirm.html?objectId={id}"), true),
        };
        let dirt = if queried { dirt.replacen('?', "&", 1) } else { dirt };
        let address = format!("{scheme}{label}{domain}{path}{dirt}");
        let text = format!("{before}{address}{behind}");
        let links = find_links(&text, &[]);
        prop_assert_eq!(links.len(), 1, "{}", text);
        prop_assert_eq!(links[0].kind, LinkKind::Product, "{}", text);
        let ids: Vec<u64> = links[0].products.iter().map(|product| product.id.value()).collect();
        prop_assert_eq!(ids, [global], "{}", text);
        prop_assert_eq!(links[0].products[0].written, id);
        prop_assert_eq!(clean(&links[0]), None);
        let canonical = Url::parse(&format!("https://www.aliexpress.com/item/{global}.html")).unwrap();
        prop_assert_eq!(links[0].canonical_url(), Some(canonical));
        prop_assert_eq!(links[0].reason, None);
    }
}

/// What the properties found.
#[test]
fn disguises_that_once_worked() {
    for text in [
        "https://evil.example/\\tmall.ru/item/1005006123456789.html".to_owned(),
        format!("[{SHOWN}](https%3A%2F%2Fevil.example%2F)"),
        format!("[{SHOWN}](evil.example/item/1)"),
        format!("[{SHOWN}](https://[::1]/x)"),
        format!("[{SHOWN}](https://2130706433)"),
        format!("[{SHOWN}](https%253A%252F%252F2130706433)"),
        format!(
            "https://star.aliexpress.com/share/share.htm?redirectUrl={SHOWN}&redirectUrl=http:evil.example"
        ),
        format!(
            "https://star.aliexpress.com/share/share.htm?redirectUrl={SHOWN}&redirectUrl=https://evil.example/"
        ),
        format!(
            "https://alitems.com/g/1e8d114494bee1754d1816525dc3e8/?ulp={SHOWN}&ulp=https%3A%2F%2Fevil.example"
        ),
        format!("https://star.aliexpress.com/share/share.htm?{}", format!("redirectUrl={SHOWN}&").repeat(40)),
    ] {
        let links = find_links(&text, &[]);
        assert!(links.iter().all(|link| link.kind == LinkKind::Lookalike), "{text}: {links:?}");
    }
    assert_eq!(find_links(&format!("[a](<{SHOWN}>)"), &[])[0].kind, LinkKind::Product);
    // This is no address, so only the label counts.
    assert_eq!(find_links(&format!("[{SHOWN}](https://"), &[])[0].kind, LinkKind::Product);
}

#[test]
fn the_second_opinion_itself() {
    for address in
        [SHOWN, "ali.click/x", "https://WWW.ALIEXPRESS.COM./x", "https://evil.example@aliexpress.com"]
    {
        assert!(leads_to_aliexpress(address), "{address}");
    }
    for address in [
        "https://aliexpress.com@evil.example",
        "https://aliexpress.com\\@evil.example/",
        "https://notaliexpress.com",
    ] {
        let there = leads_to_aliexpress(address);
        assert_eq!(there, address.contains('\\'), "{address}");
    }
    assert!(
        leads_to_aliexpress(&wrapped(SHOWN, 0)) && !leads_to_aliexpress(&wrapped("https://evil.example/", 4))
    );
    assert_eq!(SHOWN, format!("https://www.aliexpress.com/item/{ID}.html"));
}
