//! Addresses that imitate AliExpress are never taken for genuine, and genuine addresses always are.
//!
//! 5,000 cases of each property; `just lookalikes` runs 100,000 (the variable `PROPTEST_CASES`).

use proptest::prelude::*;
use url::Url;
use url::form_urlencoded::byte_serialize;

use super::oracle::{is_shop, leads_to_shop};
use crate::{HiddenLink, Link, LinkKind, find_links};

const ID: u64 = 1005006123456789;
const SHOWN: &str = "https://www.aliexpress.com/item/1005006123456789.html";
const CODE: &str = "1e8d11449451da3d44eb16525dc3e8";

/// The number of cases: `PROPTEST_CASES`, 5,000 without it.
fn cases() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(5_000), failure_persistence: None, ..ProptestConfig::default() }
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> + Clone {
    prop::sample::select(words).prop_map(str::to_owned)
}

fn encode(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// Genuine hosts.
fn shop() -> impl Strategy<Value = String> + Clone {
    one_of(&[
        "www.aliexpress.com",
        "aliexpress.com",
        "tr.aliexpress.com",
        "m.aliexpress.com",
        "a.aliexpress.com",
        "s.click.aliexpress.com",
        "star.aliexpress.com",
        "login.aliexpress.com",
        "www.aliexpress.us",
        "aliexpress.ru",
        "tmall.ru",
        "ali.click",
    ])
}

/// Hosts of other sites.
fn stranger() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        one_of(&[
            "evil.example",
            "x.com",
            "shop.evil.co.uk",
            "evil.com.tr",
            "t.co",
            "127.0.0.1",
            "[::1]",
            "0x7f.1",
            "2130706433"
        ]),
        "[a-z]{1,6}\\.(com|ru|us|click|shop|example)",
    ]
    .prop_filter("is not the shop", |host| !is_shop(host))
}

/// Paths that are a product, a short link or a redirect on a genuine host.
fn path() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        one_of(&[
            "",
            "/",
            "/item/1005006123456789.html",
            "/item/1005006123456789.html?spm=a2g0o",
            "/i/1005006123456789.html",
            "/item/x/1005006123456789.html#top",
            "/store/product/x/1_1005006123456789.html",
            "/p/coin-index/index.html?productIds=1005006123456789",
            "?productId=1005006123456789",
            "/_mPkQRYF",
            "/e/_mPkQRYF",
            "/p?key=1wDHs4W",
            "/deep_link.htm?dl_target_url=",
            "/share/share.htm?redirectUrl=",
            "/sync_cookie_read.htm?xman_goto=",
            "/cread.php?awinmid=11640&ued=",
            "/redirect/cpa/o/osh9ruzjytl23vnxy773ze6l67lxz8i4/?to=",
        ]),
        Just(format!("/g/{CODE}/?ulp=")),
    ]
    .prop_map(|path| if path.ends_with('=') { path + &encode(SHOWN) } else { path })
}

/// Letters that look like another.
fn twin(letter: char, pick: usize) -> char {
    let twins: &[char] = match letter {
        'a' => &['а', 'α', 'á', 'ａ', 'ɑ', 'ä', 'ą', '4'],
        'c' => &['с', 'ϲ', 'ç', 'ｃ'],
        'e' => &['е', 'ε', 'é', 'ｅ', 'ę', '3'],
        'i' => &['і', 'ι', 'ı', 'í', 'ｉ', '1', 'l', 'İ'],
        'l' => &['ӏ', 'ł', '1', 'ｌ', 'ⅼ', 'i', 'ℓ'],
        'm' => &['м', 'ｍ', 'ⅿ'],
        'o' => &['о', 'ο', 'ö', 'ｏ', '0', 'º'],
        'p' => &['р', 'ρ', 'ｐ'],
        'r' => &['г', 'ɾ', 'ř', 'ｒ'],
        's' => &['ѕ', 'ş', 'ｓ', '5', 'ſ'],
        't' => &['т', 'τ', 'ţ', 'ｔ', '7'],
        'u' => &['υ', 'ü', 'ｕ'],
        'x' => &['х', 'χ', 'ｘ', 'ⅹ'],
        '.' => &['。', '．', '｡', '․', '·'],
        _ => &['\u{200B}', '\u{AD}', '\u{301}'],
    };
    twins[pick % twins.len()]
}

/// A host with letters replaced by look-alikes at `marks`.
fn changed(host: &str, marks: &[(usize, usize)], change: impl Fn(char, usize) -> String) -> String {
    let places: Vec<usize> = marks.iter().map(|(at, _)| at % host.len()).collect();
    host.chars()
        .enumerate()
        .map(|(at, letter)| match places.iter().position(|place| *place == at) {
            Some(mark) => change(letter, marks[mark].1),
            None => letter.to_string(),
        })
        .collect()
}

