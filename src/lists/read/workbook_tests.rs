//! XLSX workbooks, also hostile ones.

use jiff::civil::date;
use proptest::prelude::*;

use super::tests::{STORES, TODAY, both, refusal, stores};
use super::workbook::parse_within;
use super::workbook_builder::{TestSheet, WorkbookBuilder, pack};
use super::*;

fn workbook(sheets: &[TestSheet<'_>], texts: &[&str]) -> Vec<u8> {
    WorkbookBuilder::new(sheets, texts).pack()
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
    let (found, messages, _) = stores("a.xlsx", &workbook(&[("A", false, data)], &[]));
    assert_eq!(found, [1_100_900_001]);
    assert_eq!(
        messages,
        [
            "9: “1100900001.5” is no store number.",
            // Telegram would make a tag of it.
            "12: “#\u{2060}N/A” is no store number.",
            "13: “true” is no store number."
        ]
    );
}

#[test]
fn a_workbook_that_unpacks_to_any_size_is_refused() {
    let bomb = |name: &str, size: usize| {
        let zeros = vec![b' '; size];
        pack([(name, zeros.as_slice())].into_iter())
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

#[test]
fn a_part_that_names_more_than_it_has_bytes_is_refused() {
    let sst = |counts: &str| format!("<sst {counts}><si><t>Mağaza</t></si></sst>");
    let styles =
        |counts: &str| format!("<styleSheet><cellXfs {counts}><xf numFmtId=\"0\"/></cellXfs></styleSheet>");
    let book = || WorkbookBuilder::new(&[("Liste", false, SHEET)], &TEXTS);
    for (part, content) in [
        ("xl/sharedStrings.xml", sst("count=\"4000000000\" uniqueCount=\"4000000000\"")),
        ("xl/sharedStrings.xml", sst("uniqueCount=\"4000000000\"")),
        ("XL/SHAREDSTRINGS.XML", sst("uniqueCount=\"99999999999999999999999999\"")),
        ("xl/sharedStrings.xml", format!("<x></y><!-- -- -->{}", sst("uniqueCount='4000000000'"))),
        ("xl/styles.xml", styles("count=\"4000000000\"")),
        ("xl/workbook.xml", "<workbook><sheets count=\"4000000000\"/></workbook>".to_owned()),
        ("xl/worksheets/sheet2.xml", "<worksheet><mergeCells count=\"4000000000\"/></worksheet>".to_owned()),
    ] {
        // The other spelling of the name replaces the part as the library sees it.
        let book = if part.starts_with("XL") { book().without("xl/sharedStrings.xml") } else { book() };
        let file = book.with_part(part, content.clone()).pack();
        assert!(file.len() < 3_000);
        assert_eq!(refusal("a.xlsx", &file, STORES), ListRefusal::ImpossibleCount, "{part}: {content}");
    }
    let named = "<si><t>A</t></si><si><t>B</t></si><si><t>Mağaza No</t></si><si><t>C</t></si>";
    let fine = format!("<sst count=\"7\" uniqueCount=\"4\">{named}</sst>");
    let file = book().with_part("xl/sharedStrings.xml", fine).pack();
    assert_eq!(parse_list("a.xlsx", &file, STORES, TODAY).unwrap().entries.len(), 2);
}

#[test]
fn a_part_costs_as_often_as_it_is_read() {
    let rows = "<row r=\"1\"></row>".repeat(5_000);
    let file = WorkbookBuilder::of_one_part(20, &rows).pack();
    assert!(file.len() < 10_000, "it is small as it comes");
    let once = rows.len() as u64;
    let within = |budget| parse_within(&file, budget).map(|table| table.rows.len());
    assert_eq!(within(25 * once), Ok(0), "twenty empty sheets");
    assert_eq!(within(15 * once), Err(ListRefusal::TooLargeUnpacked));
    let one = WorkbookBuilder::of_one_part(1, &rows).pack();
    assert_eq!(parse_within(&one, 15 * once).map(|table| table.rows.len()), Ok(0));
}

#[test]
fn a_workbook_has_few_sheets_and_each_part_once() {
    let row = "<row r=\"1\"><c r=\"A1\"><v>1100900001</v></c></row>";
    let many = WorkbookBuilder::of_one_part(251, row).pack();
    assert_eq!(refusal("a.xlsx", &many, STORES), ListRefusal::TooManySheets);
    let most = WorkbookBuilder::of_one_part(250, row).pack();
    assert_eq!(stores("a.xlsx", &most).0, [1_100_900_001]);
    let parts: Vec<String> = (0..1_001).map(|number| format!("xl/x{number}.bin")).collect();
    let parts = pack(parts.iter().map(|name| (name.as_str(), &b"x"[..])));
    assert_eq!(refusal("a.xlsx", &parts, STORES), ListRefusal::TooLargeUnpacked);
    // Two entries of the directory that name the same bytes.
    let mut two = pack([("a", &b"same"[..]), ("b", &b"same"[..])].into_iter());
    let entry = two.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    two[entry + 42..entry + 46].copy_from_slice(&0_u32.to_le_bytes());
    assert_eq!(refusal("a.xlsx", &two, STORES), ListRefusal::BrokenWorkbook);
}

proptest! {
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
}
