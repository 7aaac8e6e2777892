//! Reads the fields of a JSON object that Telegram sent.
//!
//! A field that is absent or has an unknown form reads as `None`. So a change of the Bot API can make a field unreadable, but
//! never the whole update.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// The fields that were not read yet.
pub(in crate::telegram) struct Fields(Map<String, Value>);

impl Fields {
    pub(in crate::telegram) fn new(json: Value) -> Option<Fields> {
        match json {
            Value::Object(fields) => Some(Fields(fields)),
            _ => None,
        }
    }

    pub(in crate::telegram) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(in crate::telegram) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    pub(in crate::telegram) fn take<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        serde_json::from_value(self.0.remove(name)?).ok()
    }

    /// Reads a field without taking it out.
    pub(in crate::telegram) fn read<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_value(self.0.get(name)?.clone()).ok()
    }

    pub(in crate::telegram) fn take_object(&mut self, name: &str) -> Option<Fields> {
        Fields::new(self.0.remove(name)?)
    }

    /// The items that can be read.
    pub(in crate::telegram) fn take_list<T: DeserializeOwned>(&mut self, name: &str) -> Vec<T> {
        let items: Vec<Value> = self.take(name).unwrap_or_default();
        items.into_iter().filter_map(|item| serde_json::from_value(item).ok()).collect()
    }

    pub(in crate::telegram) fn is_true(&mut self, name: &str) -> bool {
        self.take(name).unwrap_or(false)
    }
}

/// For a field of a derived struct, together with `default`: an unknown form reads as the default.
pub(super) fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    field: D,
) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(field)?).unwrap_or_default())
}
