//! Labels and the addresses behind them, in Telegram entities.

use crate::{HiddenLink, Link, LinkKind, LinkReason, find_links};

const ITEM: &str = "https://www.aliexpress.com/item/1005001234567890.html";
const CYRILLIC: &str = "https://аliexpress.com/item/1005001234567890.html";

/// A message that consists of a label.
fn labelled(label: &str, url: &str) -> Vec<Link> {
    find_links(label, &[HiddenLink { span: 0..label.len(), url: url.into() }])
}

/// Kind and reason of the first link; `None` when there is no link.
fn said(label: &str, url: &str) -> Option<(LinkKind, Option<LinkReason>)> {
    labelled(label, url).first().map(|link| (link.kind, link.reason))
}

#[test]
fn a_genuine_label_over_a_foreign_address_is_a_disguise() {
    let disguise = Some((LinkKind::Lookalike, Some(LinkReason::HiddenMismatch)));
    for label in [
        ITEM,
        "www.aliexpress.com/item/1005001234567890.html",
        "aliexpress.com",
        "Bak: https://www.aliexpress.com/item/1005001234567890.html!",
        "kablohttps://a.aliexpress.com/_mAbCdEf🔥",
        "https://shop.example/x https://a.aliexpress.com/_mAbCdEf",
        "https://evil.example/x https://a.aliexpress.com/_mAbCdEf",
        CYRILLIC,
    ] {
        assert_eq!(said(label, "https://evil.example/x"), disguise, "{label}");
    }
    for url in ["tg://resolve?domain=x", "mailto:a@evil.example", "not an address", ""] {
        assert_eq!(said(ITEM, url), disguise, "{url}");
    }
    assert_eq!(labelled(ITEM, "not an address")[0].host(), "");
}

#[test]
fn a_foreign_label_over_a_genuine_address_is_told() {
    let told = Some((LinkKind::Product, Some(LinkReason::HiddenMismatch)));
    for label in [
        "https://shop.example/x",
        "www.shop.example",
        "shop.com",
        CYRILLIC,
        "https://a.aliexpress.com/_mAbCdEf",
        "https://www.aliexpress.com/item/1005001234567890.html https://shop.example/x",
    ] {
        assert_eq!(said(label, ITEM), told, "{label}");
    }
}

#[test]
fn labels_that_show_no_other_address_are_harmless() {
    for label in [
        "Kablo 99 TL",
        "USB 3.0",
        "v2.com.beta sürüm",
        "Tıkla.Al",
        "info@aliexpress.com",
        "aliexpress.com",
        "www.aliexpress.com",
        "WWW.AliExpress.com/item/1005001234567890.html",
        "http://aliexpress.com/item/1005001234567890.html",
        "🔥https://www.aliexpress.com/item/1005001234567890.html🔥",
    ] {
        assert_eq!(said(label, ITEM), Some((LinkKind::Product, None)), "{label}");
    }
    for label in ["Kablo", "https://shop.example/x", "shop.com"] {
        assert_eq!(said(label, "https://evil.example/x"), None, "{label}");
    }
}

#[test]
fn a_lookalike_behind_a_label_stays_one() {
    let address = "https://aliexpress.com.evil.example/item/1005001234567890.html";
    for label in [ITEM, "Kablo"] {
        assert_eq!(
            said(label, address),
            Some((LinkKind::Lookalike, Some(LinkReason::HostSuffix))),
            "{label}"
        );
    }
}

#[test]
fn a_label_ends_where_the_reader_sees_it_end() {
    // The label shows a product; text right behind it would make the address longer.
    let text = format!("{ITEM}/x ve {ITEM}");
    let hidden = [HiddenLink { span: 0..ITEM.len(), url: "https://evil.example/".into() }];
    let links = find_links(&text, &hidden);
    assert_eq!(links[0].reason, Some(LinkReason::HiddenMismatch));
    assert_eq!(links[0].span, 0..ITEM.len());
    assert_eq!((links[1].kind, links[1].reason), (LinkKind::Product, None));
}

#[test]
fn spans_that_fit_no_text_are_left_out() {
    let text = "şşş 🔥 al";
    let url = || "https://a.aliexpress.com/_mAbCdEf".to_owned();
    let inverted = std::ops::Range { start: 5, end: 2 };
    for span in [1..2, 0..1, 0..3, 7..9, 0..99, 98..99, inverted, 4..4, usize::MAX - 1..usize::MAX] {
        assert!(find_links(text, &[HiddenLink { span: span.clone(), url: url() }]).is_empty(), "{span:?}");
    }
    let whole = HiddenLink { span: 0..text.len(), url: url() };
    let inner = HiddenLink { span: 7..11, url: "https://evil.example/".into() };
    let links = find_links(text, &[inner, whole.clone(), whole]);
    assert_eq!(links.len(), 1, "the outermost label counts, once");
}
