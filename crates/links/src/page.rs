//! A page on a genuine AliExpress host: its kind and its products, from path and query alone.
//!
//! Ids are read only from the places where AliExpress puts them. SKU, order, page and snapshot numbers look the same and are not
//! product ids.

use std::borrow::Cow;

use memchr::{memchr, memchr2};
use smallvec::SmallVec;
use url::Url;

use crate::decode::{decode_once, to_lower};
use crate::kinds::{self, host_label};
use crate::link::{LinkKind, LinkReason};
use crate::product::LinkedProduct;
use crate::query::{decode, first_values, parameters};

pub(crate) struct ClassifiedPage {
    pub(crate) kind: LinkKind,
    pub(crate) products: Vec<LinkedProduct>,
    pub(crate) reason: Option<LinkReason>,
}

/// Classifies a page of a genuine host (lower case, no trailing dot).
pub(crate) fn classify_page(host: &str, url: &Url) -> ClassifiedPage {
    let path = PagePath::new(url);
    let parts = path.parts();
    if short_path(host, &parts, url).is_some() {
        return ClassifiedPage { kind: LinkKind::Short, products: vec![], reason: None };
    }
    let products = products(&parts, url);
    if !products.is_empty() {
        return ClassifiedPage { kind: LinkKind::Product, products, reason: None };
    }
    let (kind, reason) = kinds::classify(host, &parts);
    ClassifiedPage { kind, products, reason }
}

/// A path, decoded once and cut at a decoded `?` or `#`.
pub(crate) struct PagePath<'a>(Cow<'a, str>);

impl<'a> PagePath<'a> {
    pub(crate) fn new(url: &'a Url) -> PagePath<'a> {
        PagePath(decode_once(url.path()))
    }

    /// Its non-empty segments, each cut at `&`.
    pub(crate) fn parts(&self) -> SmallVec<[&str; 6]> {
        let end = memchr2(b'?', b'#', self.0.as_bytes()).unwrap_or(self.0.len());
        let was_encoded = matches!(self.0, Cow::Owned(_));
        let mut parts = SmallVec::new();
        let mut left = &self.0[..end];
        while !left.is_empty() {
            let length = memchr(b'/', left.as_bytes()).unwrap_or(left.len());
            let part = &left[..length];
            let part = &part[..memchr(b'&', part.as_bytes()).unwrap_or(length)];
            // Only percent-encoding can have brought in blanks.
            let part = if was_encoded { part.trim() } else { part };
            if !part.is_empty() {
                parts.push(part);
            }
            left = left.get(length + 1..).unwrap_or_default();
        }
        parts
    }
}

/// The path of a short link, as the part before its code and the code.
pub(crate) fn short_path<'a>(host: &str, parts: &[&'a str], url: &Url) -> Option<(&'static str, &'a str)> {
    let first = *parts.first()?;
    let signed = |part: &&&str| part.starts_with('_');
    let path = match (host, host_label(host)) {
        ("ali.click" | "s.aliexpress.com", _) => Some(("/", short_code(first)?)),
        ("sl.aliexpress.ru", _) if first == "p" => {
            let keyed = parameters(url).any(|one| one.name == "key" && !one.value.is_empty());
            keyed.then_some(("/p", ""))
        }
        (_, "a") if first.starts_with('_') => Some(("/", short_code(first)?)),
        (_, "click") => {
            let lead = ["/e/", "/i/", "/s/", "/t/"].into_iter().find(|lead| lead[1..2] == *first)?;
            Some((lead, short_code(parts.get(1)?)?))
        }
        ("aliexpress.ru", _) if first == "e" => Some(("/e/", short_code(parts.get(1).filter(signed)?)?)),
        _ => None,
    };
    path.filter(|_| !is_robot_check(parts, url))
}

/// The code of a short link, without punctuation behind it.
fn short_code(part: &str) -> Option<&str> {
    let sign = usize::from(part.starts_with('_'));
    let body = &part[sign..];
    let length = body.bytes().take_while(u8::is_ascii_alphanumeric).count();
    // Markdown signs and dashes may follow a code; more letters behind them mean that it is no code.
    let separate = !body[length..].trim_end_matches(['-', '_']).starts_with(['.', '-', '_']);
    let known = if sign == 0 { 5..=16 } else { 1..=16 };
    (known.contains(&length) && separate).then(|| &part[..sign + length])
}

/// Whether the page is the robot check, which may be shown in place of any page and also below the path of a short link.
fn is_robot_check(parts: &[&str], url: &Url) -> bool {
    parts.iter().any(|part| part.starts_with("_____tmd_____"))
        || (parts.contains(&"punish") && parameters(url).any(|one| one.name == "x5secdata"))
}

/// The products that a page names, from its path or else from its query.
fn products(parts: &[&str], url: &Url) -> Vec<LinkedProduct> {
    if let Some(product) = path_product(parts) {
        return vec![product];
    }
    let first = to_lower(parts.first().copied().unwrap_or_default());
    if url.query().is_none() || matches!(&*first, "store" | "w" | "wholesale" | "category") {
        return vec![];
    }
    let [product, item, several, object, x_object] =
        first_values(url, ["productId", "itemId", "productIds", "objectId", "x_object_id"]);
    for list in [product, item, several].into_iter().flatten().map(decode) {
        let ids = list.split([',', ';', ' ']).map(|item| item.split(':').next().unwrap_or_default());
        let found: Vec<LinkedProduct> = ids.filter_map(leading_id).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let checkout = parts.starts_with(&["p", "trade"]) || parts.starts_with(&["order", "confirm_order.htm"]);
    let object = if first == "item" { x_object } else { object.filter(|_| checkout) };
    object.and_then(|object| leading_id(&decode(object))).into_iter().collect()
}

fn path_product(parts: &[&str]) -> Option<LinkedProduct> {
    let at = |word: &str| parts.iter().position(|part| part.eq_ignore_ascii_case(word));
    if parts.first().is_some_and(|part| part.eq_ignore_ascii_case("store")) {
        let slug = at("product").filter(|at| *at == 1)?;
        let last = parts[slug + 1..].last()?;
        return leading_id(last.rsplit('_').next()?);
    }
    let word = at("item").or_else(|| at("i")).filter(|at| *at <= 1)?;
    parts[word + 1..].iter().rev().find_map(|part| leading_id(part))
}

/// The id that a segment or value starts with: digits that end where the text or the word ends.
fn leading_id(text: &str) -> Option<LinkedProduct> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let separate =
        !text[digits..].starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '_'));
    separate.then(|| LinkedProduct::parse(&text[..digits])).flatten()
}
