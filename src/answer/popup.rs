//! The figures of some deals in the few letters of a pop-up: verdict, rate and estimate, a line each.

use super::{lines, points};
use crate::deals::Answer;
use crate::store::Publisher;
use crate::text::{Speaker, to_plain};
use dealink_program::Severity;

/// Telegram's limit for the text on top of a chat, in UTF-16 units.
pub const POPUP_AT_MOST: usize = 200;
const TITLE: usize = 24;

/// The lines that fit, and whether they are all that there is to say.
pub fn popup(answer: &Answer, publisher: &Publisher, speak: &Speaker) -> (String, bool) {
    let mut text = String::new();
    let mut whole = true;
    for deal in &answer.deals {
        let points = points::of(deal, answer.traffic_assumed, publisher);
        whole &= points.iter().all(|point| point.severity == Severity::Note);
        let title = deal.public.title.as_ref().filter(|_| answer.deals.len() > 1);
        let title = title.map(|title| lines::shorten(title, TITLE));
        let verdict = Some(to_plain(&lines::verdict_word(&deal.private.verdict, speak)));
        let rate =
            lines::rate_range(&deal.private.estimate, speak).map(|rate| format!("📊 {}", to_plain(&rate)));
        let money = lines::money_range(&deal.private.estimate, speak).filter(|_| publisher.estimate);
        let money = money.map(|money| format!("💵 {}", to_plain(&money)));
        let line: Vec<String> = [title, verdict, rate, money].into_iter().flatten().collect();
        let line = line.join(" · ");
        let break_before = usize::from(!text.is_empty());
        if text.encode_utf16().count() + break_before + line.encode_utf16().count() > POPUP_AT_MOST {
            return (text, false);
        }
        if break_before == 1 {
            text.push('\n');
        }
        text.push_str(&line);
    }
    (text, whole)
}
