//! The methods and types of the Bot API as data, to check requests.
//!
//! The schema is `bot-api.txt`. The parser skips a line that it cannot read; the tests count methods, types and fields.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The schema of Bot API 10.3.
pub(crate) static SCHEMA: LazyLock<ApiSchema> =
    LazyLock::new(|| ApiSchema::parse(include_str!("bot-api.txt")));

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ApiValueKind {
    Integer,
    Float,
    String,
    Boolean,
    /// The constant `true`.
    True,
    Array(Box<ApiValueKind>),
    /// A type of the schema, by its name.
    Object(String),
}

impl ApiValueKind {
    fn parse(text: &str) -> ApiValueKind {
        if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return ApiValueKind::Array(Box::new(ApiValueKind::parse(inner)));
        }
        match text {
            "Integer" => ApiValueKind::Integer,
            "Float" => ApiValueKind::Float,
            "String" => ApiValueKind::String,
            "Boolean" => ApiValueKind::Boolean,
            "True" => ApiValueKind::True,
            name => ApiValueKind::Object(name.to_owned()),
        }
    }

    /// Whether a form or a query can hold it only as JSON text.
    pub(crate) fn is_nested(&self) -> bool {
        matches!(self, ApiValueKind::Array(_) | ApiValueKind::Object(_))
    }
}

impl std::fmt::Display for ApiValueKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ApiValueKind::Integer => f.write_str("Integer"),
            ApiValueKind::Float => f.write_str("Float"),
            ApiValueKind::String => f.write_str("String"),
            ApiValueKind::Boolean => f.write_str("Boolean"),
            ApiValueKind::True => f.write_str("True"),
            ApiValueKind::Array(inner) => write!(f, "Array of {inner}"),
            ApiValueKind::Object(name) => f.write_str(name),
        }
    }
}

#[derive(Debug)]
pub(crate) struct ApiField {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) kinds: Vec<ApiValueKind>,
}

/// A method or a type with its parameters or fields.
#[derive(Debug, Default)]
pub(crate) struct ApiObject {
    pub(crate) name: String,
    pub(crate) fields: Vec<ApiField>,
    /// For an abstract type: the types of which a value can be.
    pub(crate) subtypes: Vec<String>,
}

impl ApiObject {
    pub(crate) fn field(&self, name: &str) -> Option<&ApiField> {
        self.fields.iter().find(|field| field.name == name)
    }
}

pub(crate) struct ApiSchema {
    methods: HashMap<String, ApiObject>,
    types: HashMap<String, ApiObject>,
}

impl ApiSchema {
    fn parse(text: &str) -> ApiSchema {
        let mut schema = ApiSchema { methods: HashMap::new(), types: HashMap::new() };
        // The method or type whose fields follow.
        let mut open = None;
        for line in text.lines() {
            let (name, subtypes) = line.split_once(" = ").unwrap_or((line, ""));
            let subtypes = subtypes.split('|').filter(|name| !name.is_empty()).map(str::to_owned).collect();
            let shape = |name: &str| ApiObject { name: name.to_owned(), subtypes, ..ApiObject::default() };
            if let Some(name) = name.strip_prefix("method ") {
                open = Some(
                    schema.methods.entry(name.to_ascii_lowercase()).insert_entry(shape(name)).into_mut(),
                );
            } else if let Some(name) = name.strip_prefix("type ") {
                open = Some(schema.types.entry(name.to_owned()).insert_entry(shape(name)).into_mut());
            } else if let (Some(shape), Some(field)) = (&mut open, line.strip_prefix(' '))
                && let Some((name, kinds)) = field.split_once(' ')
            {
                shape.fields.push(ApiField {
                    name: name.trim_end_matches('!').to_owned(),
                    required: name.ends_with('!'),
                    kinds: kinds.split('|').map(ApiValueKind::parse).collect(),
                });
            }
        }
        schema
    }

    /// The method of this name. Case is ignored, as on the real server: teloxide sends `GetMe`.
    pub(crate) fn method(&self, name: &str) -> Option<&ApiObject> {
        self.methods.get(&name.to_ascii_lowercase())
    }

    pub(crate) fn object(&self, name: &str) -> Option<&ApiObject> {
        self.types.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood_and_every_type_it_names_exists() {
        let table = &*SCHEMA;
        assert_eq!((table.methods.len(), table.types.len()), (185, 400));
        let shapes = || table.methods.values().chain(table.types.values());
        assert_eq!(shapes().map(|shape| shape.fields.len()).sum::<usize>(), 2820);

        fn named(kind: &ApiValueKind) -> Option<&str> {
            match kind {
                ApiValueKind::Array(inner) => named(inner),
                ApiValueKind::Object(name) => Some(name),
                _ => None,
            }
        }
        for shape in shapes() {
            for kind in shape.fields.iter().flat_map(|field| &field.kinds) {
                let known = named(kind).is_none_or(|name| table.object(name).is_some());
                assert!(known, "{}: {kind} is not a type", shape.name);
            }
            assert!(shape.subtypes.iter().all(|name| table.object(name).is_some()), "{}", shape.name);
        }
    }

    #[test]
    fn a_method_is_found_in_any_case() {
        let table = &*SCHEMA;
        assert_eq!(table.method("SendMessage").unwrap().name, "sendMessage");
        assert_eq!(table.method("sendmessage").unwrap().name, "sendMessage");
        assert!(table.method("sendMessages").is_none());
        let text = table.method("sendMessage").unwrap().field("text").unwrap();
        assert!(text.required && text.kinds == [ApiValueKind::String]);
        let rows = table.object("InlineKeyboardMarkup").unwrap().field("inline_keyboard").unwrap();
        assert_eq!(rows.kinds[0].to_string(), "Array of Array of InlineKeyboardButton");
    }
}
