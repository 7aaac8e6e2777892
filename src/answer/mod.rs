//! A deal in words: what the publisher reads in the chat and on the command line.
//!
//! Up to three products are told in full; more become a list, so that twenty links still fit one message. Every figure stands
//! with its source and date. Whatever a title holds, the HTML is well formed, and no message exceeds Telegram's limit.

mod asides;
mod browse;
mod calculator;
mod conduct;
mod facts;
mod json;
mod lines;
mod points;
mod popup;
mod program_card;
mod public_post;
mod report;
mod shared;
mod split;
mod worth;

use serde::{Deserialize, Serialize};

use crate::deals::{Answer, Deal};
use crate::store::Publisher;
use crate::text::Speaker;

pub use browse::{
    Browse, BrowsePress, BrowseStep, HITS_PER_PAGE, Reader, category_choices, earning_choices, hits_card,
    price_choices,
};
pub use calculator::{Calculation, Press, Step, View, calculated};
pub use conduct::{Objection, checked, objections};
pub use json::{estimate_to_json, to_json};
use lines::shorten;
use points::Point;
pub use popup::{POPUP_AT_MOST, popup};
pub use program_card::{ProgramPage, program_card};
pub use public_post::{
    PublicPost, TEMPLATE_AT_MOST, TEMPLATE_PIECES, Template, TemplateFault, public_post, public_price,
    public_title,
};
pub use report::{Posted, report};
pub use shared::shared;

/// Above this many products the answer is a list.
const FULL_AT_MOST: usize = 3;
/// Telegram's limit for the text of a copy button.
const COPY_AT_MOST: usize = 256;
/// Telegram's limit for callback data, in bytes.
const DATA_AT_MOST: usize = 64;
/// Buttons in a row of a list's keyboard: two products.
const LIST_ROW: usize = 4;

/// One message of an answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Telegram HTML.
    pub html: String,
    /// Rows of buttons.
    pub buttons: Vec<Vec<Button>>,
    /// The picture or the page to show a preview of.
    pub preview: Option<String>,
    /// Whether it has to reply to the message that it answers, because its buttons come back to that message. The first part
    /// of an answer replies anyway.
    #[serde(default)]
    pub replies: bool,
}

/// A button, before it is Telegram's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Button {
    /// Copies a text.
    Copy {
        /// What stands on it.
        label: String,
        /// What it copies.
        text: String,
    },
    /// Opens an address.
    Open {
        /// What stands on it.
        label: String,
        /// What it opens.
        url: String,
    },
    /// Comes back to the bot.
    Press {
        /// What stands on it.
        label: String,
        /// What comes back.
        data: String,
    },
    /// Lets the person choose a chat and writes the bot's name and a query there, whose result is a post.
    PostTo {
        /// What stands on it.
        label: String,
        /// The query.
        query: String,
    },
}

impl Button {
    /// What stands on it.
    pub fn label(&self) -> &str {
        match self {
            Button::Copy { label, .. }
            | Button::Open { label, .. }
            | Button::Press { label, .. }
            | Button::PostTo { label, .. } => label,
        }
    }

    /// The same, for the product of this number in a list.
    fn numbered(self, number: usize) -> Button {
        let numbered = |label: String| format!("{label} · {number}");
        match self {
            Button::Copy { label, text } => Button::Copy { label: numbered(label), text },
            Button::Open { label, url } => Button::Open { label: numbered(label), url },
            Button::Press { label, data } => Button::Press { label: numbered(label), data },
            Button::PostTo { label, query } => Button::PostTo { label: numbered(label), query },
        }
    }
}

/// The block of one product: lines that stay together, and its buttons.
struct Block {
    lines: Vec<String>,
    buttons: Vec<Vec<Button>>,
}

