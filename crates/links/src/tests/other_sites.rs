//! Addresses of other sites that hold an address of AliExpress.

use super::chat::{ID, describe, said};
use super::disguises::encode;
use crate::{HiddenLink, Post, Replacement, find_links};

#[test]
fn what_is_glued_behind_another_address_is_part_of_it() {
    let product = format!("https://www.aliexpress.com/item/{ID}.html");
    for front in [
        "https://evil.example/#",
        "https://evil.example/?",
        "https://evil.example/",
        "https://evil.example/?u=",
        "https://evil.example/=",
        "https://evil.example/?a=1&",
        "https://evil.example/&",
        "https://evil.example/?a=1&amp;",
        "https://evil.example/x",
        "https://evil.example/%23",
        "https://evil.example/%3F",
        "https://evil.example:8443/#",
        "HTTPS://EVIL.EXAMPLE/#",
        "evil.com/#",
        "evil.com/x?",
        "evil.com?u=",
        "evil.com#",
        "evil.com:80/?",
        "https://t.me/name?",
        "https://t.me/share/url?text=",
        "https://vk.com/#",
        "https://www.google.com/search?q=",
        "https://google.github.io/url?q=",
        "https://web.archive.org/web/20240101000000/",
    ] {
        let text = format!("{front}{product}");
        assert_eq!(said(&text), ["other_site host_in_path"], "{text}");
        let link = find_links(&text, &[]).remove(0);
        assert_eq!(link.span, 0..text.len(), "{text}");
        assert!(!link.leads_to_aliexpress() && link.canonical_url().is_none(), "{text}");
    }
    // Another scheme is no link of a chat, and neither is what it holds.
    assert_eq!(said(&format!("ftp://evil.example/#{product}")), Vec::<String>::new());
    // These signs are written between two addresses.
    for sign in [", ", ",", ";", "|", "\n"] {
        assert_eq!(
            said(&format!("https://video.example/x{sign}{product}")),
            [format!("product {ID}")],
            "{sign}"
        );
    }
    // Behind a label that shows the shop it is a disguise.
    let hidden = HiddenLink { span: 0..product.len(), url: format!("https://evil.example/#{product}") };
    let links: Vec<String> = find_links(&product, &[hidden]).iter().map(describe).collect();
    assert_eq!(links, ["lookalike hidden_mismatch"]);
}

#[test]
fn two_links_of_the_shop_joined_by_a_sign_are_two() {
    let other = "1005006987654321";
    let [first, second] = [ID, other].map(|id| format!("https://www.aliexpress.com/item/{id}.html"));
    for sign in ["&", "#", "?", "&amp;", "%26", "%23", "%3F", "", ",", ";", "|"] {
        let ids = [format!("product {ID}"), format!("product {other}")];
        assert_eq!(said(&format!("{first}{sign}{second}")), ids, "{sign}");
        let app = format!("aliexpress://product/detail?productId={ID}{sign}{second}");
        assert_eq!(said(&app), ids, "{sign}");
        for short in
            ["https://a.aliexpress.com/_", "https://s.click.aliexpress.com/e/_", "https://ali.click/"]
        {
            let text = format!("{short}mabcde1{sign}{short}mabcde2");
            assert_eq!(said(&text), ["short", "short"], "{text}");
        }
        let tracker = "https://alitems.com/g/1e8d11449451da3d44eb16525dc3e8/?ulp=";
        let target = encode(&first);
        assert_eq!(said(&format!("{tracker}{target}{sign}{second}")).len(), 2, "{sign}");

        let post = Post { text: format!("{first}{sign}{second}"), entities: vec![] };
        let swaps = ["https://one.example/1", "https://two.example/2"];
        let links = post.links();
        let swaps = links
            .iter()
            .zip(swaps)
            .map(|(link, address)| Replacement { span: link.span.clone(), address: address.to_owned() });
        let text = post.with_replacements(&swaps.collect::<Vec<_>>()).text;
        let between = text
            .strip_prefix("https://one.example/1")
            .and_then(|rest| rest.strip_suffix("https://two.example/2"));
        assert!(between.is_some_and(|between| between.starts_with(' ')), "{sign}: {text}");
    }
    // A target is named, so what follows belongs to the address.
    for front in [
        "https://login.aliexpress.com/x?a=",
        "https://www.aliexpress.com/x/",
        "https://www.aliexpress.com/x?a%3D",
    ] {
        assert_eq!(find_links(&format!("{front}{second}"), &[]).len(), 1, "{front}");
    }
}

#[test]
fn other_sites_are_no_fakes_and_lead_nowhere() {
    for (text, expected) in [
        (
            "https://www.pricearchive.org/aliexpress.com/item/1005006123456789",
            vec!["other_site host_in_path"],
        ),
        (
            "https://archive.example/2024/www.aliexpress.com/item/1005006123456789.html",
            vec!["other_site host_in_path"],
        ),
        ("https://www-aliexpress-com.translate.goog/item/1005006123456789.html?_x_tr_tl=tr", vec![]),
        (
            "https://aliexpress.digidip.net/visit?url=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005006123456789.html",
            vec![],
        ),
        ("https://news.example/?ref=https://www.aliexpress.com", vec![]),
        ("https://www.google.com/amp/s/www.aliexpress.com/amp/item/1005006123456789.html", vec![]),
        ("https://archive.ph/www.aliexpress.com/item/1005006123456789.html", vec!["other_site host_in_path"]),
        (
            "https://web.archive.org/www.aliexpress.com/item/1005006123456789.html",
            vec!["other_site host_in_path"],
        ),
        // Made to be read as the address itself.
        (
            "https://archive.ph.evil.example/www.aliexpress.com/item/1005006123456789.html",
            vec!["lookalike host_in_path"],
        ),
        (
            "https://evil.example/#www.aliexpress.com/item/1005006123456789.html",
            vec!["lookalike host_in_path"],
        ),
        // The target of a wrapper is another site.
        (
            "https://rzekl.com/g/1e8d11449451da3d44eb16525dc3e8/?ulp=https%3A%2F%2Fevil.example%2F%23https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1.html",
            vec!["lookalike foreign_target"],
        ),
        (
            "https://t.me/share/url?url=https%3A%2F%2Fevil.example%2F%23https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1.html",
            vec![],
        ),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}
