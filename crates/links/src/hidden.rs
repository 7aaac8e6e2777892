//! Links with a visible text other than their address: Telegram `text_link` entities and Markdown `[label](address)`.
//!
//! The address decides what the link is, not the label. A label that shows another site than the address is reported.

use std::ops::Range;

use memchr::memchr;
use url::Url;

use crate::address::WrittenAddress;
use crate::decode::starts_with;
use crate::find::find_addresses;
use crate::link::{HiddenLink, Link, LinkKind, LinkReason};
use crate::parsed_link::blank_url;
use crate::unwrap::parse_link;

/// A link with a label other than its address.
pub(crate) struct LabelledLink<'a> {
    /// The visible text.
    label: Range<usize>,
    /// Label and address together; addresses found in this span are not read again.
    pub(crate) covered: Range<usize>,
    /// The span that the link is reported at.
    pub(crate) span: Range<usize>,
    address: &'a str,
}

/// All labelled links of a text, in order and without overlap; invalid or overlapping entities are left out.
pub(crate) fn collect_labelled_links<'a>(text: &'a str, hidden: &'a [HiddenLink]) -> Vec<LabelledLink<'a>> {
    let mut all: Vec<LabelledLink> = hidden
        .iter()
        .filter(|entity| !entity.span.is_empty() && text.get(entity.span.clone()).is_some())
        .map(|entity| LabelledLink {
            label: entity.span.clone(),
            covered: entity.span.clone(),
            span: entity.span.clone(),
            address: &entity.url,
        })
        .collect();
    all.extend(markdown_links(text));
    if all.len() < 2 {
        return all;
    }
    all.sort_by_key(|link| link.covered.start);
    let mut end = 0;
    all.retain(|link| {
        let apart = link.covered.start >= end;
        if apart {
            end = link.covered.end;
        }
        apart
    });
    all
}

/// `[label](address)` written out in a text.
fn markdown_links(text: &str) -> Vec<LabelledLink<'_>> {
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
                    found.push(LabelledLink {
                        label: start + 1..at,
                        covered: start..span.end,
                        span,
                        address,
                    });
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether the brackets behind a label hold an address: anything behind two slashes in any spelling, or a host with a path.
fn is_address(text: &str) -> bool {
    text.split_once("//").is_some_and(|(_, host)| !host.is_empty())
        || ["http%", "https%"].iter().any(|head| starts_with(text, head))
        || (text.contains(['/', '%']) && WrittenAddress::parse(text).is_some())
}

impl LabelledLink<'_> {
    /// Parses the address and compares it with the label. The label is read on its own, because a reader sees where it ends.
    pub(crate) fn parse(&self, text: &str) -> Option<Link> {
        let shown = shown_addresses(&text[self.label.clone()]);
        let actual = WrittenAddress::parse(self.address);
        let actual = actual.as_ref().map(WrittenAddress::host).unwrap_or_default();
        let other =
            |raw: &&str| WrittenAddress::parse(raw).is_some_and(|shown| site(shown.host()) != site(actual));
        let differs = shown.iter().any(&other);
        // Behind a label that shows another site, also an archive of the shop's page is a disguise.
        let parsed = parse_link(self.address);
        match parsed.filter(|parsed| !differs || parsed.kind != LinkKind::OtherSite) {
            Some(parsed) if differs && parsed.kind != LinkKind::Lookalike => {
                Some(Link { reason: Some(LinkReason::HiddenMismatch), ..parsed })
            }
            Some(parsed) => Some(parsed),
            None if differs => {
                shown.iter().filter(|raw| other(raw)).find_map(|raw| parse_link(raw))?;
                let url = Url::parse(self.address).unwrap_or_else(|_| blank_url());
                Some(Link {
                    written_host: Some(actual.to_owned()),
                    reason: Some(LinkReason::HiddenMismatch),
                    ..Link::new(LinkKind::Lookalike, url)
                })
            }
            None => None,
        }
    }
}

/// The addresses that a label shows: its links, or the bare domain that the whole label is.
fn shown_addresses(label: &str) -> Vec<&str> {
    let links: Vec<&str> = find_addresses(label).into_iter().map(|one| &label[one.span]).collect();
    let whole = label.trim();
    let domain = whole.starts_with("www.") || whole.ends_with(".com");
    if links.is_empty() && domain && !whole.contains(char::is_whitespace) { vec![whole] } else { links }
}

fn site(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}
