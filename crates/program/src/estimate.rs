//! Estimates an order: every case that the unknowns allow is evaluated, and the outcomes are combined.
//!
//! `low` and `high` are the lowest and highest outcome. `rate` is set where all cases agree, and `likely` where all cases agree
//! in which an unknown buyer has ordered before.

use dealink_core::money::{Decimal, Money, Percent};

use super::case::{Case, CaseOutcome, share_of, term};
use super::codes::{ReasonCode as R, WarningCode as W};
use super::estimate_result::{Estimate, Reason, Warning};
use super::names::{Affiliation, Buyer, Category, Permission, Severity, TrafficSource};
use super::request::EstimateRequest;
use super::rules::{Program, TableRate};
use super::value::Tristate;

struct EvaluatedCase<'a> {
    case: Case<'a>,
    outcome: CaseOutcome,
}

impl Program {
    /// Estimates the commission of an order, with reasons and warnings. Never fails: a figure that cannot be known is `None`.
    ///
    /// In order: the delivery region, the overrides with the strongest first, the rate of the traffic class, the cap.
    pub fn estimate(&self, request: &EstimateRequest) -> Estimate {
        let mut reasons = Vec::new();
        let price = request.price.and_then(usable_price);
        if price.is_none() && request.price.is_some() {
            reasons.push(Reason::new(R::PriceIgnored, Vec::new()));
        }
        let cases = self.cases(request, price, &mut reasons);
        reasons.extend(unknowns_that_matter(request, &cases));
        for reason in cases.iter().flat_map(|case| &case.outcome.reasons) {
            if !reasons.contains(reason) {
                reasons.push(reason.clone());
            }
        }
        let mut warnings = self.traffic_warnings(request.traffic);
        warnings.extend(joined_warnings(&cases));
        if reasons.iter().any(|reason| reason.code == R::AffiliationUnknown) {
            let source = &self.class(request.traffic.class()).source;
            warnings.push(Warning::new(W::AffiliationUnknown, Severity::Caution, Vec::new(), source));
        }
        warnings.sort_by_key(|warning| std::cmp::Reverse(warning.severity));
        summarize(&cases, reasons, warnings)
    }

    /// Every combination of the unknowns; affiliate product and existing buyer come first.
    fn cases<'a>(
        &'a self,
        request: &'a EstimateRequest,
        price: Option<Money>,
        reasons: &mut Vec<Reason>,
    ) -> Vec<EvaluatedCase<'a>> {
        let affiliate: &[bool] = match request.affiliation {
            Affiliation::Yes => &[true],
            Affiliation::No => &[false],
            // "Product feeds include only affiliate products", and a Hot product is in the Hot feed.
            Affiliation::Unknown if request.hot.is_some() => {
                reasons.push(Reason::new(R::HotMeansAffiliate, Vec::new()));
                &[true]
            }
            Affiliation::Unknown => &[true, false],
        };
        let new_buyer: &[bool] = match request.buyer {
            Buyer::New => &[true],
            Buyer::Existing => &[false],
            Buyer::Unknown => &[false, true],
        };
        let categories = match &request.category {
            Some(category) => std::slice::from_ref(category),
            None => Category::ALL,
        };
        // Where the program leaves something open, both readings are cases.
        let generous: &[bool] = if self.leaves_something_open() { &[false, true] } else { &[false] };
        let mut cases = Vec::new();
        for &affiliate in affiliate {
            for &new_buyer in new_buyer {
                for &category in categories {
                    // The special category is rare and known where it applies, so an unknown category is never that one.
                    if request.category.is_none() && category == Category::Special {
                        continue;
                    }
                    for &generous in generous {
                        let program = self;
                        let case = Case { program, request, price, category, affiliate, new_buyer, generous };
                        cases.push(EvaluatedCase { case, outcome: case.evaluate() });
                    }
                }
            }
        }
        cases
    }

    fn leaves_something_open(&self) -> bool {
        let rates = || self.tables.iter().flat_map(|table| table.percent.values());
        rates().any(|rate| matches!(rate, TableRate::Between(..)))
            || self.classes.values().any(|class| class.hot == Tristate::Unknown)
    }

    /// What the program says about the traffic source: allowed, allowed after approval, forbidden, or not named.
    fn traffic_warnings(&self, source: TrafficSource) -> Vec<Warning> {
        let of_class = &self.class(source.class()).source;
        let citation = self.traffic.as_ref().map_or(of_class, |(_, citation)| citation);
        let warn =
            |code, severity| Warning::new(code, severity, vec![("source", term(source.key()))], citation);
        let mut warnings = match self.permission(source) {
            Permission::Allowed => Vec::new(),
            Permission::NeedsApproval => vec![warn(W::TrafficNeedsApproval, Severity::Caution)],
            Permission::Forbidden => vec![warn(W::TrafficForbidden, Severity::Stop)],
            Permission::NotNamed => vec![warn(W::TrafficNotNamed, Severity::Caution)],
            Permission::Unknown => vec![warn(W::TrafficUnknown, Severity::Caution)],
        };
        if let (TrafficSource::Extension, Some(rule)) = (source, &self.extension_conduct) {
            warnings.push(Warning::new(W::ExtensionConduct, Severity::Caution, Vec::new(), rule));
        }
        warnings
    }
}

