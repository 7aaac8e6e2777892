//! The figures of some deals in the few letters of a pop-up: verdict, rate and estimate, a line each.

use dealink_program::Severity;

use super::renderer::Renderer;
use crate::deals::Answer;
use crate::text::{foreign_text, html_to_plain};

/// Telegram's limit for the text on top of a chat, in UTF-16 units.
pub const MAX_POPUP_UNITS: usize = 200;
const MAX_TITLE: usize = 24;

impl Renderer<'_> {
    /// The lines that fit, and whether they are all that there is to say.
    pub fn popup(&self, answer: &Answer) -> (String, bool) {
        let mut text = String::new();
        let mut is_complete = true;
        for deal in &answer.deals {
            let estimate = &deal.private.evaluation.estimate;
            let warnings = self.collect_warnings(deal, answer);
            is_complete &= warnings.iter().all(|warning| warning.severity == Severity::Note);
            let title = deal.public.title.as_ref().filter(|_| answer.deals.len() > 1);
            let title = title.map(|title| foreign_text(title, MAX_TITLE));
            let verdict = Some(html_to_plain(&self.verdict_word(&deal.private.verdict)));
            let rate = self.rate_range(estimate).map(|rate| format!("📊 {}", html_to_plain(&rate)));
            let money = self.estimate_range(estimate).filter(|_| self.publisher.estimate);
            let money = money.map(|money| format!("💵 {}", html_to_plain(&money)));
            let line = [title, verdict, rate, money].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            let separator = if text.is_empty() { "" } else { "\n" };
            let longer = format!("{text}{separator}{line}");
            if longer.encode_utf16().count() > MAX_POPUP_UNITS {
                return (text, false);
            }
            text = longer;
        }
        (text, is_complete)
    }
}
