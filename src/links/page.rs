//! A page on a genuine AliExpress host: its products, its clean address, and what it is, from path and query alone.
//!
//! Ids are read from the places where AliExpress puts them and from nowhere else: SKU, order, page and snapshot numbers
//! look alike and are not products.

use url::Url;

use super::address::decode_once;
use super::kinds::{self, label};
use super::{Kind, Product, Reason};

/// Query keys without which a page is another page, in any case; everything else is tracking or personal.
const KEPT_KEYS: [&str; 19] = [
    // A short link of aliexpress.ru.
    "key",
    // What was searched for, and how the results were narrowed.
    "SearchText",
    "keywords",
    "text",
    "q",
    "CatId",
    "minPrice",
    "maxPrice",
    "SortType",
    "page",
    // Which store, which shelf of it.
    "sellerAdminSeq",
    "sellerId",
    "ownerMemberId",
    "storeId",
    "shopId",
    "productGroupId",
    // Which part of a sale, and the product that it features.
    "wh_pid",
    "categoryTab",
    "pid",
];

/// A page, classified.
pub(super) struct Page {
    pub(super) kind: Kind,
    pub(super) products: Vec<Product>,
    pub(super) reason: Option<Reason>,
    /// Clean address; `None` for pages that nobody should link to.
    pub(super) canonical: Option<Url>,
}

/// Reads a page of a genuine host (lower case, no trailing dot).
pub(super) fn read(host: &str, url: &Url) -> Page {
    let segments = segments(url);
    let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
    if let Some(path) = short_path(host, &parts, url) {
        return Page {
            kind: Kind::Short,
            products: vec![],
            reason: None,
            canonical: clean(url, host, Some(&path)),
        };
    }
    let products = products(&parts, url);
    if let Some(first) = products.first() {
        let canonical = Some(first.id.canonical());
        return Page { kind: Kind::Product, products, reason: None, canonical };
    }
    let (kind, reason) = kinds::classify(host, &parts);
    let canonical = if kind == Kind::OtherAliexpress { None } else { clean(url, host, None) };
    Page { kind, products, reason, canonical }
}

/// Path segments, decoded once; what follows a glued `?`, `&` or `#` is cut off.
fn segments(url: &Url) -> Vec<String> {
    let decoded = decode_once(url.path());
    let path = decoded.split(['?', '#']).next().unwrap_or_default();
    path.split('/')
        .map(|segment| segment.split('&').next().unwrap_or_default().trim().to_owned())
        .filter(|segment| !segment.is_empty())
        .collect()
}

fn clean(url: &Url, host: &str, path: Option<&str>) -> Option<Url> {
    let mut clean = url.clone();
    if clean.scheme() != "https" {
        clean.set_scheme("https").ok()?;
    }
    clean.set_fragment(None);
    clean.set_query(None);
    if clean.host_str() != Some(host) {
        clean.set_host(Some(host)).ok()?;
    }
    if let Some(path) = path {
        clean.set_path(path);
    }
    let kept = |key: &str| KEPT_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key));
    for (key, value) in url.query_pairs().filter(|(key, value)| kept(key) && !value.is_empty()) {
        clean.query_pairs_mut().append_pair(&key, &value);
    }
    Some(clean)
}

/// The clean path of a short link, if it is one.
fn short_path(host: &str, parts: &[&str], url: &Url) -> Option<String> {
    let code = |part: &str| {
        let (sign, body) = match part.strip_prefix('_') {
            Some(body) => ("_", body),
            None => ("", part),
        };
        let length = body.bytes().take_while(u8::is_ascii_alphanumeric).count();
        // Markdown and dashes stick to a code; a name that goes on behind them is none.
        let separate = !body[length..].trim_end_matches(['-', '_']).starts_with(['.', '-', '_']);
        let known = if sign.is_empty() { 5..=16 } else { 1..=16 };
        (known.contains(&length) && separate).then(|| format!("{sign}{}", &body[..length]))
    };
    let first = *parts.first()?;
    if is_robot_check(parts, url) {
        return None;
    }
    match (host, label(host)) {
        ("ali.click", _) => Some(format!("/{}", code(first)?)),
        ("s.aliexpress.com", _) => Some(format!("/{}", code(first)?)),
        ("sl.aliexpress.ru", _) if first == "p" => {
            let keyed = url.query_pairs().any(|(key, value)| key == "key" && !value.is_empty());
            keyed.then(|| "/p".to_owned())
        }
        (_, "a") if first.starts_with('_') => Some(format!("/{}", code(first)?)),
        (_, "click") if matches!(first, "e" | "i" | "s" | "t") => {
            Some(format!("/{first}/{}", code(parts.get(1)?)?))
        }
        ("aliexpress.ru", _) if first == "e" => parts
            .get(1)
            .filter(|part| part.starts_with('_'))
            .and_then(|part| Some(format!("/e/{}", code(part)?))),
        _ => None,
    }
}

/// The robot check stands in front of any page, also of a short link, below its path.
fn is_robot_check(parts: &[&str], url: &Url) -> bool {
    parts.iter().any(|part| part.starts_with("_____tmd_____"))
        || (parts.contains(&"punish") && url.query_pairs().any(|(key, _)| key == "x5secdata"))
}

/// The products that a page names, path before query.
fn products(parts: &[&str], url: &Url) -> Vec<Product> {
    if let Some(product) = path_product(parts) {
        return vec![product];
    }
    let value = |wanted: &str| url.query_pairs().find(|(key, _)| key == wanted).map(|(_, value)| value);
    let first = parts.first().map(|part| part.to_ascii_lowercase()).unwrap_or_default();
    if matches!(first.as_str(), "store" | "w" | "wholesale" | "category") {
        return vec![];
    }
    for key in ["productId", "itemId", "productIds"] {
        let list = value(key).unwrap_or_default();
        let ids = list.split([',', ';', ' ']).map(|item| item.split(':').next().unwrap_or_default());
        let found: Vec<Product> = ids.filter_map(leading_id).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let checkout = parts.starts_with(&["p", "trade"]) || parts.starts_with(&["order", "confirm_order.htm"]);
    let object = if checkout { value("objectId") } else { None };
    let object = if first == "item" { value("x_object_id") } else { object };
    object.as_deref().and_then(leading_id).into_iter().collect()
}

fn path_product(parts: &[&str]) -> Option<Product> {
    let at = |word: &str| parts.iter().position(|part| part.eq_ignore_ascii_case(word));
    if parts.first().is_some_and(|part| part.eq_ignore_ascii_case("store")) {
        let slug = at("product").filter(|at| *at == 1)?;
        let last = parts[slug + 1..].last()?;
        return leading_id(last.rsplit('_').next()?);
    }
    let word = at("item").or_else(|| at("i")).filter(|at| *at <= 1)?;
    parts[word + 1..].iter().rev().find_map(|part| leading_id(part))
}

/// The id that a segment or value starts with: digits up to its end or to something that belongs to no word.
fn leading_id(text: &str) -> Option<Product> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let separate =
        !text[digits..].starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '_'));
    separate.then(|| Product::read(&text[..digits])).flatten()
}
