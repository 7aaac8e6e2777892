//! Links whose visible text is not their address: Telegram `text_link` entities and Markdown `[label](address)`.
//!
//! The address counts, the label does not. A label that shows another site than the address is reported.

use std::ops::Range;

use super::address::Address;
use super::find::Found;
use super::unwrap::{Reading, nowhere, understand};
use super::{Hidden, Kind, Reason};
use url::Url;

/// A link with a label of its own.
pub(super) struct Disguise {
    /// What the reader sees.
    label: Range<usize>,
    /// Label and address; links found in here are not read again.
    pub(super) cover: Range<usize>,
    /// Where the link is said to stand.
    pub(super) span: Range<usize>,
    address: String,
}

/// All disguises of a text, in order, without overlap; invalid or overlapping entities are left out.
pub(super) fn collect(text: &str, hidden: &[Hidden]) -> Vec<Disguise> {
    let mut all: Vec<Disguise> = hidden
        .iter()
        .filter(|entity| !entity.span.is_empty() && text.get(entity.span.clone()).is_some())
        .map(|entity| Disguise {
            label: entity.span.clone(),
            cover: entity.span.clone(),
            span: entity.span.clone(),
            address: entity.url.clone(),
        })
        .collect();
    all.extend(markdown(text));
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
fn markdown(text: &str) -> Vec<Disguise> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' => open = Some(at),
            '\n' => open = None,
            ']' if text[at..].starts_with("](") => {
                let Some(start) = open.take() else { continue };
                let rest = &text[at + 2..];
                let length =
                    rest.find(|c: char| c == ')' || c == '(' || c.is_whitespace()).unwrap_or(rest.len());
                let address = &rest[..length];
                if address.contains("//") && Address::parse(address).is_some() {
                    let span = at + 2..at + 2 + length;
                    found.push(Disguise {
                        label: start + 1..at,
                        cover: start..span.end,
                        span,
                        address: address.to_owned(),
                    });
                }
            }
            _ => {}
        }
    }
    found
}

impl Disguise {
    /// What the link means; `found` are the links of the whole text.
    pub(super) fn read(&self, text: &str, found: &[Found]) -> Option<Reading> {
        let from = found.partition_point(|link| link.span.start < self.label.start);
        let shown = found
            .get(from)
            .filter(|link| link.span.end <= self.label.end)
            .map(|link| &text[link.span.clone()]);
        let reading = understand(&self.address);
        let Some(shown) = shown.and_then(|shown| Some((shown, Address::parse(shown)?.host))) else {
            return reading;
        };
        let actual = Address::parse(&self.address).map(|address| address.host).unwrap_or_default();
        let differs = site(&shown.1) != site(&actual);
        match reading {
            Some(reading) if differs && reading.kind != Kind::Lookalike => {
                Some(Reading { reason: Some(Reason::HiddenMismatch), ..reading })
            }
            Some(reading) => Some(reading),
            None if differs => understand(shown.0).map(|_| Reading {
                kind: Kind::Lookalike,
                target: Some(Kind::Lookalike),
                products: vec![],
                host: actual,
                canonical: None,
                wrapper: None,
                reason: Some(Reason::HiddenMismatch),
                hot: false,
                url: Url::parse(&self.address).unwrap_or_else(|_| nowhere()),
            }),
            None => None,
        }
    }
}

fn site(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}
