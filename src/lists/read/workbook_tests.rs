//! XLSX workbooks, also hostile ones.

use std::io::{Cursor, Write};

use jiff::civil::date;
use proptest::prelude::*;

use super::tests::{STORES, TODAY, both, refusal, stores};
use super::*;

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
    let (found, messages, _) = stores("a.xlsx", &workbook(&[("A", false, data)], &[]));
    assert_eq!(found, [1_100_900_001]);
    assert_eq!(
        messages,
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
