use super::*;

fn yml(offers: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><!DOCTYPE yml_catalog SYSTEM "shops.dtd">
<yml_catalog date="2026-11-19 13:29"><shop><name>Example</name><url>https://shop.example/</url>
<currencies><currency id="RUR" rate="1"/><currency id="USD" rate="70"/></currencies>
<categories><category id="2" parentId="">Home &amp; Garden</category><category id="45" parentId="2"><![CDATA[Cups]]></category>
<category id="7" parentId="8">Circle</category><category id="8" parentId="7">Round</category></categories>
<offers>{offers}</offers></shop></yml_catalog>"#
    )
}

fn offer(number: u32, more: &str) -> String {
    format!(
        "<offer id=\"1005009000000{number:03}\"><name>T{number}</name><url>{}</url><price>5</price>{more}</offer>\n",
        link(number)
    )
}

#[test]
fn an_offer_is_read_whole() {
    let text = yml(r#"<offer available="true" bid="979" id="1005009000000012">
  <categoryId>45</categoryId><currencyId>USD</currencyId><description><![CDATA[<b>x</b> </offer>]]></description>
  <name>Cup &#8217;a&#x2019; &lt;b&gt; &copy; &unknown;</name><oldprice>33,64</oldprice><param name="discount">69%</param>
  <param name="commissionRate">5.38%</param><param name="Hacim" unit="ml">150</param><param name="shopId">1105297342</param>
  <picture>https://p.example/1.jpg</picture><picture>https://p.example/2.jpg</picture><price>10.43</price>
  <url>https://shop.example/g/abc/?i=5&amp;ulp=https%3A%2F%2Fa.example%3Fx%3D1%26hot_product%3D1</url></offer>"#);
    let (reading, got) = read_bytes(text.as_bytes());
    assert_eq!((reading.rows, faults(&reading)), (1, vec![]));
    assert_eq!((reading.format, reading.is_cut_off), (FeedFormat::Xml, false));
    assert_eq!(reading.date, Some(jiff::civil::date(2026, 11, 19)));
    assert_eq!(
        got.rows,
        [ReadRow {
            id: "1005009000000012".into(),
            title: "Cup ’a’ <b> &copy; &unknown;".into(),
            link: "https://shop.example/g/abc/?i=5&ulp=https%3A%2F%2Fa.example%3Fx%3D1%26hot_product%3D1"
                .into(),
            picture: "https://p.example/1.jpg".into(),
            category: "Home & Garden > Cups".into(),
            offer: OfferFields {
                currency: Some(Currency::USD),
                price: dec("10.43"),
                old_price: dec("33.64"),
                discount: Some(69),
                rate: Some(Percent("5.38".parse().unwrap())),
                hot: true,
                store: Some(1_105_297_342),
                ..OfferFields::default()
            },
        }]
    );
}

#[test]
fn the_files_currency_serves_where_an_offer_has_none_and_the_old_rouble_is_the_rouble() {
    let (_, got) = read_bytes(yml(&offer(1, "")).as_bytes());
    assert_eq!(got.rows[0].offer.currency, "RUB".parse().ok());
    let two = yml(&offer(1, "")).replace("rate=\"70\"", "rate=\"1\"");
    let options = ReadOptions { currency: Some(Currency::TRY), ..ReadOptions::default() };
    let (_, got) = read_as(two.as_bytes(), &options, &FeedLimits::default()).unwrap();
    assert_eq!(got.rows[0].offer.currency, Some(Currency::TRY), "two main currencies are none");
}

#[test]
fn an_ampersand_that_is_not_escaped_does_no_harm() {
    let text =
        yml(&format!("{}{}", offer(1, "<model>a & b &</model>"), offer(2, "").replace("?n=", "?a=1&b=2&n=")));
    let (reading, got) = read_bytes(text.as_bytes());
    assert_eq!((got.titles(), reading.broken), (vec!["T1", "T2"], 0));
    assert_eq!(got.rows[1].link, "https://shop.example/g/abc/?a=1&b=2&n=2");
}

#[test]
fn a_broken_offer_costs_itself() {
    let broken = [
        "<offer id=\"1005009000000090\"><name>open</name><url>https://a.example/</url>\n",
        "<offer id=\"1005009000000091\"><name>crossed</url></name></offer>\n",
        "<offer id=\"1005009000000092\" <name>tag</name></offer>\n",
        "<offer id=\"7\"><url>https://a.example/</url></offer>\n",
    ];
    for odd in broken {
        let text = yml(&[&offer(1, ""), odd, &offer(2, ""), odd].concat());
        let (reading, got) = read_bytes(text.as_bytes());
        assert_eq!(got.titles(), ["T1", "T2"], "{odd}");
        let lines: Vec<_> = reading.row_errors.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [7, 9], "{odd}: {reading:?}");
        assert!(!reading.is_cut_off, "{odd}");
    }
}

