//! Files as spreadsheet programs and people write them.

use dealink_core::lang::Lang;
use dealink_program::StoreList;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::text::Texts;

pub(super) const STORES: ListKind = ListKind::Stores(StoreList::NoCommission);
const WORDS: ListKind = ListKind::BannedKeywords;
pub(super) const TODAY: Date = date(2026, 11, 22);

pub(super) fn stores(name: &str, bytes: &[u8]) -> (Vec<u64>, Vec<String>, usize) {
    let reading = parse_list(name, bytes, STORES, TODAY).unwrap();
    let ListEntries::Stores(stores) = &reading.entries else { panic!("no stores") };
    (stores.keys().copied().collect(), faults(&reading), reading.duplicates)
}

pub(super) fn faults(reading: &ParsedList) -> Vec<String> {
    let texts = Texts::load().unwrap();
    let line =
        |fault: &RowFault| format!("{}: {}", fault.line, texts.localizer(Lang::En).plain(&fault.message()));
    reading.faults.iter().map(line).collect()
}

pub(super) fn refusal(name: &str, bytes: &[u8], kind: ListKind) -> ListRefusal {
    parse_list(name, bytes, kind, TODAY).map(|reading| format!("{reading:?}")).unwrap_err()
}

fn words(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>, usize) {
    let reading = parse_list(name, bytes, WORDS, TODAY).unwrap();
    let ListEntries::Keywords(words) = &reading.entries else { panic!("no words") };
    (words.clone(), faults(&reading), reading.duplicates)
}

/// Two stores, no faults, no duplicates.
pub(super) fn both() -> (Vec<u64>, Vec<String>, usize) {
    (vec![912_345_678, 1_100_900_001], vec![], 0)
}

#[test]
fn stores_in_every_form() {
    for (name, text) in [
        ("a.txt", "1100900001\n912345678\n"),
        ("a.txt", "# of November\n\n  1100900001  \r\n\r\nhttps://www.aliexpress.com/store/912345678\r\n"),
        ("a.txt", "1100900001, A Shop\n912345678;Another, with a comma"),
        ("a.TXT", "1100900001\r912345678"),
        ("a.csv", "1100900001,A Shop\n912345678,Another\n"),
        ("a.csv", "Store ID,Store\n1100900001,A Shop\n912345678,\"Another, with a comma\"\n"),
        ("a.csv", "Mağaza;Mağaza No\nBir dükkân;1100900001\nÖteki; 912345678\n"),
        ("a.csv", "MAĞAZA NO\tAD\n1100900001\tBir\n912345678\tİki\n"),
        ("a.csv", "url\nhttps://www.aliexpress.com/store/1100900001\nm.aliexpress.com/store/912345678?x=1\n"),
        ("a.csv", "satıcı,not\n1100900001,x\nhttps://tr.aliexpress.com/shop/912345678,y\n"),
        ("a.csv", "store id,url\n1100900001,\n,https://www.aliexpress.com/store/912345678\n"),
        ("a.csv", "Komisyonsuz mağazalar;;\n;;\nNo;Mağaza adı\n1100900001;Bir\n912345678;İki\n"),
        ("a.csv", "1,A Shop,1100900001\n2,Another,912345678\n"),
        ("a.csv", "sep=;\r\nshop_id;n\r\n1100900001;1\r\n912345678;2\r\n"),
        ("a.csv", "\"Store Number\"\n\"1100900001\"\n\"912345678\"\n"),
        ("a.csv", "1100900001\n# a remark\n912345678"),
        ("a.tsv", "id\tname\n1.100900001E+9\tA\n912345678.0\tB"),
        ("list", "1100900001\n912345678"),
    ] {
        assert_eq!(stores(name, text.as_bytes()), both(), "{name}: {text}");
    }
}

#[test]
fn names_are_kept_where_there_are_some() {
    for (name, text) in [
        ("a.csv", "Mağaza;Mağaza No;Ülke\nBir dükkân;1100900001;TR\n;912345678;TR\n"),
        ("a.txt", "1100900001\tBir dükkân\n912345678"),
        ("a.csv", "1100900001,Bir dükkân\n912345678\n1100900001,\n"),
    ] {
        let reading = parse_list(name, text.as_bytes(), STORES, TODAY).unwrap();
        let ListEntries::Stores(stores) = reading.entries else { panic!("no stores") };
        assert_eq!(stores[&1_100_900_001].as_deref(), Some("Bir dükkân"), "{text}");
        assert_eq!(stores[&912_345_678], None, "{text}");
    }
}

