//! Finds the links of any text and replaces them in a post.
//!
//! The input is a text; each U+001F is followed by the address of a hidden link, whose label is the next word of the text. Every
//! trusted link must lead to AliExpress by the second opinion of the tests (`crates/links/src/tests/oracle.rs`).

#![no_main]

use std::ops::Range;

use dealink_links::{
    Entity, HiddenLink, Link, LinkKind, Post, Replacement, find_links, inspect, parse_address, parse_price,
};
use libfuzzer_sys::fuzz_target;
use oracle::{is_genuine_host, leads_to_aliexpress};

#[path = "../../crates/links/src/tests/oracle.rs"]
mod oracle;

const OWN: &str = "https://alitems.com/g/1e8d114494bee1754d1816525dc3e8/?ulp=x";

fuzz_target!(|input: &str| {
    let mut parts = input.split('\u{1F}');
    let text = parts.next().unwrap_or_default();
    let hidden: Vec<HiddenLink> = words(text)
        .zip(parts.filter(|url| !url.is_empty()))
        .map(|(span, url)| HiddenLink { span, url: url.to_owned() })
        .collect();
    let links = find_links(text, &hidden);
    assert_eq!(links, find_links(text, &hidden), "the same text is read differently");
    let mut end = 0;
    for link in &links {
        assert!(link.span.start >= end && !link.span.is_empty(), "out of order: {link:?}");
        assert!(text.get(link.span.clone()).is_some(), "cuts a character: {link:?}");
        end = link.span.end;
        check(link, address(text, &hidden, link));
    }
    assert!(serde_json::to_string(&inspect(text)).is_ok());
    parse_price(text, None);
    if let Some(link) = parse_address(text) {
        check(&link, text);
    }
    check_post(text, &hidden, &links);
});

/// The words of a text.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_whitespace().map(move |word| {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        start..start + word.len()
    })
}

/// What a link was read from.
fn address<'a>(text: &'a str, hidden: &'a [HiddenLink], link: &Link) -> &'a str {
    let behind = hidden.iter().find(|hidden| hidden.span == link.span);
    behind.map_or(&text[link.span.clone()], |hidden| &hidden.url)
}

/// What may be said of one link.
fn check(link: &Link, address: &str) {
    if !link.leads_to_aliexpress() {
        assert!(
            link.canonical_url().is_none() && link.products.is_empty() && link.wrapper.is_none(),
            "followed: {link:?}"
        );
    }
    if let Some(canonical) = link.canonical_url() {
        assert!(leads_to_aliexpress(address), "{address:?} leads elsewhere: {link:?}");
        let clean = canonical.scheme() == "https"
            && canonical.domain().is_some_and(is_genuine_host)
            && canonical.port().is_none()
            && canonical.username().is_empty()
            && canonical.fragment().is_none();
        assert!(clean, "not to be linked to: {link:?}");
    }
    assert!(
        link.products.is_empty() || link.canonical_url().is_some(),
        "a product without an address: {link:?}"
    );
    if let Some(asked) = link.short_address() {
        assert!(
            asked.scheme() == "https" && asked.port().is_none() && asked.fragment().is_none(),
            "asked: {asked}"
        );
    }
}

/// A post changes where its links are and nowhere else.
fn check_post(text: &str, hidden: &[HiddenLink], links: &[Link]) {
    let entity = |kind: &str, span: &Range<usize>, url: Option<&str>| Entity {
        kind: kind.to_owned(),
        offset: units(&text[..span.start]),
        length: units(&text[span.clone()]),
        url: url.map(str::to_owned),
        more: Default::default(),
    };
    let kept = between(text.len(), links);
    let mut entities: Vec<Entity> =
        hidden.iter().map(|one| entity("text_link", &one.span, Some(&one.url))).collect();
    entities.extend(kept.iter().map(|span| entity("bold", span, None)));
    let post = Post { text: text.to_owned(), entities };
    assert_eq!(post.links(), links, "read differently as a post");

    let itself = |link: &Link| Replacement {
        span: link.span.clone(),
        address: address(text, hidden, link).to_owned(),
    };
    let same: Vec<Replacement> = links.iter().map(itself).collect();
    assert_eq!(post.with_replacements(&same), post, "an address for itself changes something");

    let other: Vec<Replacement> =
        links.iter().map(|link| Replacement { span: link.span.clone(), address: OWN.to_owned() }).collect();
    let new = post.with_replacements(&other);
    let covered = new.entities.iter().filter(|entity| entity.kind == "bold").map(|entity| {
        let units: Vec<u16> = new.text.encode_utf16().collect();
        String::from_utf16(&units[entity.offset..entity.offset + entity.length]).ok()
    });
    let expected = kept.iter().map(|span| Some(text[span.clone()].to_owned()));
    assert!(covered.eq(expected), "an entity covers something else: {new:?}");
    assert_eq!(new.entities.iter().filter(|entity| entity.kind == "text_link").count(), hidden.len());
}

/// The text between the links.
fn between(end: usize, links: &[Link]) -> Vec<Range<usize>> {
    let starts = [0].into_iter().chain(links.iter().map(|link| link.span.end));
    let ends = links.iter().map(|link| link.span.start).chain([end]);
    starts.zip(ends).map(|(from, to)| from..to).filter(|span| !span.is_empty()).collect()
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}
