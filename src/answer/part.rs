//! A message of an answer and its buttons, before they are Telegram's.

use serde::{Deserialize, Serialize};

use super::Action;

/// Telegram's limit for a message, in UTF-16 units after the markup is read.
pub const MAX_MESSAGE_UNITS: usize = 4096;
/// Telegram's limit for the text of a copy button, in UTF-16 units.
const MAX_COPY_TEXT: usize = 256;
/// Letters that a label may have beside another button: Telegram cuts off longer ones on a phone.
const MAX_SIDE_BY_SIDE_LABEL: usize = 18;

/// One message of an answer. `P` is what a press brings back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerPart<P = Action> {
    /// Telegram HTML.
    pub html: String,
    /// Rows of buttons.
    pub buttons: Vec<Vec<Button<P>>>,
    /// The picture or the page to show a preview of.
    pub preview: Option<String>,
    /// Whether it has to reply to the message that it answers, because its buttons come back to that message. The first part
    /// of an answer replies anyway.
    #[serde(default)]
    pub replies: bool,
}

impl<P> Default for AnswerPart<P> {
    fn default() -> Self {
        AnswerPart { html: String::new(), buttons: Vec::new(), preview: None, replies: false }
    }
}

/// A button of an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Button<P = Action> {
    /// Copies a text.
    Copy { label: String, text: String },
    /// Opens an address.
    Open { label: String, url: String },
    /// Comes back to the bot.
    Press { label: String, data: P },
    /// Lets the person choose a chat and writes the bot's name and a query there, whose result is a post.
    PostTo { label: String, query: String },
}

impl<P> AnswerPart<P> {
    pub fn of_html(html: String) -> Self {
        AnswerPart { html, ..AnswerPart::default() }
    }

    /// Adds buttons that come back to the message that is answered.
    pub(super) fn add_reply_buttons(&mut self, rows: Vec<Vec<Button<P>>>) {
        self.replies |= !rows.is_empty();
        self.buttons.extend(rows);
    }

    /// The same part with other presses; buttons for which `convert` gives none are left out.
    pub fn convert_presses<Q>(self, convert: impl Fn(P) -> Option<Q>) -> AnswerPart<Q> {
        let AnswerPart { html, buttons, preview, replies } = self;
        let row =
            |row: Vec<Button<P>>| row.into_iter().filter_map(|one| one.convert_press(&convert)).collect();
        AnswerPart { html, buttons: non_empty_rows(buttons.into_iter().map(row)), preview, replies }
    }
}

impl<P> Button<P> {
    pub fn label(&self) -> &str {
        match self {
            Button::Copy { label, .. }
            | Button::Open { label, .. }
            | Button::Press { label, .. }
            | Button::PostTo { label, .. } => label,
        }
    }

    /// The same button for the product of this number in a list.
    pub(super) fn with_number(mut self, number: usize) -> Self {
        let (Button::Copy { label, .. }
        | Button::Open { label, .. }
        | Button::Press { label, .. }
        | Button::PostTo { label, .. }) = &mut self;
        *label = format!("{label} · {number}");
        self
    }

    /// A button that copies a link; `None` where the link is too long for one.
    pub(super) fn copy_link(label: String, link: &str) -> Option<Self> {
        is_copyable(link).then(|| Button::Copy { label, text: link.to_owned() })
    }

    fn convert_press<Q>(self, convert: impl Fn(P) -> Option<Q>) -> Option<Button<Q>> {
        Some(match self {
            Button::Copy { label, text } => Button::Copy { label, text },
            Button::Open { label, url } => Button::Open { label, url },
            Button::Press { label, data } => Button::Press { label, data: convert(data)? },
            Button::PostTo { label, query } => Button::PostTo { label, query },
        })
    }
}

/// Whether a button can copy this text.
pub(super) fn is_copyable(text: &str) -> bool {
    text.encode_utf16().count() <= MAX_COPY_TEXT
}

/// Two buttons in a row where both labels fit there, in their order.
pub fn side_by_side<P>(buttons: Vec<Button<P>>) -> Vec<Vec<Button<P>>> {
    let fits = |button: &Button<P>| button.label().chars().count() <= MAX_SIDE_BY_SIDE_LABEL;
    let mut rows: Vec<Vec<Button<P>>> = Vec::new();
    for button in buttons {
        match rows.last_mut() {
            Some(row) if row.len() == 1 && fits(&button) && row.iter().all(fits) => row.push(button),
            _ => rows.push(vec![button]),
        }
    }
    rows
}

/// The rows that have buttons.
pub(super) fn non_empty_rows<P>(rows: impl IntoIterator<Item = Vec<Button<P>>>) -> Vec<Vec<Button<P>>> {
    rows.into_iter().filter(|row| !row.is_empty()).collect()
}
