//! The methods and types of the Bot API as data: what the server knows about the shape of a request.
//!
//! The table is `bot-api.txt`, parsed once when a stand-in is made. A line that cannot be read is left
//! out by the parser and found by the tests, which count methods, types and fields.

use std::collections::HashMap;

/// What a value may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Float,
    String,
    Boolean,
    /// The constant `true`.
    True,
    Array(Box<Kind>),
    /// A type of the table, by its name.
    Object(String),
}

impl Kind {
    fn parse(text: &str) -> Kind {
        if let Some(inner) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return Kind::Array(Box::new(Kind::parse(inner)));
        }
        match text {
            "Integer" => Kind::Integer,
            "Float" => Kind::Float,
            "String" => Kind::String,
            "Boolean" => Kind::Boolean,
            "True" => Kind::True,
            name => Kind::Object(name.to_owned()),
        }
    }

    /// Whether a form or a query can carry it only as JSON text.
    pub(crate) fn is_nested(&self) -> bool {
        matches!(self, Kind::Array(_) | Kind::Object(_))
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Kind::Integer => f.write_str("Integer"),
            Kind::Float => f.write_str("Float"),
            Kind::String => f.write_str("String"),
            Kind::Boolean => f.write_str("Boolean"),
            Kind::True => f.write_str("True"),
            Kind::Array(inner) => write!(f, "Array of {inner}"),
            Kind::Object(name) => f.write_str(name),
        }
    }
}

/// A parameter of a method or a field of a type.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) required: bool,
    pub(crate) kinds: Vec<Kind>,
}

/// A method or a type: its name in the spelling of the documentation, and its fields.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    pub(crate) name: String,
    pub(crate) fields: Vec<Field>,
    /// Of an abstract type: a value is one of these.
    pub(crate) subtypes: Vec<String>,
}

impl Shape {
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// All methods and types.
pub(crate) struct Table {
    methods: HashMap<String, Shape>,
    types: HashMap<String, Shape>,
}

impl Table {
    /// The table of Bot API 10.3.
    pub(crate) fn embedded() -> Table {
        Table::parse(include_str!("bot-api.txt"))
    }

    fn parse(text: &str) -> Table {
        let mut table = Table { methods: HashMap::new(), types: HashMap::new() };
        let mut open: Option<(bool, Shape)> = None;
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("method ") {
                table.keep(open.replace((true, Shape { name: rest.to_owned(), ..Shape::default() })));
            } else if let Some(rest) = line.strip_prefix("type ") {
                let (name, subtypes) = rest.split_once(" = ").unwrap_or((rest, ""));
                let subtypes = subtypes.split('|').filter(|s| !s.is_empty()).map(str::to_owned).collect();
                table.keep(
                    open.replace((false, Shape { name: name.to_owned(), subtypes, ..Shape::default() })),
                );
            } else if let (Some((_, shape)), Some(field)) = (&mut open, line.strip_prefix(' '))
                && let Some((name, kinds)) = field.split_once(' ')
            {
                shape.fields.push(Field {
                    name: name.trim_end_matches('!').to_owned(),
                    required: name.ends_with('!'),
                    kinds: kinds.split('|').map(Kind::parse).collect(),
                });
            }
        }
        table.keep(open);
        table
    }

    fn keep(&mut self, shape: Option<(bool, Shape)>) {
        match shape {
            Some((true, shape)) => self.methods.insert(shape.name.to_ascii_lowercase(), shape),
            Some((false, shape)) => self.types.insert(shape.name.clone(), shape),
            None => None,
        };
    }

    /// The method of this name, in whatever case: the real server ignores it, and teloxide sends `GetMe`.
    pub(crate) fn method(&self, name: &str) -> Option<&Shape> {
        self.methods.get(&name.to_ascii_lowercase())
    }

    /// The type of this name.
    pub(crate) fn shape(&self, name: &str) -> Option<&Shape> {
        self.types.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood_and_every_type_it_names_exists() {
        let table = Table::embedded();
        assert_eq!((table.methods.len(), table.types.len()), (185, 400));
        let shapes = || table.methods.values().chain(table.types.values());
        assert_eq!(shapes().map(|shape| shape.fields.len()).sum::<usize>(), 2820);

        fn named(kind: &Kind) -> Option<&str> {
            match kind {
                Kind::Array(inner) => named(inner),
                Kind::Object(name) => Some(name),
                _ => None,
            }
        }
        for shape in shapes() {
            for kind in shape.fields.iter().flat_map(|field| &field.kinds) {
                let known = named(kind).is_none_or(|name| table.shape(name).is_some());
                assert!(known, "{}: {kind} is not a type", shape.name);
            }
            assert!(shape.subtypes.iter().all(|name| table.shape(name).is_some()), "{}", shape.name);
        }
    }

    #[test]
    fn a_method_is_found_in_any_case() {
        let table = Table::embedded();
        assert_eq!(table.method("SendMessage").unwrap().name, "sendMessage");
        assert_eq!(table.method("sendmessage").unwrap().name, "sendMessage");
        assert!(table.method("sendMessages").is_none());
        let text = table.method("sendMessage").unwrap().field("text").unwrap();
        assert!(text.required && text.kinds == [Kind::String]);
        let rows = table.shape("InlineKeyboardMarkup").unwrap().field("inline_keyboard").unwrap();
        assert_eq!(rows.kinds[0].to_string(), "Array of Array of InlineKeyboardButton");
    }
}
