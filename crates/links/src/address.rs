//! Splits a written link into scheme, authority and the rest before a URL parser repairs it.
//!
//! The URL standard accepts backslashes, fullwidth dots and percent-encoded hosts and silently corrects them. Each of these is
//! also a way to disguise a host, so the authority is read as written and its first flaw is kept.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;
use url::{ParseError, Url};

use crate::decode::{
    contains_byte, decode_once, decode_whole, starts_with, to_lower, unescape_ampersands, unescape_slashes,
};
use crate::link::LinkReason;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `http`, `https` or none written.
    Web,
    /// `aliexpress://…`, the app.
    App,
    /// `intent://…`, an Android intent; its real scheme is at the end.
    Intent,
}

/// A link in its parts. They borrow from the text unless something had to be decoded or repaired.
#[derive(Clone, Debug)]
pub(crate) struct WrittenAddress<'a> {
    pub(crate) scheme: Scheme,
    /// The scheme is `http:`, not `https:`.
    plain_http: bool,
    /// The reason to refuse this address, even on a genuine host.
    pub(crate) flaw: Option<LinkReason>,
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

impl<'a> WrittenAddress<'a> {
    /// Splits a link; `None` when it is neither a web nor an app address.
    pub(crate) fn parse(raw: &'a str) -> Option<WrittenAddress<'a>> {
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
    pub(crate) fn host(&self) -> &str {
        match &self.host {
            Host::Written(place) => &self.text[place.clone()],
            Host::Repaired(host) => host,
        }
    }

    /// The authority as written; a brand name may stand in its userinfo.
    pub(crate) fn authority(&self) -> &str {
        &self.text[self.authority.clone()]
    }

    /// Path, query and fragment.
    pub(crate) fn rest(&self) -> &str {
        &self.text[self.authority.end..]
    }

    /// The part between the host and a query or fragment.
    pub(crate) fn path(&self) -> &str {
        path_of(self.rest())
    }

    /// The address with its normalized host, read by the URL parser.
    pub(crate) fn url(&self) -> Result<Url, ParseError> {
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

fn is_label(label: &[u8]) -> bool {
    (1..=63).contains(&label.len())
        && label.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether a host needs no normalizing: valid labels in lower case, no punycode, no trailing dot. A host that fails this test
/// may still be valid.
pub(crate) fn is_plain_host(host: &str) -> bool {
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
