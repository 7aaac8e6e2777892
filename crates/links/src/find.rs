//! Finds the addresses in a chat text in one pass.
//!
//! People write links without a scheme and without a blank before them, so an address may start inside a word. Each character
//! is visited a bounded number of times. Addresses of other sites are found too, because their digits must not be read as
//! prices; whether an address concerns AliExpress is decided later.

use std::ops::Range;

use smallvec::SmallVec;

use crate::address_end::{AddressForm, address_end, is_host_char, trim_punctuation};
use crate::decode::{ESCAPED_SCHEME, ends_with, starts_with, to_lower};
use crate::hosts::HOSTS;
use crate::lookalike::lookalike_reason;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FoundAddress {
    pub(crate) span: Range<usize>,
    /// A host without scheme and path, which may be a mention of the site rather than a link.
    pub(crate) mention: bool,
}

pub(crate) type FoundAddresses = SmallVec<[FoundAddress; 4]>;

/// All addresses of a text, in order, without overlap.
pub(crate) fn find_addresses(text: &str) -> FoundAddresses {
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

fn scan_word(text: &str, word: Range<usize>, found: &mut FoundAddresses) {
    let mut at = word.start;
    while let Some((from, start)) = next_start(&text[..word.end], at) {
        let (body, form, mention) = match start {
            AddressStart::Skip { to_end: true } => return,
            AddressStart::Scheme(length) => (from + length, AddressForm::WithScheme, false),
            AddressStart::Encoded => (from + 4, AddressForm::WithScheme, false),
            AddressStart::Bare { mention } => (from, AddressForm::Bare, mention),
            AddressStart::Skip { to_end: false } => (from, AddressForm::Bare, true),
        };
        let end = address_end(text, from, body, word.end, form);
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

/// What follows a host without its port.
fn behind_port(after: &str) -> &str {
    after
        .strip_prefix(':')
        .map_or(after, |port| port.trim_start_matches(|digit: char| digit.is_ascii_digit()))
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
    // Telegram opens `site.com?x` and `site.com:80/x` as well.
    let behind = behind_port(after);
    let goes_on = has_path || (whole && behind.len() > 1 && behind.starts_with(['/', '?', '#']));
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
    if (weighty || carried) && lookalike_reason(&host.replace(['\u{3002}', '\u{FF61}'], "."), after).is_some()
    {
        return Some((lead, AddressStart::Bare { mention: false }));
    }
    // A link of another site; its path may hold a link to AliExpress, which is looked for later.
    (goes_on && known_suffix).then_some((lead, AddressStart::Bare { mention: false }))
}
