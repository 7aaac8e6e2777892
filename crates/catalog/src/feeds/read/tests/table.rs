use proptest::prelude::*;

use super::*;

const HEADER: &str = "id;name;url;category;currencyId;param;picture;oldprice;price\n";

fn table(rows: &str) -> (ReadSummary, ReadItems) {
    read_bytes(format!("{HEADER}{rows}").as_bytes())
}

#[test]
fn a_row_of_aliexpress_is_read_whole() {
    let (reading, got) = table(
        "1005009000000012;100ML Kettle;https://shop.example/g/abc/?ulp=x;Kitchen,Dining & Bar;USD;\
         \"discount|69%|;commissionRate|5.38%|;shopId|1105297342|;\";https://pic.example/a.jpg;33.64;10.43\n",
    );
    assert_eq!((reading.rows, reading.broken, reading.format), (1, 0, FeedFormat::Csv));
    assert_eq!(
        got.rows,
        [ReadRow {
            id: "1005009000000012".into(),
            title: "100ML Kettle".into(),
            link: "https://shop.example/g/abc/?ulp=x".into(),
            picture: "https://pic.example/a.jpg".into(),
            category: "Kitchen,Dining & Bar".into(),
            offer: OfferFields {
                currency: Some(Currency::USD),
                price: dec("10.43"),
                old_price: dec("33.64"),
                discount: Some(69),
                rate: Some(Percent("5.38".parse().unwrap())),
                store: Some(1_105_297_342),
                ..OfferFields::default()
            },
        }]
    );
}

#[test]
fn columns_are_known_by_name_in_any_order_and_under_other_names() {
    let text = "Price|OLD_PRICE|modified_time|Commission Rate|shop_id|end_date|image link|title|link|id\n\
                5|7|1543254701|3%|123456|2026-12-24|https://p.example/1.png|Cup|https://shop.example/a|33010787343\n";
    let (reading, got) = read_bytes(text.as_bytes());
    assert_eq!(reading.broken, 0);
    let row = &got.rows[0];
    assert_eq!((row.offer.price, row.offer.old_price, row.offer.store), (dec("5"), dec("7"), Some(123_456)));
    assert_eq!((row.title.as_str(), row.offer.rate), ("Cup", Some(Percent("3".parse().unwrap()))));
    assert_eq!(row.offer.hot_until, Some(jiff::civil::date(2026, 12, 24)));
    for name in ["oldprice", "old_price", "price_old"] {
        let text = format!("id;url;{name}\n33010787343;https://shop.example/a;8.5\n");
        assert_eq!(read_bytes(text.as_bytes()).1.rows[0].offer.old_price, dec("8.5"), "{name}");
    }
}

#[test]
fn the_delimiter_is_told_by_the_header_or_by_the_operator() {
    for sign in [";", ",", "\t", "|"] {
        let text = ["id", "url", "name"].join(sign)
            + "\n"
            + &["33010787343", "https://a.example/", "Cup"].join(sign);
        assert_eq!(read_bytes(text.as_bytes()).1.titles(), ["Cup"], "{sign:?}");
    }
    let hash = "id#url#name\n33010787343#https://a.example/#Cup\n";
    assert_eq!(refused(hash.as_bytes()), "feeds-refused-header");
    let options = ReadOptions { delimiter: "#".parse().ok(), ..ReadOptions::default() };
    let (_, got) = read_as(hash.as_bytes(), &options, &FeedLimits::default()).unwrap();
    assert_eq!(got.titles(), ["Cup"]);
    let said = "sep=#\n\nid#url#name\n33010787343#https://a.example/#Cup\n";
    assert_eq!(read_bytes(said.as_bytes()).1.titles(), ["Cup"]);
}

#[test]
fn a_broken_row_is_counted_with_its_line_and_the_rest_goes_on() {
    let good = |number: u32| format!("1005009000000{number:03};T{number};{};c;USD;;;;1\n", link(number));
    let rows = [
        good(1),
        "12;no id;https://shop.example/;c;USD;;;;1\n".into(),
        "\n".into(),
        "1005009000000090;no link;;c;USD;;;;1\n".into(),
        "1005009000000091;no address;javascript:alert;c;USD;;;;1\n".into(),
        format!("1005009000000092;no price;{};c;USD;;;;ten\n", link(1)),
        format!("1005009000000093;too; many;{};c;USD;;;;1\n", link(1)),
        format!("1005009000000094;\"two\nlines\";{};c;USD;;;;1\n", link(1)),
        good(2),
    ];
    let (reading, got) = table(&rows.concat());
    assert_eq!(got.titles(), ["T1", "two lines", "T2"]);
    assert_eq!(reading.rows, 8);
    assert_eq!(
        faults(&reading),
        [
            (3, "feeds-fault-id"),
            (5, "feeds-fault-no-link"),
            (6, "feeds-fault-link"),
            (7, "feeds-fault-price"),
            (8, "feeds-fault-columns"),
        ]
    );
}

