//! Parses a written address: checks its host, takes wrappers off, classifies the page underneath.
//!
//! The host is checked anew in every layer, each layer is decoded once, and there are at most [`DEEPEST`] layers. No request is
//! made.

use std::borrow::Cow;

use memchr::memchr_iter;
use url::Url;

use crate::address::{Scheme, WrittenAddress};
use crate::decode::{decode_once, starts_with, to_lower};
use crate::hosts::{HOSTS, WrapperNetwork, WrapperRule};
use crate::link::{Link, LinkKind, LinkReason};
use crate::lookalike::lookalike_reason;
use crate::page::classify_page;
use crate::parsed_link::{genuine_page, other_site_link, refused_link, unreadable_link, wrapped_link};
use crate::query::parameters;
use crate::tracker::{TrackerCode, tracker_code};

/// The most nested wrappers that are taken off.
const DEEPEST: usize = 4;
/// The most targets of one wrapper that are parsed.
const TARGETS_LOOKED_AT: usize = 3;

/// Parses an address; `None` when it has nothing to do with AliExpress.
pub(crate) fn parse_link(raw: &str) -> Option<Link> {
    parse_layer(raw, 0)
}

fn parse_layer(raw: &str, depth: usize) -> Option<Link> {
    let address = WrittenAddress::parse(raw)?;
    match address.scheme {
        Scheme::Web => parse_web_link(&address, depth),
        Scheme::App => parse_app_link(address.authority(), address.rest(), depth),
        Scheme::Intent => parse_intent_link(&address, depth),
    }
}

fn parse_web_link(address: &WrittenAddress<'_>, depth: usize) -> Option<Link> {
    let host = address.host();
    let genuine = HOSTS.is_genuine(host);
    if let Some(flaw) = address.flaw {
        let resembles = if genuine { None } else { lookalike_reason(host, address.path()) };
        let authority = to_lower(address.authority());
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
        let mut names = authority.split(|letter| !is_plain(letter));
        let mut brand_before_at = || names.any(|name| HOSTS.is_carried_by(&format!("{name}.")));
        let wraps = || {
            HOSTS.find_rule(host, address.path()).is_some_and(|rule| rule.network != WrapperNetwork::Redirect)
        };
        let holds_shop = holds_shop(address.rest());
        // A browser reads a backslash as a slash, so what it shows is no longer what it opens.
        let shows_shop = holds_shop && (flaw == LinkReason::Backslash || shows_shop_first(address));
        let is_refused = genuine || resembles.is_some() || brand_before_at() || wraps() || shows_shop;
        let in_the_host = matches!(flaw, LinkReason::NonAsciiHost | LinkReason::Punycode);
        let reason = resembles.filter(|_| in_the_host);
        return match is_refused {
            true => Some(refused_link(address, reason.unwrap_or(flaw))),
            false => holds_shop.then(|| other_site_link(address)),
        };
    }
    if !genuine && !HOSTS.is_wrapper(host) {
        let reason = lookalike_reason(host, address.path())
            .or_else(|| shows_shop_first(address).then_some(LinkReason::HostInPath))
            .or_else(|| is_unknown_tracker(address, depth).then_some(LinkReason::UnknownWrapper));
        return match reason {
            Some(reason) => Some(refused_link(address, reason)),
            None => holds_shop(address.rest()).then(|| other_site_link(address)),
        };
    }
    let Ok(url) = address.url() else {
        return genuine.then(|| refused_link(address, LinkReason::MalformedHost));
    };
    let read = match HOSTS.find_rule(host, url.path()) {
        Some(rule) => unwrap_layer(rule, url, depth),
        None => genuine.then(|| genuine_page(host, url)),
    };
    // A redirect that does not lead there: its page, such as a search for the shop, may name a host in any way.
    read.or_else(|| holds_whole_address(address.rest()).then(|| other_site_link(address)))
}

