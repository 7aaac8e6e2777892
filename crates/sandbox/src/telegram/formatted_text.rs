//! Text with entities; offsets and lengths are in UTF-16 units, as in Telegram.
//!
//! Every entity lies inside its text, begins and ends between two characters, and is not empty.

use serde_json::Value;

use super::entities::{TextEntity, slice, units};
use super::entity_detection::detect_entities;
use super::refusal::{RefusedCall, refuse};

/// Longest text of a message, in UTF-16 units without markup (Bot API, `sendMessage`).
pub(crate) const TEXT_LIMIT: usize = 4096;
/// Most entities of a message; Telegram drops the others.
const ENTITY_LIMIT: usize = 100;

/// A text and its entities in the order of their offsets.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FormattedText {
    pub(crate) text: String,
    pub(crate) entities: Vec<TextEntity>,
}

impl FormattedText {
    /// A bot's text with an explicit list of entities. Entities of the detected types are dropped, as on the server; an
    /// entity outside the text is an error.
    pub(crate) fn from_bot(text: &str, entities: &[Value]) -> Result<FormattedText, RefusedCall> {
        let mut formatted = FormattedText::from_person(text, entities)?;
        let is_known = |entity: &&TextEntity| KINDS.split(' ').any(|kind| kind == entity.kind);
        if let Some(other) = formatted.entities.iter().find(|entity| !is_known(entity)) {
            return refuse(format!("can't parse MessageEntity: Unsupported type \"{}\"", other.kind));
        }
        formatted.entities.retain(|entity| !DETECTED.contains(&entity.kind.as_str()));
        Ok(formatted)
    }

    /// A person's text with its entities; unknown types are allowed.
    pub(crate) fn from_person(text: &str, entities: &[Value]) -> Result<FormattedText, RefusedCall> {
        let edges = character_edges(text);
        let mut formatted = FormattedText { text: text.to_owned(), entities: Vec::new() };
        for value in entities {
            let entity = TextEntity::from_json(value).ok_or_else(|| {
                RefusedCall::bad_request("Receive an entity with incorrect offset or length")
            })?;
            let (offset, end) = (entity.offset, entity.offset.saturating_add(entity.length));
            if end > edges.last().copied().unwrap_or(0) {
                return refuse(format!(
                    "entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}"
                ));
            }
            let between = |edge| edges.binary_search(&edge).is_ok();
            let middle = "in a middle of a UTF-16 symbol at UTF-16 offset";
            if !between(offset) {
                return refuse(format!("entity begins {middle} {offset}"));
            }
            if !between(end) {
                return refuse(format!("entity beginning at UTF-16 offset {offset} ends {middle} {end}"));
            }
            formatted.entities.push(entity);
        }
        formatted.sort_entities();
        Ok(formatted)
    }

    /// A text without given entities: trimmed, with detected entities.
    pub(crate) fn from_plain(text: &str) -> FormattedText {
        FormattedText { text: text.to_owned(), entities: Vec::new() }.trimmed().with_detected()
    }

