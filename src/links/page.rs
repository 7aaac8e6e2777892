//! What a page on a genuine AliExpress host is, told from its path and query alone.
//!
//! Ids are read from the places where AliExpress puts them and from nowhere else: SKU, order, page and snapshot numbers
//! look alike and are not products.

use url::Url;

use super::address::decode_once;
use super::{Kind, Product, Reason};

/// Query keys without which a page is another page; everything else is tracking.
const KEPT_KEYS: [&str; 7] =
    ["key", "SearchText", "keywords", "CatId", "wh_pid", "sellerAdminSeq", "storeId"];

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
    let (kind, reason) = match kind_by_host(host, &parts).unwrap_or_else(|| kind_by_path(&parts)) {
        Kind::OtherAliexpress => (Kind::OtherAliexpress, Some(why_other(host, &parts))),
        kind => (kind, None),
    };
    let canonical = if kind == Kind::OtherAliexpress { None } else { clean(url, host, None) };
    Page { kind, products, reason, canonical }
}

/// Path segments, decoded once; what follows a glued `?`, `&` or `#` is cut off.
fn segments(url: &Url) -> Vec<String> {
    let path = url.path().split('/').map(decode_once);
    path.map(|segment| segment.split(['?', '&', '#']).next().unwrap_or_default().to_owned())
        .filter(|segment| !segment.is_empty())
        .collect()
}

fn clean(url: &Url, host: &str, path: Option<&str>) -> Option<Url> {
    let mut clean = url.clone();
    clean.set_fragment(None);
    clean.set_query(None);
    clean.set_host(Some(host)).ok()?;
    if let Some(path) = path {
        clean.set_path(path);
    }
    for (key, value) in url.query_pairs().filter(|(key, _)| KEPT_KEYS.contains(&key.as_ref())) {
        clean.query_pairs_mut().append_pair(&key, &value);
    }
    Some(clean)
}

/// The label in front of `aliexpress.com` and its like; empty on the bare domain.
fn label(host: &str) -> &str {
    let labels: Vec<&str> = host.split('.').collect();
    match labels.len() {
        0..=2 => "",
        count => labels[count - 3],
    }
}

/// The clean path of a short link, if it is one.
fn short_path(host: &str, parts: &[&str], url: &Url) -> Option<String> {
    let code = |part: &str| {
        let (sign, body) = match part.strip_prefix('_') {
            Some(body) => ("_", body),
            None => ("", part),
        };
        let length = body.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let separate = !body[length..].starts_with(['.', '-', '_']);
        let known = if sign.is_empty() { 5..=16 } else { 1..=16 };
        (known.contains(&length) && separate).then(|| format!("{sign}{}", &body[..length]))
    };
    let first = *parts.first()?;
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
    let checkout = parts.starts_with(&["p", "trade"]);
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

/// Hosts whose label decides.
fn kind_by_host(host: &str, parts: &[&str]) -> Option<Kind> {
    let label = label(host);
    let is_locale = |label: &str| label.len() == 2;
    match label {
        "coupon" | "giftcard" | "giftcards" => Some(Kind::Virtual),
        "sale" | "campaign" | "activities" | "promotion" | "superdeals" | "flashdeals" => {
            let help = parts.iter().any(|part| part.starts_with("download_app"));
            Some(if help { Kind::OtherAliexpress } else { Kind::Campaign })
        }
        "s" | "a" | "click" | "star" | "login" | "passport" | "trade" | "my" | "home" | "track"
        | "message" | "feedback" | "shoppingcart" | "portals" | "developers" | "openservice" | "seller"
        | "sell" | "auth" | "api-sg" | "web3" | "sl" | "service" | "report" | "help" | "customerservice" => {
            Some(Kind::OtherAliexpress)
        }
        _ if host == "ali.click" => Some(Kind::OtherAliexpress),
        _ if !parts.is_empty() => None,
        "" | "www" | "m" | "best" | "mbest" | "tmall" => Some(Kind::Home),
        _ if is_locale(label) => Some(Kind::Home),
        _ => Some(Kind::Store),
    }
}

fn kind_by_path(parts: &[&str]) -> Kind {
    let lower: Vec<String> = parts.iter().map(|part| part.to_ascii_lowercase()).collect();
    let second = lower.get(1).map(String::as_str).unwrap_or_default();
    match lower.first().map(String::as_str).unwrap_or_default() {
        "index.html" | "index.htm" | "home.html" | "home.htm" => Kind::Home,
        "store" | "shop" => Kind::Store,
        "w"
        | "wholesale"
        | "category"
        | "af"
        | "popular"
        | "premium"
        | "search"
        | "search.htm"
        | "glosearch"
        | "cheap"
        | "all-categories.html"
        | "all-wholesale-products.html" => Kind::Search,
        first if first.starts_with("wholesale") => Kind::Search,
        "gcp" | "ssr" | "wow" | "campaign" | "channel" => Kind::Campaign,
        "giftcard" | "gift-card" | "giftcards" | "coupon" | "recharge" | "topup" | "mobile-recharge" => {
            Kind::Virtual
        }
        "p" if second.contains("giftcard") || second.contains("gift-card") => Kind::Virtual,
        "p" if second.starts_with("coupon") || second.contains("recharge") || second.contains("topup") => {
            Kind::Virtual
        }
        "p" if is_account(second) => Kind::OtherAliexpress,
        "p" if !second.is_empty() => Kind::Campaign,
        _ => Kind::OtherAliexpress,
    }
}

/// Pages under `/p/` that belong to somebody's account.
fn is_account(page: &str) -> bool {
    [
        "order",
        "trade",
        "wish",
        "cart",
        "shoppingcart",
        "shopcart",
        "account",
        "message",
        "track",
        "feedback",
        "my",
    ]
    .iter()
    .any(|word| page.starts_with(word))
}

fn why_other(host: &str, parts: &[&str]) -> Reason {
    let has = |words: &[&str]| parts.iter().any(|part| words.iter().any(|word| part.starts_with(word)));
    let first = parts.first().copied().unwrap_or_default();
    if has(&["punish", "_____tmd_____"]) {
        Reason::Captcha
    } else if label(host) == "trade" || has(&["order", "snapshot"]) {
        Reason::OrderPage
    } else if matches!(first, "item" | "i" | "s") {
        Reason::NoId
    } else {
        Reason::NotAProduct
    }
}
