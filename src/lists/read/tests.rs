//! Files as spreadsheet programs and people write them.

use std::io::{Cursor, Write};

use dealink_core::lang::Lang;
use dealink_program::StoreList;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::text::Texts;

const STORES: ListKind = ListKind::Stores(StoreList::NoCommission);
const WORDS: ListKind = ListKind::BannedKeywords;
const TODAY: Date = date(2026, 11, 22);

fn stores(name: &str, bytes: &[u8]) -> (Vec<u64>, Vec<String>, usize) {
    let reading = parse_list(name, bytes, STORES, TODAY).unwrap();
    let ListEntries::Stores(stores) = &reading.entries else { panic!("no stores") };
    (stores.keys().copied().collect(), faults(&reading), reading.duplicates)
}

fn faults(reading: &ParsedList) -> Vec<String> {
    let texts = Texts::load().unwrap();
    let line =
        |fault: &RowFault| format!("{}: {}", fault.line, texts.localizer(Lang::En).plain(&fault.message()));
    reading.faults.iter().map(line).collect()
}

fn refusal(name: &str, bytes: &[u8], kind: ListKind) -> ListRefusal {
    parse_list(name, bytes, kind, TODAY).map(|reading| format!("{reading:?}")).unwrap_err()
}

fn words(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<String>, usize) {
    let reading = parse_list(name, bytes, WORDS, TODAY).unwrap();
    let ListEntries::Keywords(words) = &reading.entries else { panic!("no words") };
    (words.clone(), faults(&reading), reading.duplicates)
}

/// Two stores, no faults, no duplicates.
fn both() -> (Vec<u64>, Vec<String>, usize) {
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
        [format!("1: “x{}…” is no store number.", "ş".repeat(39))]
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

/// A workbook with these sheets: name, whether it is hidden, and its `sheetData`.
fn workbook(sheets: &[(&str, bool, &str)], texts: &[&str]) -> Vec<u8> {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let mut list = String::new();
    let mut relations = String::new();
    let mut parts = Vec::new();
    for (at, (name, hidden, data)) in sheets.iter().enumerate() {
        let state = if *hidden { " state=\"hidden\"" } else { "" };
        list += &format!("<sheet name=\"{name}\" sheetId=\"{0}\"{state} r:id=\"r{0}\"/>", at + 1);
        relations += &format!(
            "<Relationship Id=\"r{0}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>",
            at + 1
        );
        let sheet = format!("{head}<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{}.xml", at + 1), sheet));
    }
    let texts: String = texts.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    parts.push((
        "_rels/.rels".to_owned(),
        format!(
            "{head}<Relationships xmlns=\"{package}\">\
             <Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    ));
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!("{head}<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{list}</sheets></workbook>"),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("{head}<Relationships xmlns=\"{package}\">{relations}</Relationships>"),
    ));
    parts.push(("xl/sharedStrings.xml".to_owned(), format!("{head}<sst xmlns=\"{main}\">{texts}</sst>")));
    // A date is a number with this cell style.
    parts.push((
        "xl/styles.xml".to_owned(),
        format!("{head}<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
    ));
    packed(parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))
}

fn packed<'a>(parts: impl Iterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Rows of cells in the XML form of a sheet; a text is an index into the shared texts.
const SHEET: &str = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" s=\"1\"><v>46346</v></c></row>\
    <row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" t=\"s\"><v>2</v></c></row>\
    <row r=\"4\"><c r=\"A4\" t=\"s\"><v>3</v></c><c r=\"B4\"><v>1100900001</v></c></row>\
    <row r=\"5\"><c r=\"B5\"><v>9.12345678E8</v></c></row>\
    <row r=\"6\"><c r=\"B6\" t=\"inlineStr\"><is><t>https://www.aliexpress.com/store/1100900001</t></is></c></row>";
const TEXTS: [&str; 4] = ["Komisyonsuz mağazalar", "Mağaza", "Mağaza No", "Bir &amp; İki"];

