//! A link taken apart before any parser has smoothed it: scheme, authority, the rest.
//!
//! The URL standard repairs what it can (backslashes, fullwidth dots, percent-encoded hosts), and each repair is a
//! disguise. So the authority is read here as it was written, and every flaw is remembered.

use std::borrow::Cow;

use super::Reason;

/// What kind of address it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// `http`, `https` or none written.
    Web,
    /// `aliexpress://…`, the app.
    App,
    /// `intent://…`, an Android intent that names its scheme at the end.
    Intent,
}

/// A link in parts.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) scheme: Scheme,
    /// Whether `http:` (not `https:`) was written.
    plain_http: bool,
    /// Host as understood: lower case, no userinfo, port or trailing dot; possibly not ASCII.
    pub(super) host: String,
    /// Why this address is refused even on a genuine host.
    pub(super) flaw: Option<Reason>,
    /// The authority as written, for traces of a brand in the userinfo.
    pub(super) authority: String,
    /// Path, query and fragment.
    pub(super) rest: String,
}

/// Rounds of percent-encoding around a whole URL that are undone.
const ENCODED_ROUNDS: usize = 3;

impl Address {
    /// Takes a link apart; `None` when it is no web or app address.
    pub(super) fn parse(raw: &str) -> Option<Address> {
        let raw = decode_whole(unescape_slashes(unescape_ampersands(raw.trim())));
        let (scheme, plain_http, body) = split_scheme(&raw)?;
        let ends = |byte: &u8| matches!(byte, b'/' | b'?' | b'#' | b'\\');
        let end = body.as_bytes().iter().position(ends).unwrap_or(body.len());
        let (authority, rest) = body.split_at(end);
        let (host, flaw) = read_authority(authority);
        let flaw = if path_of(rest).contains('\\') { Some(Reason::Backslash) } else { flaw };
        if scheme == Scheme::Web && !host.contains('.') {
            return None;
        }
        Some(Address {
            scheme,
            plain_http,
            host,
            flaw,
            authority: authority.to_owned(),
            rest: rest_with_query(rest).into_owned(),
        })
    }

    /// What stands between the host and a query or fragment.
    pub(super) fn path(&self) -> &str {
        path_of(&self.rest)
    }

    /// The address for a URL parser, with the host as understood.
    pub(super) fn to_text(&self) -> String {
        let scheme = if self.plain_http { "http" } else { "https" };
        [scheme, "://", &self.host, &self.rest].concat()
    }
}

fn path_of(rest: &str) -> &str {
    &rest[..rest.bytes().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(rest.len())]
}

/// `&amp;`, also where a page was escaped twice (`&amp;amp;`).
fn unescape_ampersands(raw: &str) -> Cow<'_, str> {
    match raw.contains('&') && raw.contains("&amp;") {
        true => Cow::Owned(raw.replace("&amp;amp;", "&").replace("&amp;", "&")),
        false => Cow::Borrowed(raw),
    }
}

/// Behind `http` or `https`, when JSON or a script escaped the slashes.
pub(super) const ESCAPED_SCHEME: &str = ":\\/\\/";

/// `https:\/\/…` out of JSON. In any other address a backslash stays, because it is a disguise.
fn unescape_slashes(raw: Cow<'_, str>) -> Cow<'_, str> {
    let scheme = ["https", "http"].into_iter().find(|name| starts_with(&raw, name));
    let escaped = scheme.is_some_and(|name| raw[name.len()..].starts_with(ESCAPED_SCHEME));
    if escaped { Cow::Owned(raw.replace("\\/", "/")) } else { raw }
}

/// A URL that was percent-encoded as a whole, decoded; anything else as it is.
fn decode_whole(mut text: Cow<'_, str>) -> Cow<'_, str> {
    let is_encoded = |text: &str| ["http%", "https%"].iter().any(|head| starts_with(text, head));
    for _ in 0..ENCODED_ROUNDS {
        if !is_encoded(&text) {
            break;
        }
        text = Cow::Owned(decode_once(&text).into_owned());
    }
    text
}

/// Whether a text starts with `head`, in any case.
pub(super) fn starts_with(text: &str, head: &str) -> bool {
    text.as_bytes().get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head.as_bytes()))
}

