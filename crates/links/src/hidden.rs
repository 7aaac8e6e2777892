//! Links whose visible text is not their address: Telegram `text_link` entities and Markdown `[label](address)`.
//!
//! The address counts, the label does not. A label that shows another site than the address is reported.

use std::ops::Range;

use memchr::memchr;
use url::Url;

use super::address::{Address, starts_with};
use super::find::find;
use super::unwrap::{Reading, nowhere, understand};
use super::{Hidden, Kind, Reason};

/// A link with a label of its own.
pub(super) struct Disguise<'a> {
    /// What the reader sees.
    label: Range<usize>,
    /// Label and address; links found in here are not read again.
    pub(super) cover: Range<usize>,
    /// Where the link is said to stand.
    pub(super) span: Range<usize>,
    address: &'a str,
}

/// All disguises of a text, in order, without overlap; invalid or overlapping entities are left out.
pub(super) fn collect<'a>(text: &'a str, hidden: &'a [Hidden]) -> Vec<Disguise<'a>> {
    let mut all: Vec<Disguise> = hidden
        .iter()
        .filter(|entity| !entity.span.is_empty() && text.get(entity.span.clone()).is_some())
        .map(|entity| Disguise {
            label: entity.span.clone(),
            cover: entity.span.clone(),
            span: entity.span.clone(),
            address: &entity.url,
        })
        .collect();
    all.extend(markdown(text));
    if all.len() < 2 {
        return all;
    }
    all.sort_by_key(|disguise| disguise.cover.start);
    let mut end = 0;
    all.retain(|disguise| {
        let apart = disguise.cover.start >= end;
        if apart {
            end = disguise.cover.end;
        }
        apart
    });
    all
}

/// `[label](address)` written out in a text.
fn markdown(text: &str) -> Vec<Disguise<'_>> {
    let mut found = Vec::new();
    if memchr(b']', text.as_bytes()).is_none() || !text.contains("](") {
        return found;
    }
    let mut open = None;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => open = Some(at),
            '\n' => open = None,
            ']' if text[at..].starts_with("](") => {
                let Some(start) = open.take() else { continue };
                let from = at + 2 + usize::from(text[at + 2..].starts_with('<'));
                let rest = &text[from..];
                let ends = |letter: char| matches!(letter, '(' | ')' | '<' | '>') || letter.is_whitespace();
                let address = &rest[..rest.find(ends).unwrap_or(rest.len())];
                if is_address(address) {
                    let span = from..from + address.len();
                    found.push(Disguise { label: start + 1..at, cover: start..span.end, span, address });
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether the brackets behind a label hold an address: whatever stands behind two slashes, however written, or a host and path.
fn is_address(text: &str) -> bool {
    text.split_once("//").is_some_and(|(_, host)| !host.is_empty())
        || ["http%", "https%"].iter().any(|head| starts_with(text, head))
        || (text.contains(['/', '%']) && Address::parse(text).is_some())
}

impl Disguise<'_> {
    /// What the link means. The label is read on its own, since a reader sees where it ends, whatever stands around it.
    pub(super) fn read(&self, text: &str) -> Option<Reading> {
        let shown = shown(&text[self.label.clone()]);
        let actual = Address::parse(self.address);
        let actual = actual.as_ref().map(Address::host).unwrap_or_default();
        let other = |raw: &&str| Address::parse(raw).is_some_and(|shown| site(shown.host()) != site(actual));
        let differs = shown.iter().any(&other);
        match understand(self.address) {
            Some(reading) if differs && reading.kind != Kind::Lookalike => {
                Some(Reading { reason: Some(Reason::HiddenMismatch), ..reading })
            }
            Some(reading) => Some(reading),
            None if differs => {
                shown.iter().filter(|raw| other(raw)).find_map(|raw| understand(raw)).map(|_| Reading {
                    kind: Kind::Lookalike,
                    target: Some(Kind::Lookalike),
                    products: vec![],
                    disguise: Some(actual.to_owned()),
                    wrapper: None,
                    reason: Some(Reason::HiddenMismatch),
                    hot: false,
                    url: Url::parse(self.address).unwrap_or_else(|_| nowhere()),
                })
            }
            None => None,
        }
    }
}

/// The addresses that a label shows: its links, or the bare domain that it is.
fn shown(label: &str) -> Vec<&str> {
    let links: Vec<&str> = find(label).into_iter().map(|one| &label[one.span]).collect();
    let whole = label.trim();
    let domain = whole.starts_with("www.") || whole.ends_with(".com");
    if links.is_empty() && domain && !whole.contains(char::is_whitespace) { vec![whole] } else { links }
}

fn site(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}
