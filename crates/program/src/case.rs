//! Applies the rules to one case, in which only the rate may be unknown, in the order of their precedence.
//!
//! No step panics or overflows: `estimate` has checked the price, and a rate is between 0 and 100.

use dealink_core::message::Argument;
use dealink_core::money::{Money, Percent};
use jiff::Span;
use jiff::civil::Date;

use super::codes::{ReasonCode as R, WarningCode as W};
use super::estimate_result::{Basis, RateUsed, Reason, Warning};
use super::file::{Attribution, FigureKind, OverrideCondition};
use super::names::{Category, RateSource, Severity, StoreList, TrafficClass};
use super::request::EstimateRequest;
use super::rules::{Citation, ClassRules, OverrideRule, Pay, Program, TableRate};
use super::value::Tristate;

/// A request in which every unknown fact has an assumed value.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) program: &'a Program,
    pub(super) request: &'a EstimateRequest,
    /// Usable: not negative, and small enough to be multiplied.
    pub(super) price: Option<Money>,
    pub(super) category: Category,
    pub(super) affiliate: bool,
    pub(super) new_buyer: bool,
    /// Whether the upper end of a span, and the better of two readings of the program, is assumed.
    pub(super) generous: bool,
}

/// The result of a case; no rate means that it is unknown.
pub(super) struct CaseOutcome {
    pub(super) paid: Option<Paid>,
    pub(super) reasons: Vec<Reason>,
    pub(super) warnings: Vec<Warning>,
}

/// A rate, and the amount where the price is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Paid {
    pub(super) rate: RateUsed,
    pub(super) amount: Option<Money>,
}

impl Paid {
    pub(super) fn better_than(&self, other: &Paid) -> bool {
        match (self.amount, other.amount) {
            (Some(mine), Some(theirs)) => mine.amount > theirs.amount,
            _ => self.rate.percent > other.rate.percent,
        }
    }
}

/// The state while the rules are applied to a case.
pub(super) struct CaseEvaluation<'a> {
    pub(super) case: Case<'a>,
    pub(super) class: TrafficClass,
    pub(super) rules: &'a ClassRules,
    /// The document of the table that was used.
    pub(super) table_source: Option<Citation>,
    reasons: Vec<Reason>,
    pub(super) warnings: Vec<Warning>,
}

impl<'a> Case<'a> {
    /// The rate that this case assumes. Of a span it is the upper end if the case is `generous`, else the lower end.
    pub(super) fn assumed(&self, rate: TableRate) -> Option<Percent> {
        if self.generous { rate.high() } else { rate.low() }
    }

    pub(super) fn evaluate(self) -> CaseOutcome {
        let declared = self.request.traffic.class();
        let mut reasons = vec![Reason::new(
            R::TrafficClass,
            vec![("source", term(self.request.traffic.key())), ("class", term(declared.key()))],
        )];
        let rules = self.program.class(declared);
        let (class, rules) = match rules.since {
            Some(since) if self.request.order_date < since => {
                // The class "other" has no earlier rules to fall back to.
                if declared != TrafficClass::Other {
                    reasons.push(Reason::new(R::ClassNotYet, vec![("date", since.into())]));
                }
                (TrafficClass::Other, self.program.class(TrafficClass::Other))
            }
            _ => (declared, rules),
        };
        let unknown_before = rules.since.filter(|since| self.request.order_date < *since);
        let mut evaluation =
            CaseEvaluation { case: self, class, rules, table_source: None, reasons, warnings: Vec::new() };
        if let Some(paid) = evaluation.outside_region() {
            return evaluation.finish(Some(paid));
        }
        let paid =
            match self.program.overrides.iter().find_map(|rule| Some((rule, self.override_percent(rule)?))) {
                Some((rule, percent)) => Some(evaluation.apply_override(rule, percent)),
                None => match unknown_before {
                    Some(since) => evaluation.unknown_before(since),
                    None => evaluation.class_rate(),
                },
            };
        evaluation.finish(paid)
    }

    fn override_percent(&self, rule: &OverrideRule) -> Option<Percent> {
        let fits = match rule.when {
            OverrideCondition::Virtual => self.request.virtual_product || self.category == Category::Special,
            OverrideCondition::CisDelivery => self.request.cis_delivery,
            OverrideCondition::Store(list) => self.request.store_lists.contains_key(&list),
        };
        if !fits {
            return None;
        }
        if self.affiliate { rule.affiliate } else { rule.non_affiliate }
    }

