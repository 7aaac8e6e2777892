//! Splits a written link into scheme, authority and the rest before a URL parser repairs it.
//!
//! The URL standard accepts backslashes, fullwidth dots and percent-encoded hosts and silently corrects them. Each of these is
//! also a way to disguise a host, so the authority is read as written and its first flaw is kept.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2};
use url::{ParseError, Url};

use super::LinkReason;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// `http`, `https` or none written.
    Web,
    /// `aliexpress://…`, the app.
    App,
    /// `intent://…`, an Android intent; its real scheme stands at the end.
    Intent,
}

/// A link in its parts. They borrow from the text unless something had to be decoded or repaired.
#[derive(Clone, Debug)]
pub(super) struct WrittenAddress<'a> {
    pub(super) scheme: Scheme,
    /// The scheme is `http:`, not `https:`.
    plain_http: bool,
    /// The reason to refuse this address, even on a genuine host.
    pub(super) flaw: Option<LinkReason>,
    /// The link after HTML, JSON and percent escapes around the whole of it were undone.
    text: Cow<'a, str>,
    authority: Range<usize>,
    host: Host,
}

/// The normalized host: a part of the text, or a repaired copy.
#[derive(Clone, Debug)]
enum Host {
    Written(Range<usize>),
    Repaired(String),
}

/// How many times percent-encoding of a whole URL is undone.
const ENCODED_ROUNDS: usize = 3;

impl<'a> WrittenAddress<'a> {
    /// Splits a link; `None` when it is neither a web nor an app address.
    pub(super) fn parse(raw: &'a str) -> Option<WrittenAddress<'a>> {
        let mut text = unescape_ampersands(raw.trim());
        let (scheme, plain_http, start) = match split_web_scheme(&text) {
            Some(split) => split,
            None => {
                text = decode_whole(unescape_slashes(text));
                split_scheme(&text)?
            }
        };
        let ends = |byte: &u8| matches!(byte, b'/' | b'?' | b'#' | b'\\');
        let length = text.as_bytes()[start..].iter().position(ends);
        let authority = start..length.map_or(text.len(), |length| start + length);
        let (host, flaw) = read_authority(&text, authority.clone());
        let path = path_of(&text[authority.end..]);
        let flaw = if contains_byte(path, b'\\') { Some(LinkReason::Backslash) } else { flaw };
        if let Some(repaired) = with_query(&text, authority.end) {
            text = Cow::Owned(repaired);
        }
        let address = WrittenAddress { scheme, plain_http, flaw, text, authority, host };
        (scheme != Scheme::Web || address.host().contains('.')).then_some(address)
    }

    /// The normalized host: lower case, without userinfo, port and trailing dot. It may hold letters outside ASCII.
    pub(super) fn host(&self) -> &str {
        match &self.host {
            Host::Written(place) => &self.text[place.clone()],
            Host::Repaired(host) => host,
        }
    }

    /// The authority as written; a brand name may stand in its userinfo.
    pub(super) fn authority(&self) -> &str {
        &self.text[self.authority.clone()]
    }

    /// Path, query and fragment.
    pub(super) fn rest(&self) -> &str {
        &self.text[self.authority.end..]
    }

    /// The part between the host and a query or fragment.
    pub(super) fn path(&self) -> &str {
        path_of(self.rest())
    }

    /// The address with its normalized host, read by the URL parser.
    pub(super) fn url(&self) -> Result<Url, ParseError> {
        let scheme = if self.plain_http { "http://" } else { "https://" };
        // When nothing was repaired and the scheme is there once, the text needs no copy.
        let is_whole = matches!(&self.host, Host::Written(place) if *place == self.authority)
            && self.authority.start == scheme.len();
        if is_whole {
            Url::parse(&self.text)
        } else {
            Url::parse(&[scheme, self.host(), self.rest()].concat())
        }
    }
}

fn path_of(rest: &str) -> &str {
    &rest[..memchr2(b'?', b'#', rest.as_bytes()).unwrap_or(rest.len())]
}

fn contains_byte(text: &str, byte: u8) -> bool {
    memchr(byte, text.as_bytes()).is_some()
}

/// Turns `&amp;` into `&`, also where a page was escaped twice (`&amp;amp;`).
fn unescape_ampersands(raw: &str) -> Cow<'_, str> {
    match contains_byte(raw, b'&') && raw.contains("&amp;") {
        true => Cow::Owned(raw.replace("&amp;amp;", "&").replace("&amp;", "&")),
        false => Cow::Borrowed(raw),
    }
}

