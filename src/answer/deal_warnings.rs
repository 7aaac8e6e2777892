//! What could make an estimate zero or smaller: the rules' warnings and those that only the chat knows, strongest first.

use std::cmp::Reverse;

use dealink_core::message::Message;
use dealink_core::money::Currency;
use dealink_network::affiliate::{LinkCheck, LinkRefusal};
use dealink_network::tracking_link::SubIdSlot;
use dealink_program::Severity;

use super::numbered_lines::NumberedLines;
use super::renderer::{Renderer, term};
use crate::deals::{
    Answer, Deal, FactOrigin, NoAnswer, OwnLinkCheck, ShortLinkFailure, UnknownReason, Verdict,
};

/// One warning about a product.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DealWarning {
    pub(super) severity: Severity,
    message: Message,
}

impl DealWarning {
    fn new(severity: Severity, key: &'static str) -> Self {
        DealWarning { severity, message: Message::new(key) }
    }

    fn caution(key: &'static str) -> Self {
        DealWarning::new(Severity::Caution, key)
    }

    fn note(key: &'static str) -> Self {
        DealWarning::new(Severity::Note, key)
    }

    fn with(self, name: &'static str, value: impl Into<dealink_core::message::Argument>) -> Self {
        DealWarning { message: self.message.with(name, value), ..self }
    }
}

pub(super) fn severity_mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Stop => "⛔",
        Severity::Caution => "⚠️",
        Severity::Note => "ℹ️",
    }
}

impl Renderer<'_> {
    pub(super) fn warning_line(&self, warning: &DealWarning) -> String {
        format!("{} {}", severity_mark(warning.severity), self.localizer.html(&warning.message))
    }

    /// The warnings of each product, strongest first.
    pub(super) fn warnings_of_deals(&self, answer: &Answer) -> Vec<Vec<DealWarning>> {
        answer.deals.iter().map(|deal| self.collect_warnings(deal, answer)).collect()
    }

    /// The warnings of one product, strongest first. Without estimates only those about the link itself.
    pub(super) fn collect_warnings(&self, deal: &Deal, answer: &Answer) -> Vec<DealWarning> {
        let private = &deal.private;
        let with_estimate = self.publisher.estimate;
        let mut warnings = Vec::new();
        // For a product without a reward the rules have a warning of their own: its rate is zero.
        if let Verdict::Unknown(reason) = &private.verdict {
            warnings.push(DealWarning::caution(match reason {
                UnknownReason::NotAsked => "answer-point-not-asked",
                UnknownReason::Failed => "answer-point-network-failed",
                UnknownReason::NotKnown => "answer-point-network-silent",
            }));
        }
        if deal.public.link.is_none() {
            warnings.push(DealWarning::new(Severity::Stop, "answer-point-no-link"));
        }
        if private.replaces_foreign_link {
            warnings.push(DealWarning::note("answer-point-replaced"));
        }
        if private.disguised {
            warnings.push(DealWarning::caution("answer-point-disguised"));
        }
        if deal.public.product.is_none() {
            warnings.push(match private.short_link_failure {
                Some(ShortLinkFailure::RobotCheck) => DealWarning::caution("answer-point-short-wall"),
                Some(ShortLinkFailure::Failed) => DealWarning::caution("answer-point-short-failed"),
                _ => DealWarning::note("answer-point-short-link"),
            });
        }
        if let Some(check) = &private.own_link_check {
            warnings.extend(own_link_warnings(check));
        } else if private.special_link {
            warnings.push(DealWarning::note("answer-point-special-link"));
        }
        if with_estimate {
            warnings.extend(self.estimate_warnings(deal, answer));
        }
        // What stops a commission altogether is said also to those who want no estimates.
        let of_rules = private.evaluation.estimate.warnings.iter();
        let of_rules = of_rules.filter(|warning| with_estimate || warning.severity == Severity::Stop);
        warnings.extend(
            of_rules
                .map(|warning| DealWarning { severity: warning.severity, message: warning.message.clone() }),
        );
        warnings.sort_by_key(|warning| Reverse(warning.severity));
        warnings
    }

    fn estimate_warnings(&self, deal: &Deal, answer: &Answer) -> Vec<DealWarning> {
        let mut warnings = Vec::new();
        if let Some(NoAnswer::Failed(_)) = deal.private.missing_rate {
            warnings.push(DealWarning::caution("answer-point-rate-failed"));
        }
        warnings.extend(self.exchange_warnings(deal));
        let price = deal.public.price.as_ref().filter(|price| price.source == FactOrigin::Message);
        if let Some(price) = price {
            if price.value.currency.is_none() {
                warnings.push(DealWarning::note("answer-point-currency-open"));
            }
            warnings.push(DealWarning::note("answer-point-price-of-sender"));
        }
        if answer.traffic_assumed {
            warnings.push(DealWarning::note("answer-point-traffic-assumed"));
        }
        warnings
    }

    /// Old exchange rates, and missing ones.
    fn exchange_warnings(&self, deal: &Deal) -> Vec<DealWarning> {
        let private = &deal.private;
        let old = private.evaluation.exchange_rates_used().filter(|rate| rate.is_old()).map(|rate| {
            DealWarning::caution("exchange-point-old")
                .with("days", rate.age)
                .with("source", term(rate.source.key()))
                .with("date", rate.date)
        });
        let mut warnings: Vec<DealWarning> = old.collect();
        warnings.dedup();
        let price = deal.public.price.as_ref().and_then(|price| price.value.currency);
        let price = price.filter(|_| private.evaluation.converted_price.is_none());
        let has_estimate = private.evaluation.estimate.low.is_some();
        let second = self
            .publisher
            .currency
            .filter(|_| private.evaluation.converted_estimate.is_none() && has_estimate);
        let mut missing: Vec<Currency> = price.into_iter().chain(second).collect();
        missing.retain(|currency| *currency != private.program_currency);
        missing.dedup();
        let missing = missing.into_iter();
        warnings.extend(
            missing
                .map(|currency| DealWarning::note("exchange-point-none").with("currency", currency.code())),
        );
        warnings
    }

    /// Each warning once, with the numbers of the products that have it; notes of single products are left to the full answer.
    pub(super) fn grouped_warning_lines(&self, of_deals: &[Vec<DealWarning>]) -> Vec<String> {
        let products = of_deals.len();
        NumberedLines::collect(of_deals)
            .filter(|warning, count| warning.severity != Severity::Note || count == products)
            .sort_by_key(|warning| Reverse(warning.severity))
            .lines(products, |warning| {
                (severity_mark(warning.severity), self.localizer.html(&warning.message))
            })
    }
}