#[test]
fn an_unbalanced_quotation_mark_costs_its_own_row() {
    let row = |number: u32, title: &str| {
        format!("1005009000000{number:03};{title};{};c;USD;\"discount|5%|;\";;;1\r\n", link(number))
    };
    for odd in ["\"Odd", "\"Odd \"inch\" x", "\"", "\"\"\""] {
        let rows = [row(1, "One"), row(2, odd), row(3, "Three"), row(4, "\"Four; \"\"4\"\"\"")];
        let (reading, got) = table(&rows.concat());
        assert!(got.titles().ends_with(&["Three", "Four; \"4\""]), "{odd}: {got:?}");
        assert!(reading.broken <= 1, "{odd}: {reading:?}");
        assert!(faults(&reading).iter().all(|(line, _)| *line == 3), "{odd}: {reading:?}");
    }
    // Two such rows behind each other would look like one good row.
    let short = format!("1005009000000002;\"Odd;{}\n", link(2));
    let (reading, got) = table(&[row(1, "One"), short.repeat(2), row(3, "Three")].concat());
    let both = vec![(3, "feeds-fault-quote"), (4, "feeds-fault-quote")];
    assert_eq!((got.titles(), faults(&reading)), (vec!["One", "Three"], both));
    let (reading, got) = table(&[row(1, "One"), row(2, "Two"), row(3, "\"Last")].concat());
    assert_eq!((got.titles(), reading.broken), (vec!["One", "Two"], 1));
}

#[test]
fn an_endless_row_is_passed_over() {
    let long = "x".repeat(3 * window::LONGEST);
    let rows = format!("1005009000000001;{long};{0};c\n1005009000000002;Two;{0};c\n", link(1));
    let (reading, got) = table(&rows);
    assert_eq!((got.titles(), faults(&reading)), (vec!["Two"], vec![(2, "feeds-fault-long")]));
    let (reading, got) = table(&format!("1005009000000002;Two;{};c\n1;\"{long}", link(1)));
    assert_eq!((got.titles(), reading.broken), (vec!["Two"], 1));
}

#[test]
fn products_that_can_no_longer_be_had_are_gone() {
    let text = format!(
        "id;available;deleted;name;url\n1005009000000001;true;;A;{0}\n1005009000000002;false;;B;\n1005009000000003;;true;C;{0}\n\
         1005009000000004;Out of Stock;;D;{0}\n1005009000000005;;0;E;{0}\n",
        link(1)
    );
    let (reading, got) = read_bytes(text.as_bytes());
    assert_eq!((got.titles(), reading.broken), (vec!["A", "E"], 0));
    assert_eq!(got.gone, ["1005009000000002", "1005009000000003", "1005009000000004"]);
}

#[test]
fn google_merchants_columns_are_read() {
    let text = format!(
        "id\ttitle\tdescription\tlink\timage_link\tprice\tsale_price\tavailability\tproduct_type\n\
         1005009000000001\tCup\tA cup\t{}\thttps://p.example/c.png\t12.50 USD\t9.99 USD\tin_stock\tHome > Cups\n",
        link(1)
    );
    let (_, got) = read_bytes(text.as_bytes());
    let row = &got.rows[0];
    assert_eq!(
        (row.offer.price, row.offer.old_price, row.offer.currency),
        (dec("9.99"), dec("12.5"), Some(Currency::USD))
    );
    assert_eq!((row.category.as_str(), row.picture.as_str()), ("Home > Cups", "https://p.example/c.png"));
}

#[test]
fn what_is_no_table_is_refused() {
    assert_eq!(refused(b""), "feeds-refused-empty");
    assert_eq!(refused(b"  \n \n"), "feeds-refused-empty");
    assert_eq!(refused(b"{\"error\":\"x\"}"), "feeds-refused-json");
    assert_eq!(refused(b"access denied"), "feeds-refused-header");
    assert_eq!(refused(b"\x7fELF\0\0\0\0"), "feeds-refused-binary");
    assert_eq!(refused(b"id;name;price\n"), "feeds-refused-header");
}

#[test]
fn the_rows_have_a_limit() {
    let limits = FeedLimits { rows: 2, ..FeedLimits::default() };
    let text = format!("id;url\n{}", format!("33010787343;{}\n", link(1)).repeat(3));
    let refusal = read_as(text.as_bytes(), &ReadOptions::default(), &limits).unwrap_err();
    assert_eq!(refusal.message().key, "feeds-refused-rows");
}

/// A field as spreadsheet programs write it.
fn quoted(text: &str) -> String {
    match text.contains(['"', ';', '\n']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the titles are, the `csv` crate reads the same ones from the same bytes.
    #[test]
    fn the_csv_crate_reads_the_same(titles in prop::collection::vec("[a-z;\"\nşİ ]{0,12}", 1..30), crlf: bool) {
        let end = if crlf { "\r\n" } else { "\n" };
        let rows = titles.iter().map(|title| format!("33010787343;{};{}{end}", quoted(title), link(1)));
        let text = format!("id;name;url{end}{}", rows.collect::<String>());
        let mut theirs = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
        let theirs: Vec<String> = theirs.records().map(|row| row.unwrap()[1].to_owned()).collect();
        let (reading, got) = read_bytes(text.as_bytes());
        prop_assert_eq!(reading.broken, 0);
        let on_one_line = |title: &String| match title.trim().contains('\n') {
            true => title.trim().split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "),
            false => title.trim().to_owned(),
        };
        prop_assert_eq!(got.titles(), theirs.iter().map(on_one_line).collect::<Vec<_>>());
    }
}
