//! Unusual forms of links in real chats.

use std::time::{Duration, Instant};

use crate::{HiddenLink, Link, LinkKind, LinkReason, WrapperNetwork, find_links};

pub(super) const ID: &str = "1005006123456789";

/// The links of a text in short form: `product 1005006123456789`, `lookalike userinfo`, `short`.
pub(super) fn said(text: &str) -> Vec<String> {
    find_links(text, &[]).iter().map(describe).collect()
}

pub(super) fn describe(link: &Link) -> String {
    let ids: Vec<String> = link.products.iter().map(|product| product.id.to_string()).collect();
    let reason = link.reason.map(|reason| serde_json::to_string(&reason).unwrap().replace('"', ""));
    let parts = [Some(link.kind.to_string()), Some(ids.join(",")), reason];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn one_product_however_it_is_pasted() {
    for text in [
        format!("https://www.aliexpress.com/item/{ID}.html"),
        format!("golf carthttps://www.aliexpress.com/item/{ID}.html"),
        format!("(https://www.aliexpress.com/item/{ID}.html)."),
        format!("«https://www.aliexpress.com/item/{ID}.html»"),
        format!("https://www.aliexpress.com/item/{ID}.html…"),
        format!("**https://www.aliexpress.com/item/{ID}.html**"),
        format!("https://www.aliexpress.com/item/{ID}.html'den aldım"),
        format!("https://https://www.aliexpress.com/item/{ID}.html"),
        format!("https://www.aliexpress.com/item/{ID}.html%3Fspm=a2g0o&x=1"),
        format!(
            "https://www.aliexpress.com/ssr/300000512/BundleDeals2%3FproductIds%3D{ID}%3A12000038553159281"
        ),
        format!("https://www.aliexpress.com/p/coin-index/index.html?a=1&amp;productIds={ID}&amp;b=2"),
        format!("www.aliexpress.com/item/{ID}.html"),
        format!("Link:tr.aliexpress.com/item/{ID}.html;"),
        format!("//tr.aliexpress.com/item/{ID}.html?x=1"),
        format!("https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F{ID}.html%3Fspm%3Da"),
        format!("https%253A%252F%252Fwww.aliexpress.com%252Fitem%252F{ID}.html"),
        format!("aliexpress://product/detail?productId={ID}"),
        format!("aliexpress://goto?url=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F{ID}.html"),
        format!(
            "intent://www.aliexpress.com/item/{ID}.html#Intent;scheme=https;package=com.example.shop;end"
        ),
        format!("intent://product/detail?productId={ID}#Intent;scheme=aliexpress;end"),
        format!("\u{202b}שלום \u{2067}https://he.aliexpress.com/item/{ID}.html\u{2069} תודה"),
        format!("🔥https://www.aliexpress.com/item/{ID}.html🔥🔥"),
        format!("链接tr.aliexpress.com/item/{ID}.html"),
        format!("aliexpress.com'da gördüm: https://www.aliexpress.com/item/{ID}.html"),
        "https://www.aliexpress.us/item/3256805937142037.html".to_owned(),
        format!("https://t.me/share/url?url=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F{ID}.html&text=bak"),
        format!("https://www.google.com.tr/url?q=https://www.aliexpress.com/item/{ID}.html&sa=D"),
        format!(
            "https://login.aliexpress.com/sync_cookie_read.htm?xman_goto=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F{ID}.html"
        ),
    ] {
        assert_eq!(said(&text), [format!("product {ID}")], "{text}");
        let link = find_links(&text, &[]).remove(0);
        assert_eq!(
            link.canonical_url().unwrap().as_str(),
            format!("https://www.aliexpress.com/item/{ID}.html")
        );
    }
}

#[test]
fn links_glued_to_each_other() {
    assert_eq!(
        said(&format!("https://es.aliexpress.com/item/{ID}.html;https://s.click.aliexpress.com/e/_9JkMcv")),
        [format!("product {ID}"), "short".into()]
    );
    assert_eq!(
        said("https://a.aliexpress.com/_mPkQRYF|https://a.aliexpress.com/_EHdhbaG,"),
        ["short", "short"]
    );
    let link = find_links("https://a.aliexpress.com/_EwHjYqY|", &[]).remove(0);
    assert_eq!(link.canonical_url().unwrap().as_str(), "https://a.aliexpress.com/_EwHjYqY");
}

#[test]
fn markdown_counts_the_address_and_reports_another_label() {
    assert_eq!(
        said(&format!("[Kablo 99 TL](https://www.aliexpress.com/item/{ID}.html)")),
        [format!("product {ID}")]
    );
    let same =
        format!("[https://www.aliexpress.com/item/{ID}.html](https://www.aliexpress.com/item/{ID}.html)");
    assert_eq!(said(&same), [format!("product {ID}")]);
    assert_eq!(
        said(&format!("[https://www.aliexpress.com/item/{ID}.html](https://evil.example/)")),
        ["lookalike hidden_mismatch"]
    );
}

#[test]
fn an_entity_hides_another_address() {
    let shown = format!("Bak https://www.aliexpress.com/item/{ID}.html ucuz");
    let span = 4..shown.find(" ucuz").unwrap();
    let entity = |url: &str| [HiddenLink { span: span.clone(), url: url.into() }];
    let read_as = |url: &str| find_links(&shown, &entity(url)).iter().map(describe).collect::<Vec<_>>();
    assert_eq!(read_as("https://evil.example/x"), ["lookalike hidden_mismatch"]);
    assert_eq!(read_as("https://a.aliexpress.com/_mPkQRYF"), ["short hidden_mismatch"]);
    assert_eq!(
        read_as(&format!("https://www.aliexpress.com/item/{ID}.html?spm=1")),
        [format!("product {ID}")]
    );
    let words = [HiddenLink { span: 0..3, url: "https://a.aliexpress.com/_mPkQRYF".into() }];
    assert_eq!(find_links("Bak", &words)[0].span, 0..3);
    let broken =
        [0..99, 1..2, 2..2].map(|span| HiddenLink { span, url: "https://a.aliexpress.com/_x".into() });
    assert!(find_links("ş!", &broken).is_empty());
}

#[test]
fn disguises_are_named() {
    for (text, expected) in [
        ("https://user:pass@aliexpress.com/item/1005006123456789.html", "lookalike userinfo"),
        ("https://aliexpress.com@evil.example/item/1005006123456789.html", "lookalike userinfo"),
        ("https://www.aliexpress.com:443/item/1005006123456789.html", "lookalike port"),
        ("https://evil.example\\@www.aliexpress.com/item/1005006123456789.html", "lookalike backslash"),
        ("https://www.aliexpress.com\\item\\1005006123456789.html", "lookalike backslash"),
        ("https://aliexpress.com.evil.example/item/1005006123456789.html", "lookalike host_suffix"),
        ("https://aliexpres.com/item/1005006123456789.html", "lookalike misspelt"),
        ("aliexpres.com/item/1005006123456789.html", "lookalike misspelt"),
        ("https://аliexpress.com/item/1005006123456789.html", "lookalike non_ascii_host"),
        ("https://www.aliexpress。com/item/1005006123456789.html", "lookalike non_ascii_host"),
        ("https://xn--liexpress-zyh.com/item/1005006123456789.html", "lookalike punycode"),
        ("https://www.%61liexpress.com/item/1005006123456789.html", "lookalike malformed_host"),
        ("https://evil.example/www.aliexpress.com/item/1005006123456789.html", "lookalike host_in_path"),
        (
            "https://s.click.aliexpress.com/deep_link.htm?dl_target_url=https%3A%2F%2Fevil.example%2F",
            "lookalike foreign_target",
        ),
        (
            "https://evil.example/g/1e8d11449451da3d44eb16525dc3e8/?ulp=https%3A%2F%2Fwww.aliexpress.com%2F",
            "lookalike unknown_wrapper",
        ),
    ] {
        assert_eq!(said(text), [expected], "{text}");
    }
}

#[test]
fn what_is_no_link() {
    for text in [
        "javascript:location=\"https://www.aliexpress.com/item/1005006123456789.html\"",
        "ftp://www.aliexpress.com/item/1005006123456789.html",
        "info@aliexpress.com",
        "AliExpress.Harika bir ürün",
        "https://ae01.alicdn.com/kf/S1.jpg",
        "https://ad.admitad.com/g/1e8d11449451da3d44eb0000000000/?ulp=https%3A%2F%2Fshop.example%2F",
        "1005006123456789",
        "https://",
        "",
    ] {
        assert_eq!(said(text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(said("aliexpress.com diye bir site var"), ["home"]);
}

#[test]
fn wrappers_are_taken_off_and_remembered() {
    let text = "https://rzekl.com/g/1e8d11449451da3d44eb16525dc3e8/?f_id=1&ulp=https%3A%2F%2Fs.click.aliexpress.com\
                %2Fdeep_link.htm%3Faff_short_key%3D_c3s1yQkJ%26dl_target_url%3Dhttps%253A%252F%252Fwww.aliexpress.com\
                %252Fitem%252F3256805937142037.html%253Fspm%253Da%26hot_product%3D1";
    let link = find_links(text, &[]).remove(0);
    assert_eq!((link.kind, link.target, link.hot), (LinkKind::Affiliate, Some(LinkKind::Product), true));
    assert_eq!(link.products[0].id.to_string(), ID);
    assert_eq!(link.products[0].written, 3256805937142037);
    let wrapper = link.wrapper.unwrap();
    assert_eq!((wrapper.network, wrapper.program()), (WrapperNetwork::Admitad, Some("16525dc3e8")));
    assert!(wrapper.is_of_ad_space("51da3d44eb") && !wrapper.is_of_ad_space("162aae1f4e"));
}

#[test]
fn a_wrapper_around_a_short_link_is_still_to_be_resolved() {
    let text =
        "https://rzekl.com/g/1e8d11449451da3d44eb16525dc3e8/?ulp=https%3A%2F%2Fa.aliexpress.com%2F_mPkQRYF";
    let link = find_links(text, &[]).remove(0);
    assert_eq!((link.kind, link.target), (LinkKind::Affiliate, Some(LinkKind::Short)));
    assert_eq!(link.url.as_str(), "https://a.aliexpress.com/_mPkQRYF");
    let blind = find_links("https://ali.ski/BOSn_x", &[]).remove(0);
    assert_eq!((blind.target, blind.reason), (None, Some(LinkReason::TargetUnknown)));
}

#[test]
fn a_target_that_was_not_encoded_keeps_its_spilled_parameters() {
    let text = format!(
        "https://alitems.com/g/1e8d114494/?i=8&ulp=https://m.aliexpress.com/p/coin-index/index.html?a=1&productIds={ID}&b=2"
    );
    assert_eq!(said(&text), [format!("affiliate {ID}")]);
}

#[test]
fn wrappers_in_wrappers_end_somewhere() {
    let mut url = format!("https://www.aliexpress.com/item/{ID}.html");
    let mut kinds = Vec::new();
    for _ in 0..8 {
        let encoded: String = url::form_urlencoded::byte_serialize(url.as_bytes()).collect();
        url = format!("https://s.click.aliexpress.com/deep_link.htm?dl_target_url={encoded}");
        kinds.push(said(&url).remove(0));
    }
    assert_eq!(kinds[2], format!("affiliate {ID}"));
    assert!(kinds[4..].iter().all(|said| said == "affiliate too_deep"), "{kinds:?}");
}

#[test]
fn numbers_of_other_things_are_no_products() {
    for (text, expected) in [
        ("https://www.aliexpress.com/item/12000048715594442.html", "other_aliexpress no_id"),
        (
            "https://www.aliexpress.com/p/order/detail.html?orderId=8190000000000001",
            "other_aliexpress order_page",
        ),
        ("https://www.aliexpress.com/snapshot/247141960.html", "other_aliexpress order_page"),
        ("https://www.aliexpress.com/punish?x5secdata=abc", "other_aliexpress captcha"),
        ("https://sale.aliexpress.com/__pc/x.htm?pid=32661554901", "campaign"),
        ("https://www.aliexpress.com/store/feedback-score/1665279.html", "store"),
        ("https://www.aliexpress.com/category/200003482/dresses.html", "search"),
        ("https://giftcard.aliexpress.com/", "virtual"),
    ] {
        assert_eq!(said(text), [expected], "{text}");
    }
}

#[test]
fn clean_addresses() {
    let canonical = |text: &str| find_links(text, &[]).remove(0).canonical_url().map(|url| url.to_string());
    for (text, expected) in [
        ("https://sl.aliexpress.ru/p?key=1wDHs4W&spm=a", Some("https://sl.aliexpress.ru/p?key=1wDHs4W")),
        (
            "https://s.click.aliexpress.com/e/_onuzOWd?bz=725*90",
            Some("https://s.click.aliexpress.com/e/_onuzOWd"),
        ),
        ("https://www.aliexpress.com/store/1234567?spm=a", Some("https://www.aliexpress.com/store/1234567")),
        (
            "https://www.aliexpress.com/wholesale?SearchText=usb&spm=a",
            Some("https://www.aliexpress.com/wholesale?SearchText=usb"),
        ),
        ("https://my.aliexpress.com/wishlist", None),
        ("https://aliexpress.com.evil.example/", None),
    ] {
        assert_eq!(canonical(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn two_hundred_links_stay_two_hundred() {
    let text: String = (0..200)
        .map(|n| format!("https://www.aliexpress.com/item/{}.html\n", 1005006000000000u64 + n))
        .collect();
    let links = find_links(&text, &[]);
    assert_eq!(links.len(), 200);
    assert_eq!(links[199].products[0].written, 1005006000000199);
    let twice = format!("https://www.aliexpress.com/item/{ID}.html ").repeat(2);
    assert_eq!(find_links(&twice, &[]).len(), 2);
}

#[test]
fn hostile_messages_are_quick() {
    let long = |unit: &str| unit.repeat(40_000 / unit.len());
    for text in [
        long("("),
        long("https://"),
        long("["),
        long("]("),
        long("[a](https://"),
        long("a."),
        long("аliexpress."),
        long("1 "),
        long("1.111,"),
        long("$1 "),
        long("%3A%2F%2F"),
        long("https%3A%2F%2F"),
        long("https://a@"),
        long("http://x=https://"),
        long("//"),
        long("aliexpress.com/"),
        long("xn--a."),
        long("1 111 "),
        long("🔥"),
        long("\u{3000}"),
        long("\u{FEFF}"),
        long("| "),
        long("a-"),
    ] {
        let start = Instant::now();
        find_links(&text, &[]);
        // Forty thousand characters, as long as ten messages. Quadratic work would take minutes in an unoptimised build.
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?} for {}",
            start.elapsed(),
            &text.chars().take(12).collect::<String>()
        );
    }
}