    /// The length of the review period, where the order falls into it.
    pub(super) fn in_review(&self) -> Option<u32> {
        let (days, _) = self.program.review.as_ref()?;
        let passed = self.request.joined?.until(self.request.order_date).ok()?.get_days();
        (0..=i64::from(*days)).contains(&i64::from(passed)).then_some(*days)
    }

    fn in_program_currency(&self) -> bool {
        self.price.is_none_or(|price| price.currency == self.program.currency)
    }

    pub(super) fn paid(
        &self,
        percent: Percent,
        source: RateSource,
        date: Option<Date>,
        citation: Option<String>,
    ) -> Paid {
        let amount = self.price.and_then(|price| share_of(price, percent));
        Paid { rate: RateUsed { percent, basis: Basis { source, date, citation } }, amount }
    }
}

impl<'a> CaseEvaluation<'a> {
    pub(super) fn add_reason<const N: usize>(&mut self, code: R, args: [(&'static str, Argument); N]) {
        self.reasons.push(Reason::new(code, args.into()));
    }

    pub(super) fn add_warning<const N: usize>(
        &mut self,
        code: W,
        severity: Severity,
        args: [(&'static str, Argument); N],
        source: &Citation,
    ) {
        self.warnings.push(Warning::new(code, severity, args.into(), source));
    }

    fn finish(mut self, paid: Option<Paid>) -> CaseOutcome {
        let paid = self.apply_cap(paid);
        self.add_rate_warnings(paid.as_ref());
        CaseOutcome { paid, reasons: self.reasons, warnings: self.warnings }
    }

    fn outside_region(&mut self) -> Option<Paid> {
        let (region, source) = self.case.program.region.as_ref()?;
        let country = self.case.request.delivery.filter(|country| !region.contains(*country))?;
        let args = || [("country", Argument::from(country.code()))];
        self.add_reason(R::OutsideRegion, args());
        self.add_warning(W::OutsideRegion, Severity::Stop, args(), source);
        Some(self.case.paid(Percent::ZERO, RateSource::Rule, source.date, Some(source.text())))
    }

    fn unknown_before(&mut self, since: Date) -> Option<Paid> {
        self.add_reason(R::RulesUnknownBefore, [("date", since.into())]);
        self.add_warning(W::RateUnknown, Severity::Caution, [], &self.rules.source);
        None
    }

    /// Applies the strongest override of the program file that fits the order; its rate replaces the rate of the traffic class.
    fn apply_override(&mut self, rule: &OverrideRule, percent: Percent) -> Paid {
        let (reason, warning) = match rule.when {
            OverrideCondition::CisDelivery => (R::CisDelivery, W::CisDelivery),
            OverrideCondition::Virtual => (R::VirtualProduct, W::VirtualProduct),
            OverrideCondition::Store(StoreList::NoCommission) => (R::StoreNoCommission, W::StoreNoCommission),
            OverrideCondition::Store(StoreList::NonAffiliate) => (R::StoreNonAffiliate, W::StoreNonAffiliate),
            OverrideCondition::Store(StoreList::Chuwi) => (R::StoreChuwi, W::StoreChuwi),
            OverrideCondition::Store(StoreList::SpecialElectronics) if self.case.affiliate => {
                (R::StoreSpecialElectronics, W::StoreSpecialElectronics)
            }
            OverrideCondition::Store(StoreList::SpecialElectronics) => {
                (R::StoreSpecialElectronicsNonAffiliate, W::StoreSpecialElectronicsNonAffiliate)
            }
        };
        let (case, citation) = (self.case, Some(rule.source.text()));
        // In the review period a non-affiliate product is paid nothing, whatever the store's own rate is.
        if percent > Percent::ZERO
            && !case.affiliate
            && let Some(paid) = self.review_non_affiliate()
        {
            return paid;
        }
        // Only the rule of a store list has a list, and only a list that the operator loaded has a date.
        let listed = match rule.when {
            OverrideCondition::Store(list) => case.request.store_lists.get(&list).copied().flatten(),
            _ => None,
        };
        let args = || [("rate", percent.into()), ("list", listed.map_or("unknown".into(), Argument::from))];
        self.add_reason(reason, args());
        let severity = if percent == Percent::ZERO { Severity::Stop } else { Severity::Caution };
        self.add_warning(warning, severity, args(), &rule.source);
        if percent > Percent::ZERO {
            if !case.affiliate && self.rules.non_affiliate == Pay::Nothing {
                let args = [("class", term(self.class.key())), ("rate", percent.into())];
                self.add_warning(W::StoreRateNonAffiliate, Severity::Caution, args, &self.rules.source);
            }
            if case.request.hot.is_some() && self.rules.hot != Tristate::No {
                self.add_warning(
                    W::HotOverridden,
                    Severity::Caution,
                    [("rate", percent.into())],
                    &rule.source,
                );
            }
        }
        case.paid(percent, RateSource::Rule, rule.source.date, citation)
    }

    pub(super) fn review_non_affiliate(&mut self) -> Option<Paid> {
        let (days, (_, source)) = (self.case.in_review()?, self.case.program.review.as_ref()?);
        self.add_reason(R::ReviewNonAffiliate, [("days", days.into())]);
        self.add_warning(W::ReviewPeriod, Severity::Stop, [("days", days.into())], source);
        Some(self.case.paid(Percent::ZERO, RateSource::Rule, source.date, Some(source.text())))
    }

    /// Applies the cap on an order.
    fn apply_cap(&mut self, paid: Option<Paid>) -> Option<Paid> {
        let (case, paid) = (self.case, paid?);
        let Some((cap, source)) = case.program.figures.get(&FigureKind::OrderCap) else {
            if paid.rate.percent > Percent::ZERO {
                self.add_warning(W::CapUnknown, Severity::Note, [], &self.rules.source);
            }
            return Some(paid);
        };
        let cap = Money::new(*cap, case.program.currency);
        match paid.amount {
            Some(_) if !case.in_program_currency() => {
                if paid.rate.percent > Percent::ZERO {
                    self.add_warning(W::CapNotApplied, Severity::Caution, [("cap", cap.into())], source);
                }
                Some(paid)
            }
            Some(amount) if amount.amount > cap.amount => {
                self.add_reason(R::OrderCap, [("cap", cap.into())]);
                self.add_warning(W::CapReached, Severity::Note, [("cap", cap.into())], source);
                Some(Paid { amount: Some(cap.rounded()), ..paid })
            }
            _ => Some(paid),
        }
    }

    /// Warnings that depend on the final rate.
    fn add_rate_warnings(&mut self, paid: Option<&Paid>) {
        let rules = self.rules;
        let nothing = paid.is_some_and(|paid| paid.rate.percent == Percent::ZERO);
        if rules.attribution == Attribution::SameStore && !nothing {
            self.add_warning(W::DropshippingAttribution, Severity::Caution, [], &rules.source);
        }
        let Some(Basis { source, date: Some(date), .. }) = paid.map(|paid| &paid.rate.basis) else { return };
        if matches!(source, RateSource::Rule | RateSource::Hot) {
            return;
        }
        if nothing {
            // The product has no standard rate, so this warning would be wrong.
            self.warnings.retain(|warning| warning.code != W::NonAffiliateStandard);
            let args = [("source", term(source.key())), ("date", (*date).into())];
            self.add_warning(W::RateZero, Severity::Stop, args, &rules.source);
        }
        let old = date.checked_add(Span::new().years(1)).is_ok_and(|day| day < self.case.request.order_date);
        if old {
            // A rate from outside of the file has no document in it; the class's document is cited instead.
            let source = self.table_source.clone().unwrap_or_else(|| rules.source.clone());
            self.add_warning(W::RateOlderThanYear, Severity::Caution, [("date", (*date).into())], &source);
        }
    }
}

pub(super) fn term(key: &str) -> Argument {
    Argument::Term(key.to_owned())
}

/// The share of a price; divides first where multiplying would overflow.
pub(super) fn share_of(price: Money, percent: Percent) -> Option<Money> {
    price.share(percent).or_else(|| {
        let hundredth = price.amount.checked_div(dealink_core::money::Decimal::ONE_HUNDRED)?;
        Some(Money::new(hundredth.checked_mul(percent.0)?, price.currency).rounded())
    })
}
