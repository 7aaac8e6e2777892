//! From a raw link to what it means: the host rule, wrappers taken off, the page underneath.
//!
//! The host rule is applied anew to every layer, each layer is decoded once by a query parser, and there are at most
//! [`DEEPEST`] layers. Nothing is fetched.

use url::Url;

use super::address::{Address, Scheme, decode_once};
use super::hosts::{HOSTS, Network, Rule};
use super::{Kind, Product, Reason, Wrapper, lookalike, page};

/// Wrappers inside wrappers that are taken off.
const DEEPEST: usize = 4;
/// Targets of one wrapper that are looked into.
const TARGETS_LOOKED_AT: usize = 3;

/// What a link means, without its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub(super) kind: Kind,
    /// What stands under the wrappers; equals `kind` where there are none.
    pub(super) target: Option<Kind>,
    pub(super) products: Vec<Product>,
    /// The host that decided the kind.
    pub(super) host: String,
    pub(super) canonical: Option<Url>,
    pub(super) wrapper: Option<Wrapper>,
    pub(super) reason: Option<Reason>,
    pub(super) hot: bool,
    pub(super) url: Url,
}

/// Reads a link; `None` when it has nothing to do with AliExpress.
pub(super) fn understand(raw: &str) -> Option<Reading> {
    layer(raw, 0)
}

fn layer(raw: &str, depth: usize) -> Option<Reading> {
    let address = Address::parse(raw)?;
    match address.scheme {
        Scheme::Web => web(&address, depth),
        Scheme::App => app(&address.authority, &address.rest, depth),
        Scheme::Intent => intent(&address, depth),
    }
}

fn web(address: &Address, depth: usize) -> Option<Reading> {
    let host = address.host.as_str();
    let genuine = HOSTS.is_genuine(host);
    if let Some(flaw) = address.flaw {
        let resembles = if genuine { None } else { lookalike::resemblance(host, address.path()) };
        let authority = address.authority.to_ascii_lowercase();
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_');
        let mut names = authority.split(|letter| !is_plain(letter));
        let mut brand_before_at = || names.any(|name| HOSTS.is_carried_by(&format!("{name}.")));
        let wraps = || HOSTS.rule(host, address.path()).is_some_and(|rule| rule.network != Network::Redirect);
        let concerns_us =
            genuine || resembles.is_some() || brand_before_at() || wraps() || names_shop(&address.rest);
        let in_the_host = matches!(flaw, Reason::NonAsciiHost | Reason::Punycode);
        let reason = resembles.filter(|_| in_the_host);
        return concerns_us.then(|| refuse(address, reason.unwrap_or(flaw)));
    }
    if !genuine && !HOSTS.is_wrapper(host) {
        let reason = lookalike::resemblance(host, address.path())
            .or_else(|| names_shop(&address.rest).then_some(Reason::HostInPath))
            .or_else(|| is_unknown_tracker(address, depth).then_some(Reason::UnknownWrapper));
        return reason.map(|reason| refuse(address, reason));
    }
    let Ok(url) = Url::parse(&address.to_text()) else {
        return genuine.then(|| refuse(address, Reason::MalformedHost));
    };
    match HOSTS.rule(host, url.path()) {
        Some(rule) => unwrap(rule, host, &url, depth),
        None => genuine.then(|| plain(host, url)),
    }
}

/// A page on a genuine host.
fn plain(host: &str, url: Url) -> Reading {
    let page = page::read(host, &url);
    Reading {
        kind: page.kind,
        target: Some(page.kind),
        products: page.products,
        host: host.to_owned(),
        canonical: page.canonical,
        wrapper: None,
        reason: page.reason,
        hot: is_hot(&url),
        url,
    }
}

/// A link that is named and not followed.
fn refuse(address: &Address, reason: Reason) -> Reading {
    let url = Url::parse(&address.to_text()).unwrap_or_else(|_| nowhere());
    Reading {
        kind: Kind::Lookalike,
        target: Some(Kind::Lookalike),
        products: vec![],
        host: address.host.clone(),
        canonical: None,
        wrapper: None,
        reason: Some(reason),
        hot: false,
        url,
    }
}

/// Stands for an address that no parser accepts.
pub(super) fn nowhere() -> Url {
    Url::parse("about:blank").expect("about:blank is an address")
}

