//! A second opinion on where a browser would end up, independent of the code under test.
//!
//! The host comes from the URL standard's parser, which repairs what it can; wrappers are believed. Escapes that people do not click
//! on are undone first: `&amp;`, slashes escaped in JSON, percent-encoding of the whole address, and a doubled scheme.

use url::Url;

/// AliExpress' domains, last label first.
const SHOP: [[&str; 2]; 5] =
    [["com", "aliexpress"], ["us", "aliexpress"], ["ru", "aliexpress"], ["ru", "tmall"], ["click", "ali"]];

/// Query keys under which a wrapper names its target.
const TARGETS: [&str; 11] =
    ["ulp", "to", "ued", "p", "url", "u", "out", "dl_target_url", "redirectUrl", "xman_goto", "q"];

/// Whether a host belongs to AliExpress, label by label.
pub(crate) fn is_genuine_host(host: &str) -> bool {
    let lower = host.to_ascii_lowercase();
    let labels: Vec<&str> = lower.strip_suffix('.').unwrap_or(&lower).rsplit('.').collect();
    SHOP.iter().any(|domain| labels.starts_with(domain))
}

/// Whether an address leads to AliExpress, directly or through a wrapper.
pub(crate) fn leads_to_aliexpress(written: &str) -> bool {
    leads(written, 0)
}

fn leads(written: &str, depth: usize) -> bool {
    let mut text = written.trim().replace("&amp;amp;", "&").replace("&amp;", "&");
    if ["http:\\/\\/", "https:\\/\\/"].iter().any(|head| text.to_ascii_lowercase().starts_with(head)) {
        text = text.replace("\\/", "/");
    }
    for _ in 0..3 {
        if ["http%", "https%"].iter().any(|head| text.to_ascii_lowercase().starts_with(head)) {
            text = percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned();
        }
    }
    let lower = text.to_ascii_lowercase();
    if depth > 6 {
        return false;
    }
    if lower.starts_with("intent://") {
        // Android uses its host and scheme, or the fallback page where the app is missing.
        let fallback = text.split(';').find_map(|part| part.strip_prefix("S.browser_fallback_url="));
        let fallback = fallback.map(|to| percent_encoding::percent_decode_str(to).decode_utf8_lossy());
        let same = format!("https{}", &text[6..].split("#Intent;").next().unwrap_or_default());
        return lower.contains(";scheme=aliexpress;")
            || leads(&same, depth + 1)
            || fallback.is_some_and(|to| leads(&to, depth + 1));
    }
    let app = lower.starts_with("aliexpress://");
    let mut text = if app { format!("https://www.aliexpress.com/{}", &text[13..]) } else { text };
    while ["https://http", "http://http"].iter().any(|twice| text.to_ascii_lowercase().starts_with(twice)) {
        let rest = text.find("://").map(|at| text[at + 3..].to_owned()).unwrap_or_default();
        if !(rest.to_ascii_lowercase().starts_with("http://")
            || rest.to_ascii_lowercase().starts_with("https://"))
        {
            break;
        }
        text = rest;
    }
    let text = text.strip_prefix("//").unwrap_or(&text);
    let whole = if text.contains("://") && Url::parse(text).is_ok() {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let Ok(url) = Url::parse(&whole) else { return false };
    let Some(host) = url.domain() else { return false };
    let hops = [
        ("s.click.", "/deep_link", "dl_target_url"),
        ("star.", "/share/share.htm", "redirectUrl"),
        ("login.", "/sync_cookie_", "xman_goto"),
    ];
    let hop = hops.iter().find(|(head, path, _)| host.starts_with(head) && url.path().starts_with(path));
    let hop = if app { Some("url") } else { hop.map(|(_, _, key)| *key) };
    // AliExpress' own pages redirect only to a whole address in the parameter that they read.
    let leaves = |key: &str, target: &str| {
        hop == Some(key) && ["http", "//"].iter().any(|head| target.starts_with(head))
    };
    let mut targets = url.query_pairs().filter(|(key, _)| TARGETS.contains(&key.as_ref()));
    match is_genuine_host(host) {
        true => targets.all(|(key, target)| !leaves(&key, &target) || leads(&target, depth + 1)),
        false => targets.any(|(_, target)| leads(&target, depth + 1)),
    }
}