#[test]
fn every_encoding_that_a_spreadsheet_program_writes() {
    let text = "Mağaza adı;Mağaza no\nŞık İşler;1100900001\nÇağ;912345678\n";
    let utf16 = |little: bool| -> Vec<u8> {
        let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    };
    let marked = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
    for (encoding, bytes) in [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with a mark", marked(b"\xef\xbb\xbf", text.as_bytes().to_vec())),
        ("UTF-16 LE with a mark", marked(b"\xff\xfe", utf16(true))),
        ("UTF-16 BE with a mark", marked(b"\xfe\xff", utf16(false))),
        ("UTF-16 LE", utf16(true)),
        ("UTF-16 BE", utf16(false)),
        ("Windows-1254", encoding_rs::WINDOWS_1254.encode(text).0.into_owned()),
    ] {
        let reading = parse_list("a.csv", &bytes, STORES, TODAY).unwrap();
        let ListEntries::Stores(stores) = &reading.entries else { panic!("no stores") };
        assert_eq!(stores[&1_100_900_001].as_deref(), Some("Şık İşler"), "{encoding}");
        assert_eq!((stores.len(), reading.fault_count), (2, 0), "{encoding}");
    }
}

#[test]
fn each_bad_row_is_told_with_its_line() {
    let text = "Store ID,Store\n1100900001,A\nabc,B\n\n# a remark\n,C\n1.1009E+09,D\n\"11009\n00001\",E\n912345678,F\n";
    assert_eq!(
        stores("a.csv", text.as_bytes()),
        (
            vec![912_345_678, 1_100_900_001],
            vec![
                "3: “abc” is no store number.".to_owned(),
                "6: there is no store number in this row.".to_owned(),
                "7: “1.1009E+09” lacks digits that the spreadsheet program cut off. Format the column as text and save \
                 the file again."
                    .to_owned(),
                "8: “11009 00001” is no store number.".to_owned(),
            ],
            0
        )
    );
    let (_, told, _) = stores("a.txt", b"abc\n1100900001 1100900002\n1100900003\n");
    assert_eq!(told, ["1: “abc” is no store number.", "2: “1100900001 1100900002” is no store number."]);
    let long = format!("x{}\n1100900001", "ş".repeat(10_000));
    assert_eq!(
        stores("a.txt", long.as_bytes()).1,
        [format!("1: “x{}…” is no store number.", "ş".repeat(38))]
    );
}

#[test]
fn what_stands_twice_does_no_harm() {
    assert_eq!(
        stores("a.txt", b"1100900001\nhttps://m.aliexpress.com/store/1100900001\n1100900001"),
        (vec![1_100_900_001], vec![], 2)
    );
    assert_eq!(words("a.txt", "Bedava\nBEDAVA\nİndirim\nindirim".as_bytes()).2, 2);
}

#[test]
fn keywords_in_every_form() {
    let expected = ["bedava ürün", "ali, express"];
    for (name, text) in [
        ("a.txt", "# yasaklılar\nbedava ürün\n\nali, express\n"),
        ("a.csv", "Anahtar Kelime;Not\nbedava ürün;x\nali, express;\n"),
        ("a.csv", "keyword\nbedava ürün\n\"ali, express\"\n"),
        ("a.csv", "#;Yasaklı Kelimeler\n1;bedava ürün\n2;ali, express\n"),
        ("a.csv", "List of the network\n\nno,keyword\n1,bedava ürün\n2,\"ali, express\"\n"),
        ("a.csv", "bedava ürün\n\"ali, express\"\n"),
    ] {
        let (found, faults, _) = words(name, text.as_bytes());
        assert_eq!(found, expected, "{name}: {text}");
        assert!(faults.is_empty(), "{name}: {faults:?}");
    }
    let (found, told, _) = words("a.csv", b"no,keyword\n1,free\n2,1100900001\n3,\n4,\"a\nb\"\n");
    assert_eq!(found, ["free"]);
    assert_eq!(
        told,
        ["3: “1100900001” is no keyword.", "4: there is no keyword in this row.", "5: “a b” is no keyword."]
    );
    assert_eq!(refusal("a.csv", b"1,free\n2,cheap\n", WORDS), ListRefusal::NoKeywordColumn);
}

