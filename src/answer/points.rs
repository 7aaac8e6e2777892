//! What could make an estimate zero or smaller: the rules' warnings and the ones that only the chat knows, strongest first.

use crate::deals::{Blind, Deal, Doubt, Gap, Own, Source, Verdict};
use crate::store::Publisher;
use crate::text::Speaker;
use dealink_core::message::{Sentence, Value};
use dealink_core::money::Currency;
use dealink_network::admitad::tracker::Slot;
use dealink_network::admitad::{Refusal, Verdict as Check};
use dealink_program::Severity;

/// One warning.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) severity: Severity,
    pub(super) sentence: Sentence,
}

impl Point {
    fn new(severity: Severity, key: &'static str) -> Self {
        Point { severity, sentence: Sentence::new(key) }
    }

    pub(super) fn line(&self, speak: &Speaker) -> String {
        format!("{} {}", mark(self.severity), speak.html(&self.sentence))
    }
}

pub(super) fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Stop => "⛔",
        Severity::Caution => "⚠️",
        Severity::Note => "ℹ️",
    }
}

pub(super) fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Stop => 0,
        Severity::Caution => 1,
        Severity::Note => 2,
    }
}

/// The warnings of one product, strongest first. Without estimates only those about the link itself.
pub(super) fn of(deal: &Deal, traffic_assumed: bool, publisher: &Publisher) -> Vec<Point> {
    let mut points = Vec::new();
    match &deal.private.verdict {
        Verdict::Unknown(Doubt::NotAsked) => {
            points.push(Point::new(Severity::Caution, "answer-point-not-asked"))
        }
        Verdict::Unknown(Doubt::Failed) => {
            points.push(Point::new(Severity::Caution, "answer-point-network-failed"))
        }
        Verdict::Unknown(Doubt::Silent) => {
            points.push(Point::new(Severity::Caution, "answer-point-network-silent"))
        }
        // A product without a reward has the rules' own warning: its rate is zero.
        Verdict::Affiliate(_) | Verdict::NotAffiliate(_) | Verdict::NoReward => {}
    }
    if deal.public.link.is_none() {
        points.push(Point::new(Severity::Stop, "answer-point-no-link"));
    }
    if deal.private.replaced {
        points.push(Point::new(Severity::Note, "answer-point-replaced"));
    }
    if deal.private.disguised {
        points.push(Point::new(Severity::Caution, "answer-point-disguised"));
    }
    if deal.public.product.is_none() {
        points.push(match deal.private.blind {
            Some(Blind::Wall) => Point::new(Severity::Caution, "answer-point-short-wall"),
            Some(Blind::Failed) => Point::new(Severity::Caution, "answer-point-short-failed"),
            _ => Point::new(Severity::Note, "answer-point-short-link"),
        });
    }
    if let Some(own) = &deal.private.own {
        points.extend(of_own(own));
    } else if deal.private.special_link {
        points.push(Point::new(Severity::Note, "answer-point-special-link"));
    }
    if publisher.estimate {
        if let Some(Gap::Failed(_)) = deal.private.rate_gap {
            points.push(Point::new(Severity::Caution, "answer-point-rate-failed"));
        }
        points.extend(of_exchange(deal, publisher));
        let of_sender = deal.public.price.as_ref().filter(|price| price.source == Source::Message);
        if of_sender.is_some_and(|price| price.value.currency.is_none()) {
            points.push(Point::new(Severity::Note, "answer-point-currency-open"));
        }
        if of_sender.is_some() {
            points.push(Point::new(Severity::Note, "answer-point-price-of-sender"));
        }
        if traffic_assumed {
            points.push(Point::new(Severity::Note, "answer-point-traffic-assumed"));
        }
    }
    // What stops a commission altogether is said to those as well who want no estimates.
    let of_rules = deal.private.estimate.warnings.iter();
    let of_rules = of_rules.filter(|warning| publisher.estimate || warning.severity == Severity::Stop);
    points.extend(of_rules.map(|w| Point { severity: w.severity, sentence: w.sentence.clone() }));
    points.sort_by_key(|point| rank(point.severity));
    points
}

