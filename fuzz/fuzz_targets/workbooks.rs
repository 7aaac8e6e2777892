//! Reads workbooks with any parts. The parts of the input are separated by U+001F: shared texts, a sheet, styles, the book, its
//! relations; an input that begins as an archive is one.
//!
//! A panic of the workbook library is caught by the reader, and the memory that it takes is limited by a process, so neither is a
//! finding here.

#![no_main]

use std::io::{Cursor, Write};
use std::panic;
use std::sync::Once;

use dealink::lists::{ListKind, parse_list};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

static HOOK: Once = Once::new();

const RELATIONS: &str = "<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const BOOK: &str =
    "<workbook><sheets><sheet name=\"A\" r:id=\"r1\"/><sheet name=\"B\" r:id=\"r1\"/></sheets></workbook>";
const BOOK_RELATIONS: &str = "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";

fuzz_target!(|input: &[u8]| {
    HOOK.call_once(|| {
        let abort = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !info.location().is_some_and(|place| place.file().contains("/calamine-")) {
                abort(info);
            }
        }));
    });
    let book = if input.starts_with(b"PK\x03\x04") { input.to_vec() } else { packed(input) };
    for kind in [ListKind::Stores(dealink_program::StoreList::Chuwi), ListKind::BannedKeywords] {
        let list = parse_list("a.xlsx", &book, kind, date(2026, 11, 22));
        assert_eq!(list, parse_list("a.xlsx", &book, kind, date(2026, 11, 22)), "read differently");
    }
});

fn packed(input: &[u8]) -> Vec<u8> {
    let mut parts = input.split(|byte| *byte == 0x1f);
    let mut next = |usual: &'static str| match parts.next() {
        None | Some([]) => usual.as_bytes(),
        Some(part) => part,
    };
    let parts = [
        ("xl/sharedStrings.xml", next("<sst><si><t>A</t></si></sst>")),
        ("xl/worksheets/sheet1.xml", next("<worksheet><sheetData/></worksheet>")),
        ("xl/styles.xml", next("<styleSheet/>")),
        ("xl/workbook.xml", next(BOOK)),
        ("xl/_rels/workbook.xml.rels", next(BOOK_RELATIONS)),
        ("_rels/.rels", RELATIONS.as_bytes()),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a new part");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("an archive").into_inner()
}
