//! The figures of some deals in the few letters of a pop-up: verdict, rate and estimate, a line each.

use super::{deal_warnings, product_lines};
use crate::deals::Answer;
use crate::settings::Publisher;
use crate::text::{Localizer, html_to_plain};
use dealink_program::Severity;

/// Telegram's limit for the text on top of a chat, in UTF-16 units.
pub const MAX_POPUP_UNITS: usize = 200;
const MAX_TITLE: usize = 24;

/// The lines that fit, and whether they are all that there is to say.
pub fn popup_text(answer: &Answer, publisher: &Publisher, speak: &Localizer) -> (String, bool) {
    let mut text = String::new();
    let mut whole = true;
    for deal in &answer.deals {
        let points = deal_warnings::collect_warnings(deal, answer.traffic_assumed, publisher);
        whole &= points.iter().all(|point| point.severity == Severity::Note);
        let title = deal.public.title.as_ref().filter(|_| answer.deals.len() > 1);
        let title = title.map(|title| product_lines::shorten(title, MAX_TITLE));
        let verdict = Some(html_to_plain(&product_lines::verdict_word(&deal.private.verdict, speak)));
        let rate = product_lines::rate_range(&deal.private.estimate, speak)
            .map(|rate| format!("📊 {}", html_to_plain(&rate)));
        let money =
            product_lines::estimate_range(&deal.private.estimate, speak).filter(|_| publisher.estimate);
        let money = money.map(|money| format!("💵 {}", html_to_plain(&money)));
        let line: Vec<String> = [title, verdict, rate, money].into_iter().flatten().collect();
        let line = line.join(" · ");
        let break_before = usize::from(!text.is_empty());
        if text.encode_utf16().count() + break_before + line.encode_utf16().count() > MAX_POPUP_UNITS {
            return (text, false);
        }
        if break_before == 1 {
            text.push('\n');
        }
        text.push_str(&line);
    }
    (text, whole)
}
