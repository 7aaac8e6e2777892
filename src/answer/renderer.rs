//! Who reads an answer, and in which language.

use dealink_core::message::{Argument, Message};

use crate::settings::Publisher;
use crate::text::Localizer;

/// Puts deals into words for one publisher.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    pub publisher: &'a Publisher,
    pub localizer: &'a Localizer,
}

impl Renderer<'_> {
    pub(super) fn html(&self, message: Message) -> String {
        self.localizer.html(&message)
    }

    pub(super) fn plain(&self, message: Message) -> String {
        self.localizer.plain(&message)
    }

    pub(super) fn text(&self, key: &'static str) -> String {
        self.localizer.text(key)
    }

    /// A value as plain text.
    pub(super) fn value(&self, value: impl Into<Argument>) -> String {
        self.localizer.format_value(&value.into())
    }
}

/// The text of a name in messages: of a category, a source, a list.
pub(super) fn term(key: &str) -> Argument {
    Argument::Term(key.to_owned())
}
