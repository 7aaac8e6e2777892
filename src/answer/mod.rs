//! A deal in words: what the publisher reads in the chat and on the command line.
//!
//! Up to three products are told in full; more become a list, so that twenty links still fit into one message. Every figure has
//! its source and date beside it. Whatever a title holds, the HTML is well formed, and no message exceeds Telegram's limits.

mod action;
mod browse;
mod calculator;
mod compose;
mod conduct;
mod deal_warnings;
mod facts;
mod json;
mod non_product_links;
mod numbered_lines;
mod part;
mod popup;
mod product_lines;
mod program_card;
mod public_post;
mod renderer;
mod report;
mod worth;

#[cfg(test)]
mod tests;

pub use action::{
    Action, BrowsePress, BrowseState, BrowseStep, Calculation, CalculatorPress, CalculatorStep,
    CalculatorView, ForeignLinksChoice, PostAction, ProgramPage,
};
pub use browse::{BrowseRenderer, HITS_PER_PAGE};
pub use conduct::{ConductFinding, conduct_findings};
pub use json::{answer_to_json, estimate_to_json};
pub use part::{AnswerPart, Button, MAX_MESSAGE_UNITS, side_by_side};
pub use popup::MAX_POPUP_UNITS;
pub use public_post::{
    MAX_TEMPLATE_CHARS, PostTemplate, PublicPost, TEMPLATE_PLACEHOLDERS, TemplateError, public_post,
    public_price, public_reply, public_title,
};
pub use renderer::Renderer;
pub use report::RewriteOutcome;