/// An authority that must never count as genuine.
fn disguise() -> impl Strategy<Value = String> + Clone {
    let marks = || prop::collection::vec((any::<usize>(), any::<usize>()), 1..4);
    let pair = || (shop(), stranger());
    let word = || "[a-z0-9]{1,6}";
    prop_oneof![
        (shop(), marks())
            .prop_map(|(host, marks)| changed(&host, &marks, |letter, pick| twin(letter, pick).to_string())),
        (shop(), marks()).prop_map(|(host, marks)| {
            let twins = changed(&host, &marks, |letter, pick| twin(letter, pick).to_string());
            idna::domain_to_ascii(&twins).unwrap_or(twins)
        }),
        (shop(), marks())
            .prop_map(|(host, marks)| changed(&host, &marks, |letter, _| format!("%{:02x}", letter as u32))),
        (
            shop(),
            marks(),
            one_of(&[
                "%00",
                "%2f",
                "%2F",
                "%5c",
                "%23",
                "%40",
                "%09",
                "%0a",
                "%20",
                "%e2%80%8b",
                "%c2%ad",
                "\u{AD}",
                "\u{2060}",
                "_%",
                "%",
                ",",
                ";",
                "|",
                "^",
                "~",
                "'",
                "*"
            ])
        )
            .prop_map(|(host, marks, sign)| changed(&host, &marks[..1], |letter, _| format!(
                "{letter}{sign}"
            ))),
        (word(), shop()).prop_map(|(user, host)| format!("{user}@{host}")),
        (word(), word(), shop()).prop_map(|(user, pass, host)| format!("{user}:{pass}@{host}")),
        pair().prop_map(|(shop, other)| format!("{shop}@{other}")),
        pair().prop_map(|(shop, other)| format!("{shop}:x@{other}")),
        pair().prop_map(|(shop, other)| format!("{shop}%2f@{other}")),
        pair().prop_map(|(shop, other)| format!("{other}@{shop}")),
        (shop(), any::<u16>()).prop_map(|(host, port)| format!("{host}:{port}")),
        shop().prop_map(|host| format!("{host}:")),
        pair().prop_map(|(shop, other)| format!("{shop}:80.{other}")),
        pair().prop_map(|(shop, other)| format!("{shop}.{other}")),
        pair().prop_map(|(shop, other)| format!("{shop}.{other}.")),
        (shop(), word()).prop_map(|(host, tail)| format!("{host}-{tail}.shop")),
        (shop(), word()).prop_map(|(host, tail)| format!("{host}{tail}")),
        (
            word(),
            one_of(&["aliexpress.com", "aliexpress.us", "aliexpress.ru", "tmall.ru", "ali.click"]),
            one_of(&["", "-", "_"])
        )
            .prop_map(|(head, host, glue)| format!("{head}{glue}{host}")),
        (shop(), one_of(&["br", "tr", "co", "evil.example"]))
            .prop_map(|(host, tail)| format!("{host}.{tail}")),
        (shop(), one_of(&["..", "...", "。", "．", "｡", ".。"]))
            .prop_map(|(host, dots)| format!("{host}{dots}")),
        shop().prop_map(|host| format!(".{host}")),
        shop().prop_map(|host| host.replacen('.', "..", 1)),
        pair().prop_map(|(shop, other)| format!("{other}/{shop}")),
        pair().prop_map(|(shop, other)| format!("{other}/x/https:/{shop}")),
        pair().prop_map(|(shop, other)| format!("{other}/?u=https://{shop}")),
        pair().prop_map(|(shop, other)| format!("{other}?{shop}")),
        pair().prop_map(|(shop, other)| format!("{other}#{shop}")),
        pair().prop_map(|(shop, other)| format!("{other}#@{shop}")),
        (
            pair(),
            one_of(&[
                "\\@", "\\", "\\.", "\\\\", "/\\", "\\/", "%5c@", "%5c.", "%2f.", "%23.", "%3f.", "%00.",
                "%09.", "%40"
            ])
        )
            .prop_map(|((shop, other), glue)| format!("{other}{glue}{shop}")),
        (
            pair(),
            one_of(&[
                "\\@", "\\", "\\.", "%5c@", "%5c.", "%2f.", "%23.", "%3f.", "%00.", "%09.", "%40", "%2e",
                "。", "．", "｡"
            ])
        )
            .prop_map(|((shop, other), glue)| format!("{shop}{glue}{other}")),
    ]
    .prop_filter("is written in a form that is refused, or is not the shop's", |authority| {
        let host = authority.split(['/', '?', '#']).next().unwrap_or_default();
        let clean = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
        !(clean && !host.ends_with("..") && !host.starts_with('.') && !host.contains("xn--") && is_shop(host))
    })
}

