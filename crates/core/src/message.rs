//! A message before it has a language: the key of a Fluent message and its arguments.
//!
//! Numbers, money and dates stay values until the text is written, because each language writes them in its own way.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::money::{Money, Percent};

#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// Text that is shown as it is (escaped for the medium).
    Text(String),
    /// The key of another message, for a word that has a translation (a category, a traffic source).
    Term(String),
    /// A plain number, also used to choose between plural forms.
    Number(Decimal),
    Money(Money),
    Percent(Percent),
    Date(Date),
}

/// A message key of `locales/*/*.ftl` with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    pub key: &'static str,
    /// Named arguments; every variable of the message must be among them.
    pub args: Vec<(&'static str, Argument)>,
}

impl Message {
    pub fn new(key: &'static str) -> Self {
        Message { key, args: Vec::new() }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.args.push((name, value.into()));
        self
    }
}

macro_rules! argument_from {
    ($($from:ty => $variant:ident),*) => {$(
        impl From<$from> for Argument {
            fn from(value: $from) -> Self { Argument::$variant(value.into()) }
        }
    )*};
}
argument_from!(String => Text, &str => Text, Decimal => Number, u32 => Number, i64 => Number, usize => Number,
    Money => Money, Percent => Percent, Date => Date);
