//! A message of an answer and its buttons, before they are Telegram's. Long answers become several messages, cut between products
//! and never inside one's markup.

use serde::{Deserialize, Serialize};

use super::Action;
use crate::text::html_length;

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

/// A press comes back to the bot. `PostTo` lets the person choose a chat and writes the bot's name and a query there, whose
/// result is a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Button<P = Action> {
    Copy { label: String, text: String },
    Open { label: String, url: String },
    Press { label: String, data: P },
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

pub(super) fn non_empty_rows<P>(rows: impl IntoIterator<Item = Vec<Button<P>>>) -> Vec<Vec<Button<P>>> {
    rows.into_iter().filter(|row| !row.is_empty()).collect()
}

/// Telegram refuses more than a hundred buttons; a few are left free for the buttons of the whole answer.
const MAX_BUTTONS: usize = 92;
/// Telegram reads at most a hundred entities of a message and drops the rest; a product needs up to four.
const MAX_BLOCKS: usize = 25;
/// Buttons in a row of a list's keyboard: two products.
const LIST_ROW_BUTTONS: usize = 4;

/// One product: lines that stay together, and its buttons.
pub(super) struct ProductBlock {
    pub(super) lines: Vec<String>,
    pub(super) buttons: Vec<Vec<Button>>,
}

/// How the products of an answer are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Apart from each other, each with rows of buttons of its own.
    Full,
    /// Below each other, with buttons that share rows.
    List,
}

/// Packs the blocks into as few messages as the limits allow; `closing` lines follow the last product.
pub(super) fn split_into_parts(
    blocks: Vec<ProductBlock>,
    closing: Vec<String>,
    layout: Layout,
) -> Vec<AnswerPart> {
    let between = match layout {
        Layout::Full => "\n\n",
        Layout::List => "\n",
    };
    let mut packer = Packer { parts: Vec::new(), blocks: 0, layout };
    for block in blocks {
        packer.add(&block.lines, between, block.buttons);
    }
    for (index, line) in closing.into_iter().enumerate() {
        packer.add(&[line], if index == 0 { "\n\n" } else { "\n" }, Vec::new());
    }
    packer.parts
}

struct Packer {
    parts: Vec<AnswerPart>,
    /// Products in the last part.
    blocks: usize,
    layout: Layout,
}

impl Packer {
    fn add(&mut self, lines: &[String], between: &str, buttons: Vec<Vec<Button>>) {
        for (index, piece) in split_block(lines).into_iter().enumerate() {
            let buttons = if index == 0 { buttons.clone() } else { Vec::new() };
            let is_product = !buttons.is_empty();
            match self.parts.last_mut() {
                Some(part)
                    if html_length(&part.html) + html_length(between) + html_length(&piece)
                        <= MAX_MESSAGE_UNITS
                        && count_buttons(&part.buttons) + count_buttons(&buttons) <= MAX_BUTTONS
                        && !(is_product && self.blocks == MAX_BLOCKS) =>
                {
                    part.html.push_str(between);
                    part.html.push_str(&piece);
                    append_rows(&mut part.buttons, buttons, self.layout);
                    self.blocks += usize::from(is_product);
                }
                _ => {
                    self.parts.push(AnswerPart { html: piece, buttons, ..AnswerPart::default() });
                    self.blocks = usize::from(is_product);
                }
            }
        }
    }
}

fn append_rows(rows: &mut Vec<Vec<Button>>, new: Vec<Vec<Button>>, layout: Layout) {
    for row in new {
        match rows.last_mut() {
            Some(last) if layout == Layout::List && last.len() + row.len() <= LIST_ROW_BUTTONS => {
                last.extend(row);
            }
            _ => rows.push(row),
        }
    }
}

fn count_buttons(rows: &[Vec<Button>]) -> usize {
    rows.iter().map(Vec::len).sum()
}

/// A block that is too long for a message, cut between its lines. Each line is well formed by itself and below the limit.
fn split_block(lines: &[String]) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for line in lines {
        match pieces.last_mut() {
            Some(piece) if html_length(piece) + 1 + html_length(line) <= MAX_MESSAGE_UNITS => {
                piece.push('\n');
                piece.push_str(line);
            }
            _ => pieces.push(line.clone()),
        }
    }
    pieces
}
