//! Text with its entities, counted the way Telegram counts: in UTF-16 units.
//!
//! An entity that leaves this module lies inside its text, begins and ends between two characters,
//! and covers something.

use serde_json::{Value, json};

use super::detect;
use super::refusal::Refusal;

/// Longest text of a message, in UTF-16 units after entity parsing (Bot API, `sendMessage`).
pub(crate) const TEXT_LIMIT: usize = 4096;

/// A marked part of a text; offset and length in UTF-16 units.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entity {
    pub(crate) offset: usize,
    pub(crate) length: usize,
    /// The `type` of the Bot API, such as `bold`.
    pub(crate) kind: String,
    /// The further field of the kinds that have one, such as `url` of a `text_link`.
    pub(crate) detail: Option<(&'static str, Value)>,
}

impl Entity {
    pub(crate) fn new(kind: &str, offset: usize, length: usize) -> Entity {
        Entity { offset, length, kind: kind.to_owned(), detail: None }
    }

    pub(crate) fn end(&self) -> usize {
        self.offset + self.length
    }

    fn from_json(value: &Value) -> Option<Entity> {
        let number = |key: &str| value[key].as_u64().and_then(|n| usize::try_from(n).ok());
        let detail = ["url", "user", "language", "custom_emoji_id", "unix_time"];
        Some(Entity {
            offset: number("offset")?,
            length: number("length")?,
            kind: value["type"].as_str()?.to_owned(),
            detail: detail.into_iter().find_map(|key| Some((key, value.get(key)?.clone()))),
        })
    }

    fn json(&self) -> Value {
        let mut value = json!({"type": self.kind, "offset": self.offset, "length": self.length});
        if let Some((key, detail)) = &self.detail {
            value[*key] = detail.clone();
        }
        value
    }
}

/// A text and its entities, in the order of their offsets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) entities: Vec<Entity>,
}

impl Formatted {
    /// A text with entities that were given in so many words.
    pub(crate) fn explicit(text: &str, entities: &[Value]) -> Result<Formatted, Refusal> {
        let edges = edges(text);
        let mut formatted = Formatted { text: text.to_owned(), entities: Vec::new() };
        for value in entities {
            let entity = Entity::from_json(value)
                .ok_or_else(|| Refusal::bad_request("Receive an entity with incorrect offset or length"))?;
            if !KINDS.contains(&entity.kind.as_str()) {
                let what = format!("can't parse MessageEntity: Unsupported type \"{}\"", entity.kind);
                return Err(Refusal::bad_request(what));
            }
            let (offset, end) = (entity.offset, entity.offset.saturating_add(entity.length));
            let total = edges.last().copied().unwrap_or(0);
            if end > total {
                return Err(Refusal::bad_request(format!(
                    "Entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {total}"
                )));
            }
            for (verb, edge) in [("begins", offset), ("ends", end)] {
                if edges.binary_search(&edge).is_err() {
                    let what = format!("Entity {verb} in a middle of a UTF-16 symbol at offset {edge}");
                    return Err(Refusal::bad_request(what));
                }
            }
            formatted.entities.push(entity);
        }
        formatted.order();
        Ok(formatted)
    }

    /// A user's or a bot's text without marks: the server finds commands and links in it.
    pub(crate) fn plain(text: &str) -> Formatted {
        Formatted { text: text.to_owned(), entities: Vec::new() }.trimmed().with_detected()
    }

    /// White space goes from both ends, at the front only up to the first entity; entities that
    /// then cover nothing but white space go too.
    pub(crate) fn trimmed(mut self) -> Formatted {
        self.text.truncate(self.text.trim_end().len());
        let first = self.entities.iter().map(|entity| entity.offset).min().unwrap_or(usize::MAX);
        let mut front = 0;
        for character in self.text.chars().take_while(|c| c.is_whitespace()) {
            if units(&self.text[..front]) >= first {
                break;
            }
            front += character.len_utf8();
        }
        let shift = units(&self.text[..front]);
        self.text.drain(..front);
        let total = units(&self.text);
        for entity in &mut self.entities {
            let end = entity.end().saturating_sub(shift).min(total);
            entity.offset = entity.offset.saturating_sub(shift).min(total);
            entity.length = end - entity.offset;
        }
        let text = std::mem::take(&mut self.text);
        self.entities.retain(|entity| !slice(&text, entity).trim().is_empty());
        self.text = text;
        self
    }

