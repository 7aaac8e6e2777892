//! The rate of a case by its traffic class, with the increases for new buyers and Hot products.

use dealink_core::message::Argument;
use dealink_core::money::{Money, Percent};

use super::case::{CaseEvaluation, Paid, term};
use super::codes::{ReasonCode as R, WarningCode as W};
use super::names::{Affiliation, Buyer, RateSource, Severity};
use super::rules::{Pay, RateTable, TableRate};
use super::value::Tristate;

impl CaseEvaluation<'_> {
    /// The rate of the traffic class from the program's rate tables, with the increases for new buyers and Hot products. Only for
    /// orders that no override applies to.
    pub(super) fn class_rate(&mut self) -> Option<Paid> {
        let (case, rules) = (self.case, self.rules);
        if !case.affiliate
            && let Some(paid) = self.review_non_affiliate()
        {
            return Some(paid);
        }
        let pay = if case.affiliate { &rules.affiliate } else { &rules.non_affiliate };
        if *pay == Pay::Nothing {
            self.add_reason(R::NonAffiliateClass, [("class", term(self.class.key()))]);
            let warning =
                if rules.non_affiliate_unseen { W::NonAffiliateClass } else { W::NonAffiliateNothing };
            self.add_warning(warning, Severity::Stop, [("class", term(self.class.key()))], &rules.source);
            let citation = Some(rules.source.text());
            return Some(case.paid(Percent::ZERO, RateSource::Rule, rules.source.date, citation));
        }
        if !case.affiliate {
            self.add_reason(R::NonAffiliateStandard, []);
            // If it is not known whether this is an affiliate product, other warnings say so already.
            if case.request.affiliation == Affiliation::No {
                let args = [("class", term(self.class.key()))];
                self.add_warning(W::NonAffiliateStandard, Severity::Note, args, &rules.source);
            }
        }
        let standard = self.standard(pay);
        let ordinary = if case.affiliate { self.new_buyer(standard) } else { standard };
        self.hot(ordinary)
    }

    /// The live rate, or else the ad space's rate, or else the table's rate.
    fn standard(&mut self, pay: &Pay) -> Option<Paid> {
        let case = self.case;
        if let Some(live) = case.request.live_rate {
            if live.percent.is_plausible() {
                // A rate of exactly 0 is an answer of the network, so it is used, with a warning.
                let args = [
                    ("rate", live.percent.into()),
                    ("source", term(live.source.key())),
                    ("date", live.date.into()),
                ];
                self.add_reason(R::LiveRate, args);
                return Some(case.paid(live.percent, live.source, Some(live.date), None));
            }
            self.add_reason(R::LiveRateIgnored, [("rate", live.percent.into())]);
        }
        // The tariffs of the ad space correspond to today's standard table; a class without a published table is not in them.
        if let Pay::Table(_) = pay
            && let Some(paid) = self.ad_space()
        {
            return Some(paid);
        }
        let table = match pay {
            Pay::Table(name) => case.program.table(name, case.request.order_date),
            _ => None,
        };
        let known = table.and_then(|table| {
            let rate = table.percent[&case.category];
            Some((table, rate, case.assumed(rate)?))
        });
        let Some((table, rate, percent)) = known else {
            self.add_reason(R::RateUnknown, []);
            let source = table.map_or(&self.rules.source, |table| &table.source);
            self.add_warning(W::RateUnknown, Severity::Caution, [], source);
            return None;
        };
        let date = Argument::from(table.valid_from);
        // The span is the category's own, or the table's where the category is not known.
        let (low, high) = match (case.request.category, rate) {
            (Some(_), TableRate::Between(low, high)) => (low, high),
            _ => table.span().unwrap_or((percent, percent)),
        };
        let ends = [("low", low.into()), ("high", high.into()), ("date", date.clone())];
        match (case.request.category, rate) {
            (_, TableRate::Between(..)) => self.add_reason(R::TableSpan, ends),
            (None, _) => self.add_reason(R::TableRange, ends),
            (Some(_), _) => {
                let category = term(case.category.key());
                self.add_reason(
                    R::TableRate,
                    [("rate", percent.into()), ("category", category), ("date", date)],
                );
            }
        }
        let citation = Some(table.source.text());
        self.table_source = Some(table.source.clone());
        Some(case.paid(percent, RateSource::Table, Some(table.valid_from), citation))
    }

    /// The ad space's own rate for the category.
    fn ad_space(&mut self) -> Option<Paid> {
        let case = self.case;
        let (terms, day) = (case.request.terms.as_deref()?, case.request.order_date);
        let sum =
            case.price.filter(|price| price.currency == case.program.currency).map(|price| price.amount);
        let percent = terms.rate(case.category, day, sum)?;
        let date = terms.read_on();
        if case.request.category.is_some() {
            let args =
                [("rate", percent.into()), ("category", term(case.category.key())), ("date", date.into())];
            self.add_reason(R::AdSpaceRate, args);
        } else if let Some((low, high)) = terms.span(day, sum) {
            self.add_reason(
                R::AdSpaceRange,
                [("low", low.into()), ("high", high.into()), ("date", date.into())],
            );
        }
        Some(case.paid(percent, RateSource::AdSpace, Some(date), None))
    }

    /// Replaces the standard rate by the new buyer's rate. This is an increase, so it never lowers the rate.
    fn new_buyer(&mut self, standard: Option<Paid>) -> Option<Paid> {
        let (case, standard) = (self.case, standard?);
        let Some(name) = self.rules.new_buyer.as_ref().filter(|_| case.new_buyer) else {
            return Some(standard);
        };
        let Some(table) = case.program.table(name, case.request.order_date) else {
            let ended = case.program.last_day(name, case.request.order_date);
            if let (Some(day), Buyer::New) = (ended, case.request.buyer) {
                self.add_reason(R::NewBuyerEnded, [("date", day.into())]);
            }
            return Some(standard);
        };
        let citation = Some(table.source.text());
        // A bonus of unknown size can be neither added nor left out.
        let percent = case.assumed(table.percent[&case.category])?;
        let full = case.paid(percent, RateSource::Table, Some(table.valid_from), citation);
        if full.rate.percent <= standard.rate.percent {
            self.add_reason(R::NewBuyerNotBetter, []);
            return Some(standard);
        }
        if case.request.category.is_some() {
            self.add_reason(R::NewBuyerRate, [("rate", full.rate.percent.into())]);
        } else {
            let (low, high) = table.span().unwrap_or((percent, percent));
            self.add_reason(R::NewBuyerRange, [("low", low.into()), ("high", high.into())]);
        }
        self.table_source = Some(table.source.clone());
        Some(self.increase_capped(full, &standard, table))
    }

    fn increase_capped(&mut self, full: Paid, standard: &Paid, table: &RateTable) -> Paid {
        let (Some(cap), Some(with), Some(without)) = (table.increase_cap, full.amount, standard.amount)
        else {
            return full;
        };
        match without.amount.checked_add(cap.amount) {
            Some(most) if cap.currency == with.currency && with.amount > most => {
                self.add_reason(R::NewBuyerCapped, [("cap", cap.into())]);
                Paid { amount: Some(Money::new(most, with.currency).rounded()), ..full }
            }
            _ => full,
        }
    }

    /// Replaces the ordinary rate by the Hot rate, if product, link and class get it.
    ///
    /// The better of the two is used: the program calls Hot an *increased* reward. A Hot rate may be below the ordinary rate if the two
    /// were read on different days.
    fn hot(&mut self, ordinary: Option<Paid>) -> Option<Paid> {
        let (case, rules) = (self.case, self.rules);
        let Some(hot) = case.request.hot else { return ordinary };
        let (special_link, source) = match &case.program.hot {
            Some(rule) => (rule.special_link, &rule.source),
            None => (true, &rules.source),
        };
        if !hot.percent.is_plausible() {
            self.add_reason(R::HotRateIgnored, [("rate", hot.percent.into())]);
            return ordinary;
        }
        if rules.hot == Tristate::No {
            self.add_reason(R::HotNotForClass, [("class", term(self.class.key()))]);
            let args = [("class", term(self.class.key()))];
            self.add_warning(W::HotIncreaseLost, Severity::Caution, args, &rules.source);
            return ordinary;
        }
        if let (Some(days), Some((_, source))) = (case.in_review(), &case.program.review) {
            self.add_reason(R::HotInReview, [("days", days.into())]);
            self.add_warning(W::ReviewPeriod, Severity::Caution, [("days", days.into())], source);
            return ordinary;
        }
        if !case.affiliate {
            self.add_reason(R::HotNotAffiliate, []);
            return ordinary;
        }
        let increased = case.paid(hot.percent, RateSource::Hot, None, None);
        if ordinary.as_ref().is_some_and(|ordinary| !increased.better_than(ordinary)) {
            self.add_reason(R::HotNotBetter, [("rate", hot.percent.into())]);
            return ordinary;
        }
        if rules.hot == Tristate::Unknown {
            let args = || [("rate", hot.percent.into()), ("class", term(self.class.key()))];
            let (reason, warning) = (args(), args());
            self.add_reason(R::HotUnknownForClass, reason);
            self.add_warning(W::HotUnknown, Severity::Caution, warning, source);
            if !case.generous {
                return ordinary;
            }
        }
        if special_link && !hot.special_link {
            self.add_reason(R::HotNoSpecialLink, [("rate", hot.percent.into())]);
            self.add_warning(W::HotSpecialLink, Severity::Caution, [("rate", hot.percent.into())], source);
            return ordinary;
        }
        self.add_reason(R::HotRate, [("rate", hot.percent.into())]);
        self.add_warning(W::HotOnlyThisProduct, Severity::Note, [], source);
        // The ordinary rate is not needed any more, so the warning that it is unknown is removed.
        self.warnings.retain(|warning| warning.code != W::RateUnknown);
        Some(increased)
    }
}