/// Follows `http` or `https` where JSON or a script escaped the slashes.
pub(super) const ESCAPED_SCHEME: &str = ":\\/\\/";

/// Undoes `https:\/\/…` from JSON. In any other address a backslash stays, because it disguises the host.
fn unescape_slashes(raw: Cow<'_, str>) -> Cow<'_, str> {
    let scheme = ["https", "http"].into_iter().find(|name| starts_with(&raw, name));
    let escaped = scheme.is_some_and(|name| raw[name.len()..].starts_with(ESCAPED_SCHEME));
    if escaped { Cow::Owned(raw.replace("\\/", "/")) } else { raw }
}

/// Decodes a URL that was percent-encoded as a whole; any other text is returned unchanged.
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

/// Whether a text starts with `head`, ignoring ASCII case.
pub(super) fn starts_with(text: &str, head: &str) -> bool {
    text.as_bytes().get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head.as_bytes()))
}

/// The scheme of a link, whether it is `http`, and the offset behind it.
fn split_scheme(raw: &str) -> Option<(Scheme, bool, usize)> {
    if let Some(split) = split_web_scheme(raw) {
        return Some(split);
    }
    for (prefix, scheme) in [("aliexpress://", Scheme::App), ("intent://", Scheme::Intent)] {
        if starts_with(raw, prefix) {
            return Some((scheme, false, prefix.len()));
        }
    }
    let start = if raw.starts_with("//") { 2 } else { 0 };
    let head = raw[start..].split(['/', '?', '#']).next().unwrap_or_default();
    let another_scheme = head.ends_with(':') && !head.contains('.');
    (!another_scheme).then_some((Scheme::Web, false, start))
}

fn split_web_scheme(raw: &str) -> Option<(Scheme, bool, usize)> {
    let first = web_scheme(raw)?;
    let mut start = first;
    // `https://https://…`: somebody pasted a link behind a scheme.
    while let Some(length) = web_scheme(&raw[start..]) {
        start += length;
    }
    Some((Scheme::Web, first == "http://".len(), start))
}

/// The length of a leading `http://` or `https://`.
fn web_scheme(text: &str) -> Option<usize> {
    if !text.starts_with(['h', 'H']) {
        return None;
    }
    ["https://", "http://"].into_iter().find(|scheme| starts_with(text, scheme)).map(str::len)
}

/// The host of an authority, and its flaw if it has one.
fn read_authority(text: &str, authority: Range<usize>) -> (Host, Option<LinkReason>) {
    let written = &text[authority.clone()];
    if is_plain_host(written) {
        return (Host::Written(authority), None);
    }
    let before = written.rfind('@').map_or(0, |at| at + 1);
    let behind = written[before..].rfind(':').map(|colon| before + colon);
    let host = &written[before..behind.unwrap_or(written.len())];
    let name = match host.is_ascii() {
        true => to_lower(host),
        false => Cow::Owned(host.replace(['\u{3002}', '\u{FF0E}', '\u{FF61}'], ".").to_lowercase()),
    };
    let length = name.len() - usize::from(name.ends_with('.'));
    let flaw = if before > 0 {
        Some(LinkReason::Userinfo)
    } else if behind.is_some() {
        Some(LinkReason::Port)
    } else if !host.is_ascii() {
        Some(LinkReason::NonAsciiHost)
    } else if name.starts_with("xn--") || name.contains(".xn--") {
        Some(LinkReason::Punycode)
    } else if !name.as_bytes()[..length].split(|byte| *byte == b'.').all(is_label) {
        Some(LinkReason::MalformedHost)
    } else {
        None
    };
    let start = authority.start + before;
    let host = match name {
        Cow::Borrowed(_) => Host::Written(start..start + length),
        Cow::Owned(mut name) => {
            name.truncate(length);
            Host::Repaired(name)
        }
    };
    (host, flaw)
}

