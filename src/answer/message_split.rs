//! Long answers in several messages, cut between products and never inside one's markup.

use super::part::MAX_MESSAGE_UNITS;
use super::{AnswerPart, Button};
use crate::text::html_length;

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
