//! Reads any bytes as a list of stores and of keywords, in the three forms of text.

#![no_main]

use dealink::lists::{ListEntries, ListKind, MOST_ROWS, ParsedList, parse_list};
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    for name in ["a.csv", "list 2026-11-20.txt", "a.tsv"] {
        for kind in [ListKind::Stores(dealink_program::StoreList::Chuwi), ListKind::BannedKeywords] {
            if let Ok(list) = parse_list(name, input, kind, date(2026, 11, 22)) {
                check(&list, kind);
            }
        }
    }
});

fn check(list: &ParsedList, kind: ListKind) {
    assert!(list.entries.len() + list.duplicates + list.fault_count <= MOST_ROWS);
    assert!(list.faults.len() <= list.fault_count.min(1_000));
    assert!(list.faults.is_sorted_by_key(|fault| fault.line), "faults out of order");
    match (&list.entries, kind) {
        (ListEntries::Stores(stores), ListKind::Stores(_)) => {
            assert!(stores.keys().all(|store| (10_000..1_000_000_000_000).contains(store)), "{stores:?}");
        }
        (ListEntries::Keywords(words), ListKind::BannedKeywords) => {
            let is_fine = |word: &String| word.chars().count() <= 100 && !word.chars().any(char::is_control);
            assert!(words.iter().all(is_fine), "{words:?}");
        }
        _ => panic!("entries of another kind"),
    }
}
