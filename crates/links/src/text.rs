//! Finds the links of a whole text, with their prices and titles.

use std::ops::Range;

use crate::find::find_addresses;
use crate::hidden::collect_labelled_links;
use crate::link::{HiddenLink, Link};
use crate::price::attach_prices;
use crate::title::attach_titles;
use crate::unwrap::parse_link;

/// Finds all AliExpress links of a text: genuine, wrapped or imitated, in order and without overlap. A product that is linked
/// twice is returned twice. Linear in the length of the text.
pub fn find_links(text: &str, hidden: &[HiddenLink]) -> Vec<Link> {
    let found = find_addresses(text);
    let labelled = collect_labelled_links(text, hidden);
    let mut links: Vec<Link> = Vec::with_capacity(labelled.len() + found.len());
    links.extend(labelled.iter().filter_map(|one| Some(Link { span: one.span.clone(), ..one.parse(text)? })));
    let mut mentions = Vec::new();
    for one in &found {
        let next = labelled.partition_point(|label| label.covered.end <= one.span.start);
        if labelled.get(next).is_some_and(|label| label.covered.start < one.span.end) {
            continue;
        }
        if let Some(parsed) = parse_link(&text[one.span.clone()]) {
            links.push(Link { span: one.span.clone(), ..parsed });
            mentions.extend(one.mention.then_some(one.span.start));
        }
    }
    links.sort_by_key(|link| link.span.start);
    // "aliexpress.com" in a sentence is a mention, unless the text has no other link.
    if mentions.len() < links.len() {
        links.retain(|link| mentions.binary_search(&link.span.start).is_err());
    }
    attach_prices(text, &found, &mut links);
    attach_titles(text, &found, &mut links);
    links
}

/// The spans of all addresses in a text, also of other sites and of bare hosts, in order and without overlap.
pub fn find_address_spans(text: &str) -> Vec<Range<usize>> {
    find_addresses(text).into_iter().map(|found| found.span).collect()
}
