//! Small steps of decoding and comparing ASCII text; borrowed unless something changes.

use std::borrow::Cow;

use memchr::memchr;

pub(crate) fn ends_with(text: &str, tail: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= tail.len() && bytes[bytes.len() - tail.len()..].eq_ignore_ascii_case(tail.as_bytes())
}

pub(crate) fn contains_byte(text: &str, byte: u8) -> bool {
    memchr(byte, text.as_bytes()).is_some()
}

/// How many times percent-encoding of a whole URL is undone.
const ENCODED_ROUNDS: usize = 3;

/// Turns `&amp;` into `&`, also where a page was escaped twice (`&amp;amp;`).
pub(crate) fn unescape_ampersands(raw: &str) -> Cow<'_, str> {
    match contains_byte(raw, b'&') && raw.contains("&amp;") {
        true => Cow::Owned(raw.replace("&amp;amp;", "&").replace("&amp;", "&")),
        false => Cow::Borrowed(raw),
    }
}

/// Follows `http` or `https` where JSON or a script escaped the slashes.
pub(crate) const ESCAPED_SCHEME: &str = ":\\/\\/";

/// Undoes `https:\/\/…` from JSON. In any other address a backslash stays, because it disguises the host.
pub(crate) fn unescape_slashes(raw: Cow<'_, str>) -> Cow<'_, str> {
    let scheme = ["https", "http"].into_iter().find(|name| starts_with(&raw, name));
    let escaped = scheme.is_some_and(|name| raw[name.len()..].starts_with(ESCAPED_SCHEME));
    if escaped { Cow::Owned(raw.replace("\\/", "/")) } else { raw }
}

/// Decodes a URL that was percent-encoded as a whole; any other text is returned unchanged.
pub(crate) fn decode_whole(mut text: Cow<'_, str>) -> Cow<'_, str> {
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
pub(crate) fn starts_with(text: &str, head: &str) -> bool {
    text.as_bytes().get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head.as_bytes()))
}

/// The text with ASCII letters in lower case; borrowed where they already are.
pub(crate) fn to_lower(text: &str) -> Cow<'_, str> {
    match text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(text.to_ascii_lowercase()),
        false => Cow::Borrowed(text),
    }
}

/// Undoes one layer of percent-encoding. Bytes that are not UTF-8 become U+FFFD, and a stray `%` stays.
pub(crate) fn decode_once(text: &str) -> Cow<'_, str> {
    if !contains_byte(text, b'%') {
        return Cow::Borrowed(text);
    }
    percent_encoding::percent_decode_str(text).decode_utf8_lossy()
}
