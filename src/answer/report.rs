//! The short report that follows a rewritten post: how many links were replaced, what pays and what does not, and why.

use super::points::{self, Point};
use super::{Block, Button, Objection, POST_DETAILS, Part, asides, come_back, conduct, lines, split};
use crate::deals::{Answer, Verdict};
use crate::store::Publisher;
use crate::text::Speaker;
use dealink_core::message::Sentence;
use dealink_network::admitad::tracker::Slot;

/// What became of a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Posted<'a> {
    /// It was given back with so many links replaced.
    Back {
        /// Links replaced.
        replaced: usize,
        /// The SubIDs that were asked for at its end.
        subids: &'a [(Slot, String)],
    },
    /// It was not given back: there was nothing to replace.
    AsItWas,
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
    posted: Posted<'_>,
    answer: &Answer,
    objections: &[Objection],
    publisher: &Publisher,
    speak: &Speaker,
) -> Vec<Part> {
    let points: Vec<Vec<Point>> =
        answer.deals.iter().map(|deal| points::of(deal, answer.traffic_assumed, publisher)).collect();
    let mut blocks = vec![Block { lines: heading(posted, answer, speak), buttons: Vec::new() }];
    blocks.extend(answer.deals.iter().enumerate().map(|(index, deal)| Block {
        lines: lines::reported(deal, index + 1, publisher, speak),
        buttons: Vec::new(),
    }));
    let mut closing = lines::sources(&answer.deals, speak);
    closing.extend(lines::exchange_sources(&answer.deals, publisher, speak));
    closing.extend(points::grouped(&points, speak));
    closing.extend(asides::lines(&answer.asides, speak));
    closing.extend(asides::withheld(&answer.withheld, publisher, speak));
    closing.extend(conduct::reported(objections, speak));
    let mut parts = split::into_parts(blocks, closing, false);
    if let Some(last) = parts.last_mut() {
        let details = (!answer.deals.is_empty()).then(|| {
            vec![Button::Press { label: speak.word("answer-button-details"), data: POST_DETAILS.to_owned() }]
        });
        let withheld = asides::withheld_buttons(&answer.withheld, publisher, speak);
        come_back(last, withheld.into_iter().chain(details).collect());
    }
    parts
}

fn heading(posted: Posted<'_>, answer: &Answer, speak: &Speaker) -> Vec<String> {
    let mut heading = vec![speak.html(&match posted {
        Posted::Back { replaced, .. } => Sentence::new("answer-report-replaced").with("count", replaced),
        Posted::AsItWas => Sentence::new("answer-report-as-it-was"),
        Posted::TooLong { units, limit } => {
            Sentence::new("answer-report-too-long").with("units", units).with("limit", limit)
        }
    })];
    if let Posted::Back { subids, .. } = posted
        && !subids.is_empty()
    {
        let texts: Vec<&str> = subids.iter().map(|(_, text)| text.as_str()).collect();
        heading.push(speak.html(&Sentence::new("answer-report-subids").with("subids", texts.join(" · "))));
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
        counts.map(|(key, count)| speak.html(&Sentence::new(key).with("count", count))).collect();
    heading.extend((!counts.is_empty()).then(|| counts.join(" · ")));
    heading
}