/// Whether path or fragment carry a genuine host as a segment of its own, with something behind it.
fn names_shop(rest: &str) -> bool {
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let fragment = query.split_once('#').map(|(_, fragment)| fragment).unwrap_or_default();
    let names = |text: &str| {
        let parts: Vec<&str> = text.split(['/', '#', '@', '\\']).collect();
        parts.iter().rev().skip(1).any(|part| HOSTS.is_genuine(&part.to_ascii_lowercase()))
    };
    names(path) || names(fragment)
}

/// An Admitad path on a host that is not in the table. Trackers rotate, so this is worth a word, but no trust.
fn is_unknown_tracker(address: &Address, depth: usize) -> bool {
    let mut parts = address.rest.split('/').skip(1);
    let shape = matches!(parts.next(), Some("g" | "goto" | "tptv2" | "tpt"))
        && parts.next().is_some_and(|code| TrackerCode::read(code).is_some());
    shape
        && depth < DEEPEST
        && Url::parse(&address.to_text())
            .ok()
            .and_then(|url| target(&["ulp".to_owned()], &url))
            .is_some_and(|target| layer(&target, depth + 1).is_some())
}

/// Takes one wrapper off.
fn unwrap(rule: &Rule, host: &str, url: &Url, depth: usize) -> Option<Reading> {
    let affiliate = rule.network != Network::Redirect;
    let wrapper = affiliate.then(|| Wrapper::read(rule.network, host, url));
    let for_aliexpress = rule.aliexpress || names_aliexpress(rule, url, wrapper.as_ref());
    let unread = |reason| Reading {
        kind: if affiliate { Kind::Affiliate } else { Kind::OtherAliexpress },
        target: None,
        products: vec![],
        host: host.to_owned(),
        canonical: None,
        wrapper: wrapper.clone(),
        reason: Some(reason),
        hot: is_hot(url),
        url: url.clone(),
    };
    let target = target(&rule.keys, url);
    let inner = match &target {
        Some(_) if depth + 1 >= DEEPEST => return for_aliexpress.then(|| unread(Reason::TooDeep)),
        Some(target) => layer(target, depth + 1),
        None => None,
    };
    if inner.is_some() && has_a_stray_target(rule, url, depth) {
        return Address::parse(url.as_str()).map(|wrapper| refuse(&wrapper, Reason::ForeignTarget));
    }
    match inner {
        Some(inner) if inner.kind == Kind::Lookalike => Some(inner),
        Some(inner) => Some(Reading {
            kind: if affiliate { Kind::Affiliate } else { inner.kind },
            host: if affiliate { host.to_owned() } else { inner.host },
            wrapper: wrapper.or(inner.wrapper),
            hot: inner.hot || is_hot(url),
            ..inner
        }),
        None if !for_aliexpress => None,
        None => match target.as_deref().and_then(Address::parse) {
            Some(foreign) => Some(refuse(&foreign, Reason::ForeignTarget)),
            None => {
                // The shop's own pages name products beside a target; a tracker's parameters are its own.
                let own = HOSTS.is_genuine(host);
                let products = if own { page::read(host, url).products } else { vec![] };
                let empty = rule.network == Network::Shortener && url.path() == "/";
                let canonical = products.first().map(|product| product.id.canonical());
                match products.is_empty() {
                    true if empty => None,
                    true => Some(unread(Reason::TargetUnknown)),
                    false => Some(Reading {
                        products,
                        canonical,
                        target: Some(Kind::Product),
                        reason: None,
                        ..unread(Reason::TargetUnknown)
                    }),
                }
            }
        },
    }
}

/// Whether a target leads elsewhere beside one that leads to the shop: servers differ in which of two they take. One that
/// cannot be read counts, because a browser may read it. More than a few are a trick, and looking into each of them would be work
/// without end.
fn has_a_stray_target(rule: &Rule, url: &Url, depth: usize) -> bool {
    let is_target = |name: &str, value: &str| {
        rule.keys.iter().any(|key| key == name) && ["http", "//"].iter().any(|head| value.starts_with(head))
    };
    let targets = url.query_pairs().filter(|(name, value)| is_target(name, value));
    let targets: Vec<_> = targets.map(|(_, value)| value).take(TARGETS_LOOKED_AT + 1).collect();
    let is_ours =
        |value: &str| layer(value, depth + 1).is_some_and(|reading| reading.kind != Kind::Lookalike);
    targets.len() > 1 && (targets.len() > TARGETS_LOOKED_AT || !targets.iter().all(|value| is_ours(value)))
}

