//! A deal in words: what the publisher reads in the chat and on the command line.
//!
//! Up to three products are told in full; more become a list, so that twenty links still fit one message. Every figure stands
//! with its source and date. Whatever a title holds, the HTML is well formed, and no message exceeds Telegram's limit.

mod browse;
mod calculator;
mod conduct;
mod deal_warnings;
mod facts;
mod json;
mod message_split;
mod non_product_links;
mod popup;
mod product_lines;
mod program_card;
mod public_post;
mod public_reply;
mod report;
mod worth;

use serde::{Deserialize, Serialize};

use crate::deals::{Answer, Deal};
use crate::settings::Publisher;
use crate::text::Localizer;

pub use browse::{
    BrowsePress, BrowseState, BrowseStep, BrowseViewer, HITS_PER_PAGE, category_choices, earning_choices,
    hits_card, price_choices,
};
pub use calculator::{Calculation, CalculatorPress, CalculatorStep, CalculatorView, calculator_card};
pub use conduct::{ConductFinding, conduct_card, conduct_findings};
use deal_warnings::DealWarning;
pub use json::{answer_to_json, estimate_to_json};
pub use popup::{MAX_POPUP_UNITS, popup_text};
use product_lines::shorten;
pub use program_card::{ProgramPage, program_card};
pub use public_post::{
    MAX_TEMPLATE_CHARS, PostTemplate, PublicPost, TEMPLATE_PLACEHOLDERS, TemplateError, public_post,
    public_price, public_title,
};
pub use public_reply::public_reply;
pub use report::{RewriteOutcome, report};

/// Above this many products the answer is a list.
const MAX_FULL_PRODUCTS: usize = 3;
/// Telegram's limit for the text of a copy button.
const MAX_COPY_TEXT: usize = 256;
/// Telegram's limit for callback data, in bytes.
const MAX_CALLBACK_DATA: usize = 64;
/// Buttons in a row of a list's keyboard: two products.
const LIST_ROW_BUTTONS: usize = 4;

/// One message of an answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerPart {
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
    fn with_number(self, number: usize) -> Button {
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
struct ProductBlock {
    lines: Vec<String>,
    buttons: Vec<Vec<Button>>,
}

/// The answer's messages, in order. Empty only for an answer without a link.
pub fn compose(answer: &Answer, publisher: &Publisher, speak: &Localizer) -> Vec<AnswerPart> {
    let full = answer.deals.len() <= MAX_FULL_PRODUCTS;
    let numbered = answer.deals.len() > 1;
    let points: Vec<Vec<DealWarning>> = answer
        .deals
        .iter()
        .map(|deal| deal_warnings::collect_warnings(deal, answer.traffic_assumed, publisher))
        .collect();
    let common = deal_warnings::common_warnings(&points);
    let mut blocks = Vec::new();
    for (index, (deal, points)) in answer.deals.iter().zip(&points).enumerate() {
        let number = numbered.then_some(index + 1);
        let mut lines = if full {
            product_lines::full_lines(deal, number, publisher, speak)
        } else {
            product_lines::brief_lines(deal, index + 1, publisher, speak)
        };
        if full {
            let own = points.iter().filter(|point| !numbered || !common.contains(point));
            lines.extend(own.map(|point| point.line(speak)));
        }
        let mut buttons = link_buttons(deal, number, full, speak);
        if full && publisher.estimate {
            buttons.extend(calculator::opening_buttons(deal, number, speak));
        }
        blocks.push(ProductBlock { lines, buttons });
    }
    let mut closing = Vec::new();
    if !full {
        closing.extend(product_lines::rate_source_lines(&answer.deals, speak));
        closing.extend(product_lines::exchange_source_lines(&answer.deals, publisher, speak));
        closing.extend(deal_warnings::grouped_lines(&points, speak));
    } else if numbered {
        closing.extend(common.iter().map(|point| point.line(speak)));
    }
    closing.extend(non_product_links::non_product_lines(&answer.non_product_links, speak));
    closing.extend(non_product_links::withheld_line(&answer.withheld, publisher, speak));
    let mut parts = message_split::split_into_parts(blocks, closing, full);
    if let Some(last) = parts.last_mut() {
        add_reply_buttons(last, non_product_links::withheld_buttons(&answer.withheld, publisher, speak));
    }
    if let ([deal], Some(first)) = (answer.deals.as_slice(), parts.first_mut()) {
        first.preview = Some(deal.public.picture.as_ref().unwrap_or(&deal.public.page).to_string());
    }
    parts
}

/// Adds buttons that come back to the message that is answered.
fn add_reply_buttons(part: &mut AnswerPart, rows: Vec<Vec<Button>>) {
    part.replies |= !rows.is_empty();
    part.buttons.extend(rows);
}

/// Whether a button copies its link.
fn has_copy_button(deal: &Deal) -> bool {
    let length = deal.public.link.as_ref().map(|link| link.as_str().encode_utf16().count());
    length.is_some_and(|length| length <= MAX_COPY_TEXT)
}

fn link_buttons(deal: &Deal, number: Option<usize>, full: bool, speak: &Localizer) -> Vec<Vec<Button>> {
    let label = |long: &'static str, short: &'static str| match number {
        Some(number) if full => format!("{} · {number}", speak.text(long)),
        Some(number) => format!("{} {number}", speak.text(short)),
        None => speak.text(long),
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
            [("url", link.as_str()), ("text", product_lines::shorten(&title, 200).as_str())],
        ) {
            row.push(Button::Open {
                label: label("answer-button-share", "answer-button-share-short"),
                url: url.to_string(),
            });
        }
    }
    non_empty_rows([row])
}

/// Letters that a label may have beside another button: Telegram cuts longer ones off on a phone.
const MAX_SIDE_BY_SIDE_LABEL: usize = 18;

/// Two buttons in a row where both labels fit there, in their order.
pub(crate) fn side_by_side(buttons: Vec<Button>) -> Vec<Vec<Button>> {
    let fits = |button: &Button| button.label().chars().count() <= MAX_SIDE_BY_SIDE_LABEL;
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
fn non_empty_rows(rows: impl IntoIterator<Item = Vec<Button>>) -> Vec<Vec<Button>> {
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