/// Whether an address of AliExpress is part of this path, query and fragment. In path and fragment that is also a genuine host as a
/// segment that is followed by more. In a query many sites name the shop in that way, so there only a whole address counts.
fn holds_shop(rest: &str) -> bool {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let fragment = query.split_once('#').map_or("", |(_, fragment)| fragment);
    let names = |text: &str| {
        let parts = text.split(['/', '#', '@', '\\']);
        parts.rev().skip(1).any(|part| part.contains('.') && HOSTS.is_genuine(&to_lower(part)))
    };
    names(path) || names(fragment) || holds_whole_address(rest)
}

/// Whether a page of AliExpress is part of this path, query and fragment, with the slashes in front of its host.
fn holds_whole_address(rest: &str) -> bool {
    let is_page = |slashes: usize| {
        let address = &rest[slashes + 2..];
        let (host, page) = address.split_at(address.find(['/', '?', '&', '#']).unwrap_or(address.len()));
        page.len() > 1 && page.starts_with('/') && HOSTS.is_genuine(&to_lower(host))
    };
    let bytes = rest.as_bytes();
    memchr_iter(b'/', bytes).filter(|slash| bytes.get(slash + 1) == Some(&b'/')).any(is_page)
}

/// Whether an address of AliExpress is all that follows the host, without a scheme: `evil.example/www.aliexpress.com/item/…` is made to
/// be read as the address itself. Web archives write it like that as well.
fn shows_shop_first(address: &WrittenAddress<'_>) -> bool {
    let shown = address.rest().trim_start_matches(['/', '#', '?']);
    let host = &shown[..shown.find(['/', '?', '#']).unwrap_or(shown.len())];
    host.len() < shown.len()
        && starts_with(host, "www.")
        && HOSTS.is_genuine(&to_lower(host))
        && !HOSTS.is_other_site(address.host())
}

/// Whether this is an Admitad path on a host that is not in the table. Tracker hosts change often, so it is reported but not
/// trusted.
fn is_unknown_tracker(address: &WrittenAddress<'_>, depth: usize) -> bool {
    let mut parts = address.rest().split('/').skip(1);
    let shape = matches!(parts.next(), Some("g" | "goto" | "tptv2" | "tpt"))
        && parts.next().is_some_and(|code| TrackerCode::parse(code).is_some());
    shape
        && depth < DEEPEST
        && address.url().is_ok_and(|url| {
            read_target(&["ulp"], &url).is_some_and(|target| parse_target(&target, depth).is_some())
        })
}

/// Parses the target of a wrapper at this depth; `None` when it is another site, whatever that holds.
fn parse_target(target: &str, depth: usize) -> Option<Link> {
    parse_layer(target, depth + 1).filter(|parsed| parsed.kind != LinkKind::OtherSite)
}

/// Takes one wrapper off and parses its target.
fn unwrap_layer(rule: &WrapperRule, url: Url, depth: usize) -> Option<Link> {
    let target = read_target(&rule.keys, &url);
    let too_deep = target.is_some() && depth + 1 >= DEEPEST;
    let inner = target.as_deref().filter(|_| !too_deep).and_then(|target| parse_target(target, depth));
    if inner.is_some() && has_foreign_target(rule, &url, depth) {
        return WrittenAddress::parse(url.as_str())
            .map(|wrapper| refused_link(&wrapper, LinkReason::ForeignTarget));
    }
    if let Some(inner) = inner {
        return Some(wrapped_link(inner, rule.network, url));
    }
    if !(rule.aliexpress || names_aliexpress(rule, &url)) {
        return None;
    }
    if too_deep {
        return Some(unreadable_link(rule.network, url, LinkReason::TooDeep));
    }
    if let Some(foreign) = target.as_deref().and_then(WrittenAddress::parse) {
        return Some(refused_link(&foreign, LinkReason::ForeignTarget));
    }
    // AliExpress pages may name products beside a target; parameters of a tracker do not.
    let host = url.host_str().unwrap_or_default();
    let products = if HOSTS.is_genuine(host) { classify_page(host, &url).products } else { vec![] };
    if !products.is_empty() {
        let unread = unreadable_link(rule.network, url, LinkReason::TargetUnknown);
        return Some(Link { products, target: Some(LinkKind::Product), reason: None, ..unread });
    }
    let is_empty = rule.network == WrapperNetwork::Shortener && url.path() == "/";
    (!is_empty).then(|| unreadable_link(rule.network, url, LinkReason::TargetUnknown))
}

