//! Generated feeds: every row can be read, no product comes twice, and the same arguments give the same feed.

use std::collections::HashSet;

use quick_xml::events::Event;

use super::super::*;
use dealink_links as links;

fn made(rows: u64, seed: u64, format: ExportFormat) -> Vec<u8> {
    let mut out = Vec::new();
    generate(rows, seed, format, &mut out).unwrap();
    out
}

fn rows(feed: &[u8]) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(feed);
    let expected = ["id", "name", "url", "category", "currencyId", "param", "picture", "oldprice", "price"];
    assert_eq!(reader.headers().unwrap(), &expected[..]);
    reader.records().map(Result::unwrap).collect()
}

#[test]
fn every_row_is_a_product_of_its_own_with_all_that_a_feed_tells() {
    let feed = made(5_000, 1, ExportFormat::Csv);
    assert!((300..=400).contains(&(feed.len() / 5_000)), "{} bytes a row", feed.len() / 5_000);
    let rows = rows(&feed);
    assert_eq!(rows.len(), 5_000);
    let ids: HashSet<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(ids.len(), 5_000, "no product twice");
    let (mut hot, mut turkish, mut quoted) = (0, 0, 0);
    for row in &rows {
        assert_eq!(row[0].len(), 16);
        let link = links::parse_address(&row[2]).unwrap();
        assert_eq!(link.products.len(), 1, "{}", &row[2]);
        assert_eq!(link.products[0].id.to_string(), row[0]);
        let price: Decimal = row[8].parse().unwrap();
        assert!(price > Decimal::ZERO && (row[7].is_empty() || row[7].parse::<Decimal>().unwrap() > price));
        let rate = row[5].split_once("commissionRate|").unwrap().1.split_once("%|").unwrap().0;
        let rate: Decimal = rate.parse().unwrap();
        assert!(row[5].contains("shopId|11050") && row[5].contains("discount|") != row[7].is_empty());
        assert_eq!(link.hot, row[2].contains("deep_link.htm"), "{}", &row[2]);
        assert!(!link.hot || rate >= Decimal::from(9), "a Hot rate");
        hot += usize::from(link.hot);
        turkish += usize::from(row[1].contains(['ı', 'ş', 'ğ', 'ç', 'ü', 'ö']));
        quoted += usize::from(row[1].contains(['"', ';']));
    }
    assert!((200..=450).contains(&hot), "{hot}");
    assert!(turkish > 300 && quoted > 100, "{turkish} {quoted}");
}

#[test]
fn it_is_the_same_each_time_and_another_one_with_another_seed() {
    for format in [ExportFormat::Csv, ExportFormat::Yml, ExportFormat::Google] {
        assert_eq!(made(300, 5, format), made(300, 5, format));
        assert_ne!(made(300, 5, format), made(300, 6, format));
    }
    let short = made(100, 1, ExportFormat::Csv);
    assert!(made(200, 1, ExportFormat::Csv).starts_with(&short), "a longer feed begins as a shorter one");
}

/// The texts of all elements of this name.
fn texts(feed: &[u8], name: &str) -> Vec<String> {
    let mut reader = quick_xml::reader::Reader::from_reader(feed);
    let (mut found, mut open) = (Vec::new(), None::<String>);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) if element.name().as_ref() == name => open = Some(String::new()),
            Event::Text(text) => {
                if let Some(open) = &mut open {
                    open.push_str(&text);
                }
            }
            Event::GeneralRef(entity) => {
                if let Some(open) = &mut open {
                    open.push_str(match &*entity {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        other => panic!("{other}"),
                    });
                }
            }
            Event::End(element) if element.name().as_ref() == name => found.extend(open.take()),
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn all_forms_tell_of_the_same_products() {
    let (csv, yml, google) = (
        made(400, 1, ExportFormat::Csv),
        made(400, 1, ExportFormat::Yml),
        made(400, 1, ExportFormat::Google),
    );
    let field = |at: usize| rows(&csv).iter().map(|row| row[at].to_owned()).collect::<Vec<_>>();
    assert_eq!(texts(&yml, "name")[1..], field(1));
    assert_eq!(texts(&yml, "url")[1..], field(2));
    assert_eq!(texts(&yml, "price"), field(8));
    assert_eq!(texts(&google, "g:id"), field(0));
    assert_eq!(texts(&google, "title")[1..], field(1));
    assert_eq!(texts(&google, "link")[1..], field(2));
    assert_eq!(texts(&google, "g:product_type"), field(3));
    assert_eq!(texts(&yml, "categoryId").len(), 400);
    let names = texts(&yml, "category");
    assert!(
        field(3).iter().all(|path| path.split(" > ").all(|name| names.iter().any(|known| known == name)))
    );
}
