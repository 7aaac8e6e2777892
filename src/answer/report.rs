//! The short report that follows a rewritten post: how many links were replaced, what pays and what does not, and why.

use dealink_core::message::Message;
use dealink_network::tracking_link::SubIdSlot;

use super::part::{Layout, ProductBlock, split_into_parts};
use super::renderer::Renderer;
use super::{Action, AnswerPart, Button, ConductFinding, PostAction};
use crate::deals::{Answer, Verdict};

/// What became of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewriteOutcome<'a> {
    /// It was given back with new links.
    Rewritten {
        replaced: usize,
        /// The SubIDs that were asked for at its end.
        subids: &'a [(SubIdSlot, String)],
    },
    /// It was not given back: there was nothing to replace.
    NothingToReplace,
    /// It was not given back: with its new links it would be longer than Telegram allows. Both in UTF-16 units.
    TooLong { units: usize, limit: usize },
}

impl Renderer<'_> {
    /// The report's messages, in order.
    pub fn report(
        &self,
        outcome: RewriteOutcome<'_>,
        answer: &Answer,
        findings: &[ConductFinding],
    ) -> Vec<AnswerPart> {
        let mut blocks =
            vec![ProductBlock { lines: self.report_heading(outcome, answer), buttons: Vec::new() }];
        blocks.extend(answer.deals.iter().enumerate().map(|(index, deal)| ProductBlock {
            lines: self.report_lines(deal, index + 1),
            buttons: Vec::new(),
        }));
        let mut closing = self.list_closing(answer, &self.warnings_of_deals(answer));
        closing.extend(self.non_product_lines(&answer.non_product_links));
        closing.extend(self.withheld_line(&answer.withheld));
        closing.extend(self.conduct_report_lines(findings));
        let mut parts = split_into_parts(blocks, closing, Layout::List);
        if let Some(last) = parts.last_mut() {
            let details = (!answer.deals.is_empty()).then(|| {
                let label = self.text("answer-button-details");
                vec![Button::Press { label, data: Action::Post(PostAction::Details) }]
            });
            let withheld = self.withheld_buttons(&answer.withheld);
            last.add_reply_buttons(withheld.into_iter().chain(details).collect());
        }
        parts
    }

    fn report_heading(&self, outcome: RewriteOutcome<'_>, answer: &Answer) -> Vec<String> {
        let mut heading = vec![self.html(match outcome {
            RewriteOutcome::Rewritten { replaced, .. } => {
                Message::new("answer-report-replaced").with("count", replaced)
            }
            RewriteOutcome::NothingToReplace => Message::new("answer-report-as-it-was"),
            RewriteOutcome::TooLong { units, limit } => {
                Message::new("answer-report-too-long").with("units", units).with("limit", limit)
            }
        })];
        if let RewriteOutcome::Rewritten { subids, .. } = outcome
            && !subids.is_empty()
        {
            let texts: Vec<&str> = subids.iter().map(|(_, text)| text.as_str()).collect();
            heading.push(self.html(Message::new("answer-report-subids").with("subids", texts.join(" · "))));
        }
        let (mut affiliate, mut not_affiliate, mut unknown) = (0, 0, 0usize);
        for deal in &answer.deals {
            *match deal.private.verdict {
                Verdict::Affiliate(_) => &mut affiliate,
                Verdict::NotAffiliate(_) | Verdict::NoReward => &mut not_affiliate,
                Verdict::Unknown(_) => &mut unknown,
            } += 1;
        }
        let counts = [
            ("answer-report-affiliate", affiliate),
            ("answer-report-not-affiliate", not_affiliate),
            ("answer-report-unknown", unknown),
        ];
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        let counts: Vec<String> =
            counts.map(|(key, count)| self.html(Message::new(key).with("count", count))).collect();
        heading.extend((!counts.is_empty()).then(|| counts.join(" · ")));
        heading
    }
}
