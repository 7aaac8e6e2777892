//! What could make an estimate zero or smaller: the rules' warnings and the ones that only the chat knows, strongest first.

use crate::deals::{Deal, FactOrigin, NoAnswer, OwnLinkCheck, ShortLinkFailure, UnknownReason, Verdict};
use crate::settings::Publisher;
use crate::text::Localizer;
use dealink_core::message::{Argument, Message};
use dealink_core::money::Currency;
use dealink_network::admitad::tracking_link::SubIdSlot;
use dealink_network::admitad::{LinkCheck as Check, LinkRefusal};
use dealink_program::Severity;

/// One warning.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DealWarning {
    pub(super) severity: Severity,
    pub(super) message: Message,
}

impl DealWarning {
    fn new(severity: Severity, key: &'static str) -> Self {
        DealWarning { severity, message: Message::new(key) }
    }

    pub(super) fn line(&self, speak: &Localizer) -> String {
        format!("{} {}", severity_mark(self.severity), speak.html(&self.message))
    }
}

pub(super) fn severity_mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Stop => "⛔",
        Severity::Caution => "⚠️",
        Severity::Note => "ℹ️",
    }
}

pub(super) fn severity_rank(severity: Severity) -> u8 {
    match severity {
        Severity::Stop => 0,
        Severity::Caution => 1,
        Severity::Note => 2,
    }
}

/// The warnings of one product, strongest first. Without estimates only those about the link itself.
pub(super) fn collect_warnings(
    deal: &Deal,
    traffic_assumed: bool,
    publisher: &Publisher,
) -> Vec<DealWarning> {
    let mut points = Vec::new();
    match &deal.private.verdict {
        Verdict::Unknown(UnknownReason::NotAsked) => {
            points.push(DealWarning::new(Severity::Caution, "answer-point-not-asked"))
        }
        Verdict::Unknown(UnknownReason::Failed) => {
            points.push(DealWarning::new(Severity::Caution, "answer-point-network-failed"))
        }
        Verdict::Unknown(UnknownReason::NotKnown) => {
            points.push(DealWarning::new(Severity::Caution, "answer-point-network-silent"))
        }
        // A product without a reward has the rules' own warning: its rate is zero.
        Verdict::Affiliate(_) | Verdict::NotAffiliate(_) | Verdict::NoReward => {}
    }
    if deal.public.link.is_none() {
        points.push(DealWarning::new(Severity::Stop, "answer-point-no-link"));
    }
    if deal.private.replaces_foreign_link {
        points.push(DealWarning::new(Severity::Note, "answer-point-replaced"));
    }
    if deal.private.disguised {
        points.push(DealWarning::new(Severity::Caution, "answer-point-disguised"));
    }
    if deal.public.product.is_none() {
        points.push(match deal.private.short_link_failure {
            Some(ShortLinkFailure::RobotCheck) => {
                DealWarning::new(Severity::Caution, "answer-point-short-wall")
            }
            Some(ShortLinkFailure::Failed) => {
                DealWarning::new(Severity::Caution, "answer-point-short-failed")
            }
            _ => DealWarning::new(Severity::Note, "answer-point-short-link"),
        });
    }
    if let Some(own) = &deal.private.own_link_check {
        points.extend(own_link_warnings(own));
    } else if deal.private.special_link {
        points.push(DealWarning::new(Severity::Note, "answer-point-special-link"));
    }
    if publisher.estimate {
        if let Some(NoAnswer::Failed(_)) = deal.private.missing_rate {
            points.push(DealWarning::new(Severity::Caution, "answer-point-rate-failed"));
        }
        points.extend(exchange_warnings(deal, publisher));
        let of_sender = deal.public.price.as_ref().filter(|price| price.source == FactOrigin::Message);
        if of_sender.is_some_and(|price| price.value.currency.is_none()) {
            points.push(DealWarning::new(Severity::Note, "answer-point-currency-open"));
        }
        if of_sender.is_some() {
            points.push(DealWarning::new(Severity::Note, "answer-point-price-of-sender"));
        }
        if traffic_assumed {
            points.push(DealWarning::new(Severity::Note, "answer-point-traffic-assumed"));
        }
    }
    // What stops a commission altogether is said to those as well who want no estimates.
    let of_rules = deal.private.estimate.warnings.iter();
    let of_rules = of_rules.filter(|warning| publisher.estimate || warning.severity == Severity::Stop);
    points.extend(of_rules.map(|w| DealWarning { severity: w.severity, message: w.message.clone() }));
    points.sort_by_key(|point| severity_rank(point.severity));
    points
}

