//! Labelled texts in `tests/data`, row by row: kind, ids as written and price.

use crate::{find_links, unescape_line};

/// Published and documented forms.
const CORPUS: &str = include_str!("../../../../tests/data/links.tsv");
/// Constructed forms: every rule and every kind of addition, each row with its reason.
const MORE: &str = include_str!("../../../../tests/data/more-links.tsv");

#[test]
fn every_row_is_read_as_labelled() {
    check(CORPUS, 400);
}

#[test]
fn every_constructed_row_is_read_as_labelled() {
    check(MORE, 900);
}

fn check(corpus: &str, least: usize) {
    let rows: Vec<&str> = corpus.lines().filter(|line| !line.starts_with("# ")).collect();
    assert!(rows.len() > least, "the corpus is there");
    let wrong: Vec<String> = rows.iter().filter_map(|row| complaint(row)).collect();
    assert!(wrong.is_empty(), "{} of {} rows wrong:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

fn complaint(row: &str) -> Option<String> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [kind, ids, price, text, ..] = columns[..] else {
        return Some(format!("not four columns: {row}"));
    };
    let links = find_links(&unescape_line(text), &[]);
    let first = links.first();
    let read_kind = first.map_or("none".to_owned(), |link| link.kind.to_string());
    let mut read_ids: Vec<String> = Vec::new();
    for link in links.iter().filter(|link| Some(link.kind) == first.map(|first| first.kind)) {
        for product in &link.products {
            let written = product.written.to_string();
            if !read_ids.contains(&written) {
                read_ids.push(written);
            }
        }
    }
    let read_price = first.and_then(|link| link.price).map_or(String::new(), |price| {
        format!("{} {}", price.amount, price.currency.map_or(String::new(), |currency| currency.to_string()))
    });
    let read = format!("{read_kind}\t{}\t{}", read_ids.join(","), read_price.trim());
    (read != format!("{kind}\t{ids}\t{price}"))
        .then(|| format!("labelled {kind} {ids} {price}, read {read}: {text}"))
}
