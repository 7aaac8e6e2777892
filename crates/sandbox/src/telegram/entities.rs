//! One entity of a text; offsets and lengths are in UTF-16 units, as in Telegram.

use serde_json::{Map, Value, json};

/// Offset and length are in UTF-16 units.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TextEntity {
    pub(crate) offset: usize,
    pub(crate) length: usize,
    /// The `type` of the Bot API, such as `bold`.
    pub(crate) kind: String,
    /// Further fields, such as `url` of a `text_link`.
    pub(crate) details: Map<String, Value>,
}

impl TextEntity {
    pub(crate) fn new(kind: &str, offset: usize, length: usize) -> TextEntity {
        TextEntity { offset, length, kind: kind.to_owned(), details: Map::new() }
    }

    pub(crate) fn end(&self) -> usize {
        self.offset + self.length
    }

    pub(super) fn from_json(value: &Value) -> Option<TextEntity> {
        let number = |key: &str| value[key].as_u64().and_then(|n| usize::try_from(n).ok());
        let mut details = value.as_object()?.clone();
        details
            .retain(|key, value| !["type", "offset", "length"].contains(&key.as_str()) && !value.is_null());
        Some(TextEntity {
            offset: number("offset")?,
            length: number("length")?,
            kind: value["type"].as_str()?.to_owned(),
            details,
        })
    }

    pub(super) fn json(&self) -> Value {
        let mut value = self.details.clone();
        value.insert("type".to_owned(), json!(self.kind));
        value.insert("offset".to_owned(), json!(self.offset));
        value.insert("length".to_owned(), json!(self.length));
        Value::Object(value)
    }
}

/// Length in UTF-16 units.
pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text of an entity; empty if it lies outside the text.
pub(crate) fn slice<'a>(text: &'a str, entity: &TextEntity) -> &'a str {
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
