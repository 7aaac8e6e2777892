//! Long answers in several messages, cut between products and never inside one's markup.

use super::{AnswerPart, Button, LIST_ROW_BUTTONS, ProductBlock};
use crate::text::html_length;

/// Telegram's limit for a message, in UTF-16 units after the markup is read.
pub(super) const MAX_MESSAGE_UNITS: usize = 4096;
/// Telegram refuses more than a hundred buttons; a few are left free for the buttons of the whole answer.
const MAX_BUTTONS: usize = 92;
/// Telegram reads at most a hundred entities of a message and drops the rest; a product needs up to four.
const MAX_BLOCKS: usize = 25;

/// Packs the blocks into as few messages as the limits allow; `closing` lines follow the last product.
pub(super) fn split_into_parts(
    blocks: Vec<ProductBlock>,
    closing: Vec<String>,
    full: bool,
) -> Vec<AnswerPart> {
    let between = if full { "\n\n" } else { "\n" };
    let mut packer = Packer { parts: Vec::new(), blocks: 0, full };
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
    blocks: usize,
    full: bool,
}

impl Packer {
    fn add(&mut self, lines: &[String], between: &str, buttons: Vec<Vec<Button>>) {
        for (index, piece) in split_block(lines).into_iter().enumerate() {
            let buttons = if index == 0 { buttons.clone() } else { Vec::new() };
            let product = !buttons.is_empty();
            match self.parts.last_mut() {
                Some(part)
                    if html_length(&part.html) + html_length(between) + html_length(&piece)
                        <= MAX_MESSAGE_UNITS
                        && count_buttons(&part.buttons) + count_buttons(&buttons) <= MAX_BUTTONS
                        && !(product && self.blocks == MAX_BLOCKS) =>
                {
                    part.html.push_str(between);
                    part.html.push_str(&piece);
                    append_rows(&mut part.buttons, buttons, self.full);
                    self.blocks += usize::from(product);
                }
                _ => {
                    self.parts.push(AnswerPart { html: piece, buttons, ..AnswerPart::default() });
                    self.blocks = usize::from(product);
                }
            }
        }
    }
}

/// A list's buttons share rows; in full answers each product has rows of its own.
fn append_rows(rows: &mut Vec<Vec<Button>>, new: Vec<Vec<Button>>, full: bool) {
    for row in new {
        match rows.last_mut() {
            Some(last) if !full && last.len() + row.len() <= LIST_ROW_BUTTONS => last.extend(row),
            _ => rows.push(row),
        }
    }
}

fn count_buttons(rows: &[Vec<Button>]) -> usize {
    rows.iter().map(Vec::len).sum()
}

/// A block that is too long by itself, cut between its lines; each line is well formed by itself and under the limit.
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
