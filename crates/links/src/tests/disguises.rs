//! Generators of genuine and disguised addresses.

use proptest::prelude::*;
use url::form_urlencoded::byte_serialize;

use super::oracle::is_genuine_host;

pub(super) const SHOWN: &str = "https://www.aliexpress.com/item/1005006123456789.html";
pub(super) const CODE: &str = "1e8d11449451da3d44eb16525dc3e8";

pub(super) fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> + Clone {
    prop::sample::select(words).prop_map(str::to_owned)
}

pub(super) fn encode(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// Genuine hosts.
pub(super) fn genuine_host() -> impl Strategy<Value = String> + Clone {
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
pub(super) fn foreign_host() -> impl Strategy<Value = String> + Clone {
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
    .prop_filter("is no genuine host", |host| !is_genuine_host(host))
}

/// Paths that are a product, a short link or a redirect on a genuine host.
pub(super) fn path() -> impl Strategy<Value = String> + Clone {
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
pub(super) fn look_alike(letter: char, pick: usize) -> char {
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
pub(super) fn changed(
    host: &str,
    marks: &[(usize, usize)],
    change: impl Fn(char, usize) -> String,
) -> String {
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
pub(super) fn disguise() -> impl Strategy<Value = String> + Clone {
    let marks = || prop::collection::vec((any::<usize>(), any::<usize>()), 1..4);
    let pair = || (genuine_host(), foreign_host());
    let word = || "[a-z0-9]{1,6}";
    prop_oneof![
        (genuine_host(), marks()).prop_map(|(host, marks)| changed(&host, &marks, |letter, pick| {
            look_alike(letter, pick).to_string()
        })),
        (genuine_host(), marks()).prop_map(|(host, marks)| {
            let twins = changed(&host, &marks, |letter, pick| look_alike(letter, pick).to_string());
            idna::domain_to_ascii(&twins).unwrap_or(twins)
        }),
        (genuine_host(), marks())
            .prop_map(|(host, marks)| changed(&host, &marks, |letter, _| format!("%{:02x}", letter as u32))),
        (
            genuine_host(),
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
        (word(), genuine_host()).prop_map(|(user, host)| format!("{user}@{host}")),
        (word(), word(), genuine_host()).prop_map(|(user, pass, host)| format!("{user}:{pass}@{host}")),
        pair().prop_map(|(shop, other)| format!("{shop}@{other}")),
        pair().prop_map(|(shop, other)| format!("{shop}:x@{other}")),
        pair().prop_map(|(shop, other)| format!("{shop}%2f@{other}")),
        pair().prop_map(|(shop, other)| format!("{other}@{shop}")),
        (genuine_host(), any::<u16>()).prop_map(|(host, port)| format!("{host}:{port}")),
        genuine_host().prop_map(|host| format!("{host}:")),
        pair().prop_map(|(shop, other)| format!("{shop}:80.{other}")),
        pair().prop_map(|(shop, other)| format!("{shop}.{other}")),
        pair().prop_map(|(shop, other)| format!("{shop}.{other}.")),
        (genuine_host(), word()).prop_map(|(host, tail)| format!("{host}-{tail}.shop")),
        (genuine_host(), word()).prop_map(|(host, tail)| format!("{host}{tail}")),
        (
            word(),
            one_of(&["aliexpress.com", "aliexpress.us", "aliexpress.ru", "tmall.ru", "ali.click"]),
            one_of(&["", "-", "_"])
        )
            .prop_map(|(head, host, glue)| format!("{head}{glue}{host}")),
        (genuine_host(), one_of(&["br", "tr", "co", "evil.example"]))
            .prop_map(|(host, tail)| format!("{host}.{tail}")),
        (genuine_host(), one_of(&["..", "...", "。", "．", "｡", ".。"]))
            .prop_map(|(host, dots)| format!("{host}{dots}")),
        genuine_host().prop_map(|host| format!(".{host}")),
        genuine_host().prop_map(|host| host.replacen('.', "..", 1)),
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
    .prop_filter("is written in a form that is refused, or is no genuine host's", |authority| {
        let host = authority.split(['/', '?', '#']).next().unwrap_or_default();
        let clean = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte));
        !(clean
            && !host.ends_with("..")
            && !host.starts_with('.')
            && !host.contains("xn--")
            && is_genuine_host(host))
    })
}

/// The text with some letters in upper case.
pub(super) fn with_capitals(text: &str, capitals: u64) -> String {
    let shout = |(at, letter): (usize, char)| match capitals >> (at % 64) & 1 {
        1 => letter.to_ascii_uppercase(),
        _ => letter,
    };
    text.chars().enumerate().map(shout).collect()
}

pub(super) fn scheme() -> impl Strategy<Value = String> + Clone {
    one_of(&["https://", "http://", "HTTPS://", "hTtp://"])
}

/// A whole address that must never count as genuine.
pub(super) fn imitation() -> impl Strategy<Value = String> + Clone {
    (scheme(), disguise(), path(), prop_oneof![Just(0u64), any::<u64>()]).prop_map(
        |(scheme, authority, path, capitals)| {
            format!("{scheme}{}{path}", with_capitals(&authority, capitals))
        },
    )
}

/// One wrapper around an address; the last ones are those of the app and of Android.
pub(super) fn wrapped(address: &str, kind: usize) -> String {
    let to = encode(address);
    match kind {
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

pub(super) fn wraps() -> impl Strategy<Value = Vec<usize>> + Clone {
    prop_oneof![3 => Just(vec![]), 3 => prop::collection::vec(0usize..15, 1), 1 => prop::collection::vec(0usize..15, 2..4)]
}