/// The warnings about a link that is already the publisher's own.
fn own_link_warnings(check: &OwnLinkCheck) -> [DealWarning; 3] {
    let joined = |subids: &[(SubIdSlot, String)]| {
        subids.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" · ")
    };
    let carried = check.carried_subids.as_slice();
    let subids = match (carried.is_empty(), check.has_wanted_subids()) {
        (true, true) => DealWarning::note("answer-point-own-no-subid"),
        (false, true) => DealWarning::note("answer-point-own-subid").with("subids", joined(carried)),
        (true, false) => {
            DealWarning::caution("answer-point-own-subid-added").with("should", joined(&check.wanted_subids))
        }
        (false, false) => DealWarning::caution("answer-point-own-subid-changed")
            .with("carries", joined(carried))
            .with("should", joined(&check.wanted_subids)),
    };
    let (severity, key) = match &check.verdict {
        Ok(LinkCheck::Affiliate) => (Severity::Note, "answer-point-own-works"),
        // The verdict of the deal tells what it pays.
        Ok(LinkCheck::NotAffiliate | LinkCheck::NoReward) => (Severity::Caution, "answer-point-own-unpaid"),
        Ok(LinkCheck::Refused(refusal)) => {
            let key = match refusal {
                LinkRefusal::NoCooperation => "answer-point-own-not-connected",
                LinkRefusal::AdSpaceInactive => "answer-point-own-ad-space",
                LinkRefusal::DomainNotPermitted => "answer-point-own-domain",
                _ => "answer-point-own-refused",
            };
            (Severity::Stop, key)
        }
        Err(_) => (Severity::Caution, "answer-point-own-unchecked"),
    };
    [DealWarning::note("answer-point-own"), subids, DealWarning::new(severity, key)]
}

/// The warnings that every product of the answer has.
pub(super) fn common_warnings(of_deals: &[Vec<DealWarning>]) -> Vec<DealWarning> {
    let Some((first, rest)) = of_deals.split_first() else { return Vec::new() };
    first.iter().filter(|warning| rest.iter().all(|other| other.contains(warning))).cloned().collect()
}