/// Whether the wrapper itself says that it is for AliExpress.
fn names_aliexpress(rule: &Rule, url: &Url, wrapper: Option<&Wrapper>) -> bool {
    let program = wrapper.and_then(|wrapper| wrapper.program.as_ref());
    program.is_some_and(|program| rule.programs.contains(program))
        || url
            .query_pairs()
            .any(|(key, value)| key == "awinmid" && rule.merchants.iter().any(|id| *id == value))
}

/// The target of a wrapper, decoded once. A target that was not encoded keeps the parameters that spilled out of it.
fn target(keys: &[String], url: &Url) -> Option<String> {
    let query = url.query()?;
    for key in keys {
        let Some((_, value)) = url.query_pairs().find(|(name, value)| name == key && !value.is_empty())
        else {
            continue;
        };
        let start = if query.starts_with(&format!("{key}=")) {
            Some(key.len() + 1)
        } else {
            query.find(&format!("&{key}=")).map(|at| at + key.len() + 2)
        };
        let raw = start.map(|start| &query[start..]).unwrap_or_default();
        let spilled = raw.starts_with("http")
            && raw.split('&').next().is_some_and(|own| own.contains("://") && own.contains('?'));
        return Some(if spilled { raw.to_owned() } else { value.into_owned() });
    }
    None
}

fn is_hot(url: &Url) -> bool {
    // Few links say it at all.
    url.query().is_some_and(|query| query.contains("product"))
        && url.query_pairs().any(|(key, value)| key == "hot_product" && value == "1")
}

/// `aliexpress://product/detail?productId=…`, `aliexpress://goto?url=…`.
fn app(authority: &str, rest: &str, depth: usize) -> Option<Reading> {
    let url = Url::parse(&format!("https://www.aliexpress.com/{authority}{rest}")).ok()?;
    let inner = target(&["url".to_owned()], &url);
    if let Some(inner) = inner.filter(|_| depth < DEEPEST) {
        return layer(&inner, depth + 1)
            .or_else(|| Address::parse(&inner).map(|to| refuse(&to, Reason::ForeignTarget)));
    }
    let reading = plain("www.aliexpress.com", url);
    let is_product = reading.kind == Kind::Product;
    Some(Reading {
        kind: if is_product { Kind::Product } else { Kind::OtherAliexpress },
        reason: (!is_product).then_some(Reason::NotAProduct),
        canonical: reading.canonical.clone().filter(|_| is_product),
        ..reading
    })
}

/// `intent://www.aliexpress.com/item/…#Intent;scheme=https;…;end`.
fn intent(address: &Address, depth: usize) -> Option<Reading> {
    let (rest, extras) = address.rest.split_once("#Intent;")?;
    let extra = |key: &str| extras.split(';').find_map(|extra| extra.strip_prefix(key)?.strip_prefix('='));
    let read = match extra("scheme") {
        Some("http" | "https") if depth < DEEPEST => {
            layer(&format!("https://{}{rest}", address.authority), depth + 1)
        }
        Some("aliexpress") => app(&address.authority, rest, depth),
        _ => None,
    };
    let fallback = || extra("S.browser_fallback_url").filter(|_| depth < DEEPEST);
    read.or_else(|| layer(&decode_once(fallback()?), depth + 1))
}

/// The parts of an Admitad tracker code: 10 characters material, 10 ad space, 10 or 20 program.
struct TrackerCode<'a> {
    ad_space: &'a str,
    program: &'a str,
}

impl<'a> TrackerCode<'a> {
    fn read(code: &'a str) -> Option<Self> {
        let valid = matches!(code.len(), 30 | 40)
            && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        valid.then(|| TrackerCode { ad_space: &code[10..20], program: &code[20..] })
    }
}

impl Wrapper {
    fn read(network: Network, host: &str, url: &Url) -> Wrapper {
        let code = url.path_segments().and_then(|mut parts| parts.nth(1)).and_then(TrackerCode::read);
        let code = code.filter(|_| network == Network::Admitad);
        Wrapper {
            network,
            host: host.to_owned(),
            ad_space: code.as_ref().map(|code| code.ad_space.to_owned()),
            program: code.as_ref().map(|code| code.program.to_owned()),
            url: url.clone(),
        }
    }
}
