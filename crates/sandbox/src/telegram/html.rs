//! The HTML parse mode, as strict as Telegram's: an unknown, unclosed or wrongly nested tag is an error.
//!
//! Source: Bot API, "HTML style". `<` always opens a tag; `>` and a `&` that begins no character reference are text.

use serde_json::{Value, json};
use url::Url;

use super::entities::TextEntity;
use super::formatted_text::FormattedText;

/// A tag that was opened and not closed yet.
struct OpenTag {
    tag: String,
    at: usize,
    from_byte: usize,
    mark: TagMeaning,
}

/// The type of an entity and its further field.
type TagMeaning = (&'static str, Option<(&'static str, Value)>);

/// Text and entities of an HTML message, not trimmed. The error is the end of `can't parse entities: …`.
pub(crate) fn parse(html: &str) -> Result<FormattedText, String> {
    let mut reader = HtmlReader { html, at: 0 };
    let mut out = FormattedText::default();
    let mut length = 0;
    let mut stack: Vec<OpenTag> = Vec::new();
    while let Some(character) = reader.peek() {
        let start = reader.at;
        match character {
            '<' if html[start..].starts_with("</") => {
                let tag = reader.end_tag()?;
                let open = stack.pop().ok_or(format!("Unexpected end tag at byte offset {start}"))?;
                if open.tag != tag {
                    let expected = format!("expected \"</{}>\", found \"</{tag}>\"", open.tag);
                    return Err(format!("Unmatched end tag at byte offset {start}, {expected}"));
                }
                close_tag(open, length, &stack, &mut out);
            }
            '<' => {
                let (tag, attributes) = reader.start_tag()?;
                let mark = parse_tag_meaning(&tag, &attributes, start)?;
                stack.push(OpenTag { tag, at: length, from_byte: out.text.len(), mark });
            }
            _ => {
                let read = reader.character();
                length += read.len_utf16();
                out.text.push(read);
            }
        }
    }
    if let Some(open) = stack.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag));
    }
    out.sort_entities();
    Ok(out)
}

/// The entity type of a start tag.
fn parse_tag_meaning(tag: &str, attributes: &[(String, String)], at: usize) -> Result<TagMeaning, String> {
    let attribute =
        |name: &str| attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let plain = match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" => "spoiler",
        "span" if attribute("class") == Some("tg-spoiler") => "spoiler",
        "span" => return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {at}")),
        "blockquote" if attribute("expandable").is_some() => "expandable_blockquote",
        "blockquote" => "blockquote",
        "pre" => "pre",
        "code" => {
            let language = attribute("class").and_then(|class| class.strip_prefix("language-"));
            return Ok(("code", language.map(|language| ("language", json!(language)))));
        }
        "a" => return Ok(("text_link", attribute("href").map(|href| ("url", json!(href))))),
        "tg-emoji" => {
            let id = attribute("emoji-id").filter(|id| id.parse::<i64>().is_ok());
            let id = id.ok_or(format!("Invalid custom emoji identifier specified at byte offset {at}"))?;
            return Ok(("custom_emoji", Some(("custom_emoji_id", json!(id)))));
        }
        other => return Err(format!("Unsupported start tag \"{other}\" at byte offset {at}")),
    };
    Ok((plain, None))
}

/// Makes the entity of a tag that was closed.
fn close_tag(open: OpenTag, length: usize, outer: &[OpenTag], out: &mut FormattedText) {
    let (kind, mut detail) = open.mark;
    let mut entity = TextEntity::new(kind, open.at, length - open.at);
    if entity.length == 0 {
        return;
    }
    match kind {
        // `<pre><code class="language-x">` is one entity with a language; `code` outside of `pre` has no language.
        "code" if outer.last().is_some_and(|pre| pre.tag == "pre" && pre.at == open.at) => {
            if detail.is_none() {
                return;
            }
            entity.kind = "pre".to_owned();
        }
        "code" => detail = None,
        "pre" => {
            let same = |inner: &TextEntity| inner.kind == "pre" && inner.offset == entity.offset;
            if out.entities.iter().any(|inner| same(inner) && inner.length == entity.length) {
                return;
            }
            // A `code` that covers only a part of the `pre` does not set its language.
            out.entities.retain(|inner| !same(inner));
        }
        "text_link" => {
            let href = match &detail {
                Some((_, Value::String(href))) => href.clone(),
                _ => out.text[open.from_byte..].to_owned(),
            };
            // The server silently drops a link that cannot be parsed; its text stays.
            let Some(target) = link_target(&href) else { return };
            if target.0 == "user" {
                entity.kind = "text_mention".to_owned();
            }
            detail = Some(target);
        }
        _ => {}
    }
    entity.details.extend(detail.map(|(key, value)| (key.to_owned(), value)));
    out.entities.push(entity);
}

