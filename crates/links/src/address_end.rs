//! Where an address ends in a text, and which punctuation behind it belongs to the sentence.

use dealink_core::fold;

use crate::address::{Scheme, WrittenAddress};
use crate::decode::{ends_with, to_lower};
use crate::hosts::HOSTS;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressForm {
    WithScheme,
    /// Without a scheme.
    Bare,
}

/// The end of an address, before trailing punctuation is removed. It begins at `from`, and at `body` without its scheme.
pub(crate) fn address_end(text: &str, from: usize, body: usize, word_end: usize, form: AddressForm) -> usize {
    let mut in_authority = true;
    let mut host_end = word_end;
    // Found out where it matters, and once: an address may hold any number of schemes.
    let mut of_the_shop = None;
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
        if in_authority && matches!(letter, '/' | '?' | '#') {
            (in_authority, host_end) = (false, at);
        }
        in_query |= matches!(letter, '?' | '#');
        let ends = match letter {
            '<' | '>' | '"' | '`' | '\'' | '…' | '«' | '»' | '‹' | '›' => true,
            '\u{2018}'..='\u{201F}' => true,
            ']' => text[at..].starts_with("]("),
            ')' if brackets == 0 => true,
            ',' | ';' | '|' if !in_query && !in_authority => !ends_with(&text[body..at], "&amp"),
            ';' | '|' if form == AddressForm::Bare => !ends_with(&text[body..at], "&amp"),
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
            let Some(start) = scheme.map(|name| at - name.len()) else { continue };
            let before = &text[body..start];
            if before.is_empty() {
                continue;
            }
            let host = &text[from..host_end.min(start)];
            let begins_another = match *of_the_shop.get_or_insert_with(|| is_of_the_shop(host)) {
                true => !holds_a_target(before),
                false => before.ends_with(SEPARATORS) && !ends_with(before, "&amp;"),
            };
            if begins_another {
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
    matches!(letter, '\u{E47}'..='\u{E4E}') || fold::is_mark(letter)
}

/// Whether an address of the shop or of a network, given up to here, names its target next: in a parameter, its path or behind
/// userinfo. Behind `&`, `#` and `?` it names none, so people who write these there join two links.
fn holds_a_target(before: &str) -> bool {
    before.ends_with(['/', '=', '@']) || ["%2f", "%3d"].iter().any(|sign| ends_with(before, sign))
}

/// Between two addresses people write these signs. Behind the address of another site only they begin a new address: anything else
/// is opened as a part of that site's address, however it looks.
const SEPARATORS: [char; 3] = [',', ';', '|'];

/// Whether an address, given up to the end of its host, belongs to AliExpress or to a network that leads there.
fn is_of_the_shop(address: &str) -> bool {
    WrittenAddress::parse(address).is_some_and(|address| match address.scheme {
        Scheme::App => true,
        Scheme::Web | Scheme::Intent => address.flaw.is_none() && HOSTS.is_of_the_shop(address.host()),
    })
}

/// Removes the punctuation of the sentence behind a link.
pub(crate) fn trim_punctuation(link: &str) -> &str {
    link.trim_end_matches(|letter: char| {
        !(letter.is_alphanumeric() || matches!(letter, '/' | '=' | '%' | '+' | '-' | '#' | '_' | '$'))
    })
}

/// The longest host that DNS allows, in bytes.
const LONGEST_HOST: usize = 253;

pub(crate) fn is_host_char(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | '\u{3002}' | '\u{FF61}')
}