/// Old exchange rates, and missing ones.
fn of_exchange(deal: &Deal, publisher: &Publisher) -> Vec<Point> {
    let private = &deal.private;
    let mut points: Vec<Point> = Vec::new();
    for rate in private.exchanged().filter(|rate| rate.is_old()) {
        let sentence = Sentence::new("exchange-point-old")
            .with("days", rate.age)
            .with("source", Value::Term(rate.source.key().to_owned()))
            .with("date", rate.date);
        points.push(Point { severity: Severity::Caution, sentence });
    }
    points.dedup();
    let price = deal
        .public
        .price
        .as_ref()
        .and_then(|price| price.value.currency)
        .filter(|_| private.converted.is_none());
    let figure = private.estimate.low.map(|money| money.currency);
    let second = publisher.currency.filter(|_| private.shown.is_none() && figure.is_some());
    let mut missing: Vec<Currency> = price.into_iter().chain(second).collect();
    missing.retain(|currency| *currency != private.program_currency);
    missing.dedup();
    points.extend(missing.into_iter().map(|currency| Point {
        severity: Severity::Note,
        sentence: Sentence::new("exchange-point-none").with("currency", currency.code()),
    }));
    points
}

/// What was found of a link that is the publisher's own already.
fn of_own(own: &Own) -> Vec<Point> {
    let written = |subids: &[(Slot, String)]| {
        subids.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" · ")
    };
    let mut points = vec![Point::new(Severity::Note, "answer-point-own")];
    points.push(match (own.carries.as_slice(), own.is_labelled()) {
        ([], true) => Point::new(Severity::Note, "answer-point-own-no-subid"),
        (carries, true) => Point {
            severity: Severity::Note,
            sentence: Sentence::new("answer-point-own-subid").with("subids", written(carries)),
        },
        ([], false) => Point {
            severity: Severity::Caution,
            sentence: Sentence::new("answer-point-own-subid-added").with("should", written(&own.should)),
        },
        (carries, false) => Point {
            severity: Severity::Caution,
            sentence: Sentence::new("answer-point-own-subid-changed")
                .with("carries", written(carries))
                .with("should", written(&own.should)),
        },
    });
    points.push(match &own.check {
        Ok(Check::Affiliate) => Point::new(Severity::Note, "answer-point-own-works"),
        // What it pays stands in the verdict.
        Ok(Check::NotAffiliate | Check::NoReward) => Point::new(Severity::Caution, "answer-point-own-unpaid"),
        Ok(Check::Refused(Refusal::NoCooperation)) => {
            Point::new(Severity::Stop, "answer-point-own-not-connected")
        }
        Ok(Check::Refused(Refusal::AdSpaceInactive)) => {
            Point::new(Severity::Stop, "answer-point-own-ad-space")
        }
        Ok(Check::Refused(Refusal::DomainNotPermitted)) => {
            Point::new(Severity::Stop, "answer-point-own-domain")
        }
        Ok(Check::Refused(_)) => Point::new(Severity::Stop, "answer-point-own-refused"),
        Err(_) => Point::new(Severity::Caution, "answer-point-own-unchecked"),
    });
    points
}

/// The warnings that every product of the answer has, said once.
pub(super) fn common(of_deals: &[Vec<Point>]) -> Vec<Point> {
    let Some((first, rest)) = of_deals.split_first() else { return Vec::new() };
    first.iter().filter(|point| rest.iter().all(|other| other.contains(point))).cloned().collect()
}

/// Each warning once, with the numbers of the products that have it; notes of single products are left to the full answer.
pub(super) fn grouped(of_deals: &[Vec<Point>], speak: &Speaker) -> Vec<String> {
    let mut seen: Vec<(&Point, Vec<usize>)> = Vec::new();
    for (index, points) in of_deals.iter().enumerate() {
        for point in points {
            match seen.iter_mut().find(|(known, _)| *known == point) {
                Some((_, numbers)) => numbers.push(index + 1),
                None => seen.push((point, vec![index + 1])),
            }
        }
    }
    seen.retain(|(point, numbers)| point.severity != Severity::Note || numbers.len() == of_deals.len());
    seen.sort_by_key(|(point, _)| rank(point.severity));
    let line = |(point, numbers): (&Point, Vec<usize>)| {
        numbered(mark(point.severity), &numbers, of_deals.len(), &speak.html(&point.sentence))
    };
    seen.into_iter().map(line).collect()
}

/// A line about some products of a list, with their numbers unless it is about all.
pub(super) fn numbered(mark: &str, numbers: &[usize], of: usize, text: &str) -> String {
    if numbers.len() == of {
        return format!("{mark} {text}");
    }
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    format!("{mark} <b>{}</b>: {text}", numbers.join(", "))
}
