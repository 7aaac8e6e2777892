use super::*;
use crate::feeds::read::value::{self, HotLinkFinder};

fn price(text: &str) -> (Option<Decimal>, Option<&'static str>) {
    let (price, currency) = value::parse_price(text).unwrap_or_else(|_| panic!("{text}"));
    (price, currency.map(|currency| if currency == Currency::TRY { "TRY" } else { "USD" }))
}

#[test]
fn prices_are_written_in_many_ways() {
    for (text, expected) in [
        ("10.43", "10.43"),
        ("10,43", "10.43"),
        ("10", "10"),
        ("10.4", "10.4"),
        ("10.435", "10.44"),
        ("10.434999", "10.43"),
        ("0.5", "0.5"),
        ("1.234,50 TL", "1234.5"),
    ] {
        assert_eq!(price(text).0, dec(expected), "{text}");
    }
    assert_eq!(price("12.30 USD"), (dec("12.3"), Some("USD")));
    assert_eq!(price("USD 12.30"), (dec("12.3"), Some("USD")));
    assert_eq!(price("$12.30"), (dec("12.3"), Some("USD")));
    assert_eq!(price("₺12,30"), (dec("12.3"), Some("TRY")));
    for nothing in ["", "0", "0.00"] {
        assert_eq!(price(nothing), (None, None), "{nothing}");
    }
    for wrong in ["ten", "-5", "1.2.3", "5 6", "9999999999999999999", "2000000000", ".", ","] {
        assert!(value::parse_price(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn rates_and_discounts_are_percentages() {
    for (text, expected) in [("5.38%", "5.38"), ("5,38 %", "5.38"), ("7.0", "7"), ("100", "100")] {
        assert_eq!(value::parse_rate(text).map(|rate| rate.0), dec(expected), "{text}");
    }
    for wrong in ["", "x", "101", "-5", "%"] {
        assert_eq!(value::parse_rate(wrong), None, "{wrong}");
    }
    assert_eq!(
        [value::parse_discount("69%"), value::parse_discount("-12.5%"), value::parse_discount("250%")],
        [Some(69), Some(13), None]
    );
}

#[test]
fn a_hot_link_is_known_in_every_layer() {
    let hot = HotLinkFinder::default();
    for link in [
        "https://a.example/?hot_product=1",
        "https://a.example/?hot_product=1&x=2",
        "https://a.example/?u=b%26hot_product%3D1%26c",
        "https://a.example/?u=b%2526hot_product%253d1",
        "https://a.example/?u=hot_product%25252525253D1",
        "https://a.example/?hot_product=0&hot_product=1",
    ] {
        assert!(hot.matches(link), "{link}");
    }
    for link in [
        "https://a.example/?hot_product=0",
        "https://a.example/?hot_product=10",
        "https://a.example/?hot_product",
        "https://a.example/?hot_product%",
        "https://a.example/?hot_product%25",
        "https://a.example/",
    ] {
        assert!(!hot.matches(link), "{link}");
    }
}

fn one(text: &str) -> ReadRow {
    let (reading, got) = read_bytes(text.as_bytes());
    got.rows.into_iter().next().unwrap_or_else(|| panic!("{reading:?}"))
}

#[test]
fn ids_are_global_and_else_come_from_the_link() {
    let us = "id;url\n3256801373733209;https://shop.example/a\n";
    assert_eq!(one(us).id, "1005001560047961");
    let inside = "https://shop.example/x?ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html";
    let (reading, _) = read_bytes(format!("id;url\n979;{inside}\n").as_bytes());
    assert_eq!(faults(&reading), [(2, "feeds-fault-id")], "nobody's wrapper tells nothing");
    let own = "https://rzekl.com/g/1e8d11449490abcdef0116525dc3e8/?ulp=https%3A%2F%2Fs.click.aliexpress.com%2Fdeep_link.htm%3Faff_short_key\
               %3D_abc%26dl_target_url%3Dhttps%253A%252F%252Fwww.aliexpress.com%252Fitem%252F1005009000000012.html";
    assert_eq!(one(&format!("id;url\n979;{own}\n")).id, "1005009000000012");
}

#[test]
fn control_characters_leave_titles_and_links_with_them_are_none() {
    let row = one("id;url;name\n33010787343;https://a.example/;Cup\u{1b}[31m red\u{9b}x\u{7} © Ü\n");
    assert_eq!(row.title, "Cup [31m red x © Ü");
    let (reading, _) = read_bytes(b"id;url;name\n33010787343;https://a.example/\x1b[2J;Cup\n");
    assert_eq!(faults(&reading), [(2, "feeds-fault-link")]);
}

#[test]
fn the_operator_can_say_that_all_of_it_is_hot() {
    let text = b"id;url\n33010787343;https://a.example/\n";
    let options = ReadOptions { hot: true, ..ReadOptions::default() };
    assert!(read_as(text, &options, &FeedLimits::default()).unwrap().1.rows[0].offer.hot);
    assert!(!read_bytes(text).1.rows[0].offer.hot);
}