#[test]
fn a_workbook_is_read_with_all_digits_its_names_and_its_date() {
    let book = workbook(&[("Eski", true, SHEET), ("Boş", false, ""), ("Liste", false, SHEET)], &TEXTS);
    let reading = parse_list("a.xlsx", &book, STORES, TODAY).unwrap();
    let expected = [(912_345_678, None), (1_100_900_001, Some("Bir & İki".to_owned()))];
    assert_eq!(reading.entries, ListEntries::Stores(expected.into()));
    assert_eq!((reading.fault_count, reading.duplicates, reading.sheet.as_deref()), (0, 1, Some("Liste")));
    assert_eq!(reading.date, Some(date(2026, 11, 20)));
    assert_eq!(parse_list("renamed.csv", &book, STORES, TODAY), Ok(reading), "its content decides");
    let one = workbook(&[("Liste", false, SHEET)], &TEXTS);
    assert_eq!(parse_list("a.xlsx", &one, STORES, TODAY).unwrap().sheet, None);
}

#[test]
fn bad_rows_of_a_workbook_have_its_row_numbers() {
    let data = "<row r=\"7\"><c r=\"A7\"><v>1100900001</v></c></row><row r=\"9\"><c r=\"A9\"><v>1100900001.5</v></c></row>\
        <row r=\"12\"><c r=\"A12\" t=\"e\"><v>#N/A</v></c></row><row r=\"13\"><c r=\"A13\" t=\"b\"><v>1</v></c></row>";
    let (found, told, _) = stores("a.xlsx", &workbook(&[("A", false, data)], &[]));
    assert_eq!(found, [1_100_900_001]);
    assert_eq!(
        told,
        [
            "9: “1100900001.5” is no store number.",
            "12: “#N/A” is no store number.",
            "13: “true” is no store number."
        ]
    );
}

#[test]
fn a_workbook_that_unpacks_to_any_size_is_refused() {
    let bomb = |name: &str, size: usize| {
        let zeros = vec![b' '; size];
        packed([(name, zeros.as_slice())].into_iter())
    };
    for (name, size) in [
        ("xl/sharedStrings.xml", 25 << 20),
        ("xl/styles.xml", 4 << 20),
        ("xl/worksheets/styles.xml", 4 << 20),
        ("xl/worksheets/sheet1.xml", 65 << 20),
    ] {
        let bytes = bomb(name, size);
        assert!(bytes.len() < 200_000, "it is small as it comes");
        assert_eq!(refusal("a.xlsx", &bytes, STORES), ListRefusal::TooLargeUnpacked, "{name}");
    }
}

#[test]
fn a_cell_in_the_far_corner_and_a_text_in_every_cell_take_no_memory() {
    let corner = "<row r=\"1\"><c r=\"A1\"><v>1100900001</v></c></row>\
        <row r=\"1048576\"><c r=\"A1048576\"><v>912345678</v></c><c r=\"XFD1048576\"><v>1</v></c></row>";
    assert_eq!(stores("a.xlsx", &workbook(&[("A", false, corner)], &[])), both());
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(30));
    let book = workbook(&[("A", false, &row.repeat(3_000))], &[&"x".repeat(4_000)]);
    assert!(book.len() < 100_000);
    assert_eq!(refusal("a.xlsx", &book, STORES), ListRefusal::TooLargeUnpacked);
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
    fn no_damage_of_a_workbook_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut book = workbook(&[("Liste", false, SHEET)], &TEXTS);
        let place = at.index(book.len());
        book[place] = byte;
        let _ = parse_list("a.xlsx", &book, STORES, TODAY);
        book.truncate(cut.index(book.len()));
        let _ = parse_list("a.xlsx", &book, STORES, TODAY);
    }

    #[test]
    fn no_sheet_panics(data in "(<row r=\"[0-9]{1,10}\">|</row>|<c r=\"[A-Z]{0,4}[0-9]{0,11}\" t=\"(s|b|e|d|str|inlineStr)\">|<v>[0-9.E-]{0,12}</v>|</c>|<is><t>|</t></is>){0,20}") {
        let _ = parse_list("a.xlsx", &workbook(&[("Liste", false, &data)], &TEXTS), STORES, TODAY);
    }

    #[test]
    fn every_number_comes_back(numbers in proptest::collection::btree_set(10_000_u64..999_999_999_999, 1..50), sign in "[,;\t]") {
        let text: String = numbers.iter().enumerate().map(|(at, number)| format!("{at}{sign}Shop {at}{sign}{number}\n")).collect();
        let (found, faults, _) = stores("a.csv", text.as_bytes());
        prop_assert!(faults.is_empty());
        prop_assert_eq!(found, numbers.into_iter().collect::<Vec<_>>());
    }
}