/// The text with some letters in upper case.
fn shouted(text: &str, capitals: u64) -> String {
    let shout = |(at, letter): (usize, char)| match capitals >> (at % 64) & 1 {
        1 => letter.to_ascii_uppercase(),
        _ => letter,
    };
    text.chars().enumerate().map(shout).collect()
}

fn scheme() -> impl Strategy<Value = String> + Clone {
    one_of(&["https://", "http://", "HTTPS://", "hTtp://"])
}

/// A whole address that must never count as genuine.
fn imitation() -> impl Strategy<Value = String> + Clone {
    (scheme(), disguise(), path(), prop_oneof![Just(0u64), any::<u64>()]).prop_map(
        |(scheme, authority, path, capitals)| format!("{scheme}{}{path}", shouted(&authority, capitals)),
    )
}

/// One wrapper around an address; the last ones are those of the app and of Android.
fn wrapped(address: &str, how: usize) -> String {
    let to = encode(address);
    match how {
        0 => format!("https://rzekl.com/g/{CODE}/?ulp={to}"),
        1 => format!("https://alitems.com/g/{CODE}/?i=8&ulp={to}&subid=x"),
        // Not encoded, except for what decoding the query would undo.
        2 => format!("https://ad.admitad.com/g/{CODE}/?ulp={}", address.replace('%', "%25")),
        3 => format!("https://www.awin1.com/cread.php?awinmid=11640&ued={to}"),
        4 => format!("https://s.click.aliexpress.com/deep_link.htm?aff_short_key=_x&dl_target_url={to}"),
        5 => format!("https://star.aliexpress.com/share/share.htm?redirectUrl={to}"),
        6 => format!("https://login.aliexpress.com/sync_cookie_write.htm?xman_goto={to}"),
        7 => format!("https://www.google.com/url?q={to}&sa=D"),
        8 => format!("https://t.me/share/url?url={to}"),
        9 => format!("https://epnclick.ru/redirect/cpa/o/osh9ruzjytl23vnxy773ze6l67lxz8i4/?to={to}"),
        10 => format!("https://go.redirectingat.com/?id=1X2&url={to}"),
        11 => format!("aliexpress://goto?url={to}"),
        12 => format!("intent://x#Intent;scheme=other;S.browser_fallback_url={to};end"),
        13 => {
            let bare = address.split_once("://").map_or(address, |(_, bare)| bare);
            format!("intent://{bare}#Intent;scheme=https;package=com.example.shop;end")
        }
        // The app's addresses are not encoded as a whole.
        _ if address.starts_with("http") => to,
        _ => address.to_owned(),
    }
}

fn wraps() -> impl Strategy<Value = Vec<usize>> + Clone {
    prop_oneof![3 => Just(vec![]), 3 => prop::collection::vec(0usize..15, 1), 1 => prop::collection::vec(0usize..15, 2..4)]
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
    link.canonical_url().is_some()
        || !link.products.is_empty()
        || !(link.kind == LinkKind::Lookalike || blind)
}

/// A visible link in a text leads to AliExpress when it is opened, or it is not trusted.
fn complaint(text: &str, link: &Link) -> Option<String> {
    let written = text.get(link.span.clone()).unwrap_or_default();
    if is_trusted(link) && !leads_to_shop(written) {
        return Some(format!("{written:?} leads elsewhere, of {text:?}: {link:?}"));
    }
    clean(link)
}

/// Every clean address is https on a genuine host.
fn clean(link: &Link) -> Option<String> {
    let canonical = link.canonical_url()?;
    let fine = canonical.scheme() == "https"
        && canonical.domain().is_some_and(is_shop)
        && canonical.port().is_none()
        && canonical.username().is_empty()
        && canonical.fragment().is_none();
    (!fine).then(|| format!("not to be linked to: {link:?}"))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn an_imitation_is_never_the_shop(address in imitation(), wraps in wraps()) {
        let address = wraps.iter().fold(address, |address, how| wrapped(&address, *how));
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
                1 => shop(),
                1 => path(),
                1 => (imitation(), 0usize..15).prop_map(|(address, how)| wrapped(&address, how)),
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
            prop_assert_eq!(complaint(&text, &link), None);
        }
        for link in find_links(SHOWN, &[HiddenLink { span: 0..SHOWN.len(), url: text.clone() }]) {
            prop_assert!(!is_trusted(&link) || leads_to_shop(&text), "{text:?}: {link:?}");
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
        assert!(leads_to_shop(address), "{address}");
    }
    for address in [
        "https://aliexpress.com@evil.example",
        "https://aliexpress.com\\@evil.example/",
        "https://notaliexpress.com",
    ] {
        let there = leads_to_shop(address);
        assert_eq!(there, address.contains('\\'), "{address}");
    }
    assert!(leads_to_shop(&wrapped(SHOWN, 0)) && !leads_to_shop(&wrapped("https://evil.example/", 4)));
    assert_eq!(SHOWN, format!("https://www.aliexpress.com/item/{ID}.html"));
}