#[test]
fn the_date_comes_from_a_comment_a_title_or_the_name() {
    let date_of = |name: &str, text: &str, kind| parse_list(name, text.as_bytes(), kind, TODAY).unwrap().date;
    let day = Some(date(2026, 11, 20));
    assert_eq!(date_of("a.txt", "# of 2026-11-20\n1100900001", STORES), day);
    assert_eq!(date_of("a.csv", "# 20.11.2026\nstore id,name\n1100900001,A", STORES), day);
    assert_eq!(date_of("a.csv", "Tarih;20.11.2026\nMağaza no;Ad\n1100900001;A", STORES), day);
    assert_eq!(date_of("a.csv", "Güncelleme: 20.11.2026\n1100900001\n", STORES), day);
    assert_eq!(date_of("a-2026-11-20.csv", "1100900001", STORES), day);
    assert_eq!(date_of("a.csv", "keyword\nfree on 2026-11-20", WORDS), None, "an entry is no title");
    assert_eq!(date_of("a.csv", "store id,since\n1100900001,2026-11-20", STORES), None);
    assert_eq!(stores("a.csv", b"of 2026-11-20\n1100900001\n912345678"), both());
}

#[test]
fn limits_are_told() {
    let text = "1100900001\n".repeat(MOST_ROWS);
    assert_eq!(stores("a.txt", text.as_bytes()).2, MOST_ROWS - 1);
    assert_eq!(refusal("a.txt", format!("{text}1100900001").as_bytes(), STORES), ListRefusal::TooManyRows);
    assert_eq!(refusal("a.csv", &vec![b'1'; MOST_BYTES + 1], STORES), ListRefusal::TooLarge);
    for empty in ["", "\n\n", "# nothing\n", "store id,name\n"] {
        assert_eq!(refusal("a.csv", empty.as_bytes(), STORES), ListRefusal::Empty, "{empty}");
    }
    let reading = parse_list("a.txt", "abc\n".repeat(3_000).as_bytes(), STORES, TODAY).unwrap();
    assert_eq!((reading.fault_count, reading.faults.len(), reading.entries.len()), (3_000, 1_000, 0));
    assert_eq!(
        refusal("a.csv", b"1100900001,\"A Shop\n1100900002,B\n1100900003,C", STORES),
        ListRefusal::OpenQuote { line: 1 }
    );
    assert_eq!(refusal("a.csv", b"11009\x0000001\n", STORES), ListRefusal::Binary);
    assert_eq!(refusal("a.xlsx", b"1100900001\n", STORES), ListRefusal::BrokenWorkbook);
    assert_eq!(refusal("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", STORES), ListRefusal::OldWorkbook);
    assert_eq!(refusal("a.xlsx", b"PK\x03\x04rest", STORES), ListRefusal::BrokenWorkbook);
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), name in "[a-z]{0,3}\\.(csv|txt|xlsx|x)") {
        for kind in ListKind::all() {
            let _ = parse_list(&name, &bytes, kind, TODAY);
        }
    }

    #[test]
    fn no_text_panics(text in "(?s)[0-9a-zÇşİ#;,\t\n\r\" .E+/:-]{0,300}", name in "a\\.(csv|txt|tsv)") {
        for kind in ListKind::all() {
            let _ = parse_list(&name, text.as_bytes(), kind, TODAY);
        }
    }

    #[test]
    fn every_number_comes_back(numbers in proptest::collection::btree_set(10_000_u64..999_999_999_999, 1..50), sign in "[,;\t]") {
        let text: String = numbers.iter().enumerate().map(|(at, number)| format!("{at}{sign}Shop {at}{sign}{number}\n")).collect();
        let (found, faults, _) = stores("a.csv", text.as_bytes());
        prop_assert!(faults.is_empty());
        prop_assert_eq!(found, numbers.into_iter().collect::<Vec<_>>());
    }
}