/// The target of a link: a normalized URL, or a user for `tg://user?id=…`.
fn link_target(href: &str) -> Option<(&'static str, Value)> {
    if let Some(id) = href.strip_prefix("tg://user?id=") {
        let user = json!({"id": id.parse::<i64>().ok()?, "is_bot": false, "first_name": ""});
        return Some(("user", user));
    }
    let with_scheme = if href.contains("://") { href.to_owned() } else { format!("http://{href}") };
    let url = Url::parse(&with_scheme).ok()?;
    let leads = match url.scheme() {
        "http" | "https" => url.host_str().is_some_and(|host| host.contains('.')),
        scheme => ["ftp", "tg", "ton", "tonsite"].contains(&scheme),
    };
    leads.then(|| ("url", json!(url.as_str())))
}

struct HtmlReader<'a> {
    html: &'a str,
    at: usize,
}

impl HtmlReader<'_> {
    fn peek(&self) -> Option<char> {
        self.html[self.at..].chars().next()
    }

    /// Reads characters while `wanted` is true for them.
    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &str {
        let rest = &self.html[self.at..];
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn skip(&mut self, expected: char) -> bool {
        let there = self.peek() == Some(expected);
        self.at += if there { expected.len_utf8() } else { 0 };
        there
    }

    fn end_tag(&mut self) -> Result<String, String> {
        let start = self.at;
        self.at += 2;
        let tag = self.take_while(|c| !c.is_ascii_whitespace() && c != '>').to_ascii_lowercase();
        self.take_while(|c| c.is_ascii_whitespace());
        if self.skip('>') { Ok(tag) } else { Err(format!("Unclosed end tag at byte offset {start}")) }
    }

    fn start_tag(&mut self) -> Result<(String, Vec<(String, String)>), String> {
        let start = self.at;
        let unclosed = || format!("Unclosed start tag at byte offset {start}");
        self.at += 1;
        let tag = self.take_while(|c| !c.is_ascii_whitespace() && c != '>').to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            self.take_while(|c| c.is_ascii_whitespace());
            if self.skip('>') {
                return Ok((tag, attributes));
            }
            let name =
                self.take_while(|c| !c.is_ascii_whitespace() && !"=>/\"'".contains(c)).to_ascii_lowercase();
            if self.peek().is_none() {
                return Err(unclosed());
            }
            if name.is_empty() {
                return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {start}"));
            }
            self.take_while(|c| c.is_ascii_whitespace());
            let mut value = String::new();
            if self.skip('=') {
                self.take_while(|c| c.is_ascii_whitespace());
                let quote = self.peek().filter(|c| "\"'".contains(*c));
                if let Some(quote) = quote {
                    self.at += 1;
                    while self.peek().is_some_and(|c| c != quote) {
                        value.push(self.character());
                    }
                    if !self.skip(quote) {
                        return Err(unclosed());
                    }
                } else {
                    value = self
                        .take_while(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
                        .to_ascii_lowercase();
                    if value.is_empty() {
                        return Err(format!("Unexpected end of name token at byte offset {start}"));
                    }
                }
            }
            attributes.push((name, value));
        }
    }

    /// One character of text; a reference such as `&lt;` or `&#8378;` is read as its character.
    fn character(&mut self) -> char {
        let rest = &self.html[self.at..];
        if let Some((character, length)) = character_reference(rest) {
            self.at += length;
            return character;
        }
        let character = rest.chars().next().unwrap_or_default();
        self.at += character.len_utf8();
        character
    }
}

/// The character of the reference at the start of the text, and the length of the reference in bytes.
fn character_reference(rest: &str) -> Option<(char, usize)> {
    let body = rest.strip_prefix('&')?;
    let (character, mut length) = if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3),
            None => (number, 10, 2),
        };
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(&digits[..end], radix).ok().filter(|code| *code != 0)?;
        (char::from_u32(code)?, prefix + end)
    } else {
        let names = [("lt", '<'), ("gt", '>'), ("amp", '&'), ("quot", '"')];
        let end = body.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(body.len());
        let (name, character) = names.into_iter().find(|(name, _)| *name == &body[..end])?;
        (character, 1 + name.len())
    };
    if rest[length..].starts_with(';') {
        length += 1;
    }
    Some((character, length))
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