/// The text with ASCII letters in lower case; borrowed where they already are.
pub(super) fn to_lower(text: &str) -> Cow<'_, str> {
    match text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(text.to_ascii_lowercase()),
        false => Cow::Borrowed(text),
    }
}

fn is_label(label: &[u8]) -> bool {
    (1..=63).contains(&label.len())
        && label.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether a host needs no normalizing: valid labels in lower case, no punycode, no trailing dot. A host that fails this test
/// may still be valid.
pub(super) fn is_plain_host(host: &str) -> bool {
    let (mut length, mut last) = (0, b'.');
    for byte in host.bytes() {
        length = match byte {
            b'.' if (1..=63).contains(&length) => 0,
            // `xn--` marks punycode.
            b'-' if length == 3 && last == b'-' => return false,
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => length + 1,
            _ => return false,
        };
        last = byte;
    }
    (1..=63).contains(&length)
}

/// Repairs `…html%3Fspm=…`, where the question mark was encoded together with the path; `None` when there is nothing to repair.
fn with_query(text: &str, host_end: usize) -> Option<String> {
    let rest = &text[host_end..];
    let path = path_of(rest);
    if path.len() < rest.len() || !contains_byte(path, b'%') {
        return None;
    }
    let at = path.find("%3F").or_else(|| path.find("%3f"))?;
    Some([&text[..host_end], &path[..at], "?", &decode_once(&path[at + 3..])].concat())
}

/// Undoes one layer of percent-encoding. Bytes that are not UTF-8 become U+FFFD, and a stray `%` stays.
pub(super) fn decode_once(text: &str) -> Cow<'_, str> {
    if !contains_byte(text, b'%') {
        return Cow::Borrowed(text);
    }
    percent_encoding::percent_decode_str(text).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(raw: &str) -> (String, Option<LinkReason>) {
        let address = WrittenAddress::parse(raw).unwrap();
        (address.host().to_owned(), address.flaw)
    }

    #[test]
    fn upper_case_and_a_trailing_dot_are_harmless() {
        assert_eq!(host("HTTPS://WWW.ALIEXPRESS.COM./item/1"), ("www.aliexpress.com".into(), None));
    }

    #[test]
    fn each_disguise_has_its_name() {
        for (raw, name, flaw) in [
            ("https://aliexpress.com@evil.com/x", "evil.com", LinkReason::Userinfo),
            ("https://aliexpress.com%2f@evil.com/x", "evil.com", LinkReason::Userinfo),
            ("https://aliexpress.com:443/x", "aliexpress.com", LinkReason::Port),
            ("https://evil.com\\@aliexpress.com/x", "evil.com", LinkReason::Backslash),
            ("https://aliexpress.com。evil.com/x", "aliexpress.com.evil.com", LinkReason::NonAsciiHost),
            ("https://xn--liexpress-zyh.com/x", "xn--liexpress-zyh.com", LinkReason::Punycode),
            ("https://%61liexpress.com/x", "%61liexpress.com", LinkReason::MalformedHost),
        ] {
            assert_eq!(host(raw), (name.to_owned(), Some(flaw)), "{raw}");
        }
    }

    #[test]
    fn other_schemes_are_no_addresses() {
        for raw in
            ["javascript://www.aliexpress.com/%0a", "ftp://www.aliexpress.com/item/1", "mailto:a", "x", ""]
        {
            assert!(WrittenAddress::parse(raw).is_none(), "{raw}");
        }
    }

    #[test]
    fn a_stray_percent_sign_stays() {
        assert_eq!(decode_once("100%25 %zz %4 %C5%9F %"), "100% %zz %4 ş %");
    }
}