    /// Removes white space from both ends, in front only up to the first entity, and then the entities that cover only
    /// white space.
    pub(crate) fn trimmed(mut self) -> FormattedText {
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

    /// Adds detected entities outside of links and code, and drops entities above the limit from the end.
    pub(crate) fn with_detected(mut self) -> FormattedText {
        for found in detect_entities(&self.text) {
            let free = |other: &TextEntity| {
                let apart = found.end() <= other.offset || other.end() <= found.offset;
                apart || !(DETECTED.contains(&other.kind.as_str()) || OPAQUE.contains(&other.kind.as_str()))
            };
            if self.entities.iter().all(free) {
                self.entities.push(found);
            }
        }
        self.sort_entities();
        self.entities.truncate(ENTITY_LIMIT);
        self
    }

    /// Sorts by offset; outer entities come before inner ones.
    pub(crate) fn sort_entities(&mut self) {
        self.entities.sort_by_key(|entity| (entity.offset, std::cmp::Reverse(entity.length)));
    }

    pub(crate) fn units(&self) -> usize {
        units(&self.text)
    }

    /// The field `entities` of a message; `None` if there are none, because the field is then left out.
    pub(crate) fn json(&self) -> Option<Value> {
        (!self.entities.is_empty()).then(|| self.entities.iter().map(TextEntity::json).collect())
    }
}

/// The types of an entity (Bot API, `MessageEntity`), separated by spaces.
const KINDS: &str = "mention hashtag cashtag bot_command url email phone_number bold italic underline \
    strikethrough spoiler blockquote expandable_blockquote code pre text_link \
    text_mention custom_emoji date_time";

/// The types that the server detects (TDLib's `find_entities`).
const DETECTED: [&str; 7] = ["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"];

/// Nothing is detected inside these types.
const OPAQUE: [&str; 5] = ["code", "pre", "text_link", "text_mention", "custom_emoji"];

/// The offsets between characters in ascending order, with both ends of the text.
fn character_edges(text: &str) -> Vec<usize> {
    let mut at = 0;
    let ends = text.chars().map(|character| {
        at += character.len_utf16();
        at
    });
    std::iter::once(0).chain(ends).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn explicit(text: &str, kind: &str, offset: i64, length: i64) -> Result<FormattedText, String> {
        let entity = json!({"type": kind, "offset": offset, "length": length});
        FormattedText::from_bot(text, &[entity]).map_err(|refusal| refusal.description)
    }

    #[test]
    fn explicit_entities_must_lie_in_the_text_and_between_characters() {
        let formatted = explicit("a🙂b", "bold", 1, 2).unwrap();
        assert_eq!(slice(&formatted.text, &formatted.entities[0]), "🙂");
        assert!(explicit("abc", "bold", 0, 3).is_ok());
        for (text, offset, length, expected) in [
            ("abc", 0, 4, "ends after the end of the text at UTF-16 offset 4"),
            ("abc", 9, 1, "ends after the end"),
            ("abc", -1, 2, "incorrect offset"),
            ("a🙂b", 2, 1, "entity begins in a middle of a UTF-16 symbol at UTF-16 offset 2"),
            (
                "a🙂b",
                0,
                2,
                "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at UTF-16 offset 2",
            ),
        ] {
            let description = explicit(text, "bold", offset, length).unwrap_err();
            assert!(description.contains(expected), "{description}");
        }
        assert!(explicit("abc", "bolder", 0, 1).unwrap_err().contains("Unsupported type \"bolder\""));
    }

    #[test]
    fn a_person_may_use_types_that_nobody_knows_and_a_bot_none_that_are_found() {
        let entity = json!({"type": "sparkle", "offset": 0, "length": 3, "colour": "gold", "url": null});
        let posted = FormattedText::from_person("abc", &[entity]).unwrap().json().unwrap();
        assert_eq!(posted, json!([{"type": "sparkle", "offset": 0, "length": 3, "colour": "gold"}]));
        for kind in DETECTED {
            assert_eq!(explicit("abc", kind, 0, 3).unwrap().entities, [], "{kind}");
        }
    }

    #[test]
    fn nothing_is_found_inside_code_and_links_and_nothing_twice() {
        for (kind, expected) in [("bold", 2), ("blockquote", 2), ("hashtag", 1), ("code", 1), ("pre", 1)] {
            let entity = json!({"type": kind, "offset": 0, "length": 6});
            let formatted = FormattedText::from_person("#lamba", &[entity]).unwrap().with_detected();
            assert_eq!(formatted.entities.len(), expected, "{kind}");
        }
        let entity = json!({"type": "text_link", "offset": 3, "length": 9, "url": "https://a.example/"});
        let formatted = FormattedText::from_person("ab shop.com cd.com", &[entity]).unwrap().with_detected();
        let kinds: Vec<_> = formatted.entities.iter().map(|entity| entity.kind.as_str()).collect();
        assert_eq!(kinds, ["text_link", "url"]);
    }

    #[test]
    fn a_message_has_a_hundred_entities() {
        let entity = |offset: usize| json!({"type": "bold", "offset": offset * 2, "length": 1});
        let entities: Vec<_> = (0..101).map(entity).collect();
        let formatted = FormattedText::from_bot(&"a ".repeat(101), &entities).unwrap().with_detected();
        assert_eq!((formatted.entities.len(), formatted.entities[99].offset), (100, 198));
    }

    #[test]
    fn trimming_moves_the_entities_and_stops_at_the_first_one() {
        let mark = |text: &str, offset, length| {
            let entities = vec![TextEntity::new("bold", offset, length)];
            FormattedText { text: text.to_owned(), entities }.trimmed()
        };
        let moved = mark("  \nab cd \n", 6, 4);
        assert_eq!((moved.text.as_str(), slice(&moved.text, &moved.entities[0])), ("ab cd", "cd"));
        let stopped = mark("  ab", 1, 3);
        assert_eq!((stopped.text.as_str(), slice(&stopped.text, &stopped.entities[0])), (" ab", " ab"));
        assert_eq!(mark("ab   ", 2, 3).entities, []);
        assert_eq!(mark("  \n ", 0, 1), FormattedText::default());
    }
}
