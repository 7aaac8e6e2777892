//! Entities that Telegram detects in a text: commands, links, email addresses, mentions and hashtags.

use linkify::{LinkFinder, LinkKind};

use super::entities::{TextEntity, units};

/// Detected entities in the order of their offsets.
pub(crate) fn detect_entities(text: &str) -> Vec<TextEntity> {
    let mut found: Vec<(usize, usize, &str)> = detect_links(text);
    for (at, character) in text.char_indices() {
        let inside_link = found.iter().any(|(start, end, _)| (*start..*end).contains(&at));
        let kind = match character {
            '/' => "bot_command",
            '@' => "mention",
            '#' => "hashtag",
            _ => continue,
        };
        if !inside_link
            && !text[..at].ends_with(|before: char| before.is_alphanumeric() || "_/@#<>".contains(before))
            && let Some(length) = word_length(kind, &text[at + 1..])
        {
            found.push((at, at + 1 + length, kind));
        }
    }
    found.sort_unstable();
    let entity = |(start, end, kind): (usize, usize, &str)| {
        TextEntity::new(kind, units(&text[..start]), units(&text[start..end]))
    };
    found.into_iter().map(entity).collect()
}

/// Length in bytes of the word after the sign, if both together are an entity.
fn word_length(kind: &str, rest: &str) -> Option<usize> {
    let ascii =
        |text: &str| text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    match kind {
        "bot_command" => {
            let mut length = ascii(rest);
            if !(1..=64).contains(&length) {
                return None;
            }
            if let Some(name) = rest[length..].strip_prefix('@')
                && (3..=32).contains(&ascii(name))
            {
                length += 1 + ascii(name);
            }
            // `/a/b` is a path.
            (!rest[length..].starts_with('/')).then_some(length)
        }
        "mention" => Some(ascii(rest)).filter(|length| (3..=32).contains(length)),
        _ => {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            rest[..length].contains(char::is_alphabetic).then_some(length)
        }
    }
}

fn detect_links(text: &str) -> Vec<(usize, usize, &'static str)> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let known = |link: &linkify::Link<'_>| match link.kind() {
        LinkKind::Email => Some((link.start(), link.end(), "email")),
        _ => is_link(link.as_str()).then_some((link.start(), link.end(), "url")),
    };
    finder.links(text).filter_map(|link| known(&link)).collect()
}

/// Telegram detects `http`, `https`, `ftp`, `tg` and `ton` URLs, and bare host names under a known domain.
fn is_link(link: &str) -> bool {
    if let Some((scheme, rest)) = link.split_once("://")
        && !scheme.contains(['/', '.'])
    {
        let scheme = scheme.to_ascii_lowercase();
        return ["http", "https", "ftp", "tg", "ton"].contains(&scheme.as_str()) && !rest.is_empty();
    }
    let host = link.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    psl::suffix(host.as_bytes())
        .is_some_and(|suffix| suffix.is_known() && suffix.as_bytes() != host.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::super::entities::slice;
    use super::*;

    #[test]
    fn what_is_found() {
        for (text, expected) in [
            ("/start abc", vec![("bot_command", "/start")]),
            ("🙂 /help@dealink_bot!", vec![("bot_command", "/help@dealink_bot")]),
            ("a/b /c/d 1/2 // /", vec![]),
            (
                "bak: https://www.aliexpress.com/item/1005.html, çok iyi",
                vec![("url", "https://www.aliexpress.com/item/1005.html")],
            ),
            ("s.click.aliexpress.com/e/_abc", vec![("url", "s.click.aliexpress.com/e/_abc")]),
            ("dosya.yok 1.5 readme.invalidtld", vec![]),
            (
                "yaz: ayse@example.com ya da @ayse_k",
                vec![("email", "ayse@example.com"), ("mention", "@ayse_k")],
            ),
            ("#indirim #1 x#y", vec![("hashtag", "#indirim")]),
            ("https://t.me/x?start=/go", vec![("url", "https://t.me/x?start=/go")]),
        ] {
            let found = detect_entities(text);
            let pairs: Vec<_> = found.iter().map(|e| (e.kind.as_str(), slice(text, e))).collect();
            assert_eq!(pairs, expected, "{text}");
        }
    }
}