/// The price, unless it is negative or too large to calculate with.
fn usable_price(price: Money) -> Option<Money> {
    if price.amount < Decimal::ZERO {
        return None;
    }
    // `abs` removes the sign of a negative zero.
    let price = Money::new(price.amount.abs(), price.currency);
    share_of(price, Percent(Decimal::ONE_HUNDRED)).map(|_| price)
}

/// The unknowns that make a difference to the outcome.
fn unknowns_that_matter(request: &EstimateRequest, cases: &[EvaluatedCase]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut ask = |unknown: bool, code, differs: bool| {
        if unknown && differs {
            reasons.push(Reason::new(code, Vec::new()));
        }
    };
    let affiliation = request.affiliation == Affiliation::Unknown;
    ask(affiliation, R::AffiliationUnknown, differs(cases, |case| case.affiliate));
    ask(request.category.is_none(), R::CategoryUnknown, differs(cases, |case| case.category));
    ask(request.buyer == Buyer::Unknown, R::BuyerUnknown, differs(cases, |case| case.new_buyer));
    reasons
}

/// Whether the outcomes depend on this part of the case. The cases are the full product of the unknowns in a fixed order, so the
/// cases with one value of the part line up with those of another value.
fn differs<T: PartialEq + Copy>(cases: &[EvaluatedCase], part: impl Fn(&Case) -> T + Copy) -> bool {
    let outcomes = |value: T| {
        let same = cases.iter().filter(move |case| part(&case.case) == value);
        same.map(|case| case.outcome.paid.as_ref().map(|paid| (paid.rate.percent, paid.amount)))
            .collect::<Vec<_>>()
    };
    let Some(first) = cases.first() else { return false };
    let expected = outcomes(part(&first.case));
    cases.iter().any(|case| outcomes(part(&case.case)) != expected)
}

/// Each warning once. A warning of only some cases is not certain, so it is a caution at most.
fn joined_warnings(cases: &[EvaluatedCase]) -> Vec<Warning> {
    let mut joined: Vec<Warning> = Vec::new();
    for warning in cases.iter().flat_map(|case| &case.outcome.warnings) {
        match joined.iter_mut().find(|known| known.code == warning.code) {
            Some(known) => known.severity = known.severity.max(warning.severity),
            None => joined.push(warning.clone()),
        }
    }
    for warning in &mut joined {
        let gives = |case: &EvaluatedCase| {
            case.outcome.warnings.iter().any(|w| w.code == warning.code && w.severity == warning.severity)
        };
        if !cases.iter().all(gives) {
            warning.severity = warning.severity.min(Severity::Caution);
        }
    }
    joined
}

/// The most probable amount of an approved order. An unknown buyer is assumed to have ordered before, as most have. For an unknown
/// product, category or rate no value is more probable than another.
fn likely_amount(cases: &[EvaluatedCase]) -> Option<Money> {
    let cases = || cases.iter().filter(|r| !r.case.new_buyer || r.case.request.buyer == Buyer::New);
    let first = cases().next()?.outcome.paid.as_ref()?.amount?;
    let agrees =
        |case: &EvaluatedCase| case.outcome.paid.as_ref().and_then(|paid| paid.amount) == Some(first);
    cases().all(agrees).then_some(first)
}

fn summarize(cases: &[EvaluatedCase], reasons: Vec<Reason>, warnings: Vec<Warning>) -> Estimate {
    let paid: Option<Vec<_>> = cases.iter().map(|case| case.outcome.paid.as_ref()).collect();
    let Some(paid) = paid else { return Estimate { reasons, warnings, ..Estimate::default() } };
    let amounts = || paid.iter().filter_map(|paid| paid.amount);
    let rates = || paid.iter().map(|paid| paid.rate.percent);
    let low = amounts().min_by_key(|money| money.amount);
    let high = amounts().max_by_key(|money| money.amount);
    let (low_rate, high_rate) = (rates().min(), rates().max());
    let mut bases = Vec::new();
    for basis in paid.iter().map(|paid| &paid.rate.basis) {
        if !bases.contains(basis) {
            bases.push(basis.clone());
        }
    }
    Estimate {
        low,
        high,
        likely: likely_amount(cases),
        rate: paid.first().filter(|_| low_rate == high_rate).map(|paid| paid.rate.clone()),
        bases,
        low_rate,
        high_rate,
        reasons,
        warnings,
    }
}
