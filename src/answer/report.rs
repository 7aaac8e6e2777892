//! The short report that follows a rewritten post: how many links were replaced, what pays and what does not, and why.

use super::deal_warnings::{self, DealWarning};
use super::{
    AnswerPart, Button, ConductFinding, POST_DETAILS, ProductBlock, add_reply_buttons, conduct,
    message_split, non_product_links, product_lines,
};
use crate::deals::{Answer, Verdict};
use crate::settings::Publisher;
use crate::text::Localizer;
use dealink_core::message::Message;
use dealink_network::admitad::tracking_link::SubIdSlot;

/// What became of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewriteOutcome<'a> {
    /// It was given back with so many links replaced.
    Rewritten {
        /// Links replaced.
        replaced: usize,
        /// The SubIDs that were asked for at its end.
        subids: &'a [(SubIdSlot, String)],
    },
    /// It was not given back: there was nothing to replace.
    NothingToReplace,
    /// It was not given back: with its new links it would be longer than Telegram allows. Both in UTF-16 units.
    TooLong {
        /// Its length.
        units: usize,
        /// The most that Telegram takes.
        limit: usize,
    },
}

/// The report's messages, in order. `objections` are those to the post's words.
pub fn report(
    posted: RewriteOutcome<'_>,
    answer: &Answer,
    objections: &[ConductFinding],
    publisher: &Publisher,
    speak: &Localizer,
) -> Vec<AnswerPart> {
    let points: Vec<Vec<DealWarning>> = answer
        .deals
        .iter()
        .map(|deal| deal_warnings::collect_warnings(deal, answer.traffic_assumed, publisher))
        .collect();
    let mut blocks = vec![ProductBlock { lines: heading(posted, answer, speak), buttons: Vec::new() }];
    blocks.extend(answer.deals.iter().enumerate().map(|(index, deal)| ProductBlock {
        lines: product_lines::report_lines(deal, index + 1, publisher, speak),
        buttons: Vec::new(),
    }));
    let mut closing = product_lines::rate_source_lines(&answer.deals, speak);
    closing.extend(product_lines::exchange_source_lines(&answer.deals, publisher, speak));
    closing.extend(deal_warnings::grouped_lines(&points, speak));
    closing.extend(non_product_links::non_product_lines(&answer.non_product_links, speak));
    closing.extend(non_product_links::withheld_line(&answer.withheld, publisher, speak));
    closing.extend(conduct::conduct_report_lines(objections, speak));
    let mut parts = message_split::split_into_parts(blocks, closing, false);
    if let Some(last) = parts.last_mut() {
        let details = (!answer.deals.is_empty()).then(|| {
            vec![Button::Press { label: speak.text("answer-button-details"), data: POST_DETAILS.to_owned() }]
        });
        let withheld = non_product_links::withheld_buttons(&answer.withheld, publisher, speak);
        add_reply_buttons(last, withheld.into_iter().chain(details).collect());
    }
    parts
}

fn heading(posted: RewriteOutcome<'_>, answer: &Answer, speak: &Localizer) -> Vec<String> {
    let mut heading = vec![speak.html(&match posted {
        RewriteOutcome::Rewritten { replaced, .. } => {
            Message::new("answer-report-replaced").with("count", replaced)
        }
        RewriteOutcome::NothingToReplace => Message::new("answer-report-as-it-was"),
        RewriteOutcome::TooLong { units, limit } => {
            Message::new("answer-report-too-long").with("units", units).with("limit", limit)
        }
    })];
    if let RewriteOutcome::Rewritten { subids, .. } = posted
        && !subids.is_empty()
    {
        let texts: Vec<&str> = subids.iter().map(|(_, text)| text.as_str()).collect();
        heading.push(speak.html(&Message::new("answer-report-subids").with("subids", texts.join(" · "))));
    }
    let count =
        |is: fn(&Verdict) -> bool| answer.deals.iter().filter(|deal| is(&deal.private.verdict)).count();
    let counts = [
        ("answer-report-affiliate", count(|verdict| matches!(verdict, Verdict::Affiliate(_)))),
        (
            "answer-report-not-affiliate",
            count(|verdict| matches!(verdict, Verdict::NotAffiliate(_) | Verdict::NoReward)),
        ),
        ("answer-report-unknown", count(|verdict| matches!(verdict, Verdict::Unknown(_)))),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    let counts: Vec<String> =
        counts.map(|(key, count)| speak.html(&Message::new(key).with("count", count))).collect();
    heading.extend((!counts.is_empty()).then(|| counts.join(" · ")));
    heading
}