#[test]
fn what_is_never_closed_costs_no_more_than_the_longest_offer() {
    let rest: String = (1..4_000).map(|number| offer(number % 900, "")).collect();
    for opened in
        ["<!--", "<![CDATA[", "<offer id=\"1\"><![CDATA[", "<offer id=\"1\"><!--", "<?", "<!DOCTYPE ["]
    {
        let (reading, got) = read_bytes(yml(&[opened, &rest].concat()).as_bytes());
        assert!(got.rows.len() > 1_000, "{opened}: {}", got.rows.len());
        assert!(reading.broken < 3_000, "{opened}");
    }
}

#[test]
fn comments_and_sections_are_no_offers() {
    let text =
        yml(&format!("<!-- {} --><![CDATA[{}]]>{}", offer(1, ""), offer(2, ""), offer(3, "<!-- > -->")));
    assert_eq!(read_bytes(text.as_bytes()).1.titles(), ["T3"]);
}

#[test]
fn no_entity_of_the_document_is_resolved() {
    let text = yml(&offer(1, "").replace("T1", "T&x;&lol;")).replace(
        "<!DOCTYPE yml_catalog SYSTEM \"shops.dtd\">",
        "<!DOCTYPE yml_catalog [<!ENTITY x SYSTEM \"file:///etc/hostname\"><!ENTITY lol \"lollol\">]>",
    );
    assert_eq!(read_bytes(text.as_bytes()).1.titles(), ["T&x;&lol;"]);
}

#[test]
fn only_an_offers_own_children_count() {
    let text = yml(&offer(1, "<shipping><price>99</price><url>https://b.example/</url></shipping>"));
    assert_eq!(read_bytes(text.as_bytes()).1.rows[0].offer.price, dec("5"));
}

#[test]
fn removals_need_nothing_but_the_number() {
    let text = yml(concat!(
        r#"<offer id="1005009000000001" available="false"><name>A</name></offer>"#,
        r#"<offer id="1005009000000002" deleted="true"/><offer id="1005009000000003" deleted='true' />"#,
    ));
    let (reading, got) = read_bytes(text.as_bytes());
    assert_eq!((got.gone.len(), got.rows.len(), reading.broken), (3, 0, 0));
}

#[test]
fn circles_of_categories_are_cut() {
    let text = yml(&offer(1, "<categoryId>7</categoryId>"));
    assert_eq!(read_bytes(text.as_bytes()).1.rows[0].category, "Round > Circle");
    let text = yml(&offer(1, "<categoryId>99</categoryId>"));
    assert_eq!(read_bytes(text.as_bytes()).1.rows[0].category, "", "a number is no name");
}

#[test]
fn a_file_that_was_cut_off_is_known() {
    let whole = yml(&offer(1, ""));
    assert!(read_bytes(&whole.as_bytes()[..whole.len() - 3]).0.is_cut_off);
    assert!(!read_bytes(whole.as_bytes()).0.is_cut_off);
}

#[test]
fn googles_rss_and_atom_are_read() {
    let rss = format!(
        r#"<?xml version="1.0"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>x</title>
<lastBuildDate>Thu, 19 Nov 2026 10:00:00 GMT</lastBuildDate><item><g:id>1005009000000001</g:id><title>Cup</title>
<link>{}</link><g:image_link>https://p.example/c.png</g:image_link><g:price>12.50 USD</g:price><g:sale_price>USD 9,99</g:sale_price>
<g:shipping><g:price>3 USD</g:price></g:shipping><g:product_type>Home &gt; Cups</g:product_type></item></channel></rss>"#,
        link(1)
    );
    let (reading, got) = read_bytes(rss.as_bytes());
    let row = &got.rows[0];
    assert_eq!(
        (row.offer.price, row.offer.old_price, row.offer.currency),
        (dec("9.99"), dec("12.50"), Some(Currency::USD))
    );
    assert_eq!((row.title.as_str(), row.category.as_str()), ("Cup", "Home > Cups"));
    assert_eq!(reading.date, Some(jiff::civil::date(2026, 11, 19)));
    let atom = format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><updated>2026-11-18T01:02:03Z</updated>
<entry><g:id>1005009000000001</g:id><title>Cup</title><link href="{}&amp;m=1"/></entry></feed>"#,
        link(1)
    );
    let (reading, got) = read_bytes(atom.as_bytes());
    assert_eq!(got.rows[0].link, format!("{}&m=1", link(1)));
    assert_eq!(reading.date, Some(jiff::civil::date(2026, 11, 18)));
}

#[test]
fn what_is_no_feed_is_refused() {
    assert_eq!(refused(b"<!DOCTYPE html><html></html>"), "feeds-refused-page");
    assert_eq!(refused(b"<HTML>"), "feeds-refused-page");
    assert_eq!(refused(b"<nothing"), "feeds-refused-markup");
    assert_eq!(refused(b"<"), "feeds-refused-markup");
}
