//! Where an address ends in a text, and which punctuation behind it belongs to the sentence.

use dealink_core::fold;

use crate::decode::{ends_with, to_lower};
use crate::hosts::HOSTS;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressForm {
    WithScheme,
    /// Without a scheme.
    Bare,
}

/// The end of an address, before trailing punctuation is removed.
pub(crate) fn address_end(text: &str, body: usize, word_end: usize, form: AddressForm) -> usize {
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
    matches!(letter, '\u{E47}'..='\u{E4E}') || fold::is_mark(letter)
}

/// Whether a scheme behind this text starts another link, rather than being a parameter or path of the first one.
fn is_glued(before: &str) -> bool {
    !before.is_empty()
        && !before.ends_with(['=', '/', '@'])
        && !ends_with(before, "%3d")
        && !ends_with(before, "%2f")
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