/// Old exchange rates, and missing ones.
fn exchange_warnings(deal: &Deal, publisher: &Publisher) -> Vec<DealWarning> {
    let private = &deal.private;
    let mut points: Vec<DealWarning> = Vec::new();
    for rate in private.exchange_rates_used().filter(|rate| rate.is_old()) {
        let sentence = Message::new("exchange-point-old")
            .with("days", rate.age)
            .with("source", Argument::Term(rate.source.key().to_owned()))
            .with("date", rate.date);
        points.push(DealWarning { severity: Severity::Caution, message: sentence });
    }
    points.dedup();
    let price = deal
        .public
        .price
        .as_ref()
        .and_then(|price| price.value.currency)
        .filter(|_| private.converted_price.is_none());
    let figure = private.estimate.low.map(|money| money.currency);
    let second = publisher.currency.filter(|_| private.converted_estimate.is_none() && figure.is_some());
    let mut missing: Vec<Currency> = price.into_iter().chain(second).collect();
    missing.retain(|currency| *currency != private.program_currency);
    missing.dedup();
    points.extend(missing.into_iter().map(|currency| DealWarning {
        severity: Severity::Note,
        message: Message::new("exchange-point-none").with("currency", currency.code()),
    }));
    points
}

/// What was found of a link that is the publisher's own already.
fn own_link_warnings(own: &OwnLinkCheck) -> Vec<DealWarning> {
    let written = |subids: &[(SubIdSlot, String)]| {
        subids.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" · ")
    };
    let mut points = vec![DealWarning::new(Severity::Note, "answer-point-own")];
    points.push(match (own.carried_subids.as_slice(), own.has_wanted_subids()) {
        ([], true) => DealWarning::new(Severity::Note, "answer-point-own-no-subid"),
        (carries, true) => DealWarning {
            severity: Severity::Note,
            message: Message::new("answer-point-own-subid").with("subids", written(carries)),
        },
        ([], false) => DealWarning {
            severity: Severity::Caution,
            message: Message::new("answer-point-own-subid-added").with("should", written(&own.wanted_subids)),
        },
        (carries, false) => DealWarning {
            severity: Severity::Caution,
            message: Message::new("answer-point-own-subid-changed")
                .with("carries", written(carries))
                .with("should", written(&own.wanted_subids)),
        },
    });
    points.push(match &own.verdict {
        Ok(Check::Affiliate) => DealWarning::new(Severity::Note, "answer-point-own-works"),
        // What it pays stands in the verdict.
        Ok(Check::NotAffiliate | Check::NoReward) => {
            DealWarning::new(Severity::Caution, "answer-point-own-unpaid")
        }
        Ok(Check::Refused(LinkRefusal::NoCooperation)) => {
            DealWarning::new(Severity::Stop, "answer-point-own-not-connected")
        }
        Ok(Check::Refused(LinkRefusal::AdSpaceInactive)) => {
            DealWarning::new(Severity::Stop, "answer-point-own-ad-space")
        }
        Ok(Check::Refused(LinkRefusal::DomainNotPermitted)) => {
            DealWarning::new(Severity::Stop, "answer-point-own-domain")
        }
        Ok(Check::Refused(_)) => DealWarning::new(Severity::Stop, "answer-point-own-refused"),
        Err(_) => DealWarning::new(Severity::Caution, "answer-point-own-unchecked"),
    });
    points
}

/// The warnings that every product of the answer has, said once.
pub(super) fn common_warnings(of_deals: &[Vec<DealWarning>]) -> Vec<DealWarning> {
    let Some((first, rest)) = of_deals.split_first() else { return Vec::new() };
    first.iter().filter(|point| rest.iter().all(|other| other.contains(point))).cloned().collect()
}

/// Each warning once, with the numbers of the products that have it; notes of single products are left to the full answer.
pub(super) fn grouped_lines(of_deals: &[Vec<DealWarning>], speak: &Localizer) -> Vec<String> {
    let mut seen: Vec<(&DealWarning, Vec<usize>)> = Vec::new();
    for (index, points) in of_deals.iter().enumerate() {
        for point in points {
            match seen.iter_mut().find(|(known, _)| *known == point) {
                Some((_, numbers)) => numbers.push(index + 1),
                None => seen.push((point, vec![index + 1])),
            }
        }
    }
    seen.retain(|(point, numbers)| point.severity != Severity::Note || numbers.len() == of_deals.len());
    seen.sort_by_key(|(point, _)| severity_rank(point.severity));
    let line = |(point, numbers): (&DealWarning, Vec<usize>)| {
        numbered_line(severity_mark(point.severity), &numbers, of_deals.len(), &speak.html(&point.message))
    };
    seen.into_iter().map(line).collect()
}

/// A line about some products of a list, with their numbers unless it is about all.
pub(super) fn numbered_line(mark: &str, numbers: &[usize], of: usize, text: &str) -> String {
    if numbers.len() == of {
        return format!("{mark} {text}");
    }
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    format!("{mark} <b>{}</b>: {text}", numbers.join(", "))
}
