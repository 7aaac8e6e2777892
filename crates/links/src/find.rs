//! Finds the addresses in a chat text in one pass.
//!
//! People write links without a scheme and without a blank before them, so an address may start inside a word. Each character
//! is visited a bounded number of times. Addresses of other sites are found too, because their digits must not be read as
//! prices; whether an address concerns AliExpress is decided later.

use std::ops::Range;

use icu_normalizer::properties::CanonicalCombiningClassMap;
use smallvec::SmallVec;

use super::address::{ESCAPED_SCHEME, starts_with, to_lower};
use super::hosts::HOSTS;
use super::lookalike;

/// The longest host that DNS allows, in bytes.
const LONGEST_HOST: usize = 253;

/// An address in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundAddress {
    pub(super) span: Range<usize>,
    /// A host without scheme and path, which may be a mention of the site rather than a link.
    pub(super) mention: bool,
}

pub(super) type FoundAddresses = SmallVec<[FoundAddress; 4]>;

/// All addresses of a text, in order, without overlap.
pub(super) fn find_addresses(text: &str) -> FoundAddresses {
    let mut found = FoundAddresses::new();
    let mut read = 0;
    while let Some(sign) = text.as_bytes()[read..].iter().position(may_be_in_link).map(|at| read + at) {
        let before = text[read..sign].char_indices().rfind(|(_, letter)| is_separator(*letter));
        let start = before.map_or(read, |(at, letter)| read + at + letter.len_utf8());
        let end = end_of_word(text, sign);
        scan_word(text, start..end, &mut found);
        read = end + text[end..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// Every address has one of these bytes: `.`, `:`, `%`, or the first byte of a dot outside ASCII.
fn may_be_in_link(byte: &u8) -> bool {
    matches!(byte, b'.' | b':' | b'%' | 0xE3 | 0xEF)
}

/// The end of the word that `from` lies in. Links are mostly ASCII, which is skipped byte by byte.
fn end_of_word(text: &str, from: usize) -> usize {
    let is_odd = |byte: &u8| !matches!(byte, b'!'..=b'~');
    let odd = text.as_bytes()[from..].iter().position(is_odd).map_or(text.len(), |at| from + at);
    text[odd..].find(is_separator).map_or(text.len(), |at| odd + at)
}

/// Separates words: blanks, control characters, invisible and bidirectional marks.
fn is_separator(letter: char) -> bool {
    match letter {
        '\0'..=' ' | '\u{7F}' => true,
        '!'..='~' => false,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' => true,
        _ => letter.is_whitespace() || letter.is_control(),
    }
}

/// How an address starts.
enum AddressStart {
    /// With a scheme; holds the length of the scheme with `://`.
    Scheme(usize),
    /// With a percent-encoded scheme: `https%3A%2F%2F…`.
    Encoded,
    /// With a host, without a scheme.
    Bare { mention: bool },
    /// With another scheme, which is skipped; a script is skipped to the end of the word.
    Skip { to_end: bool },
}

/// Finds the addresses of one word.
fn scan_word(text: &str, word: Range<usize>, found: &mut FoundAddresses) {
    let mut at = word.start;
    while let Some((from, start)) = next_start(&text[..word.end], at) {
        let (body, bare, mention) = match start {
            AddressStart::Skip { to_end: true } => return,
            AddressStart::Scheme(length) => (from + length, false, false),
            AddressStart::Encoded => (from + 4, false, false),
            AddressStart::Bare { mention } => (from, true, mention),
            AddressStart::Skip { to_end: false } => (from, true, true),
        };
        let end = address_end(text, body, word.end, bare);
        let trimmed = trim_punctuation(&text[from..end]);
        // Markdown's `_italics_`.
        let trimmed = if text[..from].ends_with('_') { trimmed.trim_end_matches('_') } else { trimmed };
        if !trimmed.is_empty() {
            found.push(FoundAddress { span: from..from + trimmed.len(), mention });
        }
        at = end.max(body);
        if at <= from {
            return;
        }
    }
}

fn is_host_char(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | '\u{3002}' | '\u{FF61}')
}

/// The first address at or after `at`; `text` ends where the word ends.
fn next_start(text: &str, mut at: usize) -> Option<(usize, AddressStart)> {
    while at < text.len() {
        let length: usize =
            text[at..].chars().take_while(|letter| is_host_char(*letter)).map(char::len_utf8).sum();
        if length == 0 {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let run = &text[at..at + length];
        let after = &text[at + length..];
        let before = text[..at].chars().next_back();
        if let Some((offset, start)) = start_in(run, after, before) {
            return Some((at + offset, start));
        }
        at += length;
    }
    None
}

fn start_in(run: &str, after: &str, before: Option<char>) -> Option<(usize, AddressStart)> {
    if after.starts_with("://") {
        return match ["https", "http", "aliexpress", "intent"].into_iter().find(|name| ends_with(run, name)) {
            Some(name) => Some((run.len() - name.len(), AddressStart::Scheme(name.len() + 3))),
            None => Some((0, AddressStart::Skip { to_end: false })),
        };
    }
    if after.starts_with(ESCAPED_SCHEME) {
        let name = ["https", "http"].into_iter().find(|name| ends_with(run, name))?;
        return Some((run.len() - name.len(), AddressStart::Scheme(name.len() + ESCAPED_SCHEME.len())));
    }
    if ["%3a%2f%2f", "%253a%252f"].iter().any(|sign| starts_with(after, sign)) {
        let name = ["https", "http"].into_iter().find(|name| ends_with(run, name))?;
        return Some((run.len() - name.len(), AddressStart::Encoded));
    }
    if after.starts_with(':') && ["javascript", "vbscript"].iter().any(|name| ends_with(run, name)) {
        return Some((0, AddressStart::Skip { to_end: true }));
    }
    if before == Some('@') || after.starts_with('@') {
        return None;
    }
    bare_host(run, after)
}

/// A host without a scheme, if it may belong to AliExpress or lead there.
fn bare_host(run: &str, after: &str) -> Option<(usize, AddressStart)> {
    let lead = run.len() - run.trim_start_matches(['.', '-', '_']).len();
    let host = run[lead..].trim_end_matches(['.', '-', '_', '\u{3002}', '\u{FF61}']);
    if !host.contains(['.', '\u{3002}', '\u{FF61}']) {
        return None;
    }
    let host = to_lower(host);
    let whole = lead + host.len() == run.len();
    let has_path = whole && after.starts_with('/');
    let mention = !(whole && after.starts_with(['/', '?']));
    if HOSTS.is_genuine(&host) && host.is_ascii() {
        return Some((lead, AddressStart::Bare { mention }));
    }
    // A word of another script is glued to the host: `linka.aliexpress.com/_x`. Every name below a genuine host is genuine.
    if let Some((glue, letter)) = host.char_indices().rfind(|(_, letter)| !letter.is_ascii()) {
        let tail = glue + letter.len_utf8();
        if HOSTS.is_genuine(&host[tail..])
            && HOSTS.is_genuine(host[tail..].split_once('.').map_or("", |(_, up)| up))
        {
            return Some((lead + tail, AddressStart::Bare { mention }));
        }
    }
    if has_path && HOSTS.is_wrapper(&host) {
        return Some((lead, AddressStart::Bare { mention }));
    }
    let known_suffix = psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known());
    let weighty = known_suffix && (has_path || host.ends_with(".com"));
    let carried = has_path && HOSTS.is_carried_by(&host);
    if (weighty || carried)
        && lookalike::lookalike_reason(&host.replace(['\u{3002}', '\u{FF61}'], "."), after).is_some()
    {
        return Some((lead, AddressStart::Bare { mention: false }));
    }
    // A link of another site; its path may hold a link to AliExpress, which is looked for later.
    (has_path && known_suffix).then_some((lead, AddressStart::Bare { mention: false }))
}

/// The end of an address, before trailing punctuation is removed.
fn address_end(text: &str, body: usize, word_end: usize, bare: bool) -> usize {
    let mut in_authority = true;
    let mut in_query = false;
    let mut brackets = 0usize;
    let mut next = body;
    // Most characters of a link cannot end it, so they are skipped.
    let loud = |from: usize, quiet: u8| {
        text.as_bytes()[from..word_end].iter().position(|byte| CONTINUES[usize::from(*byte)] & quiet == 0)
    };
    while let Some(skipped) = loud(next, if in_authority { IN_HOST } else { IN_REST }) {
        let at = next + skipped;
        let Some(letter) = text[at..word_end].chars().next() else { break };
        next = at + letter.len_utf8();
        if matches!(letter, '/' | '?' | '#') {
            in_authority = false;
        }
        in_query |= matches!(letter, '?' | '#');
        let ends = match letter {
            '<' | '>' | '"' | '`' | '\'' | '…' | '«' | '»' | '‹' | '›' => true,
            '\u{2018}'..='\u{201F}' => true,
            ']' => text[at..].starts_with("]("),
            ')' if brackets == 0 => true,
            ',' | ';' | '|' if !in_query && !in_authority => !ends_with(&text[body..at], "&amp"),
            ';' | '|' if bare => !ends_with(&text[body..at], "&amp"),
            '\\' if !in_authority => is_escape(&text[at + 1..word_end]),
            _ if in_authority => !is_plain(letter) && is_behind_genuine(&text[body..at], &text[at..word_end]),
            _ => !letter.is_ascii() && !letter.is_alphanumeric() && !is_mark(letter),
        };
        if ends {
            return at;
        }
        match letter {
            '(' => brackets += 1,
            ')' => brackets -= 1,
            _ => {}
        }
        if letter == ':' && text[at..].starts_with("://") {
            let head = &text[body..at];
            let scheme = ["https", "http"].into_iter().find(|name| ends_with(head, name));
            if let Some(start) =
                scheme.map(|name| at - name.len()).filter(|start| is_glued(&text[body..*start]))
            {
                return start;
            }
        }
    }
    word_end
}

const fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_')
}

/// Bits of [`CONTINUES`]: the byte cannot end an address within its host, or behind its host.
const IN_HOST: u8 = 1;
const IN_REST: u8 = 2;
/// For each byte, where it continues an address without a further check.
const CONTINUES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = match byte {
            _ if is_plain(byte as char) => IN_HOST | IN_REST,
            b'/' | b'=' | b'&' | b'%' | b'+' | b'!' | b'$' | b'*' | b'~' | b'@' => IN_REST,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Whether a backslash in a path begins an escape of program text (`\n`, `\"`), judged by the text behind it. In front of a
/// host a backslash is a disguise, because browsers read it as a slash.
fn is_escape(behind: &str) -> bool {
    match behind.strip_prefix(['n', 'r', 't']) {
        Some(rest) => !rest.chars().take_while(|letter| is_host_char(*letter)).any(|letter| letter == '.'),
        None => behind.is_empty() || behind.starts_with(['"', '\'']),
    }
}

/// Whether an emoji or a word of another script is glued to the end of a genuine host. The text behind it must hold neither more
/// of a host nor a path, so that no browser reads it as part of the address.
fn is_behind_genuine(host: &str, rest: &str) -> bool {
    let continues = |letter: char| {
        matches!(letter, '.' | '/' | '?' | '#' | '@' | ':' | '\\' | '\u{3002}' | '\u{FF0E}' | '\u{FF61}')
    };
    host.len() <= LONGEST_HOST
        && host.chars().all(is_plain)
        && !rest.starts_with('%')
        && HOSTS.is_genuine(&to_lower(host))
        && !rest.trim_end_matches(['.', '\u{3002}']).contains(continues)
}

/// A combining mark, such as a Thai tone or a Hebrew point: it belongs to a word and so to a path.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{E47}'..='\u{E4E}') || CanonicalCombiningClassMap::new().get_u8(letter) != 0
}

/// Whether a scheme behind this text starts another link, rather than being a parameter or path of the first one.
fn is_glued(before: &str) -> bool {
    !before.is_empty()
        && !before.ends_with(['=', '/', '@'])
        && !ends_with(before, "%3d")
        && !ends_with(before, "%2f")
}

/// Removes the punctuation of the sentence behind a link.
fn trim_punctuation(link: &str) -> &str {
    link.trim_end_matches(|letter: char| {
        !(letter.is_alphanumeric() || matches!(letter, '/' | '=' | '%' | '+' | '-' | '#' | '_' | '$'))
    })
}

fn ends_with(text: &str, tail: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= tail.len() && bytes[bytes.len() - tail.len()..].eq_ignore_ascii_case(tail.as_bytes())
}
