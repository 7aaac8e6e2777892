//! The names of XML tags, and where a document type ends.

use memchr::memchr;

/// With so many bytes in the window, a document type, an opening tag or a small element is complete.
pub(super) const AHEAD: usize = 16 * 1024;

/// The last byte of a document type with its declarations.
pub(super) fn find_doctype_end(data: &[u8]) -> Option<usize> {
    let (mut quote, mut depth) = (None, 0);
    for (at, byte) in data.iter().enumerate().take(AHEAD) {
        match (quote, byte) {
            (Some(open), _) => quote = Some(open).filter(|open| open != byte),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (None, b'<') => depth += 1,
            (None, b'>') if depth == 1 => return Some(at),
            (None, b'>') => depth -= 1,
            _ => {}
        }
    }
    None
}

pub(super) fn tag_name(tag: &[u8]) -> &[u8] {
    let is_end = |byte: &u8| matches!(byte, b'>' | b'/' | b'<') || byte.is_ascii_whitespace();
    &tag[..tag.iter().take(64).position(is_end).unwrap_or(tag.len().min(64))]
}

pub(super) fn local_name(name: &[u8]) -> &[u8] {
    memchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}