/// Whether a second target leads away from AliExpress. Servers differ in which of two targets they follow, and a browser may read
/// one that is unreadable here. More targets than [`TARGETS_LOOKED_AT`] count as foreign, which also bounds the work.
fn has_foreign_target(rule: &WrapperRule, url: &Url, depth: usize) -> bool {
    let named = || parameters(url).filter(|one| rule.keys.iter().any(|key| *key == one.name));
    // Most wrappers have one target, which was parsed already.
    if named().nth(1).is_none() {
        return false;
    }
    let leads = |value: &Cow<'_, str>| value.starts_with("http") || value.starts_with("//");
    let targets = || named().map(|one| one.decoded()).filter(leads);
    let is_ours =
        |value: &str| parse_layer(value, depth + 1).is_some_and(|parsed| parsed.leads_to_aliexpress());
    let count = targets().take(TARGETS_LOOKED_AT + 1).count();
    count > 1 && (count > TARGETS_LOOKED_AT || !targets().all(|value| is_ours(&value)))
}

/// Whether the wrapper's own code says that it is for AliExpress.
fn names_aliexpress(rule: &WrapperRule, url: &Url) -> bool {
    let program = tracker_code(rule.network, url).map(|code| code.program);
    program.is_some_and(|program| rule.programs.iter().any(|known| known == program))
        || (!rule.merchants.is_empty()
            && parameters(url).any(|one| {
                one.name == "awinmid" && rule.merchants.iter().any(|known| *known == one.decoded())
            }))
}

/// The target of a wrapper, decoded once. The parameters of a target that was not encoded are part of it.
fn read_target<'a>(keys: &[impl AsRef<str>], url: &'a Url) -> Option<Cow<'a, str>> {
    let named = |key: &str| parameters(url).find(|one| one.name == key && !one.value.is_empty());
    let target = keys.iter().find_map(|key| named(key.as_ref()))?;
    let spilled =
        target.value.starts_with("http") && target.value.contains("://") && target.value.contains('?');
    Some(if spilled { Cow::Borrowed(target.onwards) } else { target.decoded() })
}

/// Parses `aliexpress://product/detail?productId=…` and `aliexpress://goto?url=…`.
fn parse_app_link(authority: &str, rest: &str, depth: usize) -> Option<Link> {
    let url = Url::parse(&format!("https://www.aliexpress.com/{authority}{rest}")).ok()?;
    if let Some(inner) = read_target(&["url"], &url).filter(|_| depth < DEEPEST) {
        return parse_target(&inner, depth).or_else(|| {
            WrittenAddress::parse(&inner).map(|to| refused_link(&to, LinkReason::ForeignTarget))
        });
    }
    let parsed = genuine_page("www.aliexpress.com", url);
    let (kind, reason) = match parsed.kind {
        LinkKind::Product => (LinkKind::Product, None),
        _ => (LinkKind::OtherAliexpress, Some(LinkReason::NotAProduct)),
    };
    Some(Link { kind, target: Some(kind), reason, ..parsed })
}

/// Parses `intent://www.aliexpress.com/item/…#Intent;scheme=https;…;end`.
fn parse_intent_link(address: &WrittenAddress<'_>, depth: usize) -> Option<Link> {
    let (rest, extras) = address.rest().split_once("#Intent;")?;
    let extra = |key: &str| extras.split(';').find_map(|extra| extra.strip_prefix(key)?.strip_prefix('='));
    let read = match extra("scheme") {
        Some("http" | "https") if depth < DEEPEST => {
            parse_layer(&format!("https://{}{rest}", address.authority()), depth + 1)
        }
        Some("aliexpress") => parse_app_link(address.authority(), rest, depth),
        _ => None,
    };
    let fallback = || extra("S.browser_fallback_url").filter(|_| depth < DEEPEST);
    read.or_else(|| parse_layer(&decode_once(fallback()?), depth + 1))
}