    /// Adds what the server finds by itself, outside the marks that are there already.
    pub(crate) fn with_detected(mut self) -> Formatted {
        for found in detect::entities(&self.text) {
            let free = |other: &Entity| {
                let apart = found.end() <= other.offset || other.end() <= found.offset;
                apart || !matches!(other.kind.as_str(), "code" | "pre" | "text_link" | "text_mention" | "url")
            };
            if self.entities.iter().all(free) {
                self.entities.push(found);
            }
        }
        self.order();
        self
    }

    /// Outer entities before inner ones.
    pub(crate) fn order(&mut self) {
        self.entities.sort_by_key(|entity| (entity.offset, std::cmp::Reverse(entity.length)));
    }

    /// Length in UTF-16 units.
    pub(crate) fn units(&self) -> usize {
        units(&self.text)
    }

    /// The `entities` of a message; `None` when there are none, since the field is then left out.
    pub(crate) fn json(&self) -> Option<Value> {
        (!self.entities.is_empty()).then(|| self.entities.iter().map(Entity::json).collect())
    }
}

/// The types of an entity (Bot API, `MessageEntity`).
const KINDS: [&str; 20] = [
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "blockquote",
    "expandable_blockquote",
    "code",
    "pre",
    "text_link",
    "text_mention",
    "custom_emoji",
    "date_time",
];

/// Length in UTF-16 units.
pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The offsets between two characters, ascending, both ends of the text among them.
fn edges(text: &str) -> Vec<usize> {
    let mut at = 0;
    let ends = text.chars().map(|character| {
        at += character.len_utf16();
        at
    });
    std::iter::once(0).chain(ends).collect()
}

/// What an entity covers; empty when it lies outside the text.
pub(crate) fn slice<'a>(text: &'a str, entity: &Entity) -> &'a str {
    let mut at = 0;
    let (mut start, mut end) = (text.len(), text.len());
    for (byte, character) in text.char_indices() {
        if at == entity.offset {
            start = byte;
        }
        if at == entity.end() {
            end = byte;
        }
        at += character.len_utf16();
    }
    text.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explicit(text: &str, kind: &str, offset: i64, length: i64) -> Result<Formatted, String> {
        let entity = json!({"type": kind, "offset": offset, "length": length});
        Formatted::explicit(text, &[entity]).map_err(|refusal| refusal.description)
    }

    #[test]
    fn explicit_entities_must_lie_in_the_text_and_between_characters() {
        let formatted = explicit("a🙂b", "bold", 1, 2).unwrap();
        assert_eq!(slice(&formatted.text, &formatted.entities[0]), "🙂");
        assert!(explicit("abc", "bold", 0, 3).is_ok());
        for (text, offset, length, expected) in [
            ("abc", 0, 4, "ends after the end of the text at UTF-16 offset 3"),
            ("abc", 9, 1, "ends after the end"),
            ("abc", -1, 2, "incorrect offset"),
            ("a🙂b", 2, 1, "begins in a middle of a UTF-16 symbol"),
            ("a🙂b", 0, 2, "ends in a middle of a UTF-16 symbol"),
        ] {
            let description = explicit(text, "bold", offset, length).unwrap_err();
            assert!(description.contains(expected), "{description}");
        }
        assert!(explicit("abc", "bolder", 0, 1).unwrap_err().contains("Unsupported type \"bolder\""));
    }

    #[test]
    fn trimming_moves_the_entities_and_stops_at_the_first_one() {
        let mark = |text: &str, offset, length| {
            let entities = vec![Entity::new("bold", offset, length)];
            Formatted { text: text.to_owned(), entities }.trimmed()
        };
        let moved = mark("  \nab cd \n", 6, 4);
        assert_eq!((moved.text.as_str(), slice(&moved.text, &moved.entities[0])), ("ab cd", "cd"));
        let stopped = mark("  ab", 1, 3);
        assert_eq!((stopped.text.as_str(), slice(&stopped.text, &stopped.entities[0])), (" ab", " ab"));
        assert_eq!(mark("ab   ", 2, 3).entities, []);
        assert_eq!(mark("  \n ", 0, 1), Formatted::default());
    }
}