/// The answer's messages, in order. Empty only for an answer without a link.
pub fn compose(answer: &Answer, publisher: &Publisher, speak: &Speaker) -> Vec<Part> {
    let full = answer.deals.len() <= FULL_AT_MOST;
    let numbered = answer.deals.len() > 1;
    let points: Vec<Vec<Point>> =
        answer.deals.iter().map(|deal| points::of(deal, answer.traffic_assumed, publisher)).collect();
    let common = points::common(&points);
    let mut blocks = Vec::new();
    for (index, (deal, points)) in answer.deals.iter().zip(&points).enumerate() {
        let number = numbered.then_some(index + 1);
        let mut lines = if full {
            lines::full(deal, number, publisher, speak)
        } else {
            lines::brief(deal, index + 1, publisher, speak)
        };
        if full {
            let own = points.iter().filter(|point| !numbered || !common.contains(point));
            lines.extend(own.map(|point| point.line(speak)));
        }
        let mut buttons = buttons(deal, number, full, speak);
        if full && publisher.estimate {
            buttons.extend(calculator::opening(deal, number, speak));
        }
        blocks.push(Block { lines, buttons });
    }
    let mut closing = Vec::new();
    if !full {
        closing.extend(lines::sources(&answer.deals, speak));
        closing.extend(lines::exchange_sources(&answer.deals, publisher, speak));
        closing.extend(points::grouped(&points, speak));
    } else if numbered {
        closing.extend(common.iter().map(|point| point.line(speak)));
    }
    closing.extend(asides::lines(&answer.asides, speak));
    closing.extend(asides::withheld(&answer.withheld, publisher, speak));
    let mut parts = split::into_parts(blocks, closing, full);
    if let Some(last) = parts.last_mut() {
        come_back(last, asides::withheld_buttons(&answer.withheld, publisher, speak));
    }
    if let ([deal], Some(first)) = (answer.deals.as_slice(), parts.first_mut()) {
        first.preview = Some(deal.public.picture.as_ref().unwrap_or(&deal.public.page).to_string());
    }
    parts
}

/// Adds buttons that come back to the message that is answered.
fn come_back(part: &mut Part, rows: Vec<Vec<Button>>) {
    part.replies |= !rows.is_empty();
    part.buttons.extend(rows);
}

/// Whether a button copies its link.
fn has_copy_button(deal: &Deal) -> bool {
    let length = deal.public.link.as_ref().map(|link| link.as_str().encode_utf16().count());
    length.is_some_and(|length| length <= COPY_AT_MOST)
}

fn buttons(deal: &Deal, number: Option<usize>, full: bool, speak: &Speaker) -> Vec<Vec<Button>> {
    let label = |long: &'static str, short: &'static str| match number {
        Some(number) if full => format!("{} · {number}", speak.word(long)),
        Some(number) => format!("{} {number}", speak.word(short)),
        None => speak.word(long),
    };
    let mut row = Vec::new();
    if let Some(link) = &deal.public.link {
        if has_copy_button(deal) {
            row.push(Button::Copy {
                label: label("answer-button-copy", "answer-button-copy-short"),
                text: link.to_string(),
            });
        }
        let title = deal.public.title.clone().unwrap_or_default();
        if let Ok(url) = url::Url::parse_with_params(
            "https://t.me/share/url",
            [("url", link.as_str()), ("text", lines::shorten(&title, 200).as_str())],
        ) {
            row.push(Button::Open {
                label: label("answer-button-share", "answer-button-share-short"),
                url: url.to_string(),
            });
        }
    }
    rows([row])
}

/// Letters that a label may have beside another button: Telegram cuts longer ones off on a phone.
const BESIDE_AT_MOST: usize = 18;

/// Two buttons in a row where both labels fit there, in their order.
pub(crate) fn side_by_side(buttons: Vec<Button>) -> Vec<Vec<Button>> {
    let fits = |button: &Button| button.label().chars().count() <= BESIDE_AT_MOST;
    let mut rows: Vec<Vec<Button>> = Vec::new();
    for button in buttons {
        match rows.last_mut() {
            Some(row) if row.len() == 1 && fits(&button) && row.iter().all(fits) => row.push(button),
            _ => rows.push(vec![button]),
        }
    }
    rows
}

/// The rows that have buttons.
fn rows(rows: impl IntoIterator<Item = Vec<Button>>) -> Vec<Vec<Button>> {
    rows.into_iter().filter(|row| !row.is_empty()).collect()
}

/// What a press on the buttons about somebody else's links brings back: convert them this time, from now on always, never.
pub const OTHERS_ONCE: &str = "others:once";
/// See [`OTHERS_ONCE`].
pub const OTHERS_ALWAYS: &str = "others:always";
/// See [`OTHERS_ONCE`].
pub const OTHERS_LEAVE: &str = "others:leave";
/// What a press brings back that wants a post's products in full.
pub const POST_DETAILS: &str = "post:details";
/// What a press brings back that wants a message rewritten as a post.
pub const POST_REWRITE: &str = "post:rewrite";

#[cfg(test)]
mod tests;
