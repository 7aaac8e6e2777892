//! The sources of a setting's value: flag before environment before file before default.

use std::collections::HashMap;
use std::path::Path;

use super::{Flags, SETTINGS, SettingError};
use dealink_core::bounded_file::{self, MOST_SETTINGS_BYTES};
use dealink_core::message::Message;

/// The values of all sources, not yet checked. A secret's `…_FILE` has the same precedence as the secret itself.
#[derive(Default)]
pub struct SettingSources {
    layers: Vec<HashMap<String, String>>,
    errors: Vec<SettingError>,
}

impl SettingSources {
    /// From flags, an environment, and a settings file if there is one. `file` must exist if it was `asked_for`.
    pub fn new(
        flags: Flags,
        environment: impl IntoIterator<Item = (String, String)>,
        file: &Path,
        asked_for: bool,
    ) -> Self {
        let mut sources = SettingSources::default();
        sources.layers.push(flags.0.into_iter().collect());
        sources.layers.push(environment.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect());
        match bounded_file::read_text(file, MOST_SETTINGS_BYTES) {
            Ok(text) => sources.add_file(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !asked_for => {}
            Err(error) => sources.add_file_error("operator-fault-file-read", error.to_string()),
        }
        sources
    }

    fn add_file(&mut self, text: &str) {
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            // The parser's own message quotes the line, which may hold a secret, so only the line number is reported.
            Err(error) => {
                let line = error
                    .span()
                    .map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
                return self.add_file_error("operator-fault-file-form", line.to_string());
            }
        };
        let mut layer = HashMap::new();
        for (key, value) in table {
            let name = key.to_ascii_uppercase();
            let known =
                SETTINGS.iter().any(|s| s.name == name || (s.secret && format!("{}_FILE", s.name) == name));
            match value {
                _ if !known || key != key.to_ascii_lowercase() => {
                    self.add_file_error("operator-fault-file-key", key)
                }
                toml::Value::String(text) => {
                    layer.insert(name, text);
                }
                toml::Value::Integer(number) => {
                    layer.insert(name, number.to_string());
                }
                _ => self.add_file_error("operator-fault-file-value", key),
            }
        }
        self.layers.push(layer);
    }

    fn add_file_error(&mut self, key: &'static str, what: String) {
        self.errors
            .push(SettingError { setting: "dealink.toml", message: Message::new(key).with("what", what) });
    }

    pub(super) fn errors(&self) -> Vec<SettingError> {
        self.errors.clone()
    }

    pub fn explicit_value(&self, name: &str) -> Option<String> {
        self.layers.iter().find_map(|layer| layer.get(name).cloned())
    }

    /// The value of a setting, trimmed.
    ///
    /// # Errors
    /// A message for a `…_FILE` that cannot be read or is empty.
    pub fn value(&self, name: &'static str) -> Result<Option<String>, Message> {
        let file_name = format!("{name}_FILE");
        let secret = SETTINGS.iter().any(|s| s.name == name && s.secret);
        for layer in &self.layers {
            if let Some(value) = layer.get(name) {
                return Ok(Some(value.trim().to_owned()));
            }
            if let Some(path) = layer.get(&file_name).filter(|_| secret) {
                return read_secret_file(Path::new(path)).map(Some);
            }
        }
        Ok(SETTINGS.iter().find(|s| s.name == name).and_then(|s| s.default).map(str::to_owned))
    }
}

fn read_secret_file(path: &Path) -> Result<String, Message> {
    let fault = |what: String| {
        let file = path.display().to_string();
        Message::new("operator-fault-secret-file").with("file", file).with("what", what)
    };
    let text =
        bounded_file::read_text(path, MOST_SETTINGS_BYTES).map_err(|error| fault(error.to_string()))?;
    let text = text.trim();
    if text.is_empty() { Err(fault("empty".to_owned())) } else { Ok(text.to_owned()) }
}