fn split_scheme(raw: &str) -> Option<(Scheme, bool, &str)> {
    for (prefix, scheme, plain) in [
        ("https://", Scheme::Web, false),
        ("http://", Scheme::Web, true),
        ("aliexpress://", Scheme::App, false),
        ("intent://", Scheme::Intent, false),
    ] {
        if starts_with(raw, prefix) {
            let mut body = &raw[prefix.len()..];
            // `https://https://…`: pasted behind a scheme that was already there.
            while let Some(again) = web_body(body).filter(|_| scheme == Scheme::Web) {
                body = again;
            }
            return Some((scheme, plain, body));
        }
    }
    let bare = raw.strip_prefix("//").unwrap_or(raw);
    let head = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let another_scheme = head.ends_with(':') && !head.contains('.');
    (!another_scheme).then_some((Scheme::Web, false, bare))
}

fn web_body(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| starts_with(text, scheme))?;
    Some(&text[scheme.len()..])
}

/// The host of an authority and what is wrong with it.
fn read_authority(authority: &str) -> (String, Option<Reason>) {
    let (userinfo, host) = match authority.rsplit_once('@') {
        Some((_, host)) => (true, host),
        None => (false, authority),
    };
    let (host, port) = match host.rsplit_once(':') {
        Some((host, _)) => (host, true),
        None => (host, false),
    };
    let mut name = match host.is_ascii() {
        true => host.to_ascii_lowercase(),
        false => host.replace(['\u{3002}', '\u{FF0E}', '\u{FF61}'], ".").to_lowercase(),
    };
    if name.ends_with('.') {
        name.pop();
    }
    let flaw = if userinfo {
        Some(Reason::Userinfo)
    } else if port {
        Some(Reason::Port)
    } else if !host.is_ascii() {
        Some(Reason::NonAsciiHost)
    } else if name.starts_with("xn--") || name.contains(".xn--") {
        Some(Reason::Punycode)
    } else if !name.split('.').all(is_label) {
        Some(Reason::MalformedHost)
    } else {
        None
    };
    (name, flaw)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// `…html%3Fspm=…`: a question mark that was encoded together with the path starts the query all the same.
fn rest_with_query(rest: &str) -> Cow<'_, str> {
    if path_of(rest).len() < rest.len() || !rest.contains('%') {
        return Cow::Borrowed(rest);
    }
    match rest.find("%3F").or_else(|| rest.find("%3f")) {
        Some(at) => Cow::Owned(format!("{}?{}", &rest[..at], decode_once(&rest[at + 3..]))),
        None => Cow::Borrowed(rest),
    }
}

/// Percent-decoding, one layer; bytes that are no UTF-8 become U+FFFD, a stray `%` stays.
pub(super) fn decode_once(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    percent_encoding::percent_decode_str(text).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(raw: &str) -> (String, Option<Reason>) {
        let address = Address::parse(raw).unwrap();
        (address.host, address.flaw)
    }

    #[test]
    fn upper_case_and_a_trailing_dot_are_harmless() {
        assert_eq!(host("HTTPS://WWW.ALIEXPRESS.COM./item/1"), ("www.aliexpress.com".into(), None));
    }

    #[test]
    fn each_disguise_has_its_name() {
        for (raw, name, flaw) in [
            ("https://aliexpress.com@evil.com/x", "evil.com", Reason::Userinfo),
            ("https://aliexpress.com%2f@evil.com/x", "evil.com", Reason::Userinfo),
            ("https://aliexpress.com:443/x", "aliexpress.com", Reason::Port),
            ("https://evil.com\\@aliexpress.com/x", "evil.com", Reason::Backslash),
            ("https://aliexpress.com。evil.com/x", "aliexpress.com.evil.com", Reason::NonAsciiHost),
            ("https://xn--liexpress-zyh.com/x", "xn--liexpress-zyh.com", Reason::Punycode),
            ("https://%61liexpress.com/x", "%61liexpress.com", Reason::MalformedHost),
        ] {
            assert_eq!(host(raw), (name.to_owned(), Some(flaw)), "{raw}");
        }
    }

    #[test]
    fn other_schemes_are_no_addresses() {
        for raw in
            ["javascript://www.aliexpress.com/%0a", "ftp://www.aliexpress.com/item/1", "mailto:a", "x", ""]
        {
            assert!(Address::parse(raw).is_none(), "{raw}");
        }
    }

    #[test]
    fn a_stray_percent_sign_stays() {
        assert_eq!(decode_once("100%25 %zz %4 %C5%9F %"), "100% %zz %4 ş %");
    }
}
